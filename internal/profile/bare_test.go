package profile

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pejl/internal/instrument"
	"pejl/internal/tally"
)

// TestBareRoundsSayWhatIsSo closes rounds that there is little or nothing to say of:
// every one has its sentence, and none a nought, or a number that is none.
func TestBareRoundsSayWhatIsSo(t *testing.T) {
	t.Parallel()
	three := scaled(t, 1, 5, 3, 3, 3)
	four := scaled(t, 1, 5, 4, 4, 4)
	one := scaled(t, 1, 5, 1)
	same := func(in *instrument.Instrument, n int) []asked {
		var list []asked
		for i := range n {
			list = append(list, asked{id: int64(100 + i), area: north, invited: 30, people: alike(in, 25, 2)})
		}
		return list
	}
	for _, c := range []struct {
		name     string
		in       *instrument.Instrument
		list     []asked
		unit     int64
		page     Page
		lead     string
		compared string // why the first facet is not compared
	}{
		{"more answers than people", three, append(plain(three), asked{id: 50, invited: 10, people: some(three, 1, 12, 2)}), 50, Full,
			"12 answers from 10 people who were asked", "profile.standing.not_apart"},
		{"an empty round", three, []asked{{id: 50, invited: 12}, {id: 51, invited: 20}, {id: 52, invited: 9}}, 50, Guide,
			"None of the 12 who were asked has answered.", "profile.measured.few"},
		{"one unit", four, []asked{{id: 50, invited: 150, people: some(four, 1, 120, 2)}}, 50, Full,
			"120 of 150 answered", "profile.standing.few_units"},
		{"one item", one, append(plain(one), asked{id: 50, invited: 30, people: some(one, 1, 24, 2)}), 50, Full,
			"24 of 30 answered", "profile.measured.few"},
		{"nobody can say", three, append(plain(three), asked{id: 50, invited: 20, people: repeat(three, 15)}), 50, Full,
			"15 of 20 answered", "profile.standing.not_apart"},
		{"nobody anywhere can say", three, []asked{{id: 50, invited: 20, people: repeat(three, 15)}, {id: 51, invited: 20, people: repeat(three, 15)}}, 50, Full,
			"15 of 20 answered", "profile.measured.few"},
		{"everybody says the same", three, append(same(three, 6), asked{id: 50, invited: 20, people: alike(three, 15, 2)}), 50, Full,
			"15 of 20 answered", "profile.measured.few"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ch := &chain{t: t}
			ch.add(c.in, 0, nil, c.list...)
			cl := ch.add(c.in, 365, nil, c.list...) // and once more, so that there is a trend
			u := ch.last(c.unit)
			l := speakers(t)
			if got := (Emphasis{}).Join(l[0], u.Lead); u.Page != c.page || !strings.Contains(got, c.lead) {
				t.Errorf("page %d, %q", u.Page, got)
			}
			var named []Named
			for _, cell := range cl.Cells {
				named = append(named, Named{"Unit", cell})
			}
			both := cl.Reader().Compare(named, tally.Facet, AsGiven)
			if got := both.Panels[0].Why.Key; got != c.compared {
				t.Errorf("not compared because %q, want %q", got, c.compared)
			}
			for i := range l {
				for _, line := range append(said(l[i], u), compared(l[i], both)...) {
					if strings.Contains(line, "NaN") || strings.Contains(line, "Inf") || strings.ContainsAny(line, "{}") || line == "" {
						t.Errorf("it says %q", line)
					}
				}
			}
			ordinary(t, reflect.ValueOf(cl.Whole))
			for _, s := range u.Sections {
				for _, r := range s.Facets {
					if !r.Figure.Shown() && (r.Within != nil || r.Comparison != nil || r.Trend != nil && r.Trend.Word.Told()) {
						t.Errorf("%s has no figure, and still %+v", r.ID, r)
					}
					if r.Figure.Digits() && (r.Figure.Value < 10 || r.Figure.Value > 50) {
						t.Errorf("%s lies at %d tenths", r.ID, r.Figure.Value)
					}
				}
			}
		})
	}
}

// compared is all that a comparison says.
func compared(l Speaker, c *Comparison) []string {
	var list []string
	add := func(s ...Sentence) {
		for _, one := range s {
			if !one.None() {
				list = append(list, Say(l, one))
			}
		}
	}
	add(c.Caption...)
	add(c.ByEye...)
	add(c.Reading...)
	for _, p := range c.Panels {
		add(p.Why, p.Caution)
	}
	for _, u := range c.Units {
		add(u.Why)
		for _, p := range u.Places {
			add(p.Says, p.Standing.Label())
		}
	}
	for _, p := range c.Practices {
		add(p.Reach.Label(), p.Word.Sentence())
	}
	return list
}

// ordinary fails where a number that is stored is none.
func ordinary(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("%v is stored", x)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			ordinary(t, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			ordinary(t, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			ordinary(t, v.Index(i))
		}
	default:
	}
}

