package stats

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// GoldsteinHealy is the multiplier c for which two bars m ± c·se, drawn for
// units that are equal in truth, fail to overlap with probability rate on
// average over all pairs of units (Goldstein & Healy 1995). It is 1.386 for a
// rate of .05 and equal standard errors, and more otherwise. At least two
// standard errors are needed, all above 0.
func GoldsteinHealy(se []float64, rate float64) (float64, bool) {
	if len(se) < 2 || !confidence(rate) {
		return 0, false
	}
	// Units of the same size have the same standard error, so pairs are
	// counted by distinct values.
	type level struct{ se, units float64 }
	var levels []level
	for _, s := range slices.Sorted(slices.Values(se)) {
		if !finite(s*s) || s*s == 0 || s < 0 {
			return 0, false
		}
		if n := len(levels); n > 0 && levels[n-1].se == s {
			levels[n-1].units++
		} else {
			levels = append(levels, level{s, 1})
		}
	}
	type pair struct{ width, pairs float64 }
	var pairs []pair
	for i, a := range levels {
		if a.units > 1 {
			pairs = append(pairs, pair{math.Sqrt2, a.units * (a.units - 1) / 2})
		}
		for _, b := range levels[:i] {
			pairs = append(pairs, pair{(a.se + b.se) / math.Hypot(a.se, b.se), a.units * b.units})
		}
	}
	all := float64(len(se)) * float64(len(se)-1) / 2
	// The mean error falls with c and is convex, so Newton's steps from below
	// never overshoot.
	c := normalQuantile(1-rate) / math.Sqrt2
	for range 100 {
		var err, slope float64
		for _, p := range pairs {
			x := c * p.width / math.Sqrt2
			err += p.pairs * math.Erfc(x)
			slope += p.pairs * math.Exp(-x*x) * p.width * math.Sqrt2 / math.SqrtPi
		}
		step := (err/all - rate) / (slope / all)
		c += step
		if math.Abs(step) < 1e-14*c {
			break
		}
	}
	return exists(c, finite(c))
}

// A RankRange is the range of ranks a unit may have; rank 1 is the highest.
type RankRange struct {
	Best  int `json:"best"`
	Worst int `json:"worst"`
}

// RankRanges gives every unit the ranks it may have, so that all true ranks
// lie in their ranges at once with probability conf: intervals of joint
// confidence, each of conf^(1/K), and the units whose interval lies wholly
// above or below (Klein, Wright & Wieczorek 2020, for independent
// estimates).
func RankRanges(means, se []float64, conf float64) ([]RankRange, bool) {
	k := len(means)
	if k == 0 || len(se) != k || !confidence(conf) || !finite(means...) || !finite(se...) || slices.Min(se) < 0 {
		return nil, false
	}
	z := jointQuantile(conf, k)
	los, his := make([]float64, k), make([]float64, k)
	for i := range means {
		los[i], his[i] = means[i]-z*se[i], means[i]+z*se[i]
	}
	if !finite(los...) || !finite(his...) {
		return nil, false
	}
	sortedLo := slices.Sorted(slices.Values(los))
	sortedHi := slices.Sorted(slices.Values(his))
	out := make([]RankRange, k)
	for i := range out {
		above := k - sort.Search(k, func(j int) bool { return sortedLo[j] > his[i] })
		below, _ := slices.BinarySearchFunc(sortedHi, los[i], cmp.Compare[float64])
		out[i] = RankRange{1 + above, k - below}
	}
	return out, true
}

// jointQuantile is the two-sided normal multiplier of each of k independent
// intervals that hold together with probability conf.
func jointQuantile(conf float64, k int) float64 {
	return normalQuantile(math.Pow(conf, 1/float64(k)))
}
