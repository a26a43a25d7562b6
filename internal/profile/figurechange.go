package profile

import (
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// ChangeFigures is one facet of one unit from a round to the next. PBH is adjusted
// over the facets of the unit for the pair of rounds (Benjamini & Hochberg).
type ChangeFigures struct {
	Unit          string        `json:"unit"`
	Facet         string        `json:"facet"`
	From          string        `json:"from"`
	To            string        `json:"to"`
	N1            int           `json:"n1"`
	N2            int           `json:"n2"`
	Diff          float64       `json:"diff"`
	SE            *float64      `json:"se"`
	DF            *float64      `json:"df"`
	P             *float64      `json:"p"`
	PBH           *float64      `json:"p_bh"`
	G             *float64      `json:"g"`
	GInterval     *[2]float64   `json:"g_interval"`
	Welch         *WelchFigures `json:"welch"`
	MinNoticeable *float64      `json:"min_noticeable"`
	Word          *string       `json:"word"`
}

// WelchFigures is the comparison that does not suppose equal spreads.
type WelchFigures struct {
	SE       float64    `json:"se"`
	T        float64    `json:"t"`
	DF       float64    `json:"df"`
	P        float64    `json:"p"`
	Interval [2]float64 `json:"interval"`
}

// The words of a change.
const (
	WordHigher    = "higher"
	WordLower     = "lower"
	WordUnchanged = "no_clear_change"
)

// The gate of change, T. How many days lie between two rounds is not in a file.
const (
	fewestForChange = 10  // people in both rounds
	falseFindings   = .10 // Benjamini & Hochberg
	leastChange     = .2  // points
	mostRateLost    = 25  // per cent
)

// changes sets each round beside the one before it.
func (f *Figures) changes(rounds []RoundFigures) []ChangeFigures {
	list := []ChangeFigures{}
	for i := 1; i < len(rounds); i++ {
		list = append(list, f.change(rounds[i-1], rounds[i])...)
	}
	return list
}

func (f *Figures) change(before, after RoundFigures) []ChangeFigures {
	first, second := f.rounds[before.Round], f.rounds[after.Round]
	spreads := map[int]stats.Spread{}
	for set, p := range f.shape.Sets() {
		if p.Level != tally.Facet {
			continue
		}
		if s, ok := stats.WithinSpread(append(moments(first, set, p), moments(second, set, p)...)); ok {
			spreads[set] = s
		}
	}
	var list []ChangeFigures
	for _, u := range after.Units {
		if u.Group != nil {
			continue
		}
		at := figurePlace{unit: u.Unit}
		start := len(list)
		for set, p := range f.shape.Sets() {
			if p.Level != tally.Facet || first.places[at] == nil || second.places[at] == nil {
				continue
			}
			m1, ok1 := scoreMoments(first.places[at], set, p.Scale.Min)
			m2, ok2 := scoreMoments(second.places[at], set, p.Scale.Min)
			if !ok1 || !ok2 {
				continue
			}
			c := ChangeFigures{Unit: u.Unit, Facet: p.ID, From: before.Round, To: after.Round, N1: m1.N, N2: m2.N, Diff: m2.Mean - m1.Mean}
			if s, ok := spreads[set]; ok {
				c.judge(m1, m2, s)
			}
			list = append(list, c)
		}
		adjust(list[start:])
		for i := start; i < len(list); i++ {
			p := f.shape.Sets()[f.shape.Find(tally.Facet, list[i].Facet)]
			list[i].Word = list[i].word(point(p.Scale), rateLost(first, second, at))
		}
	}
	return list
}

// moments are the scores of the units of a round on a set.
func moments(b *bookOfRound, set int, p tally.Set) []stats.Moments {
	var list []stats.Moments
	for at, t := range b.places {
		if m, ok := scoreMoments(t, set, p.Scale.Min); ok && !at.part {
			list = append(list, m)
		}
	}
	return list
}

func (c *ChangeFigures) judge(m1, m2 stats.Moments, s stats.Spread) {
	if d, ok := stats.Change(m1, m2, s, confidence); ok {
		c.SE, c.DF, c.P = &d.SE, &d.DF, &d.P
	}
	c.MinNoticeable = pointer(stats.SmallestNoticeable(m1.N, m2.N, s))
	if w, ok := stats.Welch(m1, m2, confidence); ok {
		c.Welch = &WelchFigures{SE: w.SE, T: w.T, DF: w.DF, P: w.P, Interval: [2]float64{w.Interval.Lo, w.Interval.Hi}}
	}
	if e, ok := stats.HedgesG(m1, m2, confidence); ok {
		c.G, c.GInterval = &e.G, interval(e.Interval, true)
	}
}

// adjust adjusts the p-values of one unit for each other.
func adjust(list []ChangeFigures) {
	var ps []float64
	var of []int
	for i, c := range list {
		if c.P != nil {
			ps, of = append(ps, *c.P), append(of, i)
		}
	}
	adjusted, ok := stats.BenjaminiHochberg(ps)
	if !ok {
		return
	}
	for i, at := range of {
		list[at].PBH = &adjusted[i]
	}
}

// word is the change in one of three words, or none where the gate is shut.
func (c *ChangeFigures) word(point float64, lost bool) *string {
	if c.PBH == nil || c.N1 < fewestForChange || c.N2 < fewestForChange || lost {
		return nil
	}
	word := WordUnchanged
	switch clear := *c.PBH <= falseFindings; {
	case clear && c.Diff >= leastChange*point:
		word = WordHigher
	case clear && -c.Diff >= leastChange*point:
		word = WordLower
	}
	return &word
}

// rateLost reports that so many fewer answered that the two rounds cannot be set
// beside each other. Where it is not known how many were asked, nothing is lost.
func rateLost(first, second *bookOfRound, at figurePlace) bool {
	i1, i2 := first.invited[at], second.invited[at]
	if i1 <= 0 || i2 <= 0 {
		return false
	}
	n1, n2 := first.places[at].N(), second.places[at].N()
	// n1/i1 − n2/i2 > 25 %
	return 100*(n1*int64(i2)-n2*int64(i1)) > mostRateLost*int64(i1)*int64(i2)
}
