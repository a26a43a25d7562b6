package profile

import (
	"fmt"
	"testing"

	"pejl/internal/instrument"
)

func scaleOf(min int, options ...string) *instrument.Scale {
	s := &instrument.Scale{Min: min}
	for _, o := range options {
		s.Options = append(s.Options, instrument.Text{"en": o})
	}
	return s
}

func TestRunsPartWhereTheOptionsChange(t *testing.T) {
	t.Parallel()
	often, again, extent := scaleOf(1, "never", "always"), scaleOf(1, "never", "always"), scaleOf(1, "not", "fully")
	row := func(id string, s *instrument.Scale) *Row { return &Row{ID: id, Scale: s} }
	s := Section{Aspect: &instrument.Aspect{ID: "D"}, Facets: []*Row{row("a", often), row("b", again), row("c", extent), row("d", often)}}
	got := ""
	for _, r := range s.FacetRuns() {
		got += r.ID + ":"
		for _, row := range r.Rows {
			got += row.ID
		}
		got += " "
	}
	if want := "facets-D:ab facets-D-2:c facets-D-3:d "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	u := Unit{Sections: []Section{s}}
	if u.OneAxis() || len(u.AspectRuns()) != 0 {
		t.Error("two scales are one axis, or no aspect is several")
	}
	u.Sections[0].Facets = s.Facets[:2]
	if !u.OneAxis() {
		t.Error("two scales with the same options are not one axis")
	}
}

func TestItemsAreToldTogetherWhereTheyAreToldAlike(t *testing.T) {
	t.Parallel()
	r := &Row{ID: "D1"}
	for i, d := range []Detail{Bands, Steps, NoDetail, Bands, Steps} {
		r.Items = append(r.Items, &Item{ID: fmt.Sprint(i), Detail: d})
	}
	got := ""
	for _, run := range r.ItemRuns() {
		got += run.ID + ":"
		for _, it := range run.Items {
			got += it.ID
		}
		got += " "
	}
	if want := "items-D1:124 items-D1-2:03 "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	hidden := &Row{ID: "D2", Items: []*Item{{ID: "0"}}}
	if runs := hidden.ItemRuns(); len(runs) != 1 || len(runs[0].Items) != 1 {
		t.Errorf("an item of which only those who cannot say are told is in %v", runs)
	}
	if runs := (&Row{}).ItemRuns(); runs != nil {
		t.Errorf("no items are in %v", runs)
	}
}

func TestOneThemeOfAComparison(t *testing.T) {
	t.Parallel()
	s := scaleOf(1, "never", "always")
	c := &Comparison{
		Panels: []Panel{{ID: "a", Scale: s}, {ID: "b", Scale: s}},
		Units:  []Compared{{Name: "x", Figures: []Figure{{Value: 1}, {Value: 2}}}, {Name: "y"}},
	}
	one := c.Only(1)
	if len(one.Panels) != 1 || one.Panels[0].ID != "b" || one.Units[0].Figures[0].Value != 2 || len(one.Units[1].Figures) != 0 {
		t.Errorf("%+v", one)
	}
	if len(c.Panels) != 2 || len(c.Units[0].Figures) != 2 {
		t.Error("the whole comparison has changed")
	}
	if runs := c.Runs(); len(runs) != 1 || runs[0].ID != "comparison" || len(runs[0].Panels) != 2 {
		t.Errorf("%+v", runs)
	}
}
