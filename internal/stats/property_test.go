package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A school year of answers: units of people, in keyed codes from min to max.
type answers struct {
	min, max int
	units    []sheet
}

func drawAnswers(t *rapid.T) answers {
	a := answers{min: rapid.IntRange(0, 2).Draw(t, "min")}
	a.max = a.min + rapid.IntRange(1, 10).Draw(t, "width")
	k := rapid.IntRange(1, 7).Draw(t, "items")
	missing := rapid.Bool().Draw(t, "missing")
	for range rapid.IntRange(1, 6).Draw(t, "units") {
		var s sheet
		for range rapid.IntRange(1, 9).Draw(t, "people") {
			row := make([]int, k)
			for i := range row {
				row[i] = rapid.IntRange(a.min, a.max).Draw(t, "x")
				if missing && rapid.IntRange(0, 9).Draw(t, "blank") == 0 {
					row[i] = none
				}
			}
			s = append(s, row)
		}
		a.units = append(a.units, s)
	}
	return a
}

// apply maps every answer.
func (a answers) apply(f func(int) int) answers {
	out := answers{min: min(f(a.min), f(a.max)), max: max(f(a.min), f(a.max))}
	for _, u := range a.units {
		var s sheet
		for _, row := range u {
			r := make([]int, len(row))
			for i, x := range row {
				r[i] = none
				if x != none {
					r[i] = f(x)
				}
			}
			s = append(s, r)
		}
		out.units = append(out.units, s)
	}
	return out
}

// figures computes everything that comes from answers, with a nil for what
// does not exist. Places hold the figures that move with the scale.
type figures struct {
	Places  map[string]any
	Spreads map[string]any
}

func figuresOf(a answers) figures {
	f := figures{map[string]any{}, map[string]any{}}
	keep := func(in map[string]any, name string, x any, ok bool) {
		if !ok {
			x = nil
		}
		in[name] = x
	}
	k := len(a.units[0][0])
	var units []Moments
	var everybody sheet
	for _, u := range a.units {
		everybody = append(everybody, u...)
		if m, ok := ScoreMoments(k, u.totals()...); ok {
			units = append(units, m)
		}
	}
	m, ok := ScoreMoments(k, everybody.totals()...)
	keep(f.Places, "mean", m.Mean, ok)
	keep(f.Spreads, "SS", m.SS, ok)
	s, ok := PooledSpread(units, float64(a.min), float64(a.max))
	keep(f.Spreads, "spread", s, ok)
	i, ok := MeanInterval(m, s, .95)
	keep(f.Places, "lower", i.Lo, ok)
	keep(f.Places, "upper", i.Hi, ok)

	it := everybody.items()
	x, ok := Alpha(it)
	keep(f.Spreads, "alpha", x, ok)
	x, ok = Consistency(it)
	keep(f.Spreads, "consistency", x, ok)
	x, ok = ItemRest(it, 0)
	keep(f.Spreads, "item–rest", x, ok)
	x, ok = Omega(it)
	keep(f.Spreads, "omega", x, ok)
	null, _ := UniformNull(a.max - a.min + 1)
	var items []Moments
	var counts [][]int64
	for j := range k {
		if m, ok := it.Item(j); ok {
			items = append(items, m)
		}
		counts = append(counts, everybody.counts(j, a.min, a.max))
	}
	x, ok = RWGStar(items, null)
	keep(f.Spreads, "r*wg", x, ok)
	j, ok := RWGJ(items, null)
	keep(f.Spreads, "rwg(j)", j, ok)
	x, ok = AverageDeviation(counts)
	keep(f.Spreads, "AD", x, ok)

	v, ok := AnalyseVariance(units)
	keep(f.Places, "grand mean", v.Mean, ok)
	keep(f.Spreads, "SSB", v.SSB, ok)
	keep(f.Spreads, "SSW", v.SSW, ok)
	x, ok = v.ICC1()
	keep(f.Spreads, "ICC1", x, ok)
	x, ok = v.ICC2()
	keep(f.Spreads, "ICC2", x, ok)
	re, ok := RandomIntercept(units)
	keep(f.Places, "mu", re.Mu, ok)
	keep(f.Spreads, "τ²", re.Tau2, ok)
	keep(f.Spreads, "σ²", re.Sigma2, ok)
	return f
}

func TestOrderNeverMatters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAnswers(t)
		before := figuresOf(a)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for _, u := range a.units {
			r.Shuffle(len(u), func(i, j int) { u[i], u[j] = u[j], u[i] })
		}
		r.Shuffle(len(a.units), func(i, j int) { a.units[i], a.units[j] = a.units[j], a.units[i] })
		if d := cmp.Diff(before, figuresOf(a)); d != "" {
			t.Fatalf("another order gave other bits:\n%s", d)
		}
	})
}

// like compares with a small tolerance, relative to the width of the scale.
func like(a, b map[string]any) string {
	return cmp.Diff(a, b, cmp.Comparer(func(x, y float64) bool {
		return math.Abs(x-y) <= 1e-9*math.Max(1, math.Max(math.Abs(x), math.Abs(y)))
	}))
}

