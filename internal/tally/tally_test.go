package tally_test

import (
	"bytes"
	"math/big"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pejl/internal/instrument"
	"pejl/internal/tally"
	"pejl/surveys"
)

const (
	dk    = instrument.DontKnow
	blank = instrument.Blank
)

// mixed is an instrument with everything a tally must tell apart.
func mixed(t testing.TB) (*instrument.Instrument, *tally.Shape) {
	t.Helper()
	src, err := os.ReadFile("testdata/mixed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	in, faults := instrument.Parse("mixed.yaml", src)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return in, tally.ShapeOf(in, in.Asks(instrument.Staff, false, nil))
}

func of(t testing.TB, s *tally.Shape, people ...instrument.Answers) *tally.Tally {
	t.Helper()
	tl := s.New()
	for _, p := range people {
		if err := tl.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	return tl
}

func TestRowsByAnsweredItems(t *testing.T) {
	t.Parallel()
	_, s := mixed(t)
	// The items are X1a X1b(reverse) X1c X1d X1e, X2a, Y1a Y1b(reverse); X counts from
	// 1 to 5, Y from 0 to 3. Options are told by their place.
	tl := of(t, s,
		instrument.Answers{4, 0, 4, 4, 4, 3, 3, 0},          // the most of everything but X2
		instrument.Answers{0, 4, dk, blank, 1, blank, 0, 3}, // three of X1's five; none of X2
		instrument.Answers{2, 2, dk, dk, dk, 0, blank, 1},   // two of five: no score
		instrument.Answers{1, 1, 1, 1, 1, 1, dk, dk},        // all of X, nothing of Y
	)
	rows := func(level tally.Level, id string) []tally.Row { return tl.Rows(s.Find(level, id)) }
	for _, c := range []struct {
		level tally.Level
		id    string
		want  []tally.Row
	}{
		// 4+4+4+4+4 = 20; 0+0+1 = 1 of three; 1+3+1+1+1 = 7.
		{tally.Facet, "X1", []tally.Row{{3, 1, 1, 1}, {4, 0, 0, 0}, {5, 2, 27, 449}}},
		{tally.Facet, "X2", []tally.Row{{1, 3, 4, 10}}},
		{tally.Facet, "Y1", []tally.Row{{1, 1, 2, 4}, {2, 2, 6, 36}}},
		// The short items of X1 are a and b: 8, 0, 4, 4.
		{tally.ShortFacet, "X1", []tally.Row{{1, 0, 0, 0}, {2, 4, 16, 96}}},
		{tally.ShortFacet, "Y1", []tally.Row{{1, 2, 3, 9}}},
		// Three of X's six items are enough: 23; 1 of three; 2+2+0 = 4 of three; 8.
		{tally.Aspect, "X", []tally.Row{{3, 2, 5, 17}, {4, 0, 0, 0}, {5, 0, 0, 0}, {6, 2, 31, 593}}},
		{tally.Aspect, "Y", []tally.Row{{1, 1, 2, 4}, {2, 2, 6, 36}}},
	} {
		if diff := cmp.Diff(c.want, rows(c.level, c.id)); diff != "" {
			t.Errorf("%v %s: %s", c.level, c.id, diff)
		}
	}
	if s.Find(tally.ShortFacet, "X2") >= 0 {
		t.Error("X2 is wholly in the short form, and has short-form rows of its own")
	}
	options, know, none := tl.Options(1)
	if diff := cmp.Diff([]int64{1, 1, 1, 0, 1}, options); diff != "" || know != 0 || none != 0 {
		t.Errorf("X1b as worded: %s, %d don't know, %d blank", diff, know, none)
	}
	if _, know, none = tl.Options(3); know != 1 || none != 1 {
		t.Errorf("X1d: %d don't know, %d blank", know, none)
	}
}

func TestMomentsOfCompleteCases(t *testing.T) {
	t.Parallel()
	_, s := mixed(t)
	tl := of(t, s,
		instrument.Answers{0, 0, 0, 0, 0, 2, 3, 0},
		instrument.Answers{0, 0, 0, 0, 0, 1, 1, 1},
		instrument.Answers{0, 0, 0, 0, 0, 4, 2, blank},
	)
	want := tally.Moments{N: 2, Sum: []int64{4, 5}, Cross: [][]int64{{10, 11}, {11, 13}}}
	if diff := cmp.Diff(want, tl.Items(s.Find(tally.Facet, "Y1"))); diff != "" {
		t.Error(diff)
	}
	// X2's totals 2, 1 beside Y1's 6, 3; the third person has no complete Y1.
	want = tally.Moments{N: 2, Sum: []int64{3, 9}, Cross: [][]int64{{5, 15}, {15, 45}}}
	if diff := cmp.Diff(want, tl.Pair(1, 2)); diff != "" {
		t.Error(diff)
	}
	want = tally.Moments{N: 2, Sum: []int64{9, 3}, Cross: [][]int64{{45, 15}, {15, 5}}}
	if diff := cmp.Diff(want, tl.Pair(2, 1)); diff != "" {
		t.Error(diff)
	}
}

func TestLeaningsAreIntegerRules(t *testing.T) {
	t.Parallel()
	_, s := mixed(t)
	// X1 on 1–5: a mean of 3.4 is favourable, 2.6 unfavourable.
	tl := of(t, s,
		instrument.Answers{2, 2, 2, 3, 3, blank, blank, blank}, // 2+2+2+3+3 = 12: 3.4
		instrument.Answers{2, 2, 2, 2, 3, blank, blank, blank}, // 3.2
		instrument.Answers{2, 2, 2, 1, 1, blank, blank, blank}, // 2.6
	)
	got, _ := tl.KeepAll().Leanings(0)
	if want := (tally.Sides{Unfavourable: 1, Between: 1, Favourable: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestKeptForgetsWhoSkippedWhat(t *testing.T) {
	t.Parallel()
	_, s := mixed(t)
	tl := of(t, s,
		instrument.Answers{4, 0, 4, 4, 4, 3, 3, 0},
		instrument.Answers{0, 4, dk, blank, 1, blank, 0, 3},
	)
	sc, ok := tl.KeepAll().Score(0)
	// 20/5 and 1/3.
	if !ok || sc.People != 2 || sc.Sum.Cmp(big.NewRat(13, 3)) != 0 || sc.Squares.Cmp(big.NewRat(145, 9)) != 0 {
		t.Errorf("%d people, Σ %v, Σ² %v", sc.People, sc.Sum, sc.Squares)
	}
	scores := s.Statistics()[0]
	k, err := s.Keep(func(st tally.Statistic) []*tally.Tally {
		if st == scores {
			return []*tally.Tally{tl}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := k.Score(0); !ok {
		t.Error("the statistic asked for is not kept")
	}
	_, _, apart := k.Apart(0)
	_, leanings := k.Leanings(0)
	_, agreement := k.Agreement(0)
	_, options := k.Options(0)
	_, choices := k.Choices(0)
	_, other := k.Score(1)
	if apart || leanings || agreement || options || choices || other {
		t.Error("more is kept than was asked for")
	}
}

func TestAgreement(t *testing.T) {
	t.Parallel()
	_, s := mixed(t)
	pair := func(a, b instrument.Answer) instrument.Answers {
		return instrument.Answers{0, 0, 0, 0, 0, 0, a, b}
	}
	set := s.Find(tally.Facet, "Y1")
	for _, c := range []struct {
		name   string
		people []instrument.Answers
		want   int
		ok     bool
	}{
		{"one person", []instrument.Answers{pair(1, 1)}, 0, false},
		{"alike", []instrument.Answers{pair(1, 1), pair(1, 1)}, 100, true},
		// Variances ½ and 0 over 15/12: 1 − .25/1.25 = .8.
		{"nearly alike", []instrument.Answers{pair(1, 1), pair(2, 1)}, 80, true},
		// Variances 4.5 and 4.5: 1 − 4.5/1.25 = −2.6.
		{"at the ends", []instrument.Answers{pair(0, 0), pair(3, 3)}, -260, true},
		// Variances 1/3 and 0 over 1.25: 1 − .1333… = .8666…, and down.
		{"rounded down", []instrument.Answers{pair(1, 1), pair(1, 1), pair(2, 1)}, 86, true},
	} {
		a, ok := of(t, s, c.people...).KeepAll().Agreement(set)
		if ok != c.ok || a.Hundredths != c.want {
			t.Errorf("%s: %d, %v; want %d, %v", c.name, a.Hundredths, ok, c.want, c.ok)
		}
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	in, s := mixed(t)
	tl := s.New()
	for name, a := range map[string]instrument.Answers{
		"too short":             {0, 0},
		"no option of the item": {0, 0, 0, 0, 0, 0, 4, 0}, // Y1a has four
		"no code":               {100, 0, 0, 0, 0, 0, 0, 0},
	} {
		if tl.Add(a) == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if diff := cmp.Diff(s.New().Encode(), tl.Encode()); diff != "" {
		t.Error("what was refused has been counted in part: ", diff)
	}
	short, _ := in.ShortForm()
	other := tally.ShapeOf(short, nil)
	if tl.Merge(other.New()) == nil {
		t.Error("tallies of two forms were added")
	}
	if _, err := other.Decode(tl.Encode()); err == nil {
		t.Error("a tally was read with another shape")
	}
	b := tl.Encode()
	for name, b := range map[string][]byte{
		"nothing": nil, "cut off": b[:len(b)-1], "one too many": append(bytes.Clone(b), 0),
		"longer than it need be": append(bytes.Clone(b[:len(b)-1]), 0x80, 0),
	} {
		if _, err := s.Decode(b); err == nil {
			t.Errorf("%s: read", name)
		}
	}
	if err := tl.AddChoices([]uint32{1}); err == nil {
		t.Error("side counts of another length were taken")
	}
}

// responses draws any responses to the mixed instrument.
func responses(in *instrument.Instrument) *rapid.Generator[[]instrument.Answers] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) instrument.Answers {
		a := in.Blanks()
		for i, it := range in.Items() {
			options := len(in.ScaleOf(in.FacetByID(it.Facet)).Options)
			switch c := rapid.IntRange(0, options+1).Draw(t, it.ID); {
			case c < options:
				a[i] = instrument.Answer(c)
			case c == options:
				a[i] = dk
			}
		}
		return a
	}), 0, 30)
}

func TestAnyOrderAndGroupingGivesTheSameBits(t *testing.T) {
	t.Parallel()
	in, s := mixed(t)
	rapid.Check(t, func(t *rapid.T) {
		people := responses(in).Draw(t, "people")
		one := s.New()
		for _, p := range people {
			if err := one.Add(p); err != nil {
				t.Fatal(err)
			}
		}
		groups := make([]*tally.Tally, rapid.IntRange(1, 5).Draw(t, "groups"))
		for i := range groups {
			groups[i] = s.New()
		}
		for _, p := range rapid.Permutation(people).Draw(t, "order") {
			if err := groups[rapid.IntRange(0, len(groups)-1).Draw(t, "group")].Add(p); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := s.Keep(func(tally.Statistic) []*tally.Tally { return groups })
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(kept.Encode(), one.KeepAll().Encode()) {
			t.Error("what is kept of the parts differs from what is kept of the whole")
		}
		many := s.New()
		for _, g := range groups {
			if err := many.Merge(g); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Encode(), many.Encode()) {
			t.Error("the order or the grouping shows")
		}
	})
}

func TestEncodingKeepsEverything(t *testing.T) {
	t.Parallel()
	in, s := mixed(t)
	rapid.Check(t, func(t *rapid.T) {
		tl := s.New()
		for _, p := range responses(in).Draw(t, "people") {
			if err := tl.Add(p); err != nil {
				t.Fatal(err)
			}
		}
		if err := tl.AddChoices([]uint32{rapid.Uint32().Draw(t, "answered"), 1, 2}); err != nil {
			t.Fatal(err)
		}
		back, err := s.Decode(tl.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(back.Encode(), tl.Encode()) {
			t.Error("a tally came back another")
		}
		kept, err := s.Keep(func(st tally.Statistic) []*tally.Tally {
			if rapid.Bool().Draw(t, "keep") {
				return []*tally.Tally{tl}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.DecodeKept(kept.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again.Encode(), kept.Encode()) {
			t.Error("what was kept came back as something else")
		}
		for i := range s.Sets() {
			a, aok := kept.Score(i)
			b, bok := again.Score(i)
			if aok != bok || aok && (a.People != b.People || a.Sum.Cmp(b.Sum) != 0 || a.Squares.Cmp(b.Squares) != 0) {
				t.Errorf("set %d: %v, %v", i, a, b)
			}
		}
	})
}

// FuzzDecode finds bytes that crash a reader, or that are read and mean something
// other than what they say.
func FuzzDecode(f *testing.F) {
	_, s := mixed(f)
	tl := of(f, s, instrument.Answers{4, 0, 4, 4, 4, 3, 3, 0})
	f.Add(tl.Encode())
	f.Add(tl.KeepAll().Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if tl, err := s.Decode(b); err == nil && !bytes.Equal(tl.Encode(), b) {
			t.Error("two encodings of one tally")
		}
		if k, err := s.DecodeKept(b); err == nil {
			k.Encode()
		}
	})
}

// BenchmarkAddRows adds responses to the core instrument's short form, which has
// 24 items, and to its long form.
func BenchmarkAddRows(b *testing.B) {
	lib, err := instrument.Load(surveys.FS, "")
	if err != nil {
		b.Fatal(err)
	}
	long, _ := lib.Get("core")
	short, _ := long.ShortForm()
	for name, in := range map[string]*instrument.Instrument{"short": short, "long": long} {
		b.Run(name, func(b *testing.B) {
			s := tally.ShapeOf(in, nil)
			random := rand.New(rand.NewPCG(1, 2))
			width := s.Items()
			rows := make([]byte, 1000*width)
			for i := range rows {
				rows[i] = byte(random.IntN(5))
				if random.IntN(20) == 0 {
					rows[i] = byte(instrument.DontKnow)
				}
			}
			tl := s.New()
			n := 0
			for b.Loop() {
				if err := tl.AddRows(rows); err != nil {
					b.Fatal(err)
				}
				n += 1000
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/response")
		})
	}
}
