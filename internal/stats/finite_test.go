package stats

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// anyNumber draws numbers of every kind, the impossible ones too.
func anyNumber(t *rapid.T, name string) float64 {
	return rapid.OneOf(
		rapid.Float64(), rapid.Float64Range(-1, 6),
		rapid.SampledFrom([]float64{0, 1, -1, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64, 1e-200, 1e200}),
	).Draw(t, name)
}

func anyCount(t *rapid.T, name string) int {
	return rapid.OneOf(rapid.IntRange(-2, 30), rapid.SampledFrom([]int{math.MaxInt32, math.MinInt, math.MaxInt})).Draw(t, name)
}

func anyMoments(t *rapid.T) Moments {
	return Moments{anyCount(t, "n"), anyNumber(t, "mean"), anyNumber(t, "ss")}
}

func anyItems(t *rapid.T) Items {
	k := rapid.IntRange(0, 4).Draw(t, "k")
	it := Items{N: anyCount(t, "n")}
	cross := make([][]int64, k)
	for i := range k {
		it.Sum = append(it.Sum, rapid.Int64Range(-40, 40).Draw(t, "sum"))
		cross[i] = make([]int64, k)
		for j := range i + 1 {
			cross[i][j] = rapid.Int64Range(-90, 90).Draw(t, "cross")
			cross[j][i] = cross[i][j]
		}
	}
	if k > 0 && rapid.IntRange(0, 9).Draw(t, "ragged") == 0 {
		cross = cross[1:]
	}
	it.Cross = cross
	return it
}

// ordinary fails on a number that is not one, however deep it lies, and on a
// value beside a false ok.
func ordinary(t *rapid.T, what string, results ...any) {
	ok, said := results[len(results)-1].(bool)
	for _, r := range results {
		walk(t, what, reflect.ValueOf(r))
	}
	if said && !ok {
		for _, r := range results[:len(results)-1] {
			if v := reflect.ValueOf(r); !v.IsZero() {
				t.Errorf("%s does not exist, but is %v", what, r)
			}
		}
	}
}

func walk(t *rapid.T, what string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		if !finite(v.Float()) {
			t.Errorf("%s gives %v", what, v.Float())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(t, fmt.Sprintf("%s.%s", what, v.Type().Field(i).Name), v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(t, what, v.Index(i))
		}
	}
}