func TestShiftMovesOnlyPlaces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAnswers(t)
		c := rapid.IntRange(-50, 1000).Draw(t, "shift")
		before, after := figuresOf(a), figuresOf(a.apply(func(x int) int { return x + c }))
		sameSpread(t, before, after)
		for name, x := range before.Places {
			if y, ok := x.(float64); ok {
				before.Places[name] = y + float64(c)
			}
		}
		if d := like(before.Places, after.Places); d != "" {
			t.Errorf("places did not move with the scale:\n%s", d)
		}
	})
}

func TestMirrorTurnsPlaces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAnswers(t)
		before, after := figuresOf(a), figuresOf(a.apply(func(x int) int { return a.min + a.max - x }))
		sameSpread(t, before, after)
		before.Places["lower"], before.Places["upper"] = before.Places["upper"], before.Places["lower"]
		for name, x := range before.Places {
			if y, ok := x.(float64); ok {
				before.Places[name] = float64(a.min+a.max) - y
			}
		}
		if d := like(before.Places, after.Places); d != "" {
			t.Errorf("places did not turn with the scale:\n%s", d)
		}
	})
}

// sameSpread compares what neither a shift nor a mirror may change. What is
// computed from exact sums keeps its bits; what is found by iteration, or from
// means of units, its digits.
func sameSpread(t *rapid.T, before, after figures) {
	for _, name := range []string{"SS", "spread", "alpha", "consistency", "item–rest", "r*wg", "rwg(j)", "AD", "SSW"} {
		if d := cmp.Diff(before.Spreads[name], after.Spreads[name]); d != "" {
			t.Errorf("%s changed:\n%s", name, d)
		}
	}
	// A between-unit variance of 0 is told from rounding by nobody.
	if ssb, _ := before.Spreads["SSB"].(float64); ssb < 1e-20 {
		for _, f := range []figures{before, after} {
			for _, name := range []string{"SSB", "ICC1", "ICC2", "τ²", "σ²"} {
				delete(f.Spreads, name)
			}
		}
	}
	if d := like(before.Spreads, after.Spreads); d != "" {
		t.Errorf("spreads changed:\n%s", d)
	}
}

func TestReverseIsWhatReversedAnswersGive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAnswers(t)
		s := a.units[0].complete()
		if len(s) == 0 {
			return
		}
		i := rapid.IntRange(0, len(s[0])-1).Draw(t, "item")
		start := s.items()
		got, ok := s.items().Reverse(i, a.min, a.max)
		if !ok {
			t.Fatal("not reversed")
		}
		for _, row := range s {
			row[i] = a.min + a.max - row[i]
		}
		if d := cmp.Diff(s.items(), got); d != "" {
			t.Fatal(d)
		}
		again, _ := got.Reverse(i, a.min, a.max)
		if d := cmp.Diff(start, again); d != "" {
			t.Fatalf("reversing twice is not the start:\n%s", d)
		}
	})
}

func TestAgainstTheTextbook(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAnswers(t)
		k := len(a.units[0][0])
		agrees := func(what string, got float64, ok bool, want float64) {
			if !ok {
				// A figure that does not exist is 0/0 in the textbook, or noise
				// over noise where rounding made the zero.
				if finite(want) && math.Abs(want) < 1e6 && what != "ICC1" && what != "ICC2" && what != "item–rest" && what != "alpha" {
					t.Errorf("%s does not exist, the textbook says %v", what, want)
				}
				return
			}
			if math.Abs(got-want) > 1e-8*math.Max(1, math.Abs(want)) {
				t.Errorf("%s = %v, the textbook says %v", what, got, want)
			}
		}
		var units []Moments
		var raw [][]float64
		people := 0
		var everybody sheet
		for _, u := range a.units {
			everybody = append(everybody, u...)
			ys := u.scores()
			m, ok := ScoreMoments(k, u.totals()...)
			if ok != (len(ys) > 0) {
				t.Fatalf("scores %v, ok %v", ys, ok)
			}
			if !ok {
				continue
			}
			agrees("mean", m.Mean, true, naiveMean(ys))
			v, ok := m.Variance()
			if ok != (len(ys) > 1) {
				t.Fatalf("variance of %d people: %v", len(ys), ok)
			}
			if ok {
				agrees("variance", v, ok, naiveVar(ys))
			}
			units, raw, people = append(units, m), append(raw, ys), people+len(ys)
		}
		if v, ok := AnalyseVariance(units); ok {
			one, two := naiveICC1(raw)
			x, ok := v.ICC1()
			if v.MSB > 1e-9 {
				agrees("ICC1", x, ok, one)
				x, ok = v.ICC2()
				agrees("ICC2", x, ok, two)
			}
		} else if len(units) > 1 && people > len(units) {
			t.Errorf("no ANOVA of %d units of %d people", len(units), people)
		}
		s := everybody.complete()
		if len(s) < 2 {
			return
		}
		it := s.items()
		if k > 1 {
			x, ok := Alpha(it)
			agrees("alpha", x, ok, naiveAlpha(s))
			x, ok = ItemRest(it, k-1)
			agrees("item–rest", x, ok, naiveItemRest(s, k-1))
		}
		null, _ := UniformNull(a.max - a.min + 1)
		var items []Moments
		for i := range k {
			m, _ := it.Item(i)
			items = append(items, m)
		}
		x, ok := RWGStar(items, null)
		agrees("r*wg", x, ok, naiveRWGStar(s, null))
	})
}
