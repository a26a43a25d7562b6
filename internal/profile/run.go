package profile

import (
	"maps"
	"slices"
	"strconv"

	"pejl/internal/instrument"
)

// Run is rows that one chart and one table can show: their options are the same.
type Run struct {
	ID   string // names the chart among those of its page
	Rows []*Row
}

// AspectRuns are the aspects side by side, none where there are fewer than two.
func (u *Unit) AspectRuns() []Run {
	var rows []*Row
	for i := range u.Sections {
		if r := u.Sections[i].Row; r != nil {
			rows = append(rows, r)
		}
	}
	if len(rows) < 2 {
		return nil
	}
	return runsOf("aspects", rows)
}

// FacetRuns are the facets of a section.
func (s *Section) FacetRuns() []Run {
	if s.Aspect == nil {
		return runsOf("facets", s.Facets)
	}
	return runsOf("facets-"+s.Aspect.ID, s.Facets)
}

// ItemRun is items of a facet that one chart and one table can show: they are told
// equally finely.
type ItemRun struct {
	ID     string
	Detail Detail
	Items  []*Item
}

// ItemRuns are the items of a facet, those told most finely first. An item of which
// only the share of those who cannot say is told goes with the first.
func (r *Row) ItemRuns() []ItemRun {
	var list []ItemRun
	for _, d := range []Detail{Percents, Steps, Bands} {
		run := ItemRun{Detail: d}
		for _, it := range r.Items {
			if it.Detail == d || it.Detail == NoDetail && len(list) == 0 {
				run.Items = append(run.Items, it)
			}
		}
		if slices.ContainsFunc(run.Items, func(it *Item) bool { return it.Detail == d }) {
			run.ID = numbered("items-"+r.ID, len(list))
			list = append(list, run)
		}
	}
	if list == nil && len(r.Items) > 0 {
		return []ItemRun{{ID: "items-" + r.ID, Items: r.Items}}
	}
	return list
}

// EmblemID names the emblem of a unit.
const EmblemID = "emblem"

// OneAxis reports that all facets of a unit can be drawn on one axis.
func (u *Unit) OneAxis() bool {
	var first *instrument.Scale
	for i := range u.Sections {
		for _, r := range u.Sections[i].Facets {
			if first == nil {
				first = r.Scale
			}
			if !sameOptions(first, r.Scale) {
				return false
			}
		}
	}
	return first != nil
}

func runsOf(id string, rows []*Row) []Run {
	var list []Run
	for i, r := range rows {
		if i == 0 || !sameOptions(rows[i-1].Scale, r.Scale) {
			list = append(list, Run{ID: numbered(id, len(list))})
		}
		last := &list[len(list)-1]
		last.Rows = append(last.Rows, r)
	}
	return list
}

// numbered names all but the first of several by their place.
func numbered(id string, before int) string {
	if before == 0 {
		return id
	}
	return id + "-" + strconv.Itoa(before+1)
}

// sameOptions reports that two scales have the same options under the same numbers.
func sameOptions(a, b *instrument.Scale) bool {
	return a == b || a.Min == b.Min &&
		slices.EqualFunc(a.Options, b.Options, func(x, y instrument.Text) bool { return maps.Equal(x, y) })
}

// Sentence is a band as its options say it.
func (b Band) Sentence(s *instrument.Scale) Sentence {
	first, last := Word{s, b.First, b.First}, Word{s, b.Last, b.Last}
	switch b.Last - b.First {
	case 0:
		return say("profile.word.alone", "word", first)
	case 1:
		return say("profile.band.two", "low", first, "high", last)
	}
	return say("profile.band.more", "low", first, "high", last)
}

// PanelRun is panels of a comparison that one chart can show. At is the place of
// the first among the figures of a unit.
type PanelRun struct {
	ID     string
	At     int
	Panels []Panel
}

// abreast is how many panels stand beside each other. Each row of them is a chart
// of its own, so that it can stand on one sheet of paper with its table.
const abreast = 3

// Runs parts the panels of a comparison into rows, and where their options change.
func (c *Comparison) Runs() []PanelRun {
	var list []PanelRun
	for i, p := range c.Panels {
		if i == 0 || len(list[len(list)-1].Panels) == abreast || !sameOptions(c.Panels[i-1].Scale, p.Scale) {
			list = append(list, PanelRun{ID: numbered("comparison", len(list)), At: i})
		}
		last := &list[len(list)-1]
		last.Panels = append(last.Panels, p)
	}
	return list
}

// Only is the comparison on one panel alone, where there are too many units to
// show more on a page.
func (c *Comparison) Only(panel int) *Comparison {
	one := *c
	one.Panels = c.Panels[panel : panel+1]
	one.Units = slices.Clone(c.Units)
	for i := range one.Units {
		u := &one.Units[i]
		if len(u.Figures) > 0 {
			u.Figures = u.Figures[panel : panel+1]
		}
		if len(u.Places) > 0 {
			u.Places = u.Places[panel : panel+1]
		}
	}
	return &one
}
