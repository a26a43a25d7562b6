package server

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/i18n"
	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/view"
)

// showRounds lists the rounds that the account sees anything of. GET /rounds
func (s *Server) showRounds(c echo.Context) error {
	ctx := c.Request().Context()
	l := s.pages.Localizer(s.language(c))
	access, err := s.People.Access(ctx, account(c))
	if err != nil {
		return err
	}
	items, err := s.roundItems(ctx, l, access)
	if err != nil {
		return err
	}
	return s.send(c, http.StatusOK, view.RoundsPage{
		Page: s.page(c, l.T("rounds.title")), Rounds: items, Runs: access.Anywhere(org.RunRounds),
	})
}

func (s *Server) roundItems(ctx context.Context, l *i18n.Localizer, access *org.Access) ([]view.RoundItem, error) {
	list, err := s.reachedRounds(ctx, access)
	if err != nil {
		return nil, err
	}
	var items []view.RoundItem
	for _, in := range list {
		item := view.RoundItem{
			RoundLine: view.NewRoundLine(l, in.Round), State: view.NewState(l, in.State),
			Units:  l.Int(len(in.units(org.ReadDeclaration))),
			Period: l.Period(in.OpensAt, in.ClosesAt),
		}
		switch {
		case in.State == round.Draft:
			item.Answers = l.T("rounds.answers.draft")
		case in.Ended():
			item.Answers = l.T("rounds.answers.see")
		default:
			if item.Answers, err = s.soFar(ctx, l, in); err != nil {
				return nil, err
			}
		}
		items = append(items, item)
	}
	return items, nil
}

// soFar is how many have answered an open round in the units that the account
// sees: the sum of what each of them may tell.
func (s *Server) soFar(ctx context.Context, l *i18n.Localizer, in reached) (string, error) {
	st, err := s.Rounds.Status(ctx, in.ID)
	if err != nil {
		return "", err
	}
	n, invited := 0, 0
	for _, u := range st.Units {
		if in.can(org.ReadDeclaration, u.Unit.UnitID) {
			n, invited = n+u.Count.N, invited+u.Unit.Invited
		}
	}
	if n == 0 {
		return l.T("rounds.answers.under_way"), nil
	}
	return l.T("rounds.answers.step", "n", n, "invited", invited), nil
}

// showRound shows how a round is going, unit by unit. GET /rounds/{id}
func (s *Server) showRound(c echo.Context) error {
	in, err := s.reachedRound(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	l := s.pages.Localizer(s.language(c))
	st, err := s.Rounds.Status(ctx, in.ID)
	if err != nil {
		return err
	}
	page := view.RoundPage{
		Page: s.page(c, in.Title), RoundLine: view.NewRoundLine(l, in.Round), Heading: in.Title,
		Lead: leadOfRound(l, in.Round), Period: l.Period(in.OpensAt, in.ClosesAt),
		Caption: l.T("rounds.by_unit_caption"), State: view.NewState(l, in.State), Steps: view.NewSteps(l, in.Round, s.Now()),
	}
	for _, u := range st.Units {
		if !in.can(org.ReadDeclaration, u.Unit.UnitID) {
			continue
		}
		item := s.unitItem(l, in, u)
		page.Units = append(page.Units, item)
		if in.runs && s.needsHelp(in.Round, u) {
			page.Help = append(page.Help, item)
		}
	}
	slices.SortFunc(page.Units, byName())
	slices.SortFunc(page.Help, byName())
	if in.Ended() {
		page.Caption = l.T("rounds.by_unit_ended")
		if len(comparable(in)) > 1 {
			page.Compare = view.CompareAddress(in.ID)
		}
		if page.Totals, err = s.totals(ctx, l, in); err != nil {
			return err
		}
	}
	if page.Self, err = s.selfWay(ctx, in); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, page)
}

// unitItem is a unit with the ways that lead on from it for the account.
func (s *Server) unitItem(l *i18n.Localizer, in reached, u round.UnitStatus) view.UnitItem {
	item := view.NewUnitItem(l, in.Round, u)
	if !in.can(org.SeeProfile, u.Unit.UnitID) {
		return item
	}
	if in.Ended() {
		item.Address = view.ProfileAddress(in.ID, u.Unit.UnitID)
	}
	if _, ok := s.guide(in.Round); ok {
		item.Guide = view.GuideAddress(in.ID, u.Unit.UnitID)
	}
	return item
}

// lastDays is how long before the end of a round a call may still help.
const lastDays = 5 * 24 * time.Hour

// needsHelp reports that the round ends soon and that under two fifths are known
// to have answered, by the count that everybody sees.
func (s *Server) needsHelp(r *round.Round, u round.UnitStatus) bool {
	return r.State == round.Open && r.ClosesAt.Sub(s.Now()) < lastDays && u.Count.Known && 5*u.Count.N < 2*u.Unit.Invited
}

func leadOfRound(l *i18n.Localizer, r *round.Round) string {
	switch r.State {
	case round.Draft:
		return l.T("rounds.lead.draft")
	case round.Open:
		return l.T("rounds.lead.open")
	case round.Closing:
		return l.T("rounds.lead.closing")
	}
	return l.T("rounds.lead.closed")
}

// byName orders units as a reader looks them up.
func byName() func(a, b view.UnitItem) int {
	compare := view.Collate()
	return func(a, b view.UnitItem) int { return compare(a.Name, b.Name) }
}

// totals leads to the profiles of units above the asked ones, as far as the
// account may see them.
func (s *Server) totals(ctx context.Context, l *i18n.Localizer, in reached) ([]view.Way, error) {
	ids, err := s.Profiles.Units(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var list []view.Way
	for _, id := range ids {
		if in.Unit(id) != nil {
			continue
		}
		u, err := s.People.Unit(ctx, id)
		switch {
		case fault.KindOf(err) == fault.NotFound:
			continue
		case err != nil:
			return nil, err
		}
		if in.access.Can(org.SeeProfile, u) {
			list = append(list, view.Way{Address: view.ProfileAddress(in.ID, id), Title: l.T("rounds.total_of", "unit", u.Name)})
		}
	}
	return list, nil
}

// selfWay leads a leader to their rating of themselves, where the round has one.
func (s *Server) selfWay(ctx context.Context, in reached) (*view.SelfWay, error) {
	who := rater(in.access)
	if _, err := s.Rounds.SelfRound(ctx, in.ID, who); err != nil {
		return nil, ignoreMissing(err)
	}
	way := &view.SelfWay{Address: selfAddress(in.ID), Open: s.Rounds.TakesSelfRatings(in.Round)}
	_, err := s.Rounds.SelfRating(ctx, in.ID, who)
	if way.Rated = err == nil; !way.Rated {
		if err := ignoreMissing(err); err != nil || !way.Open {
			return nil, err
		}
	}
	return way, nil
}

func ignoreMissing(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}
