package profile

import (
	"cmp"
	"slices"
)

// Peaks are the facets that clearly lie over or under the unit's own mean.
type Peaks struct {
	Mean      Tenths // of the facets, each with the same weight
	Known     bool   // false where there is nothing to compare
	Strongest []*Row
	Growth    []*Row
}

const mostPeaks = 3 // of each kind

// Sentence says what the peaks are measured by, or that there are none.
func (p Peaks) Sentence() Sentence {
	switch {
	case !p.Known:
		return Sentence{}
	case len(p.Strongest)+len(p.Growth) == 0:
		return say("profile.peaks.none", "mean", p.Mean)
	}
	return say("profile.peaks", "mean", p.Mean)
}

// peaksOf is gate S, on what is shown: a facet stands out where the whole interval
// of its distance from the unit's own mean over facets lies on one side.
func peaksOf(sections []Section) Peaks {
	var rows []*Row
	for _, s := range sections {
		for _, r := range s.Facets {
			if !r.Figure.Digits() {
				continue
			}
			if len(rows) > 0 && (r.Scale.Min != rows[0].Scale.Min || r.Scale.Max() != rows[0].Scale.Max()) {
				return Peaks{} // means on different scales have no mean
			}
			rows = append(rows, r)
		}
	}
	if len(rows) < fewestFacets {
		return Peaks{}
	}
	sum := 0.0
	for _, r := range rows {
		sum += float64(r.Figure.Value)
	}
	scale := rows[0].Scale
	p := Peaks{Known: true, Mean: tenthsOf(sum/float64(10*len(rows)), scale.Min, scale.Max())}
	for _, r := range rows {
		switch {
		case r.Within == nil:
		case r.Within.Over:
			p.Strongest = append(p.Strongest, r)
		case r.Within.Under:
			p.Growth = append(p.Growth, r)
		}
	}
	slices.SortStableFunc(p.Strongest, func(a, b *Row) int { return cmp.Compare(b.Figure.Value, a.Figure.Value) })
	slices.SortStableFunc(p.Growth, func(a, b *Row) int { return cmp.Compare(a.Figure.Value, b.Figure.Value) })
	p.Strongest = p.Strongest[:min(len(p.Strongest), mostPeaks)]
	p.Growth = p.Growth[:min(len(p.Growth), mostPeaks)]
	return p
}
