package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestAlphaOfSumsIsAlpha(t *testing.T) {
	t.Parallel()
	rows := [][]int64{{4, 5, 4, 4}, {3, 3, 4, 3}, {5, 5, 5, 4}, {2, 3, 2, 2}, {4, 4, 5, 5}, {3, 2, 3, 3}, {4, 4, 4, 5}, {1, 2, 2, 1}}
	sums, squares, totals := make([]int64, 4), make([]int64, 4), int64(0)
	for _, row := range rows {
		total := int64(0)
		for i, x := range row {
			sums[i] += x
			squares[i] += x * x
			total += x
		}
		totals += total * total
	}
	if a, ok := AlphaOfSums(8, sums, squares, totals); !ok || math.Abs(a-.9502645503) > 1e-10 {
		t.Errorf("alpha is %v", a)
	}
	for name, a := range map[string]func() (float64, bool){
		"one person":          func() (float64, bool) { return AlphaOfSums(1, sums, squares, totals) },
		"one item":            func() (float64, bool) { return AlphaOfSums(8, sums[:1], squares[:1], totals) },
		"squares left out":    func() (float64, bool) { return AlphaOfSums(8, sums, squares[:3], totals) },
		"totals that are one": func() (float64, bool) { return AlphaOfSums(2, []int64{2, 2}, []int64{2, 2}, 8) },
	} {
		if x, ok := a(); ok || x != 0 {
			t.Errorf("%s has alpha %v", name, x)
		}
	}
}

// TestOwnMeanSpreadIsThatOfThePeople holds the spread of distances from the own mean
// against the distances themselves, person by person.
func TestOwnMeanSpreadIsThatOfThePeople(t *testing.T) {
	t.Parallel()
	const facets, units, each = 4, 12, 25
	random := rand.New(rand.NewPCG(3, 1))
	apart := make([][]Moments, facets)
	own := make([][]Moments, facets)
	pairs := map[[2]int][]Items{}
	for range units {
		rows := make([][]float64, facets)
		distances := make([][]float64, facets)
		place := random.NormFloat64()
		for range each {
			person, mean := random.NormFloat64(), 0.0
			var of [facets]float64
			for f := range of {
				of[f] = math.Round(10 * (5 + place + person*float64(f+1)/3 + random.NormFloat64()))
				mean += of[f] / facets
			}
			for f := range of {
				rows[f] = append(rows[f], of[f])
				distances[f] = append(distances[f], of[f]-mean)
			}
		}
		for f := range facets {

			own[f] = append(own[f], momentsOfScores(rows[f]))
			apart[f] = append(apart[f], momentsOfScores(distances[f]))
			for g := range f {
				it := Items{N: each, Sum: make([]int64, 2), Cross: [][]int64{{0, 0}, {0, 0}}}
				for i := range each {
					x, y := int64(rows[g][i]), int64(rows[f][i])
					it.Sum[0] += x
					it.Sum[1] += y
					it.Cross[0][0] += x * x
					it.Cross[1][1] += y * y
					it.Cross[0][1] += x * y
					it.Cross[1][0] += x * y
				}
				pairs[[2]int{g, f}] = append(pairs[[2]int{g, f}], it)
			}
		}
	}
	spreads := make([]Spread, facets)
	r := make([][]float64, facets)
	for f := range facets {
		spreads[f], _ = WithinSpread(own[f])
		r[f] = make([]float64, facets)
		for g := range f {
			r[f][g], _ = WithinCorrelation(pairs[[2]int{g, f}])
			r[g][f] = r[f][g]
		}
	}
	got, ok := OwnMeanSpreads(spreads, r)
	if !ok {
		t.Fatal("there are no spreads")
	}
	for f := range facets {
		want, _ := WithinSpread(apart[f])
		if math.Abs(got[f].SD-want.SD) > 1e-9*want.SD || got[f].DF != want.DF {
			t.Errorf("facet %d: %+v, of the people %+v", f, got[f], want)
		}
	}
	// Not knowing how facets go together makes intervals wider where they do.
	none := make([][]float64, facets)
	for f := range none {
		none[f] = make([]float64, facets)
	}
	if wide, _ := OwnMeanSpreads(spreads, none); wide[1].SD <= got[1].SD {
		t.Errorf("%v without correlations, %v with them", wide[1].SD, got[1].SD)
	}
	all := [][]float64{{1, 1}, {1, 1}}
	if same, _ := OwnMeanSpreads([]Spread{{SD: 3, DF: 9}, {SD: 3, DF: 7}}, all); math.Abs(same[0].SD-1) > 1e-12 || same[0].DF != 7 {
		t.Errorf("facets that are one: %+v", same)
	}
	for name, bad := range map[string][][]float64{"too few": {{1}}, "beyond one": {{1, 1.1}, {1.1, 1}}, "no number": {{1, math.NaN()}, {math.NaN(), 1}}} {
		if out, ok := OwnMeanSpreads([]Spread{{SD: 1, DF: 9}, {SD: 1, DF: 9}}, bad); ok || out != nil {
			t.Errorf("%s: %v", name, out)
		}
	}
}

func momentsOfScores(xs []float64) Moments {
	m := Moments{N: len(xs)}
	for _, x := range xs {
		m.Mean += x / float64(len(xs))
	}
	for _, x := range xs {
		m.SS += (x - m.Mean) * (x - m.Mean)
	}
	return m
}

func TestBothSpreadsAreThatOfAllUnits(t *testing.T) {
	t.Parallel()
	first := []Moments{{N: 10, Mean: 2, SS: 8}, {N: 20, Mean: 3, SS: 30}}
	second := []Moments{{N: 15, Mean: 2, SS: 11}}
	a, _ := WithinSpread(first)
	b, _ := WithinSpread(second)
	want, _ := WithinSpread(append(first, second...))
	got, ok := BothSpreads(a, b)
	if !ok || math.Abs(got.SD-want.SD) > 1e-15 || got.DF != want.DF {
		t.Errorf("%+v, want %+v", got, want)
	}
	if _, ok := BothSpreads(a, Spread{SD: 1}); ok {
		t.Error("a spread that is known exactly has no degrees of freedom to pool")
	}
}
