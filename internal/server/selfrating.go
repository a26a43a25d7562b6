package server

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/i18n"
	"pejl/internal/round"
	"pejl/internal/view"
)

// selfRound finds the round of an address and who is asking, if they may rate
// themselves in it.
func (s *Server) selfRound(c echo.Context) (*round.Round, round.Rater, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, round.Rater{}, fault.New(fault.NotFound, "round.not_found")
	}
	who, err := s.rater(c.Request().Context(), account(c))
	if err != nil {
		return nil, round.Rater{}, err
	}
	r, err := s.Rounds.SelfRound(c.Request().Context(), id, who)
	return r, who, err
}

// showSelfRating shows a leader the way into their rating of themselves, or the
// rating when there is one. GET /rounds/{id}/self
func (s *Server) showSelfRating(c echo.Context) error {
	r, who, err := s.selfRound(c)
	if err != nil {
		return err
	}
	rating, err := s.Rounds.SelfRating(c.Request().Context(), r.ID, who)
	rated := err == nil
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	open := s.Rounds.TakesSelfRatings(r)
	if rated && (c.QueryParam("again") == "" || !open) {
		return s.send(c, http.StatusOK, s.selfSaved(c, r, rating, open))
	}
	if !open {
		return fault.New(fault.Gone, "round.closed")
	}
	b, err := s.booklets.own(r, s.language(c))
	if err != nil {
		return err
	}
	f := view.Filled{Action: selfAddress(r.ID), Given: b.questions.Empty()}
	if rated {
		f.Given.Answers = rating.Answers
	}
	return s.sendFilled(c, http.StatusOK, b, 0, &f)
}

func (s *Server) selfSaved(c echo.Context, r *round.Round, rating round.SelfRating, open bool) view.SelfSavedPage {
	l := s.pages.Localizer(s.language(c))
	return view.SelfSavedPage{
		Page: s.page(c, l.T("self.title")), Action: selfAddress(r.ID), Heading: r.Title, Open: open,
		Counted: l.T("respond.answered", "i", view.Answered(rating.Answers), "n", len(rating.Answers)),
	}
}

// sendSelfRating turns a page, or keeps the rating at the end. POST /rounds/{id}/self
func (s *Server) sendSelfRating(c echo.Context) error {
	r, who, err := s.selfRound(c)
	if err != nil {
		return err
	}
	sent, whole := s.readSent(c)
	lang := s.speak(c, sent.get(view.FieldLanguage))
	if to, ok := strings.CutPrefix(sent.get(view.FieldGo), view.GoLanguage); ok {
		lang = s.speak(c, to)
	}
	b, err := s.booklets.own(r, lang)
	if err != nil {
		return err
	}
	form := readForm(sent, b.questions)
	f := view.Filled{Action: selfAddress(r.ID), Given: form.Given}
	l := s.pages.Localizer(lang)
	switch {
	case !whole:
		f.Notice = &view.Notice{Title: l.T("form.too_large"), Text: l.T("form.kept")}
		return s.sendFilled(c, http.StatusRequestEntityTooLarge, b, form.At, &f)
	case form.wrong() && !form.turning():
		return s.sendWrong(c, l, b, &form, &f)
	case form.Go != view.GoSend:
		return s.sendFilled(c, http.StatusOK, b, form.page(b.questions), &f)
	}
	if err := s.Rounds.RateSelf(c.Request().Context(), r.ID, who, form.Given.Answers); err != nil {
		return s.selfNotSaved(c, l, b, &f, err)
	}
	return c.Redirect(http.StatusSeeOther, selfAddress(r.ID))
}

func (s *Server) selfNotSaved(c echo.Context, l *i18n.Localizer, b *booklet, f *view.Filled, err error) error {
	kind := fault.KindOf(err)
	if kind == fault.Internal {
		s.Log.Error("a self-rating was not saved", "err", err, "request", c.Get(requestKey))
	}
	f.Notice = &view.Notice{Title: l.T("form.not_saved"), Text: l.Error(err)}
	return s.sendFilled(c, answerTo(kind).status, b, b.questions.Review(), f)
}

// deleteSelfRating removes it for good. POST /rounds/{id}/self/delete
func (s *Server) deleteSelfRating(c echo.Context) error {
	r, who, err := s.selfRound(c)
	if err != nil {
		return err
	}
	if err := s.Rounds.DeleteSelfRating(c.Request().Context(), r.ID, who); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/me")
}
