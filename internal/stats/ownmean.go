package stats

import "math"

// OwnMeanSpreads gives, for each of several facets of the same unit, the spread of
// people's distance between their score on it and their mean over all the facets:
// what the interval of "this facet lies above the unit's own mean" is made with. Of
// F facets with covariances c within units it is c_ff − 2/F·Σ_g c_fg +
// 1/F²·ΣΣ c_gh, the variance of a difference of linear combinations. r[f][g] are
// the correlations within units; 0 where one is not known, which makes the spread
// wider wherever facets go together, as they do. Correlations come from fewer
// people than the spreads do, so that no spread is let under a third of the facet's
// own. The degrees of freedom are the fewest of all. It does not exist for fewer
// than two facets.
func OwnMeanSpreads(facets []Spread, r [][]float64) ([]Spread, bool) {
	n := len(facets)
	if n < 2 || len(r) != n {
		return nil, false
	}
	df := facets[0].DF
	covariance := make([][]float64, n)
	rows := make([]float64, n)
	for f, s := range facets {
		if len(r[f]) != n || !finite(s.SD) || s.SD < 0 || s.DF < 1 {
			return nil, false
		}
		df = min(df, s.DF)
		covariance[f] = make([]float64, n)
		for g, o := range facets {
			c := s.SD * o.SD
			if f != g {
				if !finite(r[f][g]) || math.Abs(r[f][g]) > 1 {
					return nil, false
				}
				c *= r[f][g]
			}
			covariance[f][g] = c
			rows[f] += c
		}
	}
	all := 0.0
	for _, row := range rows {
		all += row
	}
	const least = 1. / 9 // of the variance
	out := make([]Spread, n)
	for f := range facets {
		own := covariance[f][f]
		v := own - 2/float64(n)*rows[f] + all/float64(n*n)
		out[f] = Spread{SD: math.Sqrt(math.Max(v, least*own)), DF: df}
		if !finite(out[f].SD) {
			return nil, false
		}
	}
	return out, true
}

// WithinCorrelation is the correlation of two scores within units, from each unit's
// sums (Σx, Σy, Σx², Σy², Σxy over its n people): Σ_j of the units' sums of products
// about their own means. It does not exist where a score does not vary within units.
func WithinCorrelation(units []Items) (float64, bool) {
	var xx, yy, xy []float64
	for _, u := range units {
		if !u.valid() || len(u.Sum) != 2 || u.N < 2 {
			continue
		}
		n := float64(u.N)
		part := func(i, j int) float64 {
			x, _ := u.product(i, j).Float64()
			return x / n
		}
		xx, yy, xy = append(xx, part(0, 0)), append(yy, part(1, 1)), append(xy, part(0, 1))
	}
	a, b := sum(xx), sum(yy)
	if !(a > 0 && b > 0) {
		return 0, false
	}
	c := sum(xy) / math.Sqrt(a*b)
	return exists(math.Max(-1, math.Min(1, c)), finite(c))
}
