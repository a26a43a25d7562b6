package profile

import (
	"pejl/internal/stats"
)

// ownSpreads keeps, for each facet, the spread of people's distance between that
// facet and their own mean over all facets that are answered on the same numbers.
// How facets go together is pooled within units, over those that items are told of;
// in too few units, so that it might tell how a lone school's people hang together,
// it counts as not at all, which errs towards wide intervals.
func (d *deciding) ownSpreads() {
	groups := map[[2]int][]int{}
	for set, p := range d.shape.Sets()[:d.shape.Facets()] {
		if d.whole.Sets[set].Spread != nil {
			at := [2]int{p.Scale.Min, p.Scale.Max()}
			groups[at] = append(groups[at], set)
		}
	}
	for _, group := range groups {
		if len(group) < fewestFacets {
			continue
		}
		spreads := make([]stats.Spread, len(group))
		r := make([][]float64, len(group))
		for i, set := range group {
			spreads[i] = *d.whole.Sets[set].Spread
			r[i] = make([]float64, len(group))
			for j := range i {
				r[i][j] = d.together(group[j], set)
				r[j][i] = r[i][j]
			}
		}
		own, ok := stats.OwnMeanSpreads(spreads, r)
		if !ok {
			continue
		}
		for i, set := range group {
			d.whole.Sets[set].Own = &own[i]
		}
	}
}

// together is the correlation of two facets within units.
func (d *deciding) together(f, g int) float64 {
	var units []stats.Items
	people := 0
	for i, c := range d.cells {
		if !d.level[i] || d.tallies[i] == nil {
			continue
		}
		_, ok1 := c.Kept().Agreement(f)
		_, ok2 := c.Kept().Agreement(g)
		if !ok1 || !ok2 {
			continue
		}
		if m := d.tallies[i].Pair(f, g); m.N > 1 {
			units = append(units, stats.Items{N: int(m.N), Sum: m.Sum, Cross: m.Cross})
			people += int(m.N)
		}
	}
	if len(units) < fewestUnits || people < fewestTogether {
		return 0
	}
	r, ok := stats.WithinCorrelation(units)
	if !ok {
		return 0
	}
	return r
}

// fewestTogether is how many people a correlation of facets is taken from.
const fewestTogether = 100
