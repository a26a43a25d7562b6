package view

import (
	"strconv"
	"strings"

	"pejl/internal/i18n"
	"pejl/internal/profile"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// ComparisonPage sets units side by side, in alphabetical or their own order.
type ComparisonPage struct {
	Page
	RoundLine
	Counted string
	Filter  Filter
	Parts   []ComparisonPart
	Caption Prose
}

func (ComparisonPage) kind() kind { return kind{accountLayout, "comparison"} }

// Filter is the form above a comparison. Each view has an address of its own.
type Filter struct {
	Action string
	Levels []Option
	Orders []Option
	Panels []Option // where there are too many units to show more than one
	Units  []Option
}

// ComparisonPart is a row of panels with the table of the same numbers.
type ComparisonPart struct {
	*i18n.Localizer
	ID      string
	Name    string
	Picture Picture
	Hue     string
	Alone   bool // there is no other part
	Heads   []PanelHead
	Rows    []ComparedRow
	Careful string // beside units of which few have answered
}

// PanelHead is what the units are compared on.
type PanelHead struct{ ID, Name string }

// ComparedRow is one unit.
type ComparedRow struct {
	UnitID  int64
	Name    string
	Address string // of the profile, where the reader may see it
	Turnout string
	Careful bool
	Why     string // why nothing can be shown of it
	Cells   []ComparedCell
}

// ComparedCell is one figure of a unit.
type ComparedCell struct {
	ID, Head        string
	Value, Interval string
	Why             string
}

// NewComparisonPage puts a comparison on a page. linked says which units' profiles
// the reader may see.
func NewComparisonPage(p Page, r *round.Round, c *profile.Comparison, pictures map[string]Picture, linked func(unit int64) bool) ComparisonPage {
	t := tongue{p.Localizer, r.Instrument.Languages}
	page := ComparisonPage{
		Page: p, RoundLine: NewRoundLine(p.Localizer, r), Counted: p.T("rounds.units", "n", len(c.Units)),
		Caption: prose(p, c.Caption...),
	}
	runs := c.Runs()
	for _, run := range runs {
		part := ComparisonPart{
			Localizer: p.Localizer, ID: run.ID, Picture: pictures[run.ID], Hue: Hue(r.Instrument, run.Panels[0].Aspect),
			Alone: len(runs) == 1, Careful: p.T("compare.careful", "rate", FullRate(p.Localizer, r)),
		}
		var names []string
		for _, panel := range run.Panels {
			part.Heads = append(part.Heads, PanelHead{ID: panel.ID, Name: t.text(panel.Name)})
			names = append(names, t.text(panel.Name))
		}
		part.Name = strings.Join(names, "; ")
		for i := range c.Units {
			part.Rows = append(part.Rows, comparedRow(p, r, &c.Units[i], run, part.Heads, linked))
		}
		page.Parts = append(page.Parts, part)
	}
	return page
}

func comparedRow(p Page, r *round.Round, u *profile.Compared, run profile.PanelRun, heads []PanelHead, linked func(int64) bool) ComparedRow {
	row := ComparedRow{
		UnitID: u.UnitID, Name: u.Name, Careful: u.Careful, Why: profile.Say(p, u.Why),
		Turnout: profile.Say(p, u.Turnout.Sentence()),
	}
	if linked(u.UnitID) {
		row.Address = ProfileAddress(r.ID, u.UnitID)
	}
	if len(u.Figures) == 0 {
		return row
	}
	for i, h := range heads {
		f, cell := u.Figures[run.At+i], ComparedCell{ID: h.ID, Head: h.Name}
		if f.Shown() {
			cell.Value, cell.Interval = profile.Say(p, f.Sentence()), profile.Say(p, f.Interval())
		} else {
			cell.Why = profile.Say(p, f.Why)
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// The names of the filter's fields.
const (
	FilterLevel = "level"
	FilterOrder = "order"
	FilterUnit  = "unit"
	FilterPanel = "on"
)

// The values of the filter's fields.
const (
	LevelAspect = "aspect"
	LevelFacet  = "facet"
	OrderName   = "name"
	OrderOwn    = "own"
)

// Compared is what a comparison was asked for.
type Compared struct {
	Level tally.Level
	Order profile.Order
	Panel string // one panel alone; empty where all are shown
	Units []profile.NamedUnit
	Only  map[int64]bool // which of them are chosen; empty is all
}

// NewFilter makes the form, as it was filled in.
func NewFilter(l *i18n.Localizer, r *round.Round, asked Compared, panels []profile.Panel) Filter {
	t := tongue{l, r.Instrument.Languages}
	f := Filter{Action: CompareAddress(r.ID), Orders: []Option{
		{Value: OrderName, Label: l.T("compare.order.name"), Chosen: asked.Order == profile.Alphabetical},
		{Value: OrderOwn, Label: l.T("compare.order.own"), Chosen: asked.Order == profile.AsGiven},
	}}
	if len(r.Instrument.Aspects) > 0 {
		f.Levels = []Option{
			{Value: LevelAspect, Label: l.T("compare.level.aspect"), Chosen: asked.Level == tally.Aspect},
			{Value: LevelFacet, Label: l.T("compare.level.facet"), Chosen: asked.Level == tally.Facet},
		}
	}
	if asked.Panel != "" {
		for _, p := range panels {
			f.Panels = append(f.Panels, Option{Value: p.ID, Label: t.text(p.Name), Chosen: p.ID == asked.Panel})
		}
	}
	for _, u := range asked.Units {
		f.Units = append(f.Units, Option{
			Value: strconv.FormatInt(u.UnitID, 10), Label: u.Name, Chosen: asked.Only[u.UnitID],
		})
	}
	return f
}