func TestNothingButNumbersLeaves(t *testing.T) {
	t.Parallel()
	two := func(a any, ok bool) []any { return []any{a, ok} }
	rapid.Check(t, func(t *rapid.T) {
		x, y, z := anyNumber(t, "x"), anyNumber(t, "y"), anyNumber(t, "z")
		conf := rapid.OneOf(rapid.Just(.95), rapid.Custom(func(t *rapid.T) float64 { return anyNumber(t, "any") })).Draw(t, "conf")
		n, m, k := anyCount(t, "n"), anyCount(t, "m"), anyCount(t, "k")
		a, b := anyMoments(t), anyMoments(t)
		units := []Moments{a, b, anyMoments(t), anyMoments(t)}
		xs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 { return anyNumber(t, "any") }), 0, 5).Draw(t, "xs")
		ys := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 { return anyNumber(t, "any") }), len(xs), len(xs)).Draw(t, "ys")
		spread := Spread{SD: x, DF: m}

		ordinary(t, "SD", two(a.SD())...)
		ordinary(t, "OwnSpread", two(OwnSpread(a))...)
		ordinary(t, "WithinSpread", two(WithinSpread(units))...)
		ordinary(t, "PooledSpread", two(PooledSpread(units, x, y))...)
		ordinary(t, "MeanInterval", two(MeanInterval(a, spread, conf))...)
		ordinary(t, "FiniteInterval", two(FiniteInterval(a, spread, k, conf))...)
		ordinary(t, "FiniteError", two(spread.FiniteError(n, k))...)
		ordinary(t, "Index", two(Index(x, y, z))...)
		ordinary(t, "Wilson", two(WilsonInterval(n, m, conf))...)
		ordinary(t, "FiniteWilson", two(FiniteWilson(n, m, k, conf))...)
		ordinary(t, "AlphaInterval", two(AlphaInterval(x, n, m, conf))...)
		ordinary(t, "MeanReliability", two(MeanReliability(n, x))...)
		ordinary(t, "RWG", two(RWG(a, x))...)
		ordinary(t, "RWGJ", two(RWGJ(units, x))...)
		ordinary(t, "RWGStar", two(RWGStar(units, x))...)
		ordinary(t, "UniformNull", two(UniformNull(n))...)
		ordinary(t, "Change", two(Change(a, b, spread, conf))...)
		ordinary(t, "Welch", two(Welch(a, b, conf))...)
		ordinary(t, "FiniteDifference", two(FiniteDifference(a, b, n, m, conf))...)
		ordinary(t, "HedgesG", two(HedgesG(a, b, conf))...)
		ordinary(t, "SmallestNoticeable", two(SmallestNoticeable(n, m, spread))...)
		ordinary(t, "BenjaminiHochberg", two(BenjaminiHochberg(xs))...)
		ordinary(t, "Holm", two(Holm(xs))...)
		ordinary(t, "GoldsteinHealy", two(GoldsteinHealy(xs, conf))...)
		ordinary(t, "RankRanges", two(RankRanges(xs, ys, conf))...)
		ordinary(t, "Quantile", two(Quantile(xs, x))...)
		ordinary(t, "PercentileRanks", two(PercentileRanks(xs))...)
		ordinary(t, "BenchmarkBand", two(BenchmarkBand([]int{n, m, k}, []float64{x, y, z}))...)

		v, ok := AnalyseVariance(units)
		ordinary(t, "ANOVA", v, ok)
		f, p, ok := v.F()
		ordinary(t, "F", f, p, ok)
		ordinary(t, "ICC1", two(v.ICC1())...)
		ordinary(t, "ICC1MeanSize", two(v.ICC1MeanSize())...)
		ordinary(t, "ICC2", two(v.ICC2())...)
		ordinary(t, "ICC1Interval", two(v.ICC1Interval(conf))...)
		re, ok := RandomIntercept(units)
		ordinary(t, "REML", re, ok)
		for _, r := range []Random{re, {Mu: x, SEMu: y, Tau2: z, Sigma2: conf}} {
			if _, ok := r.ICC(); ok {
				ordinary(t, "ICC", two(r.ICC())...)
			}
			s, ok := r.Shrink(a)
			ordinary(t, "Shrink", s, ok)
			ordinary(t, "Above", two(s.Above(x))...)
			ordinary(t, "Shrunken.Interval", two(s.Interval(conf))...)
		}

		it := anyItems(t)
		ordinary(t, "Alpha", two(Alpha(it))...)
		ordinary(t, "SpearmanBrown", two(SpearmanBrown(it))...)
		ordinary(t, "Consistency", two(Consistency(it))...)
		ordinary(t, "ItemRest", two(ItemRest(it, rapid.IntRange(-1, 4).Draw(t, "item")))...)
		ordinary(t, "Item", two(it.Item(1))...)
		ordinary(t, "Correlation", two(it.Correlation(0, 1))...)
		ordinary(t, "Subset", two(it.Subset(1, 0))...)
		ordinary(t, "Reverse", two(it.Reverse(0, 1, 5))...)
		ordinary(t, "Omega", two(Omega(it))...)
		ordinary(t, "OneFactor", two(OneFactor(it))...)

		counts := rapid.SliceOfN(rapid.Int64Range(-1, 9), 0, 7).Draw(t, "counts")
		ordinary(t, "CountMoments", two(CountMoments(1, counts))...)
		ordinary(t, "MeanDeviation", two(MeanDeviation(counts))...)
		ordinary(t, "AverageDeviation", two(AverageDeviation([][]int64{counts, counts}))...)
		ordinary(t, "MomentsOf", two(MomentsOf(Totals{
			Items: rapid.IntRange(-1, 60).Draw(t, "items"), N: rapid.Int64().Draw(t, "N"),
			Sum: rapid.Int64().Draw(t, "Σ"), SumSq: rapid.Int64().Draw(t, "Σ²"),
		}))...)
	})
}

func TestExactShareOfImpossibleNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]int{{-1, 5, 9}, {6, 5, 9}, {1, 5, 4}, {0, 0, 9}, {0, 0, 0}} {
		if i, ok := ExactShare(c[0], c[1], c[2], .95); ok {
			t.Errorf("%v: %v", c, i)
		}
	}
	if i, ok := ExactShare(1, 2, 3, 95); ok {
		t.Errorf("confidence of 95: %v", i)
	}
}
