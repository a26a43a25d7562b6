package profile

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/instrument"
	"pejl/internal/tally"
)

func TestComparisonIsNoRanking(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	c := closed(t, in,
		asked{id: 10, invited: 30, people: some(in, 1, 25, 3.5)},
		asked{id: 11, invited: 30, people: some(in, 2, 25, 1.5)},
		asked{id: 12, invited: 30, people: some(in, 3, 25, 2.5)},
		asked{id: 13, invited: 40, people: some(in, 4, 12, 2.5)}, // 30 %
		asked{id: 14, invited: 6, people: some(in, 5, 3, 2.5)},
		asked{id: 15, invited: 9, people: some(in, 6, 8, 2.5)},
		asked{id: 16, invited: 40, people: some(in, 7, 20, 2.5)}, // 50 %
	)
	var list []Named
	for id, name := range map[int64]string{
		10: "Ørnekær Skole", 11: "Åmosen Skole", 12: "Bakkebo Skole", 13: "Æblehaven", 14: "Zebraskolen",
		15: "Aabyskolen", 16: "Birkelund Skole",
	} {
		list = append(list, Named{name, c.Cell(id, instrument.Staff)})
	}
	cmpn := c.Reader().Compare(list, tally.Aspect, Alphabetical)
	type line struct {
		Name    string
		Why     string
		Figures int
		Careful bool
	}
	var got []line
	for _, u := range cmpn.Units {
		got = append(got, line{u.Name, u.Why.Key, len(u.Figures), u.Careful})
	}
	// A Dane looks Aabyskolen up under Å.
	want := []line{
		{"Bakkebo Skole", "", 3, false}, {"Birkelund Skole", "", 3, true}, {"Zebraskolen", "profile.few", 0, false},
		{"Æblehaven", "profile.low_rate.staff", 0, false}, {"Ørnekær Skole", "", 3, false},
		{"Aabyskolen", "", 3, false}, {"Åmosen Skole", "", 3, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if cmpn.Shown != 5 || len(cmpn.Panels) != 3 || cmpn.Panels[0].Name.In("da") == "" {
		t.Errorf("%d shown, panels %+v", cmpn.Shown, cmpn.Panels)
	}
	for _, f := range cmpn.Units[5].Figures {
		if f.Form != WordsOnly {
			t.Errorf("eight people are compared by %+v", f)
		}
	}
	own := c.Reader().Compare(list, tally.Facet, AsGiven)
	for i, u := range own.Units {
		if u.Name != list[i].Name {
			t.Errorf("place %d: %s instead of %s", i, u.Name, list[i].Name)
		}
	}
	// A unit says the same side by side as on its own page.
	u := c.unit(t, 10, nil)
	for _, k := range cmpn.Units {
		if k.UnitID != 10 {
			continue
		}
		for i, s := range u.Sections {
			if diff := cmp.Diff(s.Row.Figure, k.Figures[i], allow()...); diff != "" {
				t.Errorf("panel %d: %s", i, diff)
			}
		}
	}
}
