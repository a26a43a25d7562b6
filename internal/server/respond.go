package server

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/i18n"
	"pejl/internal/round"
	"pejl/internal/view"
)

const (
	// usualForm is what room is made for before a form is read, whatever length it
	// claims to have.
	usualForm = 32 << 10
	// maxSpilled is how much of a form that is too long is read and thrown away:
	// browsers show no answer before they have sent everything.
	maxSpilled = 64 << 20
)

// openCode shows what a code leads to. GET /s/{code}
func (s *Server) openCode(c echo.Context) error {
	inv, code, err := s.admit(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	b, err := s.booklets.staff(inv, s.language(c))
	if err != nil {
		return err
	}
	f := view.Filled{Action: "/s/" + code, Unit: inv.Unit.Name, Given: b.questions.Empty()}
	f.Opened = s.stamps.write(code, s.opened(inv))
	return s.sendFilled(c, http.StatusOK, b, 0, &f)
}

// opened is what a page says of itself that is opened now.
func (s *Server) opened(inv *round.Invitation) round.Page {
	return round.Page{RoundID: inv.Round.ID, UnitID: inv.Unit.UnitID, Group: inv.Group, Opened: s.Now()}
}

// sendAnswers turns a page, or takes the answers at the end. POST /s/{code}
//
// Every page carries all answers so far. Nothing is kept of them here until the
// person sends them, and whatever is wrong with a form, they come back in it.
func (s *Server) sendAnswers(c echo.Context) error {
	ctx := c.Request().Context()
	sent, whole := s.readSent(c)
	lang := s.speak(c, sent.get(view.FieldLanguage))
	if to, ok := strings.CutPrefix(sent.get(view.FieldGo), view.GoLanguage); ok {
		lang = s.speak(c, to)
	}
	code, _ := round.ReadCode(c.Param("code"))
	page, fresh := s.stamps.read(code, sent.get(view.FieldOpened), s.Now())
	var inv *round.Invitation
	var err error
	if fresh {
		inv, err = s.Rounds.Continue(ctx, page)
	} else if inv, code, err = s.admit(ctx, c.Param("code")); err == nil {
		page = s.opened(inv)
	}
	if err != nil {
		return err
	}
	b, err := s.booklets.staff(inv, lang)
	if err != nil {
		return err
	}
	form := readForm(sent, b.questions)
	f := view.Filled{
		Action: "/s/" + code, Unit: inv.Unit.Name, Given: form.Given, Opened: s.stamps.write(code, page),
	}
	l := s.pages.Localizer(lang)
	switch {
	case !whole:
		f.Notice = &view.Notice{Title: l.T("form.too_large"), Text: l.T("form.kept")}
		return s.sendFilled(c, http.StatusRequestEntityTooLarge, b, form.At, &f)
	case form.turning():
		return s.sendFilled(c, http.StatusOK, b, form.At, &f)
	case !fresh:
		f.Notice = &view.Notice{Title: l.T("form.stale"), Text: l.T("form.stale_text")}
		return s.sendFilled(c, http.StatusBadRequest, b, form.At, &f)
	case form.wrong():
		return s.sendWrong(c, l, b, &form, &f)
	case form.Go != view.GoSend:
		return s.sendFilled(c, http.StatusOK, b, form.page(b.questions), &f)
	}
	if err := s.Rounds.Submit(ctx, code, page.Opened, form.Given); err != nil {
		return s.notSent(c, l, b, &f, err)
	}
	plain, zipped := b.Thanks()
	if takesGzip(c.Request()) {
		return sendZipped(c, http.StatusOK, zipped)
	}
	return s.sendHTML(c, http.StatusOK, plain)
}

// readSent reads a form as far as we take it. It reports false when there was
// more: then what came before the cut stands.
func (s *Server) readSent(c echo.Context) (sentForm, bool) {
	r := c.Request()
	var b bytes.Buffer
	if r.ContentLength > 0 {
		b.Grow(int(min(r.ContentLength, usualForm)) + bytes.MinRead)
	}
	_, err := b.ReadFrom(io.LimitReader(r.Body, s.BodyLimit+1))
	buffer := b.Bytes()
	if err == nil && int64(len(buffer)) <= s.BodyLimit {
		return readFields(buffer), true
	}
	if err != nil { // the person left in the middle
		sent := readFields(buffer)
		sent.broken = true
		return sent, true
	}
	if n, err := io.CopyN(io.Discard, r.Body, maxSpilled); n == maxSpilled || !errors.Is(err, io.EOF) {
		c.Response().Header().Set("Connection", "close")
	}
	buffer = buffer[:s.BodyLimit]
	for len(buffer) > 0 && buffer[len(buffer)-1] != '&' {
		buffer = buffer[:len(buffer)-1]
	}
	return readFields(buffer), false
}

// sendWrong gives a form back with what is wrong beside each answer.
func (s *Server) sendWrong(c echo.Context, l *i18n.Localizer, b *booklet, form *filledForm, f *view.Filled) error {
	f.Notice = &view.Notice{Title: l.T("form.look_again"), Text: l.T("form.kept")}
	if form.Odd != nil {
		f.Notice.Title = l.Error(form.Odd)
	}
	f.Faults = map[string]string{}
	for i, field := range form.Faults.All() {
		if i == 0 {
			f.Notice.Place = view.Place(field.Name)
		}
		f.Faults[field.Name] = l.Error(field.Fault)
	}
	return s.sendFilled(c, http.StatusBadRequest, b, form.page(b.questions), f)
}

// notSent says why answers were not taken. Where that can change they come back,
// to be sent again.
func (s *Server) notSent(c echo.Context, l *i18n.Localizer, b *booklet, f *view.Filled, err error) error {
	switch kind := fault.KindOf(err); kind {
	case fault.NotFound, fault.Gone:
		if means(err, "code.unknown") {
			if slow := s.misses.cost(c.Request().Context()); slow != nil {
				return slow
			}
		}
		return err
	case fault.Internal:
		s.Log.Error("answers were not taken", "err", err, "request", c.Get(requestKey))
		fallthrough
	default:
		f.Notice = &view.Notice{Title: l.T("form.not_sent"), Text: l.Error(err)}
		return s.sendFilled(c, answerTo(kind).status, b, b.questions.Review(), f)
	}
}

// sendFilled sends a page of a booklet filled in for one person.
func (s *Server) sendFilled(c echo.Context, status int, b *booklet, at int, f *view.Filled) error {
	if takesGzip(c.Request()) {
		if zipped, ok := b.AppendGzip(nil, at, f); ok {
			return sendZipped(c, status, zipped)
		}
	}
	body, err := b.Append(nil, at, f)
	if err != nil {
		return err
	}
	return s.sendHTML(c, status, body)
}
