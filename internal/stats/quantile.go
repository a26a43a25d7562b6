package stats

import "slices"

// Quantile is the p-quantile of the values by linear interpolation of the
// order statistics, type 7 of Hyndman & Fan (1996).
func Quantile(values []float64, p float64) (float64, bool) {
	if len(values) == 0 || !finite(values...) || !(p >= 0 && p <= 1) {
		return 0, false
	}
	xs := slices.Sorted(slices.Values(values))
	h := p * float64(len(xs)-1)
	i := int(h)
	if i == len(xs)-1 {
		return xs[i], true
	}
	x := xs[i] + (h-float64(i))*(xs[i+1]-xs[i])
	return exists(x, finite(x))
}

// Median is the .5-quantile.
func Median(values []float64) (float64, bool) { return Quantile(values, .5) }

const (
	bandUnits = 10 // units a benchmark band rests on, at least
	bandN     = 10 // people in each of them, at least
)

// BenchmarkBand is the range from the 25th to the 75th percentile of the means
// of units of the same kind (as a rule their shrunken means): people[i]
// answered in the unit whose mean is means[i]. Only units of 10 or more enter;
// there is no band for fewer than 10 of them, or where one holds more than
// half of their respondents.
func BenchmarkBand(people []int, means []float64) (Interval, bool) {
	if len(people) != len(means) {
		return Interval{}, false
	}
	var in []float64
	total, largest := 0, 0
	for i, n := range people {
		if n >= bandN {
			in = append(in, means[i])
			total += n
			largest = max(largest, n)
		}
	}
	if len(in) < bandUnits || 2*largest > total {
		return Interval{}, false
	}
	lo, ok := Quantile(in, .25)
	hi, ok2 := Quantile(in, .75)
	return exists(Interval{lo, hi}, ok && ok2)
}

// PercentileRanks gives each value its mid-rank per cent among them: 100 ·
// (values below + ½ · values equal, itself too) / n, in the order of the
// values.
func PercentileRanks(values []float64) ([]float64, bool) {
	if len(values) == 0 || !finite(values...) {
		return nil, false
	}
	xs := slices.Sorted(slices.Values(values))
	out := make([]float64, len(values))
	for i, v := range values {
		below, _ := slices.BinarySearch(xs, v)
		upto := below
		for upto < len(xs) && xs[upto] == v {
			upto++
		}
		out[i] = 100 * float64(below+upto) / float64(2*len(xs))
	}
	return out, true
}
