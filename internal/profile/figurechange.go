package profile

import (
	"math/big"

	"pejl/internal/instrument"
	"pejl/internal/round"
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
			set := f.shape.Find(tally.Facet, list[i].Facet)
			exact := exactChange(first.places[at], second.places[at], set)
			list[i].Word = list[i].word(f.shape.Sets()[set].Scale, exact, rateOfFell(first, second, at))
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

// word is the change in one of three words, or none where gate T is shut. How many
// days lie between two rounds is not in a file.
func (c *ChangeFigures) word(s *instrument.Scale, exact *big.Rat, fell bool) *string {
	g := round.LeastGates()
	if c.PBH == nil || c.N1 < g.ChangePeople || c.N2 < g.ChangePeople || fell {
		return nil
	}
	word := WordUnchanged
	switch changeOf(g, s, exact, *c.PBH) {
	case Higher:
		word = WordHigher
	case Lower:
		word = WordLower
	}
	return &word
}

// rateOfFell reports that so many fewer answered that the two rounds cannot be set
// beside each other. Where it is not known how many were asked, it is not.
func rateOfFell(first, second *bookOfRound, at figurePlace) bool {
	then, now := turnoutIn(first, at), turnoutIn(second, at)
	return then.Invited > 0 && now.Invited > 0 && rateFell(round.LeastGates(), then, now)
}

func turnoutIn(b *bookOfRound, at figurePlace) Turnout {
	return Turnout{Known: true, Invited: b.invited[at], Answered: int(b.places[at].N())}
}

// exactChange is the later minus the earlier mean, as a fraction.
func exactChange(first, second *tally.Tally, set int) *big.Rat {
	d := new(big.Rat)
	for sign, t := range map[int64]*tally.Tally{1: second, -1: first} {
		sum, people := new(big.Rat), int64(0)
		for _, r := range t.Rows(set) {
			if r.People > 0 {
				sum.Add(sum, big.NewRat(r.Sum, int64(r.Items)))
				people += r.People
			}
		}
		d.Add(d, sum.Mul(sum, big.NewRat(sign, people)))
	}
	return d
}
