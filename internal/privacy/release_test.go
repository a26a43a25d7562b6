package privacy_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/privacy/privacytest"
	"pejl/internal/tally"
)

const staff = "staff"

func shape(t testing.TB) *tally.Shape {
	t.Helper()
	src, err := os.ReadFile("../tally/testdata/mixed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	in, faults := instrument.Parse("mixed.yaml", src)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return tally.ShapeOf(in, in.Asks(staff, false, nil))
}

// people is n responses that all say the same.
func people(t interface{ Fatal(...any) }, s *tally.Shape, n int, a ...instrument.Answer) *tally.Tally {
	tl := s.New()
	for range n {
		if err := tl.Add(a); err != nil {
			t.Fatal(err)
		}
	}
	return tl
}

var full = []instrument.Answer{3, 1, 2, 3, 4, 2, 1, 1}

// town is a municipality (1) with two areas (2, 3) and schools of so many answers.
type school struct {
	unit, area int64
	answers    int
}

func town(t *testing.T, s *tally.Shape, schools ...school) ([]privacy.Unit, []privacy.Pile) {
	t.Helper()
	units := []privacy.Unit{{ID: 1}, {ID: 2, Parent: 1}, {ID: 3, Parent: 1}}
	var piles []privacy.Pile
	for _, sc := range schools {
		units = append(units, privacy.Unit{ID: sc.unit, Parent: sc.area})
		piles = append(piles, privacy.Pile{
			Unit: sc.unit, Group: staff, Invited: int64(sc.answers) + 1, Tally: people(t, s, sc.answers, full...),
		})
	}
	return units, piles
}

// counted says which schools a unit's cell counts for a statistic.
func counted(r *privacy.Release, key string) map[int64][]int64 {
	got := map[int64][]int64{}
	for i, m := range r.Members(key) {
		var ids []int64
		for _, b := range m {
			ids = append(ids, r.Places()[b].Unit)
		}
		if slices.Sort(ids); ids != nil {
			got[r.Places()[i].Unit] = ids
		}
	}
	return got
}

func TestTotalsAreBuiltFromBelow(t *testing.T) {
	t.Parallel()
	s := shape(t)
	const scores = "scores facet X1"
	for _, c := range []struct {
		name    string
		schools []school
		key     string
		want    map[int64][]int64
	}{
		{
			"a school of three costs nobody anything, and is in no total",
			[]school{{11, 2, 20}, {12, 2, 3}, {13, 3, 30}}, scores,
			map[int64][]int64{1: {11, 13}, 2: {11}, 3: {13}, 11: {11}, 13: {13}},
		},
		{
			"small schools that are enough together count as others",
			[]school{{11, 2, 20}, {12, 2, 3}, {14, 2, 2}, {13, 3, 30}}, scores,
			map[int64][]int64{1: {11, 12, 13, 14}, 2: {11, 12, 14}, 3: {13}, 11: {11}, 13: {13}},
		},
		{
			"small schools of two areas are enough in the municipality only",
			[]school{{11, 2, 20}, {12, 2, 3}, {13, 3, 30}, {15, 3, 2}}, scores,
			map[int64][]int64{1: {11, 12, 13, 15}, 2: {11}, 3: {13}, 11: {11}, 13: {13}},
		},
		{
			"nobody is enough",
			[]school{{11, 2, 1}, {12, 2, 2}, {13, 3, 1}}, scores,
			map[int64][]int64{},
		},
		{
			"single items need ten",
			[]school{{11, 2, 20}, {12, 2, 9}, {13, 3, 10}}, "options X1a",
			map[int64][]int64{1: {11, 13}, 2: {11}, 3: {13}, 11: {11}, 13: {13}},
		},
		{
			"means need five, at the edge",
			[]school{{11, 2, 5}, {12, 2, 4}}, scores,
			map[int64][]int64{1: {11}, 2: {11}, 11: {11}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			units, piles := town(t, s, c.schools...)
			r, err := privacy.Decide(privacy.Least(), s, units, piles)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, counted(r, c.key)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEachStatisticHasItsOwnCounts(t *testing.T) {
	t.Parallel()
	s := shape(t)
	// Six people, of whom four have a score on X1, and all on X2.
	tl := people(t, s, 4, full...)
	if err := tl.Merge(people(t, s, 2, 3, instrument.Blank, instrument.DontKnow, instrument.Blank, instrument.Blank, 2, 1, 1)); err != nil {
		t.Fatal(err)
	}
	r, err := privacy.Decide(privacy.Least(), s, []privacy.Unit{{ID: 1}}, []privacy.Pile{{Unit: 1, Group: staff, Invited: 9, Tally: tl}})
	if err != nil {
		t.Fatal(err)
	}
	cells, err := r.Cells(s, []privacy.Pile{{Unit: 1, Group: staff, Invited: 9, Tally: tl}})
	if err != nil {
		t.Fatal(err)
	}
	if _, shown := cells[0].Kept().Score(s.Find(tally.Facet, "X1")); shown {
		t.Error("a mean of four people is kept")
	}
	if sc, shown := cells[0].Kept().Score(s.Find(tally.Facet, "X2")); !shown || sc.People != 6 {
		t.Error("a mean of six people is not kept")
	}
	if _, shown := cells[0].Kept().Options(0); shown {
		t.Error("an item of six people is kept")
	}
}

func TestCellsSayWhoIsCounted(t *testing.T) {
	t.Parallel()
	s := shape(t)
	units, piles := town(t, s, school{11, 2, 20}, school{12, 2, 3}, school{13, 3, 30})
	r, err := privacy.Decide(privacy.Least(), s, units, piles)
	if err != nil {
		t.Fatal(err)
	}
	cells, err := r.Cells(s, piles)
	if err != nil {
		t.Fatal(err)
	}
	got := map[int64]string{}
	for _, c := range cells {
		invited, answered, ok := c.Turnout()
		got[c.Unit()] = fmt.Sprint(c.Total(), " ", answered, " of ", invited, " ", ok, ", counts ", c.People(), ", leaves out ", c.LeftOut())
		back, err := privacy.DecodeCell(s, c.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(back.Encode(), c.Encode()) || back.Unit() != c.Unit() || back.LeftOut() != c.LeftOut() {
			t.Errorf("the cell of unit %d came back another", c.Unit())
		}
	}
	want := map[int64]string{
		1:  "true 50 of 52 true, counts 50, leaves out 3",
		2:  "true 20 of 21 true, counts 20, leaves out 3",
		3:  "true 30 of 31 true, counts 30, leaves out 0",
		11: "false 20 of 21 true, counts 20, leaves out 0",
		12: "false 0 of 0 false, counts 0, leaves out 0",
		13: "false 30 of 31 true, counts 30, leaves out 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCannotBeDecidedIsRefused(t *testing.T) {
	t.Parallel()
	s := shape(t)
	pile := privacy.Pile{Unit: 2, Group: staff, Tally: s.New()}
	for name, c := range map[string]struct {
		limits privacy.Limits
		units  []privacy.Unit
		piles  []privacy.Pile
	}{
		"limits too low":     {privacy.Limits{Means: 4, Single: 10}, []privacy.Unit{{ID: 2}}, []privacy.Pile{pile}},
		"unit not known":     {privacy.Least(), []privacy.Unit{{ID: 1}}, []privacy.Pile{pile}},
		"parent not known":   {privacy.Least(), []privacy.Unit{{ID: 2, Parent: 1}}, []privacy.Pile{pile}},
		"a ring":             {privacy.Least(), []privacy.Unit{{ID: 2, Parent: 1}, {ID: 1, Parent: 2}}, []privacy.Pile{pile}},
		"unit twice":         {privacy.Least(), []privacy.Unit{{ID: 2}, {ID: 2}}, []privacy.Pile{pile}},
		"two piles of a one": {privacy.Least(), []privacy.Unit{{ID: 2}}, []privacy.Pile{pile, pile}},
	} {
		if _, err := privacy.Decide(c.limits, s, c.units, c.piles); err == nil {
			t.Errorf("%s: decided", name)
		}
	}
}

// municipality draws a tree of up to four levels in which any unit may be asked,
// with answers of any completeness. Same gives the same people, at the same
// statistics, with other answers.
func municipality(t *rapid.T, s *tally.Shape) (units []privacy.Unit, piles, same []privacy.Pile) {
	n := rapid.IntRange(1, 14).Draw(t, "units")
	for id := int64(1); id <= int64(n); id++ {
		u := privacy.Unit{ID: id}
		if id > 1 {
			u.Parent = rapid.Int64Range(max(1, id-6), id-1).Draw(t, "parent")
		}
		units = append(units, u)
		if !rapid.Bool().Draw(t, "asked") {
			continue
		}
		p := privacy.Pile{Unit: id, Group: staff, Tally: s.New()}
		q := privacy.Pile{Unit: id, Group: staff, Tally: s.New()}
		for range rapid.IntRange(0, 14).Draw(t, "answers") {
			skipped := rapid.IntRange(0, 3).Draw(t, "skipped")
			a, b := slices.Clone(full), []instrument.Answer{0, 0, 0, 0, 0, 0, 0, 3}
			for i := range skipped * 2 {
				a[i], b[i] = instrument.Blank, instrument.DontKnow
			}
			if err := p.Tally.Add(a); err != nil {
				t.Fatal(err)
			}
			if err := q.Tally.Add(b); err != nil {
				t.Fatal(err)
			}
		}
		p.Invited = p.Tally.N() + rapid.Int64Range(0, 5).Draw(t, "silent")
		q.Invited = p.Invited
		piles, same = append(piles, p), append(same, q)
	}
	return units, piles, same
}

// TestNothingCanBeWorkedOutOfARelease attacks random municipalities, one statistic
// after another.
func TestNothingCanBeWorkedOutOfARelease(t *testing.T) {
	t.Parallel()
	s := shape(t)
	rapid.Check(t, func(t *rapid.T) {
		units, piles, same := municipality(t, s)
		r, err := privacy.Decide(privacy.Least(), s, units, piles)
		if err != nil {
			t.Fatal(err)
		}
		other, err := privacy.Decide(privacy.Least(), s, units, same)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(r.Encode(), other.Encode()) {
			t.Error("other answers of the same people make another release")
		}
		back, err := privacy.Decode(r.Encode())
		if err != nil || !bytes.Equal(back.Encode(), r.Encode()) {
			t.Errorf("the release came back another: %v", err)
		}
		for _, st := range s.Statistics() {
			k := int64(10)
			if st.Kind == tally.Scores {
				k = 5
			}
			counts := make([]int64, len(r.Places()))
			for i, p := range r.Places() {
				for _, pile := range piles {
					if p.Unit == pile.Unit {
						counts[i] = pile.Tally.Count(st)
					}
				}
			}
			var cells [][]int
			members := back.Members(st.Key)
			for i, m := range members {
				if len(m) > 0 {
					cells = append(cells, m)
				}
				below := slices.ContainsFunc(r.Places(), func(p privacy.Place) bool { return p.Parent == i })
				if counts[i] >= k && !below && !slices.Contains(m, i) {
					t.Errorf("%s: unit %d has %d and is not shown", st.Key, r.Places()[i].Unit, counts[i])
				}
			}
			if finds := privacytest.Attack(cells, counts, k); len(finds) > 0 {
				t.Errorf("%s: cells %v over %v: %v", st.Key, cells, counts, finds)
			}
		}
	})
}

// TestAThresholdOnUnitsGivesAway shows the same for plain municipalities with a
// threshold in the place of the ledger.
func TestAThresholdOnUnitsGivesAway(t *testing.T) {
	t.Parallel()
	s := shape(t)
	units, piles := town(t, s, school{11, 2, 20}, school{12, 2, 3}, school{13, 3, 30})
	r, err := privacy.Decide(privacy.Least(), s, units, piles)
	if err != nil {
		t.Fatal(err)
	}
	counts := make([]int64, len(r.Places()))
	all := make([][]int, len(r.Places()))
	for i, p := range r.Places() {
		for _, pile := range piles {
			if pile.Unit == p.Unit {
				counts[i] = pile.Tally.N()
			}
		}
		for at := i; at >= 0 && p.Asked; at = r.Places()[at].Parent {
			all[at] = append(all[at], i)
		}
	}
	threshold := func(cells [][]int) [][]int {
		var shown [][]int
		for _, c := range cells {
			var n int64
			for _, b := range c {
				n += counts[b]
			}
			if n >= 5 {
				shown = append(shown, c)
			}
		}
		return shown
	}
	if finds := privacytest.Attack(threshold(all), counts, 5); len(finds) != 1 || finds[0].People != 3 {
		t.Errorf("with a threshold: %v, want the three of unit 12", finds)
	}
	if finds := privacytest.Attack(threshold(r.Members(privacy.Answered)), counts, 5); len(finds) != 0 {
		t.Errorf("with the ledger: %v", finds)
	}
}
