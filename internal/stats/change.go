package stats

import "math"

// A Difference is how far the second of two means lies above the first.
type Difference struct {
	Diff     float64  `json:"diff"` // second − first
	SE       float64  `json:"se"`
	T        float64  `json:"t"`  // Diff/SE
	DF       float64  `json:"df"` // 0 where the normal distribution was used
	P        float64  `json:"p"`  // two-sided
	Interval Interval `json:"interval"`
}

// Change compares a unit's level in two rounds as independent samples: d = m₂ −
// m₁ with SE = s_p·√(1/n₁ + 1/n₂). That is careful, since mostly the same
// people answered but cannot be linked. The spread is that of both rounds:
// [WithinSpread] over the units of the first and the second together. It does
// not exist where the spread is 0.
func Change(first, second Moments, s Spread, conf float64) (Difference, bool) {
	if first.N < 1 || second.N < 1 || s.DF < 0 {
		return Difference{}, false
	}
	se := s.SD * math.Sqrt(1/float64(first.N)+1/float64(second.N))
	return difference(first, second, se, float64(s.DF), conf)
}

// BothSpreads pools the spread within units of two rounds, each given as its own
// pooled spread: √((df₁s₁² + df₂s₂²)/(df₁ + df₂)), which is [WithinSpread] over the
// units of both where neither was held at its least.
func BothSpreads(a, b Spread) (Spread, bool) {
	if a.DF < 1 || b.DF < 1 || !finite(a.SD, b.SD) || a.SD < 0 || b.SD < 0 {
		return Spread{}, false
	}
	df := a.DF + b.DF
	sd := math.Sqrt((float64(a.DF)*a.SD*a.SD + float64(b.DF)*b.SD*b.SD) / float64(df))
	return exists(Spread{SD: sd, DF: df, Floored: a.Floored || b.Floored}, finite(sd))
}

// Welch compares two means without supposing that both groups have the same
// spread (Welch 1947). Each needs two people, and one of them a variance.
func Welch(first, second Moments, conf float64) (Difference, bool) {
	v1, ok1 := first.Variance()
	v2, ok2 := second.Variance()
	if !ok1 || !ok2 {
		return Difference{}, false
	}
	n1, n2 := float64(first.N), float64(second.N)
	a, b := v1/n1, v2/n2
	df := (a + b) * (a + b) / (a*a/(n1-1) + b*b/(n2-1))
	return difference(first, second, math.Sqrt(a+b), df, conf)
}

// FiniteDifference compares the means of exactly the people of two units (or
// of one unit at two times), of whom first.N and second.N answered: own
// variances with finite-population correction and the normal distribution. It
// does not exist where the standard error is 0, as when all answered.
func FiniteDifference(first, second Moments, population1, population2 int, conf float64) (Difference, bool) {
	s1, ok1 := OwnSpread(first)
	s2, ok2 := OwnSpread(second)
	e1, ok3 := s1.FiniteError(first.N, population1)
	e2, ok4 := s2.FiniteError(second.N, population2)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return Difference{}, false
	}
	return difference(first, second, math.Hypot(e1, e2), 0, conf)
}

func difference(first, second Moments, se, df, conf float64) (Difference, bool) {
	d := Difference{Diff: second.Mean - first.Mean, SE: se, DF: df}
	if !confidence(conf) || !finite(d.Diff, se, df) || se <= 0 {
		return Difference{}, false
	}
	d.T = d.Diff / se
	c := 0.0
	if df > 0 {
		d.P, c = tTest(d.T, df), tQuantile(conf, df)
	} else {
		d.P, c = zTest(d.T), normalQuantile(conf)
	}
	d.Interval = Interval{d.Diff - c*se, d.Diff + c*se}
	return exists(d, finite(d.T, d.P, d.Interval.Lo, d.Interval.Hi))
}

// SmallestNoticeable is the change that two rounds of n₁ and n₂ people would
// find in 80 of 100 cases if it were there, at the 5 % level: 2.80 · SE.
func SmallestNoticeable(n1, n2 int, s Spread) (float64, bool) {
	if n1 < 1 || n2 < 1 || !finite(s.SD) || s.SD < 0 {
		return 0, false
	}
	const power = .80
	z := normalQuantile(.95) + normalQuantile(2*power-1)
	d := z * s.SD * math.Sqrt(1/float64(n1)+1/float64(n2))
	return exists(d, finite(d))
}
