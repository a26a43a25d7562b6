package stats

import "math"

// A Shrunken is the mean of a unit drawn towards the mean of all units, the
// more the fewer answered. It is for comparisons only, never for a unit's own
// profile.
type Shrunken struct {
	Mean        float64 `json:"mean"`        // μ + λ(m − μ)
	Reliability float64 `json:"reliability"` // λ = nη/(1 + nη)
	// SD is the conditional standard deviation √(τ²(1 − λ)), for the
	// difference from a level taken as known.
	SD float64 `json:"sd"`
	// ComparativeSD adds that μ is estimated: √(τ²(1 − λ) + (1 − λ)²·var μ).
	ComparativeSD float64 `json:"comparative_sd"`
}

// Shrink gives the best linear unbiased prediction of a unit's level (Robinson
// 1991).
func (r Random) Shrink(m Moments) (Shrunken, bool) {
	if !m.usable() || r.Sigma2 <= 0 || r.Tau2 < 0 || !finite(r.Sigma2, r.Tau2, r.Mu, r.SEMu) {
		return Shrunken{}, false
	}
	ne := float64(m.N) * r.Tau2 / r.Sigma2
	left := 1 / (1 + ne) // 1 − λ, without cancellation
	s := Shrunken{Mean: r.Mu + ne*left*(m.Mean-r.Mu), Reliability: ne * left}
	s.SD = math.Sqrt(r.Tau2 * left)
	s.ComparativeSD = math.Hypot(s.SD, left*r.SEMu)
	return exists(s, finite(s.Mean, s.SD, s.ComparativeSD))
}

// Above is the probability that the unit's true level lies above a level, such
// as the median of the shrunken means of all units: Φ((mean − level)/SD). It
// does not exist where there is no variance between units.
func (s Shrunken) Above(level float64) (float64, bool) {
	if s.SD <= 0 || !finite(s.SD, s.Mean, level) {
		return 0, false
	}
	return math.Erfc((level-s.Mean)/(s.SD*math.Sqrt2)) / 2, true
}

// Interval is the range of the unit's true level, by the comparative standard
// deviation and the normal distribution.
func (s Shrunken) Interval(conf float64) (Interval, bool) {
	if !confidence(conf) || !finite(s.Mean, s.ComparativeSD) || s.ComparativeSD < 0 {
		return Interval{}, false
	}
	z := normalQuantile(conf) * s.ComparativeSD
	return exists(Interval{s.Mean - z, s.Mean + z}, finite(s.Mean-z, s.Mean+z))
}

// MedianShrunken is the median of shrunken means, the level that a comparison
// is with.
func MedianShrunken(units []Shrunken) (float64, bool) {
	means := make([]float64, len(units))
	for i, u := range units {
		means[i] = u.Mean
	}
	return Median(means)
}
