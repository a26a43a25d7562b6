package stats

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// An Effect is a difference of two means in units of their pooled standard
// deviation.
type Effect struct {
	G          float64  `json:"g"`          // Hedges g, second − first
	D          float64  `json:"d"`          // before the correction for small samples
	SD         float64  `json:"sd"`         // pooled over both groups
	J          float64  `json:"j"`          // the correction, g = J·d
	Variance   float64  `json:"variance"`   // of g
	Interval   Interval `json:"interval"`   // g ± z·√variance
	Noncentral Interval `json:"noncentral"` // by the noncentral t distribution, where HasNoncentral
	// HasNoncentral says whether the noncentral interval could be computed.
	HasNoncentral bool `json:"has_noncentral"`
}

// HedgesG is the standardised difference of two means with the exact
// correction J = Γ(ν/2)/(√(ν/2)·Γ((ν − 1)/2)), ν = n₁ + n₂ − 2 (Hedges 1981),
// its variance (n₁ + n₂)/(n₁n₂) + g²/(2(n₁ + n₂)) and normal interval (Hedges &
// Olkin 1985, ch. 5), and the interval by the noncentral t distribution, times J.
// It does not exist where nobody differs within the groups, or for fewer than
// four people.
func HedgesG(first, second Moments, conf float64) (Effect, bool) {
	df := first.N + second.N - 2
	if !first.usable() || !second.usable() || df < 2 || !confidence(conf) {
		return Effect{}, false
	}
	e := Effect{SD: math.Sqrt((first.SS + second.SS) / float64(df))}
	if e.SD == 0 || !finite(e.SD) {
		return Effect{}, false
	}
	nu := float64(df)
	upper, _ := math.Lgamma(nu / 2)
	lower, _ := math.Lgamma((nu - 1) / 2)
	e.J = math.Exp(upper-lower) / math.Sqrt(nu/2)
	e.D = (second.Mean - first.Mean) / e.SD
	e.G = e.J * e.D
	n1, n2 := float64(first.N), float64(second.N)
	e.Variance = (n1+n2)/(n1*n2) + e.G*e.G/(2*(n1+n2))
	z := normalQuantile(conf) * math.Sqrt(e.Variance)
	e.Interval = Interval{e.G - z, e.G + z}
	if !finite(e.G, e.Variance, z) {
		return Effect{}, false
	}
	scale := math.Sqrt(1/n1 + 1/n2)
	lo, ok1 := noncentrality(e.D/scale, nu, 1-tail(conf))
	hi, ok2 := noncentrality(e.D/scale, nu, tail(conf))
	if ok1 && ok2 {
		e.Noncentral = Interval{e.J * lo * scale, e.J * hi * scale}
		e.HasNoncentral = true
	}
	return e, true
}

// noncentrality is the δ for which P(T ≤ t) = p, where T is noncentral t with
// df degrees of freedom. P falls as δ grows.
func noncentrality(t, df, p float64) (float64, bool) {
	const most = 37 // gonum's series is good up to here
	if math.Abs(t) > most-10 {
		return 0, false
	}
	below := func(delta float64) bool { return distuv.NoncentralT{Nu: df, Mu: delta}.CDF(t) < p }
	lo, hi := -float64(most), float64(most)
	if below(lo) || !below(hi) {
		return 0, false
	}
	const steps = 1 << 52
	i := sort.Search(steps, func(i int) bool { return below(lo + (hi-lo)*float64(i)/steps) })
	return lo + (hi-lo)*float64(i)/steps, true
}