// TestComparisonStandsUnitsApart plants schools far apart, and holds what the page of
// a comparison and the page of a leader say of them against each other.
func TestComparisonStandsUnitsApart(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 4, 4, 4)
	var list []asked
	for i := range 14 {
		level, seed := 2., uint64(40) // the same people in the middle, so that chance sets none of them apart
		switch {
		case i < 3:
			level, seed = 1, uint64(i)
		case i > 10:
			level, seed = 3.2, uint64(i)
		}
		list = append(list, asked{id: int64(100 + i), area: north, invited: 40, people: some(in, seed, 30, level)})
	}
	list = append(list,
		asked{id: 120, area: north, invited: 10, people: some(in, 77, 8, 3.2)},  // words only
		asked{id: 121, area: north, invited: 90, people: some(in, 78, 30, 3.2)}, // 33 % answered
		asked{id: 122, area: north, invited: 40, people: repeat(in, 30)},
	)
	cl := closed(t, in, list...)
	var named []Named
	for _, c := range cl.Cells {
		named = append(named, Named{"Unit", c})
	}
	both := cl.Reader().Compare(named, tally.Facet, AsGiven)
	p := both.Panels[0]
	if !p.Compares || p.Middle == nil || len(p.Bands) != 1 || p.Bands[0].Low > *p.Middle || p.Bands[0].High < *p.Middle || p.Bands[0].Kind != school || p.Bands[0].Units != 15 {
		t.Errorf("panel %+v", p)
	}
	if p.Above != 3 || p.Below != 3 || p.Same != 8 {
		t.Errorf("%d below, %d the same, %d above", p.Below, p.Same, p.Above)
	}
	for i, u := range both.Units {
		want := NoDifference
		switch {
		case u.UnitID >= 100 && u.UnitID < 103:
			want = ClearlyBelow
		case u.UnitID > 110 && u.UnitID < 114:
			want = ClearlyAbove
		case u.UnitID == 120:
			want = FewAnswers
		case u.UnitID == 121:
			if len(u.Places) != 0 || u.Why.None() {
				t.Errorf("a third of unit 121 answered: %+v", u)
			}
			continue
		case u.UnitID == 122:
			want = NothingShown
		case u.UnitID < 100:
			want = AnotherKind
		}
		if got := u.Places[0]; got.Standing != want || got.Says.None() {
			t.Errorf("unit %d: %+v, want %d", u.UnitID, got, want)
		}
		f, place := u.Figures[0], u.Places[0]
		if place.Standing.Compared() {
			// A bar to compare by is no longer than one that tells the uncertainty, and what
			// is drawn towards the middle lies nearer to it.
			if place.Low < f.Low || place.High > f.High || place.Low > f.Value || place.High < f.Value {
				t.Errorf("unit %d: bar %d–%d, interval %d–%d", u.UnitID, place.Low, place.High, f.Low, f.High)
			}
			if abs(place.Shrunken-*p.Middle) > abs(f.Value-*p.Middle) {
				t.Errorf("unit %d: %d is drawn to %d, and the middle is %d", u.UnitID, f.Value, place.Shrunken, *p.Middle)
			}
		}
		own := cl.unit(t, u.UnitID, nil)
		if row := own.Sections[0].Facets[0]; place.Standing.Compared() && (row.Comparison == nil || row.Comparison.Standing != place.Standing) {
			t.Errorf("unit %d: %+v on its own page, %+v beside the others", u.UnitID, row.Comparison, place)
		}
		if named[i].Cell.Unit() != u.UnitID {
			t.Errorf("place %d is unit %d", i, u.UnitID)
		}
	}
}

func abs(x Tenths) Tenths { return max(x, -x) }

// TestEvidenceCountsWhereTooFewHaveAnswered lets an instrument's own evidence stand in
// for answers that are not there yet, and no longer.
func TestEvidenceCountsWhereTooFewHaveAnswered(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 4, 4, 4)
	told := *in
	told.Evidence = []instrument.Evidence{{Facet: "F0", Alpha: .82, N: 400}, {Facet: "F1", Alpha: .65, N: 400}, {Facet: "F2", Alpha: .9, N: 20}}
	few := []asked{{id: 50, invited: 30, people: some(in, 1, 20, 2)}, {id: 51, invited: 30, people: some(in, 2, 20, 2)}}
	soundness := func(in *instrument.Instrument, list ...asked) []Soundness {
		var s []Soundness
		for _, p := range closed(t, in, list...).Whole.Sets {
			s = append(s, p.Measured.Soundness)
		}
		return s
	}
	// Facets, then the aspect, which is no sounder than its weakest facet.
	if got := soundness(in, few...); !slices.Equal(got, []Soundness{Pilot, Pilot, Pilot, Pilot}) {
		t.Errorf("without evidence: %v", got)
	}
	if got := soundness(&told, few...); !slices.Equal(got, []Soundness{Sound, Careful, Pilot, Pilot}) {
		t.Errorf("with evidence: %v", got)
	}
	many := append(plain(in), few...)
	many = append(many, asked{id: 52, invited: 200, people: some(in, 5, 180, 2)})
	told.Evidence[0].Alpha = .1
	if got := soundness(&told, many...); got[0] == Pilot {
		t.Errorf("evidence from elsewhere outweighs the answers: %v", got)
	}
	// Earlier rounds of the same version count with this one.
	c := &chain{t: t}
	var list []asked
	for i := range 3 {
		list = append(list, asked{id: int64(50 + i), invited: 40, people: some(in, uint64(i), 30, 2)})
	}
	if first := c.add(in, 0, nil, list...).Whole.Sets[0].Measured; first.Soundness != Pilot || first.People >= 100 {
		t.Errorf("the first round: %+v", first)
	}
	if second := c.add(in, 30, nil, list...).Whole.Sets[0].Measured; second.Soundness == Pilot || second.People < 100 {
		t.Errorf("the second: %+v", second)
	}
	other := *in
	other.Version = "2"
	if third := c.add(&other, 60, nil, list...).Whole.Sets[0].Measured; third.Soundness != Pilot {
		t.Errorf("another version: %+v", third)
	}
}
