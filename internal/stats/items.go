package stats

import (
	"math"
	"math/big"
	"slices"
)

// Items is what a tally keeps of the people who answered every one of k items:
// how many they are, the sum of each item, and the sum of each product of two
// items. Items of different cells add entry by entry. The same type holds the
// moments of facet totals, when facets are correlated.
type Items struct {
	N     int       `json:"n"`
	Sum   []int64   `json:"sum"`   // k sums, Σx_i
	Cross [][]int64 `json:"cross"` // k × k, symmetric, Σx_i·x_j
}

// Subset keeps the named items, in that order. It keeps the people too: those
// complete on all items, not everybody complete on the subset.
func (it Items) Subset(index ...int) (Items, bool) {
	if !it.valid() {
		return Items{}, false
	}
	out := Items{N: it.N, Sum: make([]int64, len(index)), Cross: make([][]int64, len(index))}
	for a, i := range index {
		if i < 0 || i >= len(it.Sum) {
			return Items{}, false
		}
		out.Sum[a] = it.Sum[i]
		out.Cross[a] = make([]int64, len(index))
		for b, j := range index {
			if j < 0 || j >= len(it.Sum) {
				return Items{}, false
			}
			out.Cross[a][b] = it.Cross[i][j]
		}
	}
	return out, true
}

// Reverse gives the moments after item i is keyed the other way, x' = min +
// max − x.
func (it Items) Reverse(i, min, max int) (Items, bool) {
	if !it.valid() || i < 0 || i >= len(it.Sum) {
		return Items{}, false
	}
	c, n := int64(min+max), int64(it.N)
	out := Items{N: it.N, Sum: slices.Clone(it.Sum), Cross: make([][]int64, len(it.Sum))}
	for a := range it.Cross {
		out.Cross[a] = slices.Clone(it.Cross[a])
	}
	out.Sum[i] = c*n - it.Sum[i]
	for j := range it.Sum {
		cross := c*it.Sum[j] - it.Cross[i][j]
		if j == i {
			cross = c*c*n - 2*c*it.Sum[i] + it.Cross[i][i]
		}
		out.Cross[i][j], out.Cross[j][i] = cross, cross
	}
	return out, true
}

// Item gives the moments of item i.
func (it Items) Item(i int) (Moments, bool) {
	if !it.valid() || i < 0 || i >= len(it.Sum) {
		return Moments{}, false
	}
	return MomentsOf(Totals{Items: 1, N: int64(it.N), Sum: it.Sum[i], SumSq: it.Cross[i][i]})
}

// Correlation is the product-moment correlation of items i and j. It does not
// exist where one of them has no variance.
func (it Items) Correlation(i, j int) (float64, bool) {
	if !it.valid() || i < 0 || j < 0 || i >= len(it.Sum) || j >= len(it.Sum) {
		return 0, false
	}
	return correlation(it.product(i, j), it.product(i, i), it.product(j, j))
}

// valid says whether the shape is right and somebody was counted.
func (it Items) valid() bool {
	k := len(it.Sum)
	if it.N < 1 || k < 1 || len(it.Cross) != k {
		return false
	}
	for i := range it.Cross {
		if len(it.Cross[i]) != k {
			return false
		}
		for j := range i {
			if it.Cross[i][j] != it.Cross[j][i] {
				return false
			}
		}
	}
	return true
}

// product is n·Σx_i·x_j − Σx_i·Σx_j, which is n(n − 1) times the covariance
// and an exact integer.
func (it Items) product(i, j int) *big.Int {
	p := whole(int64(it.N), it.Cross[i][j])
	return p.Sub(p, whole(it.Sum[i], it.Sum[j]))
}

// row is the sum of product(i, j) over every j.
func (it Items) row(i int) *big.Int {
	var cross int64
	all := new(big.Int)
	for j, c := range it.Cross[i] {
		cross += c
		all.Add(all, big.NewInt(it.Sum[j]))
	}
	p := whole(int64(it.N), cross)
	return p.Sub(p, all.Mul(all, big.NewInt(it.Sum[i])))
}

// total is the sum of product(i, j) over every i and j.
func (it Items) total() *big.Int {
	p := new(big.Int)
	for i := range it.Sum {
		p.Add(p, it.row(i))
	}
	return p
}

// correlation is ab/√(aa·bb).
func correlation(ab, aa, bb *big.Int) (float64, bool) {
	if aa.Sign() <= 0 || bb.Sign() <= 0 {
		return 0, false
	}
	x, _ := new(big.Float).SetInt(ab).Float64()
	y, _ := new(big.Float).SetInt(aa).Float64()
	z, _ := new(big.Float).SetInt(bb).Float64()
	r := x / (math.Sqrt(y) * math.Sqrt(z))
	return exists(math.Max(-1, math.Min(1, r)), finite(r))
}
