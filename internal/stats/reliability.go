package stats

import "math/big"

// Alpha is coefficient alpha of the covariances of complete cases, k/(k − 1) ·
// (1 − Σs_ii/Σs_ij) (Cronbach 1951). It is between −∞ and 1: a negative one is
// legal, is shown, and mostly means that an item is keyed the wrong way. It
// does not exist for one item, fewer than two people, or totals without
// variance.
func Alpha(it Items) (float64, bool) {
	k := int64(len(it.Sum))
	if !it.valid() || k < 2 || it.N < 2 {
		return 0, false
	}
	own := new(big.Int)
	for i := range it.Sum {
		own.Add(own, it.product(i, i))
	}
	all := it.total()
	if all.Sign() <= 0 {
		return 0, false
	}
	// One rounding: k(all − own) / ((k − 1)·all).
	own.Sub(all, own)
	own.Mul(own, big.NewInt(k))
	a := quotient(own, all.Mul(all, big.NewInt(k-1)))
	return exists(a, finite(a))
}

// AlphaOfSums is [Alpha] where the products of the items are not kept: from each
// item's sum and sum of squares, and the sum of the squares of the people's totals,
// k/(k − 1) · (1 − Σs_i²/s_t²) (Cronbach 1951, eq. 2).
func AlphaOfSums(n int64, sum, squares []int64, totals int64) (float64, bool) {
	k := int64(len(sum))
	if k < 2 || n < 2 || len(squares) != len(sum) {
		return 0, false
	}
	// n²(1 − 1/n)-fold variances, in whole numbers: n·Σx² − (Σx)².
	own, total := new(big.Int), int64(0)
	for i, s := range sum {
		total += s
		own.Add(own, whole(n, squares[i]))
		own.Sub(own, whole(s, s))
	}
	all := whole(n, totals)
	all.Sub(all, whole(total, total))
	if all.Sign() <= 0 {
		return 0, false
	}
	own.Sub(all, own)
	own.Mul(own, big.NewInt(k))
	a := quotient(own, all.Mul(all, big.NewInt(k-1)))
	return exists(a, finite(a))
}

// AlphaInterval is the interval of an alpha of k items over n people: 1 − (1 −
// α)·F, with F at both ends on n − 1 and (n − 1)(k − 1) degrees of freedom
// (Feldt 1965; Feldt, Woodruff & Salih 1987).
func AlphaInterval(alpha float64, n, k int, conf float64) (Interval, bool) {
	if !finite(alpha) || alpha > 1 || n < 2 || k < 2 || !confidence(conf) {
		return Interval{}, false
	}
	df1 := float64(n - 1)
	df2 := df1 * float64(k-1)
	i := Interval{
		1 - (1-alpha)*fQuantile(1-tail(conf), df1, df2),
		1 - (1-alpha)*fQuantile(tail(conf), df1, df2),
	}
	return exists(i, finite(i.Lo, i.Hi))
}

// SpearmanBrown is the reliability of the sum of two items, 2r/(1 + r)
// (Spearman 1910; Brown 1910). It does not exist for any other number of
// items, or for r = −1.
func SpearmanBrown(it Items) (float64, bool) {
	if len(it.Sum) != 2 || it.N < 2 {
		return 0, false
	}
	r, ok := it.Correlation(0, 1)
	if !ok || r <= -1 {
		return 0, false
	}
	s := 2 * r / (1 + r)
	return exists(s, finite(s))
}

// Consistency is the internal consistency that is shown for a facet: [Alpha]
// for three items or more, [SpearmanBrown] for two, none for one.
func Consistency(it Items) (float64, bool) {
	if len(it.Sum) == 2 {
		return SpearmanBrown(it)
	}
	return Alpha(it)
}

// ItemRest is the corrected item–rest correlation of item i, cor(x_i,
// Σ_{j≠i} x_j), over complete cases. It does not exist where the item or the
// rest has no variance.
func ItemRest(it Items, i int) (float64, bool) {
	k := len(it.Sum)
	if !it.valid() || k < 2 || it.N < 2 || i < 0 || i >= k {
		return 0, false
	}
	own, with := it.product(i, i), it.row(i)
	// var(rest) = var(total) − 2·cov(x_i, total) + var(x_i)
	rest := it.total()
	rest.Sub(rest, new(big.Int).Lsh(with, 1)).Add(rest, own)
	return correlation(with.Sub(with, own), own, rest)
}
