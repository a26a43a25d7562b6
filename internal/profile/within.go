package profile

import (
	"math"
	"math/big"

	"pejl/internal/privacy"
	"pejl/internal/stats"
)

// Within is a facet beside the unit's own mean over its facets: what stands out
// within the school, whatever its general level. Diff, Low and High are distances,
// in tenths.
type Within struct {
	Diff, Low, High Tenths
	Over, Under     bool // the whole interval lies on one side
}

// Sentence is the distance in words.
func (w *Within) Sentence() Sentence {
	switch {
	case w.Over:
		return say("profile.within.over", "diff", w.Diff, "low", w.Low, "high", w.High)
	case w.Under:
		return say("profile.within.under", "diff", -w.Diff, "low", -w.High, "high", -w.Low)
	}
	return say("profile.within.alike")
}

// fewestFacets is how many facets an own mean is taken over, at least.
const fewestFacets = 3

// within sets the facets of a unit that have figures beside their mean. It does
// nothing where they are answered on different numbers, which have no mean.
func (rd *Reader) within(c *privacy.Cell, sections []Section) {
	var rows []*Row
	var sets []int
	mean := new(big.Rat)
	for _, s := range sections {
		for _, r := range s.Facets {
			if !r.Figure.Digits() {
				continue
			}
			if len(rows) > 0 && (r.Scale.Min != rows[0].Scale.Min || r.Scale.Max() != rows[0].Scale.Max()) {
				return
			}
			set := rd.shape.Find(r.Level, r.ID)
			rows, sets = append(rows, r), append(sets, set)
			sc, _ := c.Kept().Score(set)
			mean.Add(mean, toldMean(r.Scale, sc))
		}
	}
	if len(rows) < fewestFacets {
		return
	}
	mean.Quo(mean, new(big.Rat).SetInt64(int64(len(rows))))
	for i, r := range rows {
		sc, _ := c.Kept().Score(sets[i])
		d, _ := new(big.Rat).Sub(toldMean(r.Scale, sc), mean).Float64()
		// The spread of distances is over all facets; of fewer it is not known, and that
		// of the facet itself stands for it, which is wider.
		spread := rd.whole.Sets[sets[i]].Own
		if spread == nil || len(rows) < rd.shape.Facets() {
			spread = rd.whole.Sets[sets[i]].Spread
		}
		in, ok := stats.MeanInterval(stats.Moments{N: int(sc.People), Mean: d}, *spread, confidence)
		if !ok {
			continue
		}
		w := &Within{Diff: distance(d), Low: distance(in.Lo), High: distance(in.Hi)}
		w.Over, w.Under = w.Low > 0, w.High < 0
		r.Within = w
	}
}

// distance rounds a distance to tenths, halves away from nought.
func distance(x float64) Tenths { return Tenths(math.Round(10 * x)) }
