package server

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/org"
	"pejl/internal/profile"
	"pejl/internal/tally"
	"pejl/internal/view"
)

// mostSideBySide is how many units stand beside each other on more than one theme;
// with more, each theme has a page of its own.
const mostSideBySide = 40

// showComparison sets units of a closed round side by side.
// GET /rounds/{id}/compare
func (s *Server) showComparison(c echo.Context) error {
	in, err := s.reachedRound(c)
	if err != nil {
		return err
	}
	units := comparable(in)
	if len(units) == 0 {
		return fault.New(fault.Forbidden, "access.forbidden")
	}
	if !in.Ended() {
		return c.Redirect(http.StatusSeeOther, view.RoundAddress(in.ID))
	}
	asked := askedFor(c, in, units)
	ctx := c.Request().Context()
	compared, err := s.Profiles.Compare(ctx, in.ID, chosen(asked), asked.Level, asked.Order)
	if err != nil {
		return hidden(err)
	}
	panels := compared.Panels
	if len(compared.Units) > mostSideBySide {
		at := max(0, slices.IndexFunc(panels, func(p profile.Panel) bool { return p.ID == c.QueryParam(view.FilterPanel) }))
		compared, asked.Panel = compared.Only(at), panels[at].ID
	}
	pictures, err := s.compared(ctx, s.language(c), in, asked, compared)
	if err != nil {
		return err
	}
	l := s.pages.Localizer(s.language(c))
	page := view.NewComparisonPage(s.page(c, l.T("compare.title")), in.Round, compared, pictures,
		func(unit int64) bool { return in.can(org.SeeProfile, unit) })
	page.Filter = view.NewFilter(l, in.Round, asked, panels)
	return s.send(c, http.StatusOK, page)
}

// comparable lists the asked units that the account may compare, in the order in
// which they were added to the tree.
func comparable(in reached) []profile.NamedUnit {
	var list []profile.NamedUnit
	for _, u := range in.units(org.Compare) {
		list = append(list, profile.NamedUnit{UnitID: u.UnitID, Name: u.Name})
	}
	slices.SortFunc(list, func(a, b profile.NamedUnit) int { return int(a.UnitID - b.UnitID) })
	return list
}

// askedFor reads the filter. What it cannot be is as if it had not been said.
func askedFor(c echo.Context, in reached, units []profile.NamedUnit) view.Compared {
	asked := view.Compared{Level: tally.Aspect, Order: profile.Alphabetical, Units: units, Only: map[int64]bool{}}
	if len(in.Instrument.Aspects) == 0 || c.QueryParam(view.FilterLevel) == view.LevelFacet {
		asked.Level = tally.Facet
	}
	if c.QueryParam(view.FilterOrder) == view.OrderOwn {
		asked.Order = profile.AsGiven
	}
	for _, v := range c.QueryParams()[view.FilterUnit] {
		id, err := strconv.ParseInt(v, 10, 64)
		if err == nil && slices.ContainsFunc(units, func(u profile.NamedUnit) bool { return u.UnitID == id }) {
			asked.Only[id] = true
		}
	}
	return asked
}

// chosen are the units to be compared: those picked, or all.
func chosen(asked view.Compared) []profile.NamedUnit {
	if len(asked.Only) == 0 {
		return asked.Units
	}
	var list []profile.NamedUnit
	for _, u := range asked.Units {
		if asked.Only[u.UnitID] {
			list = append(list, u)
		}
	}
	return list
}

// compared draws a comparison. What somebody picked is drawn for them and not
// kept: there are too many ways to pick.
func (s *Server) compared(ctx context.Context, lang string, in reached, asked view.Compared, c *profile.Comparison) (map[string]view.Picture, error) {
	figures, err := s.reading(lang, in.Round).Comparison(c)
	if err != nil {
		return nil, err
	}
	for id, f := range figures {
		f.Passing = len(asked.Only) > 0
		figures[id] = f
	}
	return s.pictures(ctx, in.ID, figures)
}
