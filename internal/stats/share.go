package stats

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/combin"
)

// WilsonInterval is the score interval of a share of x in n (Wilson 1927). It
// stays between 0 and 1: 0 of 6 gives 0 to 39 %.
func WilsonInterval(x, n int, conf float64) (Interval, bool) {
	if n < 1 || x < 0 || x > n || !confidence(conf) {
		return Interval{}, false
	}
	return wilson(x, n, float64(n), conf), true
}

// FiniteWilson is the score interval for the share among exactly the
// population people of a unit, of whom n answered and x said yes: Wilson's
// with n_eff = n(N − 1)/(N − n) (Cochran 1977, ch. 3). When everybody
// answered it is a point.
func FiniteWilson(x, n, population int, conf float64) (Interval, bool) {
	if n < 1 || x < 0 || x > n || n > population || !confidence(conf) {
		return Interval{}, false
	}
	if n == population {
		p := float64(x) / float64(n)
		return Interval{p, p}, true
	}
	effective := float64(n) * float64(population-1) / float64(population-n)
	return wilson(x, n, effective, conf), true
}

func wilson(x, n int, effective, conf float64) Interval {
	z := normalQuantile(conf)
	p, zz := float64(x)/float64(n), z*z/effective
	centre := (p + zz/2) / (1 + zz)
	half := math.Sqrt(p*(1-p)*zz+zz*zz/4) / (1 + zz)
	i := Interval{math.Max(0, centre-half), math.Min(1, centre+half)}
	if x == 0 {
		i.Lo = 0
	}
	if x == n {
		i.Hi = 1
	}
	return i
}

// ExactShare is the interval for the share among exactly the population people
// of a unit by inverting the hypergeometric distribution: every number K of
// yes among them for which neither P(X ≥ x | K) nor P(X ≤ x | K) is at most
// (1 − conf)/2 (Cochran 1977, ch. 3).
func ExactShare(x, n, population int, conf float64) (Interval, bool) {
	if n < 1 || x < 0 || x > n || n > population || !confidence(conf) {
		return Interval{}, false
	}
	// Both tails are monotone in K, so each end is found by halving.
	least, most := x, population-n+x
	// A tail of exactly the bound is out, whichever way it was rounded.
	a := tail(conf) * (1 + 1e-9)
	lo := least + sort.Search(most-least, func(i int) bool {
		return hypergeometricTail(x, n, least+i, population, +1) > a
	})
	hi := most - sort.Search(most-least, func(i int) bool {
		return hypergeometricTail(x, n, most-i, population, -1) > a
	})
	return Interval{float64(lo) / float64(population), float64(hi) / float64(population)}, true
}

// hypergeometricTail is P(X ≥ x) for step = 1 and P(X ≤ x) for step = −1,
// where X counts the yes among n drawn from population with yes among them.
func hypergeometricTail(x, n, yes, population, step int) float64 {
	choose := func(n, k int) float64 {
		return combin.LogGeneralizedBinomial(float64(n), float64(k))
	}
	total := 0.0
	for ; x >= 0 && x <= n && x <= yes && n-x <= population-yes; x += step {
		p := math.Exp(choose(yes, x) + choose(population-yes, n-x) - choose(population, n))
		total += p
		if p < 1e-18*total {
			break
		}
	}
	return total
}
