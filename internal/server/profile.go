package server

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"pejl/internal/chart"
	"pejl/internal/fault"
	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/view"
)

// placed is the round and the unit of an address, for an account that may see the
// unit's profile.
type placed struct {
	round  *round.Round
	unit   *org.Unit
	access *org.Access
}

// place finds the round and the unit of an address. A unit that has no part in the
// round, one that the account has no access to, and one that does not exist are
// all answered alike.
func (s *Server) place(c echo.Context) (placed, error) {
	id, err := number(c, "id")
	if err != nil {
		return placed{}, err
	}
	ctx := c.Request().Context()
	access, err := s.People.Access(ctx, account(c))
	if err != nil {
		return placed{}, err
	}
	u, err := s.reachedUnit(c, access, org.SeeProfile)
	if err != nil {
		return placed{}, err
	}
	r, err := s.Rounds.Round(ctx, id)
	if err != nil {
		return placed{}, hidden(err)
	}
	// The unit is asked, or lies above one that is.
	part := slices.ContainsFunc(r.Units, func(x round.Unit) bool { return (&org.Unit{Path: x.Path}).Within(u) })
	if !part || r.State == round.Draft && !access.Can(org.RunRounds, top(r)) {
		return placed{}, fault.New(fault.NotFound, "fault.not_found_text")
	}
	return placed{r, u, access}, nil
}

// showProfile shows the profile of a unit in a round. GET /rounds/{id}/units/{unit}
func (s *Server) showProfile(c echo.Context) error {
	p, err := s.place(c)
	if err != nil {
		return err
	}
	if !p.round.Ended() {
		return c.Redirect(http.StatusSeeOther, view.RoundAddress(p.round.ID))
	}
	ctx := c.Request().Context()
	own, err := s.ownAnswers(ctx, p)
	if err != nil {
		return err
	}
	u, err := s.Profiles.Unit(ctx, p.round.ID, p.unit.ID, own)
	if err != nil {
		return hidden(err)
	}
	lang := s.language(c)
	figures, err := s.reading(lang, p.round).Unit(u)
	if err != nil {
		return err
	}
	pictures, err := s.pictures(ctx, p.round.ID, figures)
	if err != nil {
		return err
	}
	guide, _ := s.guide(p.round)
	return s.send(c, http.StatusOK, view.NewProfilePage(s.page(c, p.unit.Name), u, view.Drawn{
		Round: p.round, Name: p.unit.Name, Guide: guide, Pictures: pictures, Tones: chart.Tones,
	}))
}

// ownAnswers is what the reader answered about themselves, on the page of a unit
// that they lead and nowhere else; nil where they did not, or it is not theirs.
func (s *Server) ownAnswers(ctx context.Context, p placed) (instrument.Answers, error) {
	leads := slices.ContainsFunc(p.access.Grants, func(g org.Granted) bool {
		return g.Role == org.Leading && g.UnitID == p.unit.ID
	})
	if !leads {
		return nil, nil
	}
	own, err := s.Rounds.SelfRating(ctx, p.round.ID, rater(p.access))
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil, nil
	case err != nil:
		return nil, err
	}
	return own.Answers, nil
}

// guide is the dialogue guide of a round's instrument, if there is one.
func (s *Server) guide(r *round.Round) (*instrument.Guide, bool) {
	if s.Library == nil {
		return nil, false
	}
	return s.Library.Guide(r.Instrument.ID)
}

// showGuide shows the dialogue guide for a unit. GET /rounds/{id}/units/{unit}/guide
func (s *Server) showGuide(c echo.Context) error {
	p, err := s.place(c)
	if err != nil {
		return err
	}
	g, ok := s.guide(p.round)
	if !ok {
		return fault.New(fault.NotFound, "fault.not_found_text")
	}
	l := s.pages.Localizer(s.language(c))
	page := view.GuidePage{
		Page: s.page(c, l.T("guide.title")), RoundLine: view.NewRoundLine(l, p.round), Name: p.unit.Name,
		Guide: view.NewGuideView(l, p.round.Instrument, g),
	}
	if p.round.Ended() {
		page.Profile = view.ProfileAddress(p.round.ID, p.unit.ID)
	}
	return s.send(c, http.StatusOK, page)
}

// reading turns profiles of a round into figures for a language.
func (s *Server) reading(lang string, r *round.Round) chart.Reading {
	return chart.Reading{
		Speaker: s.pages.Localizer(lang), Languages: r.Instrument.Languages,
		Hue: func(aspect string) chart.Aspect { return chart.Aspect(view.Hue(r.Instrument, aspect)) },
	}
}

// pictures draws figures for a page, or takes them from where they are kept.
func (s *Server) pictures(ctx context.Context, roundID int64, figures map[string]chart.Figure) (map[string]view.Picture, error) {
	drawn, err := s.drawings.Draw(ctx, roundID, figures)
	if err != nil {
		return nil, err
	}
	pictures := make(map[string]view.Picture, len(drawn))
	for id, d := range drawn {
		pictures[id] = view.NewPicture(d.Wide, d.Narrow)
	}
	return pictures, nil
}
