package stats

import (
	"math"
	"testing"
)

// printed fails unless got, rounded to as many decimals as want was printed
// with, is want.
func printed(t *testing.T, what string, got, want float64, decimals int) {
	t.Helper()
	if p := math.Pow10(decimals); math.Round(got*p) != math.Round(want*p) {
		t.Errorf("%s = %.12f, want %.*f", what, got, decimals, want)
	}
}

var (
	schoolA = []int{4, 5, 4, 3, 5, 4, 4}
	schoolB = []int{2, 3, 3, 2, 4, 3}
	schoolC = []int{3, 4, 3, 5, 4, 2, 4, 3}
	matrix  = sheet{
		{4, 5, 4, 4}, {3, 3, 4, 3}, {5, 5, 5, 4}, {2, 3, 2, 2},
		{4, 4, 5, 5}, {3, 2, 3, 3}, {4, 4, 4, 5}, {1, 2, 2, 1},
	}
)

func vectorUnits(t *testing.T) []Moments {
	t.Helper()
	return []Moments{momentsOf(t, schoolA...), momentsOf(t, schoolB...), momentsOf(t, schoolC...)}
}

func TestVectorsOfUnits(t *testing.T) {
	t.Parallel()
	units := vectorUnits(t)
	means := []float64{4.142857, 2.833333, 3.5}
	sds := []float64{0.6900656, 0.7527727, 0.9258201}
	for i, u := range units {
		printed(t, "mean", u.Mean, means[i], 6)
		printed(t, "SD", must[float64](t, "SD")(u.SD()), sds[i], 7)
	}
	own := must[Spread](t, "spread")(OwnSpread(units[0]))
	ci := must[Interval](t, "interval")(MeanInterval(units[0], own, .95))
	printed(t, "lower", ci.Lo, 3.504653, 6)
	printed(t, "upper", ci.Hi, 4.781061, 6)

	a := must[ANOVA](t, "ANOVA")(AnalyseVariance(units))
	printed(t, "MSB", a.MSB, 2.7738095, 7)
	printed(t, "MSW", a.MSW, 0.6494709, 7)
	f, p, ok := a.F()
	if !ok {
		t.Error("F does not exist")
	}
	printed(t, "F", f, 4.27088, 5)
	printed(t, "p", p, 0.030345, 6)
	printed(t, "k0", a.K0, 6.952380952, 9)
	icc1 := must[float64](t, "ICC1")(a.ICC1())
	printed(t, "ICC1", icc1, 0.3199445983, 10)
	printed(t, "ICC2", must[float64](t, "ICC2")(a.ICC2()), 0.7658559847, 10)
	for i, want := range []float64{0.7670778, 0.7384124, 0.7900812} {
		printed(t, "reliability", must[float64](t, "λ")(MeanReliability(units[i].N, icc1)), want, 7)
	}

	re := must[Random](t, "REML")(RandomIntercept(units))
	printed(t, "τ²", re.Tau2, 0.3213150, 7)
	printed(t, "σ²", re.Sigma2, 0.6506198, 7)

	w := must[Difference](t, "Welch")(Welch(units[1], units[0], .95))
	printed(t, "Welch t", w.T, 3.2488121, 7)
	printed(t, "Welch df", w.DF, 10.330575, 6)
	printed(t, "Welch p", w.P, 0.0083846, 7)
	printed(t, "Welch lower", w.Interval.Lo, 0.4152910, 7)
	printed(t, "Welch upper", w.Interval.Hi, 2.2037566, 7)

	null := must[float64](t, "null")(UniformNull(5))
	for i, want := range []float64{0.7619048, 0.7166667, 0.5714286} {
		printed(t, "rwg", must[Floored](t, "rwg")(RWG(units[i], null)).Value, want, 7)
	}
}

func TestVectorsOfShares(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		x, n   int
		lo, hi float64
	}{
		{7, 12, 0.3195113, 0.8067397},
		{0, 6, 0, 0.3903343},
		{9, 10, 0.5958500, 0.9821238},
	} {
		ci := must[Interval](t, "Wilson")(WilsonInterval(c.x, c.n, .95))
		printed(t, "lower", ci.Lo, c.lo, 7)
		printed(t, "upper", ci.Hi, c.hi, 7)
	}
}

func TestVectorsOfItems(t *testing.T) {
	t.Parallel()
	it := matrix.items()
	printed(t, "alpha", must[float64](t, "alpha")(Alpha(it)), 0.9502645503, 10)
	for i, want := range []float64{0.9539445, 0.8006408, 0.9039328, 0.8757399} {
		printed(t, "item–rest r", must[float64](t, "r")(ItemRest(it, i)), want, 7)
	}
	printed(t, "omega", must[float64](t, "omega")(Omega(it)), 0.9546557, 7)
	printed(t, "rwg(j)", must[Floored](t, "rwg(j)")(RWGJ(matrix.itemMoments(t), 2)).Value, 0.4872521, 7)
}
