package profile

import (
	"slices"
	"strings"
	"testing"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// sided is a unit that answered the side questions of the core instrument as given:
// for each key how many answered, and how often each option was chosen.
func sided(t *testing.T, in *instrument.Instrument, answered int, counts map[string][]uint32) *Unit {
	t.Helper()
	list := append(plain(in), asked{id: 50, invited: answered + 5, people: some(in, 9, answered, 2.5)})
	r := roundOf(in, list...)
	asks := in.Asks(r.Perspective, false, nil)
	width := 0
	for i := range asks {
		width += asks[i].Width()
	}
	cl, err := Close(t.Context(), r, LimitsOf(r), func(each func(round.Pile) error) error {
		for _, a := range list {
			p := pileOf(a)
			p.Counts = make([]uint32, width)
			if a.id == 50 {
				for i := range asks {
					copy(p.Counts[asks[i].Offset:], counts[asks[i].Key])
				}
			}
			if err := each(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return cl.unit(t, 50, nil)
}

func TestWishesAndWhatAnswersRestOn(t *testing.T) {
	t.Parallel()
	long, _ := core(t)
	u := sided(t, long, 40, map[string][]uint32{
		"EV.D": {40, 20, 12, 4, 4}, "EV.O": {10, 10, 0, 0, 0}, "EV.T": {9, 9, 0, 0, 0},
		"PR.D": {40, 30, 10, 10, 2}, "PR.O": {12, 6, 6, 1, 0}, "PR.T": {9, 9, 0, 0, 0},
	})
	d, o, tt := u.Sections[0], u.Sections[1], u.Sections[2]
	if len(d.Sides) != 1 || d.Sides[0].People != 40 || d.Sides[0].Detail != Steps || len(d.Sides[0].Options) != 4 {
		t.Fatalf("what answers rest on: %+v", d.Sides)
	}
	var shares []Percent
	for _, option := range d.Sides[0].Options {
		shares = append(shares, option.Share.Percent)
	}
	if !slices.Equal(shares, []Percent{50, 30, 10, 10}) {
		t.Errorf("shares %v", shares)
	}
	l := speakers(t)
	for i, want := range []string{"Most often chosen: “My own experience” (50%).", "Oftest valgt: »Egne oplevelser« (50\u00a0%)."} {
		if got := (Emphasis{}).Join(l[i], d.Sides[0].Says); got != want {
			t.Error(got)
		}
	}
	// Ten people who all say the same are told no more finely than nine of ten.
	if share := o.Sides[0].Options[0].Share; share.Bound != OrMore || share.Percent != 90 || o.Sides[0].Detail != Bands {
		t.Errorf("ten alike: %+v", share)
	}
	if len(tt.Sides) != 0 || tt.Wishes != nil {
		t.Errorf("nine people are told of: %+v, %+v", tt.Sides, tt.Wishes)
	}
	// Each may choose two, so the shares are of people and add up to more.
	if w := d.Wishes; w == nil || len(w.List) != 4 || w.List[0].Share.Percent != 75 || w.List[0].Row != d.Facets[0] || w.List[3].Share.Bound != OrLess {
		t.Fatalf("wishes %+v", w)
	}
	if got := (Emphasis{}).Join(l[0], d.Wishes.Says); !strings.HasPrefix(got, "More people would begin with “Clear, shared goals” than") {
		t.Error(got)
	}
	if got := o.Wishes.Says; len(got) != 1 || got[0].Key != "profile.wishes.spread" {
		t.Errorf("two that are wished for alike: %v", got)
	}
	calm := sided(t, long, 9, map[string][]uint32{"EV.D": {9, 9, 0, 0, 0}})
	for _, s := range calm.Sections {
		if s.Sides != nil || s.Wishes != nil {
			t.Errorf("the calm page tells %+v", s)
		}
	}
}

func TestTheProfileWithinAUnit(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 4, 4, 4, 4)
	people := moved(in, some(in, 4, 30, 1.4), 1, 0, 1, 2, 3)
	cl := closed(t, in, append(plain(in), asked{id: 50, invited: 34, people: people})...)
	u := cl.unit(t, 50, nil)
	sum := Tenths(0)
	for i, r := range u.Sections[0].Facets {
		w := r.Within
		if w == nil || w.Over != (i == 0) || w.Low > w.Diff || w.High < w.Diff {
			t.Errorf("%s: %+v", r.ID, w)
			continue
		}
		sum += w.Diff
		// The distance from the own mean is known better than the level.
		if w.High-w.Low > r.Figure.High-r.Figure.Low {
			t.Errorf("%s: %d–%d within, %d–%d by itself", r.ID, w.Low, w.High, r.Figure.Low, r.Figure.High)
		}
	}
	if abs(sum) > 2 {
		t.Errorf("the distances from the mean add up to %d tenths", sum)
	}
	if len(u.Peaks.Strongest) != 1 || u.Peaks.Strongest[0].ID != "F0" {
		t.Errorf("strongest %v", u.Peaks.Strongest)
	}
	l := speakers(t)[0]
	if got := Say(l, (&Within{Diff: -6, Low: -9, High: -3, Under: true}).Sentence()); got != "0.6 below your own average (from 0.3 to 0.9)." {
		t.Error(got)
	}
	if got := Say(l, (&Within{Diff: 6, Low: 3, High: 9, Over: true}).Sentence()); got != "0.6 above your own average (from 0.3 to 0.9)." {
		t.Error(got)
	}
	// With fewer than three facets there is no mean to speak of.
	two := scaled(t, 1, 5, 4, 4)
	if r := closed(t, two, append(plain(two), asked{id: 50, invited: 34, people: some(two, 4, 30, 2)})...).unit(t, 50, nil).Sections[0].Facets[0]; r.Within != nil {
		t.Errorf("of two facets: %+v", r.Within)
	}
}

func TestPracticesFromCommonToRare(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 3, 3)
	var list []asked
	for i := range 6 {
		people := some(in, uint64(i), 30, 2)
		people = moved(in, people, 4, 0)  // everybody at the top of a reverse item
		people = moved(in, people, -4, 4) // and at the bottom of another
		list = append(list, asked{id: int64(100 + i), area: north, invited: 36, people: people})
	}
	cl := closed(t, in, list...)
	var named []Named
	for _, c := range cl.Cells {
		named = append(named, Named{"Unit", c})
	}
	p := cl.Reader().Compare(named, tally.Facet, AsGiven).Practices
	if len(p) != 6 || p[0].ItemID != "F0i0" || p[0].Reach != CommonEverywhere || p[5].ItemID != "F1i1" || p[5].Reach != RareEverywhere {
		t.Fatalf("%+v", p)
	}
	if p[0].Value != 50 || !p[0].Reverse || p[0].Units != 6 || p[5].Value != 10 || p[2].Reach != Varies {
		t.Errorf("%+v", p)
	}
	for i := range p[1:] {
		if p[i].Value < p[i+1].Value {
			t.Errorf("%s before %s", p[i].ItemID, p[i+1].ItemID)
		}
	}
	// The areas and the municipality are made of the schools and count nobody again.
	if p[0].People > 180 {
		t.Errorf("%d people", p[0].People)
	}
	if few := cl.Reader().Compare(named[len(named)-2:], tally.Facet, AsGiven).Practices; len(few) != 0 {
		t.Errorf("of two units: %+v", few)
	}
}
