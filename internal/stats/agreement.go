package stats

import "math/big"

// UniformNull is the variance of an item of so many options when people answer
// at random, (A² − 1)/12 (James, Demaree & Wolf 1984).
func UniformNull(options int) (float64, bool) {
	if options < 2 {
		return 0, false
	}
	return (float64(options)*float64(options) - 1) / 12, true
}

// SkewedNull is the variance of an item when people lean slightly to one side
// of the scale without agreeing: 1.34 for five options (James, Demaree & Wolf
// 1984). It is only known for five.
func SkewedNull(options int) (float64, bool) {
	if options != 5 {
		return 0, false
	}
	return 1.34, true
}

// RWG is the agreement of people on one item, 1 − s²/null (James, Demaree &
// Wolf 1984), shown as 0 where they differ more than at random. It does not
// exist for one person.
func RWG(item Moments, null float64) (Floored, bool) {
	return RWGJ([]Moments{item}, null)
}

// RWGJ is the agreement of people on J items together, J(1 − r)/(J(1 − r) +
// r), where r is the mean item variance over the null variance (James,
// Demaree & Wolf 1984). Where r > 1 it is 0 and cut. It grows with the number
// of items, so it belongs in an appendix; see [RWGStar].
func RWGJ(items []Moments, null float64) (Floored, bool) {
	r, ok := varianceRatio(items, null)
	if !ok {
		return Floored{}, false
	}
	if r > 1 {
		return Floored{Cut: true}, true
	}
	j := float64(len(items))
	return Floored{Value: j * (1 - r) / (j*(1-r) + r)}, true
}

// RWGStar is r*wg, 1 − mean item variance / null variance (Lindell, Brandt &
// Whitney 1999). It does not grow with the number of items, so a short and a
// long form speak alike. It is negative where people differ more than at
// random. The items may be answered by different numbers of people, each by
// at least two.
func RWGStar(items []Moments, null float64) (float64, bool) {
	r, ok := varianceRatio(items, null)
	if !ok {
		return 0, false
	}
	return 1 - r, true
}

func varianceRatio(items []Moments, null float64) (float64, bool) {
	if len(items) == 0 || !finite(null) || null <= 0 {
		return 0, false
	}
	vs := make([]float64, len(items))
	for i, m := range items {
		v, ok := m.Variance()
		if !ok {
			return 0, false
		}
		vs[i] = v
	}
	r := sum(vs) / float64(len(vs)) / null
	return exists(r, finite(r))
}

// MeanDeviation is AD_M of one item, the mean of |x − mean|, from its option
// counts (Burke, Finkelstein & Dusig 1999). For a facet it is averaged over
// the items with [AverageDeviation].
func MeanDeviation(counts []int64) (float64, bool) {
	// The options are numbered from 0: a shift does not change deviations.
	var n, s int64
	for i, c := range counts {
		if c < 0 {
			return 0, false
		}
		n += c
		s += c * int64(i)
	}
	if n == 0 {
		return 0, false
	}
	total := new(big.Int)
	for i, c := range counts {
		d := whole(n, int64(i))
		d.Sub(d, big.NewInt(s))
		total.Add(total, d.Abs(d).Mul(d, big.NewInt(c)))
	}
	return quotient(total, whole(n, n)), true
}

// AverageDeviation is AD_M of a facet, the mean of [MeanDeviation] over its
// items, one row of option counts each.
func AverageDeviation(items [][]int64) (float64, bool) {
	ds := make([]float64, len(items))
	for i, counts := range items {
		d, ok := MeanDeviation(counts)
		if !ok {
			return 0, false
		}
		ds[i] = d
	}
	if len(ds) == 0 {
		return 0, false
	}
	return sum(ds) / float64(len(ds)), true
}
