package stats

import (
	"cmp"
	"slices"
)

// BenjaminiHochberg adjusts p-values so that, where every one at or below q is
// called a finding, the expected share of false findings among them is at most
// q (Benjamini & Hochberg 1995). The result is in the order of p.
func BenjaminiHochberg(p []float64) ([]float64, bool) {
	order, ok := ascending(p)
	if !ok {
		return nil, false
	}
	out, least, n := make([]float64, len(p)), 1.0, float64(len(p))
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, p[i]*n/float64(rank))
		out[i] = least
	}
	return out, true
}

// Holm adjusts p-values so that, where every one at or below α is called a
// finding, the probability of even one false finding is at most α (Holm 1979).
// The result is in the order of p.
func Holm(p []float64) ([]float64, bool) {
	order, ok := ascending(p)
	if !ok {
		return nil, false
	}
	out, most := make([]float64, len(p)), 0.0
	for rank, i := range order {
		most = max(most, min(1, p[i]*float64(len(p)-rank)))
		out[i] = most
	}
	return out, true
}

// ascending gives the indices of p from the smallest on.
func ascending(p []float64) ([]int, bool) {
	order := make([]int, len(p))
	for i, x := range p {
		if !(x >= 0 && x <= 1) {
			return nil, false
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	return order, true
}
