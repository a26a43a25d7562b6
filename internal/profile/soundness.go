package profile

import (
	"math"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// Measured is how soundly a facet or aspect is measured, as it was known when the
// round closed. Alpha is in thousandths, rounded down, over People who answered all
// items; it is nil where an aspect is judged by its facets.
type Measured struct {
	Soundness Soundness `json:"soundness"`
	Alpha     *int      `json:"alpha,omitempty"`
	People    int64     `json:"people"`
}

// Sentence says why a facet is not compared, or is to be read with care; nothing
// where it is sound.
func (m *Measured) Sentence(g round.Gates) Sentence {
	switch {
	case m == nil || m.Soundness == Sound:
		return Sentence{}
	case m.Soundness == Careful:
		return say("profile.measured.careful")
	case m.People < int64(g.AlphaPeople):
		return say("profile.measured.few", "n", g.AlphaPeople)
	}
	return say("profile.measured.pilot")
}

// consistency is alpha of a facet or aspect in thousandths, rounded down.
func consistency(s *tally.Shape, set int, list []*tally.Tally, least int64) (alpha *int, people int64) {
	var x float64
	var ok bool
	if set < s.Facets() {
		m := together(least, list, func(t *tally.Tally) tally.Moments { return t.Items(set) })
		if m == nil {
			return nil, 0
		}
		people = m.N
		x, ok = stats.Consistency(stats.Items{N: int(m.N), Sum: m.Sum, Cross: m.Cross})
	} else {
		k := len(s.Sets()[set].Items)
		all := tally.Sums{Sum: make([]int64, k), Squares: make([]int64, k)}
		for _, t := range list {
			part := t.Sums(set)
			all.N += part.N
			all.Total += part.Total
			for i := range k {
				all.Sum[i] += part.Sum[i]
				all.Squares[i] += part.Squares[i]
			}
		}
		if all.N < least {
			return nil, 0
		}
		people = all.N
		x, ok = stats.AlphaOfSums(all.N, all.Sum, all.Squares, all.Total)
	}
	if !ok {
		return nil, people
	}
	thousandths := int(math.Floor(1000 * x))
	return &thousandths, people
}

// measure is gate M for every facet and aspect: by the alpha of this round and of
// the earlier rounds with this version of the instrument, each weighted by its
// people, and where those are too few, by what the instrument's file knows too.
// An aspect whose own alpha too few stand behind is as sound as its weakest facet.
func (d *deciding) measure() {
	for i := range d.whole.Sets {
		p := &d.whole.Sets[i]
		if p.Level == tally.ShortFacet {
			continue
		}
		var sum, people int64
		add := func(alpha *int, n int64) {
			if alpha != nil {
				sum += int64(*alpha) * n
				people += n
			}
		}
		add(p.Alpha, p.Complete)
		for _, past := range d.history.Rounds {
			if same(past.round, d.round) && i < len(past.whole.Sets) && past.whole.Sets[i].ID == p.ID {
				add(past.whole.Sets[i].Alpha, past.whole.Sets[i].Complete)
			}
		}
		// Evidence is about whole facets, which a short form does not ask.
		if people < int64(d.gates.AlphaPeople) && p.Level == tally.Facet && d.round.Instrument.Form != instrument.Short {
			for _, e := range d.round.Instrument.Evidence {
				if e.Facet == p.ID {
					alpha := int(math.Floor(1000*e.Alpha + hair))
					add(&alpha, int64(e.N))
				}
			}
		}
		p.Measured = &Measured{People: people}
		if people > 0 {
			alpha := int(math.Floor(float64(sum) / float64(people)))
			p.Measured.Alpha = &alpha
		}
		p.Measured.Soundness = soundnessOf(d.gates, p.Measured.Alpha, people)
	}
	for i := range d.whole.Sets {
		p := &d.whole.Sets[i]
		if p.Level == tally.Aspect && p.Measured.People < int64(d.gates.AlphaPeople) {
			p.Measured = d.weakest(p.ID)
		}
	}
}

// weakest is how soundly the weakest facet of an aspect is measured.
func (d *deciding) weakest(aspect string) *Measured {
	var least *Measured
	for _, f := range d.round.Instrument.FacetsOf(aspect) {
		m := d.whole.Sets[d.shape.Find(tally.Facet, f.ID)].Measured
		if least == nil || m.Soundness < least.Soundness || m.Soundness == least.Soundness && m.People < least.People {
			least = m
		}
	}
	return &Measured{Soundness: least.Soundness, People: least.People}
}

// same reports that two rounds asked the same form of the same version, worded for
// the same people.
func same(a, b *round.Round) bool {
	return a.Instrument.ID == b.Instrument.ID && a.Instrument.Version == b.Instrument.Version &&
		a.Instrument.Form == b.Instrument.Form && a.Perspective == b.Perspective
}
