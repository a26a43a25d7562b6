package profile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/round"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// municipality is a round of several schools of all sizes.
func municipality(in *instrument.Instrument) []asked {
	var list []asked
	for i, n := range []int{20, 3, 31, 7, 12, 2, 45, 18} {
		area := int64(north)
		if i > 4 {
			area = south
		}
		list = append(list, asked{id: int64(10 + i), area: area, invited: n + n/3, people: some(in, uint64(i), n, 2+float64(i%3)/2)})
	}
	return list
}

func TestClosingGivesTheSameBytesInAnyOrder(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	list := municipality(in)
	want := closed(t, in, list...).Encode()
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 2))
		// The same people in another order, in piles that are cut and come in any order.
		var piles []round.Pile
		for _, a := range list {
			random.Shuffle(len(a.people), func(i, j int) { a.people[i], a.people[j] = a.people[j], a.people[i] })
			cut := random.IntN(len(a.people) + 1)
			head, tail := a, a
			head.people, tail.people = a.people[:cut], a.people[cut:]
			piles = append(piles, pileOf(head), pileOf(tail))
		}
		random.Shuffle(len(piles), func(i, j int) { piles[i], piles[j] = piles[j], piles[i] })
		c, err := Close(t.Context(), roundOf(in, list...), privacy.Least(), func(each func(round.Pile) error) error {
			for _, p := range piles {
				p.Answers = slices.Clone(p.Answers)
				if err := each(p); err != nil {
					return err
				}
				clear(p.Answers) // a store may use its room again
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, c.Encode()); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

func TestWhatIsStoredGivesTheSamePages(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	c := closed(t, in, municipality(in)...)
	st := c.Encode()
	rd, err := NewReader(roundOf(in, municipality(in)...), st.Whole)
	if err != nil {
		t.Fatal(err)
	}
	for i, sc := range st.Cells {
		cell, err := rd.Cell(sc.Cell)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.Reader().Unit(c.Cells[i], nil), rd.Unit(cell, nil), allow()...); diff != "" {
			t.Errorf("unit %d: %s", sc.UnitID, diff)
		}
	}
	if _, err := privacy.Decode(st.Release); err != nil {
		t.Error(err)
	}
	long, _ := core(t)
	if _, err := NewReader(roundOf(long), st.Whole); err == nil {
		t.Error("figures of the short form were read as those of the long one")
	}
}

func TestOnlyWhatIsReleasedIsStored(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	list := municipality(in)
	c := closed(t, in, list...)
	for _, a := range list {
		n := int64(len(a.people))
		k := c.Cell(a.id, instrument.Staff).Kept()
		for i := range k.Shape().Sets() {
			if sc, ok := k.Score(i); ok && (sc.People < 5 || sc.People > n) {
				t.Errorf("unit %d of %d: a score of %d is stored", a.id, n, sc.People)
			}
			if s, ok := k.Leanings(i); ok && s.People() < 10 {
				t.Errorf("unit %d of %d: how %d lean is stored", a.id, n, s.People())
			}
			if g, ok := k.Agreement(i); ok && g.People < 10 {
				t.Errorf("unit %d of %d: the agreement of %d is stored", a.id, n, g.People)
			}
		}
		for i := range in.Items() {
			if counts, ok := k.Options(i); ok {
				var sum int64
				for _, x := range counts {
					sum += x
				}
				if sum < 10 {
					t.Errorf("unit %d of %d: an item of %d is stored", a.id, n, sum)
				}
			}
		}
		if n < 5 && !bytes.Equal(k.Encode(), emptyKept(t, k)) {
			t.Errorf("something is stored of unit %d, which has %d answers", a.id, n)
		}
	}
}

func emptyKept(t *testing.T, k *tally.Kept) []byte {
	t.Helper()
	none, err := k.Shape().Keep(func(tally.Statistic) []*tally.Tally { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return none.Encode()
}

// TestSpreadIsPooledOverSchools holds the pooled spread against a plain computation
// from people's scores.
func TestSpreadIsPooledOverSchools(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 3)
	list := []asked{
		{id: 10, area: north, invited: 9, people: some(in, 1, 8, 2)},
		{id: 11, area: north, kind: daycare, invited: 30, people: some(in, 2, 25, 3)},
		{id: 12, area: north, invited: 30, people: some(in, 3, 28, 1)},
		{id: 13, area: north, invited: 9, people: some(in, 4, 4, 4)},                 // too few
		{id: 14, area: north, kind: "team", invited: 30, people: some(in, 5, 30, 0)}, // another level
	}
	c := closed(t, in, list...)
	var ss, df float64
	for _, a := range list[:3] {
		var scores []float64
		for _, p := range a.people {
			sum, m := 0.0, 0.0
			for i, it := range in.Items() {
				if p[i] < 5 {
					x := float64(p[i]) + 1
					if it.Reverse {
						x = 6 - x
					}
					sum, m = sum+x, m+1
				}
			}
			if m >= 2 {
				scores = append(scores, sum/m)
			}
		}
		mean := 0.0
		for _, x := range scores {
			mean += x / float64(len(scores))
		}
		for _, x := range scores {
			ss += (x - mean) * (x - mean)
		}
		df += float64(len(scores) - 1)
	}
	got := c.Whole.Sets[0]
	if got.Units != 3 || got.Spread == nil || float64(got.Spread.DF) != df || math.Abs(got.Spread.SD-math.Sqrt(ss/df)) > 1e-12 {
		t.Errorf("%+v, %+v; want %v on %v", got, got.Spread, math.Sqrt(ss/df), df)
	}
	alone := closed(t, in, asked{id: 10, invited: 20, people: alike(in, 15, 2)}).Whole.Sets[0]
	if alone.Spread == nil || !alone.Spread.Floored || alone.Spread.SD != .8 {
		t.Errorf("a lone school that agrees: %+v", alone.Spread)
	}
}

// TestMomentsAreNoWayToThoseWhoSkip holds the moments of complete cases back where
// the counts of a unit, less those moments, would tell what a few people said.
func TestMomentsAreNoWayToThoseWhoSkip(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 3, 2)
	for _, c := range []struct {
		name    string
		skip    int // people of a school of 40 who leave the second item out
		with    int // answers of a second school
		items   bool
		pairs   bool
		alpha   bool
		ofWhole int64
	}{
		{"nobody skips", 0, 0, true, true, true, 40},
		{"one skips", 1, 0, false, false, true, 39},
		{"nine skip", 9, 0, false, false, true, 31},
		{"ten skip", 10, 0, true, true, true, 30},
		{"all but nine skip", 31, 0, false, false, false, 0},
		{"a school whose items are not told stays out", 0, 7, true, true, true, 40},
		{"a school whose items are told is in", 0, 15, true, true, true, 55},
	} {
		people := some(in, 3, 40, 2)
		for i, p := range people {
			for j := range p {
				if p[j] > 4 {
					p[j] = 2
				}
			}
			if i < c.skip {
				p[1] = instrument.Blank
			}
		}
		list := []asked{{id: 10, area: north, invited: 40, people: people}}
		if c.with > 0 {
			list = append(list, asked{id: 11, area: north, invited: 20, people: alike(in, c.with, 3)})
		}
		w := closed(t, in, list...).Whole
		if got := w.Sets[0]; (w.Items[0] != nil) != c.items || (w.Pairs[0] != nil) != c.pairs ||
			(got.Alpha != nil) != c.alpha || got.Complete != c.ofWhole {
			t.Errorf("%s: items %v, pairs %v, %+v", c.name, w.Items[0] != nil, w.Pairs[0] != nil, got)
		}
		if w.Items[0] != nil && w.Items[0].N != c.ofWhole {
			t.Errorf("%s: moments of %d", c.name, w.Items[0].N)
		}
	}
}

// TestAgreementIsThatOfTheStatistics holds the figure made of whole numbers against
// the formula of package stats.
func TestAgreementIsThatOfTheStatistics(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 6, 4, 2)
	null, _ := stats.UniformNull(6)
	for seed := range uint64(50) {
		tl := tallied(t, in, some(in, seed, 12, float64(seed%6)))
		for set := range 2 {
			m := tl.Items(set)
			it := stats.Items{N: int(m.N), Sum: m.Sum, Cross: m.Cross}
			var items []stats.Moments
			for i := range m.Sum {
				mo, _ := it.Item(i)
				items = append(items, mo)
			}
			want, ok := stats.RWGStar(items, null)
			a, has := tl.KeepAll().Agreement(set)
			if has != ok || ok && (int(math.Floor(100*want+1e-9)) != a.Hundredths || a.People != m.N) {
				t.Errorf("seed %d, set %d: %d, want %v", seed, set, a.Hundredths, want)
			}
		}
	}
}

func TestClosingRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	a := asked{id: 10, invited: 5, people: some(in, 1, 5, 2)}
	broken := errors.New("the disk is gone")
	for name, piles := range map[string]func(func(round.Pile) error) error{
		"a unit that was not asked": func(each func(round.Pile) error) error {
			p := pileOf(a)
			p.UnitID = 11
			return each(p)
		},
		"another group": func(each func(round.Pile) error) error {
			p := pileOf(a)
			p.Group = "pupil"
			return each(p)
		},
		"an answer that is none": func(each func(round.Pile) error) error {
			p := pileOf(a)
			p.Answers[3] = 77
			return each(p)
		},
		"a store that fails": func(func(round.Pile) error) error { return broken },
	} {
		if c, err := Close(t.Context(), roundOf(in, a), privacy.Least(), piles); err == nil || c != nil {
			t.Errorf("%s: closed", name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Close(ctx, roundOf(in, a), privacy.Least(), func(each func(round.Pile) error) error { return each(pileOf(a)) }); !errors.Is(err, context.Canceled) {
		t.Errorf("a closing that was called off: %v", err)
	}
}

func TestUnitsAskedWithoutAPile(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	a := asked{id: 10, invited: 8}
	c, err := Close(t.Context(), roundOf(in, a), privacy.Least(), func(func(round.Pile) error) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	u := c.Reader().Unit(c.Cell(10, instrument.Staff), nil)
	if u.Page != Guide || u.Turnout.Answered != 0 || u.Turnout.Invited != 8 {
		t.Errorf("%+v", u)
	}
}

// BenchmarkClose closes a round of a million responses to 24 items in 5,000 units.
func BenchmarkClose(b *testing.B) {
	_, in := core(b)
	people := some(in, 1, 200, 2.5)
	var units []asked
	for i := range 5000 {
		units = append(units, asked{id: int64(1000 + i), area: north + int64(i%2), invited: 250})
	}
	r := roundOf(in, units...)
	pile := pileOf(asked{people: people})
	for b.Loop() {
		c, err := Close(b.Context(), r, privacy.Least(), func(each func(round.Pile) error) error {
			for _, a := range units {
				if err := each(round.Pile{UnitID: a.id, Group: instrument.Staff, Answers: pile.Answers}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		st := c.Encode()
		size := 0
		for _, cell := range st.Cells {
			size += len(cell.Cell)
		}
		b.ReportMetric(float64(size)/float64(len(st.Cells)), "bytes/cell")
		b.ReportMetric(float64(len(st.Release)), "bytes/release")
		b.Log(fmt.Sprint(len(st.Cells), " cells"))
	}
}

// BenchmarkUnit makes the profile of a unit from its stored cell.
func BenchmarkUnit(b *testing.B) {
	long, _ := core(b)
	c := closed(b, long, append(plain(long), asked{id: 50, invited: 70, people: some(long, 3, 60, 2.5)})...)
	rd := c.Reader()
	cell := c.Cell(50, instrument.Staff).Encode()
	for b.Loop() {
		k, err := rd.Cell(cell)
		if err != nil {
			b.Fatal(err)
		}
		rd.Unit(k, nil)
	}
}
