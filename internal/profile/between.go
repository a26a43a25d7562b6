package profile

import (
	"maps"
	"slices"

	"pejl/internal/privacy"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// Between is how units differ on a facet or aspect: what a comparison is made with.
type Between struct {
	Model  stats.Random `json:"model"`
	Middle float64      `json:"middle"` // the median of all units' means, each drawn towards that of all
	// Bars is how many standard errors a bar reaches to each side, so that two bars
	// that do not overlap differ clearly (Goldstein & Healy 1995); 0 where there are
	// no two units to compare.
	Bars  float64    `json:"bars,omitempty"`
	Bands []KindBand `json:"bands,omitempty"`
}

// KindBand is the middle half of the units of one kind.
type KindBand struct {
	Kind  string  `json:"kind"`
	Units int     `json:"units"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// standings is gate C: for each cell a digit for each set.
func (d *deciding) standings() []string {
	list := make([][]byte, len(d.cells))
	for i := range list {
		list[i] = slices.Repeat([]byte{'0' + byte(NotDecided)}, len(d.shape.Sets()))
	}
	for set, p := range d.shape.Sets() {
		if p.Level == tally.ShortFacet {
			continue
		}
		of := d.standingsOn(set)
		for i := range d.cells {
			list[i][set] = '0' + byte(of[i])
		}
	}
	out := make([]string, len(list))
	for i := range list {
		out[i] = string(list[i])
	}
	return out
}

// standingsOn fits the model of one set, keeps it, and says where each cell stands.
func (d *deciding) standingsOn(set int) []Standing {
	out := make([]Standing, len(d.cells))
	p := &d.whole.Sets[set]
	scale := d.shape.Sets()[set].Scale
	var all []stats.Moments
	for i, c := range d.cells {
		sc, ok := c.Kept().Score(set)
		switch {
		case !d.level[i]:
			out[i] = AnotherKind
		case !ok || d.pages[i] == Guide:
			out[i] = NothingShown
		}
		if d.level[i] && ok {
			all = append(all, momentsOf(sc, scale.Min))
		}
	}
	off := FewUnits
	if len(all) >= fewestUnits {
		if model, ok := stats.RandomIntercept(all); ok {
			p.Between = &Between{Model: model}
		}
		off = NotApart
	}
	if p.Measured.Soundness == Pilot {
		off = NotSound
	}
	on := p.Between != nil && p.Measured.Soundness != Pilot && p.Between.Model.Tau2 > 0 && apartOf(d.gates, p.Between.Model.P)
	shrunken := d.shrunken(set)
	if p.Between != nil {
		p.Between.Middle, _ = stats.MedianShrunken(slices.Collect(maps.Values(shrunken)))
	}
	var errors []float64
	for i, c := range d.cells {
		if out[i] != NotDecided {
			continue
		}
		s, ok := shrunken[i]
		switch sc, _ := c.Kept().Score(set); {
		case !on || !ok:
			out[i] = off
		case d.pages[i] != Full || sc.People < wordsUnder:
			out[i] = FewAnswers
		default:
			out[i] = standingOf(d.gates, s, p.Between.Middle)
		}
		if out[i].Compared() {
			if se, ok := d.standardError(c, set); ok {
				errors = append(errors, se)
			}
		}
	}
	if on {
		p.Between.Bars, _ = stats.GoldsteinHealy(errors, 1-confidence)
		p.Between.Bands = d.bands(set, shrunken)
	}
	return out
}

// shrunken draws the mean of each compared cell, as it may be told, towards that of
// all.
func (d *deciding) shrunken(set int) map[int]stats.Shrunken {
	list := map[int]stats.Shrunken{}
	between := d.whole.Sets[set].Between
	if between == nil {
		return list
	}
	for i, c := range d.cells {
		if sc, ok := c.Kept().Score(set); ok && d.level[i] {
			if s, ok := between.Model.Shrink(toldMoments(d.shape.Sets()[set].Scale, sc)); ok {
				list[i] = s
			}
		}
	}
	return list
}

// standardError is that of a cell's mean, by the spread of the round.
func (rd *Reader) standardError(c *privacy.Cell, set int) (float64, bool) {
	sc, ok := c.Kept().Score(set)
	spread := rd.whole.Sets[set].Spread
	if !ok || spread == nil {
		return 0, false
	}
	se, ok := spread.StandardError(int(sc.People))
	return se, ok && se > 0
}

// bands are the middle halves, one for each kind of unit that has enough of them.
func (d *deciding) bands(set int, shrunken map[int]stats.Shrunken) []KindBand {
	people, means := map[string][]int{}, map[string][]float64{}
	for i, c := range d.cells {
		s, ok := shrunken[i]
		if !ok {
			continue
		}
		sc, _ := c.Kept().Score(set)
		kind := d.round.Unit(c.Unit()).Kind
		people[kind], means[kind] = append(people[kind], int(sc.People)), append(means[kind], s.Mean)
	}
	var list []KindBand
	for _, kind := range slices.Sorted(maps.Keys(means)) {
		if b, ok := stats.BenchmarkBand(people[kind], means[kind]); ok {
			units := 0
			for _, n := range people[kind] {
				if n >= wordsUnder {
					units++
				}
			}
			list = append(list, KindBand{Kind: kind, Units: units, Low: b.Lo, High: b.Hi})
		}
	}
	return list
}
