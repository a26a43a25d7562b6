package server

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/i18n"
	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/view"
)

// few is how many units an overview speaks of one by one.
const few = 3

// showOverview shows what is going on in the account's own units, and the rounds
// to those who run some. GET /home
func (s *Server) showOverview(c echo.Context) error {
	ctx := c.Request().Context()
	l := s.pages.Localizer(s.language(c))
	access, err := s.People.Access(ctx, account(c))
	if err != nil {
		return err
	}
	own := ownUnits(access)
	page := view.OverviewPage{Page: s.page(c, l.T("overview.title")), Runs: access.Anywhere(org.RunRounds)}
	if page.Runs {
		if page.Rounds, err = s.roundItems(ctx, l, access); err != nil {
			return err
		}
	}
	if len(own.Grants) > 0 {
		if err := s.fillOverview(ctx, l, own, &page); err != nil {
			return err
		}
	}
	if len(own.Grants) == 1 {
		page.Over = own.Grants[0].Unit.Name
	}
	page.Heading, page.Lead = headingOf(l, &page)
	return s.send(c, http.StatusOK, page)
}

// ownUnits is what an account may see in the units it leads or belongs to, and not
// in those whose rounds it runs.
func ownUnits(a *org.Access) *org.Access {
	own := &org.Access{Account: a.Account}
	for _, g := range a.Grants {
		if g.Role != org.Administrator && g.Role != org.Consultant {
			own.Grants = append(own.Grants, g)
		}
	}
	return own
}

// fillOverview adds the rounds under way and the newest profiles.
func (s *Server) fillOverview(ctx context.Context, l *i18n.Localizer, own *org.Access, page *view.OverviewPage) error {
	list, err := s.reachedRounds(ctx, own)
	if err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, in := range list {
		if in.State == round.Open || in.State == round.Closing {
			current, err := s.current(ctx, l, in)
			if err != nil {
				return err
			}
			page.Current = append(page.Current, current)
		}
		if !in.Ended() {
			continue
		}
		if err := s.addLatest(ctx, l, in, seen, page); err != nil {
			return err
		}
	}
	return nil
}

// current is a round under way, as far as the account's own units go.
func (s *Server) current(ctx context.Context, l *i18n.Localizer, in reached) (view.CurrentRound, error) {
	st, err := s.Rounds.Status(ctx, in.ID)
	if err != nil {
		return view.CurrentRound{}, err
	}
	v := view.CurrentRound{
		RoundLine: view.NewRoundLine(l, in.Round), State: view.NewState(l, in.State), Steps: view.NewSteps(l, in.Round, s.Now()),
	}
	for _, u := range st.Units {
		if !in.can(org.ReadDeclaration, u.Unit.UnitID) {
			continue
		}
		item := s.unitItem(l, in, u)
		v.Units = append(v.Units, item)
		if item.Meter != nil {
			v.Step = l.T("overview.step", "n", round.Step(u.Unit.Invited), "invited", u.Unit.Invited)
		}
	}
	v.Common = len(v.Units) > 1
	if v.Common {
		v.Step = l.T("overview.steps")
	}
	if in.State == round.Open {
		v.Until = l.T("overview.until", "when", l.DateTime(in.ClosesAt), "rate", view.FullRate(l, in.Round))
	} else {
		v.Until = l.T("overview.closing")
	}
	v.Self, err = s.selfWay(ctx, in)
	return v, err
}

// addLatest adds the profiles of units that no newer round has one of.
func (s *Server) addLatest(ctx context.Context, l *i18n.Localizer, in reached, seen map[int64]bool, page *view.OverviewPage) error {
	for _, u := range in.units(org.SeeProfile) {
		if seen[u.UnitID] || len(page.Profiles) >= few && !leadsItself(in.access, u.UnitID) {
			continue
		}
		seen[u.UnitID] = true
		p, err := s.Profiles.Unit(ctx, in.ID, u.UnitID, nil)
		if err != nil {
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			return err
		}
		item := view.NewLatestProfile(l, in.Round, u.Name, p)
		if _, ok := s.guide(in.Round); ok {
			item.Guide = view.GuideAddress(in.ID, u.UnitID)
		}
		page.Profiles = append(page.Profiles, item)
	}
	return nil
}

// leadsItself reports that one of the grants is at that very unit.
func leadsItself(a *org.Access, unit int64) bool {
	for _, g := range a.Grants {
		if g.UnitID == unit {
			return true
		}
	}
	return false
}

// headingOf says in a sentence how things stand.
func headingOf(l *i18n.Localizer, p *view.OverviewPage) (heading, lead string) {
	switch {
	case len(p.Current) > 0 && p.Current[0].State.Class == "open":
		return l.T("overview.under_way"), l.T("rounds.lead.open")
	case len(p.Profiles) > 0:
		return l.T("overview.ready"), l.T("overview.ready_text")
	case p.Runs:
		return l.T("overview.title"), l.T("overview.runs_text")
	}
	return l.T("overview.nothing"), l.T("overview.nothing_text")
}

// showMethod says in short how figures come about. GET /method-note
func (s *Server) showMethod(c echo.Context) error {
	l := s.pages.Localizer(s.language(c))
	return s.send(c, http.StatusOK, view.NewMethodPage(s.page(c, l.T("method.title"))))
}
