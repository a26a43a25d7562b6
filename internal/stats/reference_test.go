package stats

import (
	"math"
	"testing"
)

// This file holds the people: rows of answers, the tallies made from them, and
// a naive second computation of the core figures, straight from the rows and
// the textbook, to hold the package against.

// none marks an answer that is not there.
const none = math.MinInt

// A sheet has one row per person and one column per item, in keyed codes.
type sheet [][]int

// totals tallies the sheet as a tally does.
func (s sheet) totals() []Totals {
	by := map[int]Totals{}
	for _, row := range s {
		m, t := 0, 0
		for _, x := range row {
			if x != none {
				m, t = m+1, t+x
			}
		}
		a := by[m]
		a.Items = m
		a.N++
		a.Sum += int64(t)
		a.SumSq += int64(t) * int64(t)
		by[m] = a
	}
	var out []Totals
	for _, t := range by { // any order: the results must not depend on it
		out = append(out, t)
	}
	return out
}

// complete keeps the people who answered everything.
func (s sheet) complete() sheet {
	var out sheet
	for _, row := range s {
		whole := true
		for _, x := range row {
			whole = whole && x != none
		}
		if whole {
			out = append(out, row)
		}
	}
	return out
}

// items tallies the complete cases.
func (s sheet) items() Items {
	if len(s) == 0 {
		return Items{}
	}
	k := len(s[0])
	it := Items{Sum: make([]int64, k), Cross: make([][]int64, k)}
	for i := range it.Cross {
		it.Cross[i] = make([]int64, k)
	}
	for _, row := range s.complete() {
		it.N++
		for i, x := range row {
			it.Sum[i] += int64(x)
			for j, y := range row {
				it.Cross[i][j] += int64(x) * int64(y)
			}
		}
	}
	return it
}

// counts tallies one item.
func (s sheet) counts(i, min, max int) []int64 {
	out := make([]int64, max-min+1)
	for _, row := range s {
		if row[i] != none {
			out[row[i]-min]++
		}
	}
	return out
}

// itemMoments gives the moments of every item over complete cases.
func (s sheet) itemMoments(t testing.TB) []Moments {
	t.Helper()
	it := s.items()
	out := make([]Moments, len(it.Sum))
	for i := range out {
		m, ok := it.Item(i)
		if !ok {
			t.Fatalf("no moments of item %d", i)
		}
		out[i] = m
	}
	return out
}

// scored keeps the people who answered half of the items or more.
func (s sheet) scored() sheet {
	var out sheet
	for _, row := range s {
		m := 0
		for _, x := range row {
			if x != none {
				m++
			}
		}
		if m > 0 && 2*m >= len(row) {
			out = append(out, row)
		}
	}
	return out
}

// scores gives the person scores, by the half rule.
func (s sheet) scores() []float64 {
	var out []float64
	for _, row := range s.scored() {
		m, t := 0, 0
		for _, x := range row {
			if x != none {
				m, t = m+1, t+x
			}
		}
		out = append(out, float64(t)/float64(m))
	}
	return out
}

// one makes a sheet of one item.
func one(ys ...int) sheet {
	s := make(sheet, len(ys))
	for i, y := range ys {
		s[i] = []int{y}
	}
	return s
}

// momentsOf tallies whole numbers.
func momentsOf(t testing.TB, ys ...int) Moments {
	t.Helper()
	m, ok := MomentsOf(one(ys...).totals()...)
	if !ok {
		t.Fatalf("no moments of %v", ys)
	}
	return m
}

func naiveMean(ys []float64) float64 {
	s := 0.0
	for _, y := range ys {
		s += y
	}
	return s / float64(len(ys))
}

func naiveCov(xs, ys []float64) float64 {
	mx, my, s := naiveMean(xs), naiveMean(ys), 0.0
	for i := range xs {
		s += (xs[i] - mx) * (ys[i] - my)
	}
	return s / float64(len(xs)-1)
}

func naiveVar(ys []float64) float64 { return naiveCov(ys, ys) }

func naiveCor(xs, ys []float64) float64 {
	return naiveCov(xs, ys) / math.Sqrt(naiveVar(xs)*naiveVar(ys))
}

// columns turns complete rows into columns of numbers.
func (s sheet) columns() [][]float64 {
	out := make([][]float64, len(s[0]))
	for i := range out {
		for _, row := range s {
			out[i] = append(out[i], float64(row[i]))
		}
	}
	return out
}

func naiveAlpha(s sheet) float64 {
	cols := s.complete().columns()
	k := float64(len(cols))
	total := make([]float64, len(cols[0]))
	own := 0.0
	for _, c := range cols {
		own += naiveVar(c)
		for i, x := range c {
			total[i] += x
		}
	}
	return k / (k - 1) * (1 - own/naiveVar(total))
}

func naiveItemRest(s sheet, i int) float64 {
	cols := s.complete().columns()
	rest := make([]float64, len(cols[0]))
	for j, c := range cols {
		if j != i {
			for p, x := range c {
				rest[p] += x
			}
		}
	}
	return naiveCor(cols[i], rest)
}

// naiveICC1 compares units of raw scores.
func naiveICC1(units [][]float64) (icc1, icc2 float64) {
	var all []float64
	var ssw, squares float64
	for _, u := range units {
		all = append(all, u...)
		squares += float64(len(u) * len(u))
		for _, y := range u {
			ssw += (y - naiveMean(u)) * (y - naiveMean(u))
		}
	}
	n, g := float64(len(all)), float64(len(units))
	sst := naiveVar(all) * (n - 1)
	msb, msw := (sst-ssw)/(g-1), ssw/(n-g)
	k0 := (n - squares/n) / (g - 1)
	return (msb - msw) / (msb + (k0-1)*msw), (msb - msw) / msb
}

func naiveRWGStar(s sheet, null float64) float64 {
	v := 0.0
	cols := s.complete().columns()
	for _, c := range cols {
		v += naiveVar(c)
	}
	return 1 - v/float64(len(cols))/null
}

// near fails unless got is want to within the relative tolerance, with a floor
// of 1e-9 as the fixtures state it.
func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > math.Max(1e-9, tolerance*math.Abs(want)) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

// must fails where a result does not exist.
func must[T any](t testing.TB, what string) func(T, bool) T {
	t.Helper()
	return func(x T, ok bool) T {
		t.Helper()
		if !ok {
			t.Errorf("%s does not exist", what)
		}
		return x
	}
}
