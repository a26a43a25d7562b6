// Package stats turns additive tallies into the numbers Pejl shows: pure functions of counts, sums and means, which import nothing of Pejl.
//
// # Input
//
// Nothing here reads a person. People arrive as [Totals] (integer sums of
// those who answered the same number of items), as option counts, or as
// [Items] (complete-case sums and cross products of items). Sums are exact
// integers and are rounded once, so the order in which people were added
// never shows, not even in the last bit. The order of units does not show
// either, because sums over units run over sorted terms.
//
// # Results
//
// A function whose result may not exist returns (value, ok). When ok is false
// the value is the zero value and must not be shown. No result is ever NaN or
// infinite. Arguments that cannot be (more answers than staff, a confidence
// of 95 instead of .95) give ok = false as well, and never panic.
//
// # Units
//
// Means, standard deviations and intervals are in points of the scale they
// came from. Shares and probabilities lie between 0 and 1. A confidence is a
// probability such as .95.
package stats

import (
	"math"
	"math/big"
	"slices"
)

// finite says whether every x is an ordinary number.
func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// exists gives x, or the zero value where it does not exist.
func exists[T any](x T, ok bool) (T, bool) {
	if !ok {
		var none T
		return none, false
	}
	return x, true
}

// sum adds the terms from the smallest to the largest with Neumaier's
// compensation, so that the same terms in any order give the same bits.
// The slice is sorted in place.
func sum(terms []float64) float64 {
	slices.Sort(terms)
	var total, lost float64
	for _, x := range terms {
		t := total + x
		if math.Abs(total) >= math.Abs(x) {
			lost += (total - t) + x
		} else {
			lost += (x - t) + total
		}
		total = t
	}
	return total + lost
}

// sumOf adds f(0) … f(n−1) as sum does.
func sumOf(n int, f func(int) float64) float64 {
	terms := make([]float64, n)
	for i := range terms {
		terms[i] = f(i)
	}
	return sum(terms)
}

// quotient is the float64 nearest to a/b. b must not be zero.
func quotient(a, b *big.Int) float64 {
	x, _ := new(big.Rat).SetFrac(a, b).Float64()
	return x
}

// whole gives a product of integers without overflow.
func whole(factors ...int64) *big.Int {
	p := big.NewInt(1)
	for _, f := range factors {
		p.Mul(p, big.NewInt(f))
	}
	return p
}
