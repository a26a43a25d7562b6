package profile

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"

	"pejl/internal/privacy"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// Whole is the figures of a round as one, over the shown schools and daycare
// centres: the spread that every interval is made with, and the moments that the
// quality of the instrument is judged by.
type Whole struct {
	Version int      `json:"version"`
	Sets    []Pooled `json:"sets"` // in the order of tally.Shape.Sets
	// Items holds the moments of the items of each facet over complete cases, and
	// Pairs, at g(g−1)/2 + f, those of the totals of facets f < g, over the units in
	// which single items are shown. They are null for fewer than ten people, and where
	// they could be held against the counts of single units to learn what fewer than
	// ten people said who skipped an item.
	Items []*tally.Moments `json:"items"`
	Pairs []*tally.Moments `json:"pairs"`
	// Units is what was decided about each unit, and Earlier the rounds that were
	// looked back to, oldest first. Rounds that were closed under version 1 have
	// neither.
	Units   []Decided `json:"decided,omitempty"`
	Earlier []int64   `json:"earlier,omitempty"`
}

// Pooled is one facet or aspect over the shown units.
type Pooled struct {
	Level  tally.Level   `json:"level"`
	ID     string        `json:"id"`
	Units  int           `json:"units"`
	People int           `json:"people"`
	Spread *stats.Spread `json:"spread,omitempty"`
	// Alpha is the consistency over complete cases, in thousandths and rounded down;
	// of Complete people.
	Alpha    *int  `json:"alpha,omitempty"`
	Complete int64 `json:"complete,omitempty"`
	// Measured says how soundly it is measured, and Between how units differ. Own is
	// the spread of people's distance from their own mean over all facets. None is
	// there for a short facet.
	Measured *Measured     `json:"measured,omitempty"`
	Between  *Between      `json:"between,omitempty"`
	Own      *stats.Spread `json:"own,omitempty"`
}

// The versions of the layout: the first knows only what a round is by itself.
const (
	firstVersion = 1
	wholeVersion = 2
)

// errWhole says that stored figures are not of this instrument.
var errWhole = errors.New("the figures are of another instrument")

// wholeOf pools the cells of schools and daycare centres. tallies are those of the
// asked units, by the place of the cell.
func wholeOf(l privacy.Limits, s *tally.Shape, cells []*privacy.Cell, level []bool, tallies []*tally.Tally) *Whole {
	w := &Whole{Version: wholeVersion}
	shown := make([][]*tally.Tally, len(s.Sets())) // where items are told
	for i, set := range s.Sets() {
		var units []stats.Moments
		p := Pooled{Level: set.Level, ID: set.ID}
		for j, c := range cells {
			if !level[j] {
				continue
			}
			if sc, ok := c.Kept().Score(i); ok {
				units = append(units, momentsOf(sc, set.Scale.Min))
				p.Units++
				p.People += int(sc.People)
			}
			if _, ok := c.Kept().Agreement(i); ok {
				shown[i] = append(shown[i], tallies[j])
			}
		}
		if spread, ok := stats.PooledSpread(units, float64(set.Scale.Min), float64(set.Scale.Max())); ok {
			p.Spread = &spread
		}
		if p.Level != tally.ShortFacet {
			p.Alpha, p.Complete = consistency(s, i, shown[i], l.Single)
		}
		w.Sets = append(w.Sets, p)
	}
	for g := range s.Facets() {
		m := together(l.Single, shown[g], func(t *tally.Tally) tally.Moments { return t.Items(g) })
		if m != nil && !apart(l.Single, m.N, counts(s, shown[g], g)) {
			m = nil
		}
		w.Items = append(w.Items, m)
		for f := range g {
			both := common(shown[f], shown[g])
			m := together(l.Single, both, func(t *tally.Tally) tally.Moments { return t.Pair(f, g) })
			if m != nil && !(apart(l.Single, m.N, counts(s, both, f)) && apart(l.Single, m.N, counts(s, both, g))) {
				m = nil
			}
			w.Pairs = append(w.Pairs, m)
		}
	}
	return w
}

// counts is how many people of some units have a score on a facet, answered all of
// it, and chose an option of each of its items: all that sums are kept of.
func counts(s *tally.Shape, list []*tally.Tally, facet int) []int64 {
	about := []tally.Statistic{{Kind: tally.Scores, Index: facet}, {Kind: tally.Complete, Index: facet}}
	for _, item := range s.Sets()[facet].Items {
		about = append(about, tally.Statistic{Kind: tally.Options, Index: item})
	}
	n := make([]int64, len(about))
	for _, t := range list {
		for i, st := range about {
			n[i] += t.Count(st)
		}
	}
	return n
}

// apart reports that nobody, or enough people, are in other counts and not among n,
// so that sums over n may be held against theirs.
func apart(least, n int64, others []int64) bool {
	for _, o := range others {
		if o != n && o-n < least {
			return false
		}
	}
	return true
}

// common keeps what is in both lists, which are in the same order.
func common(a, b []*tally.Tally) []*tally.Tally {
	in := map[*tally.Tally]bool{}
	for _, t := range a {
		in[t] = true
	}
	var both []*tally.Tally
	for _, t := range b {
		if in[t] {
			both = append(both, t)
		}
	}
	return both
}

// together adds moments, and gives none where they are of too few people.
func together(least int64, list []*tally.Tally, of func(*tally.Tally) tally.Moments) *tally.Moments {
	var sum *tally.Moments
	for _, t := range list {
		m := of(t)
		if sum == nil {
			sum = &m
			continue
		}
		sum.N += m.N
		for i := range m.Sum {
			sum.Sum[i] += m.Sum[i]
			for j := range m.Cross[i] {
				sum.Cross[i][j] += m.Cross[i][j]
			}
		}
	}
	if sum == nil || sum.N < least {
		return nil
	}
	return sum
}

// momentsOf turns exact sums into the moments that statistics are made of.
func momentsOf(sc tally.Score, lowest int) stats.Moments {
	if sc.People == 0 || sc.People > math.MaxInt32 {
		return stats.Moments{}
	}
	mean, _ := exactMean(sc, lowest).Float64()
	// Σ(x − m)² = Σx² − (Σx)²/n
	ss := new(big.Rat).Mul(sc.Sum, sc.Sum)
	ss.Quo(ss, new(big.Rat).SetInt64(sc.People))
	about, _ := ss.Sub(sc.Squares, ss).Float64()
	return stats.Moments{N: int(sc.People), Mean: mean, SS: about}
}

// Encode gives the figures as bytes. Equal figures give equal bytes.
func (w *Whole) Encode() []byte {
	b, err := json.Marshal(w)
	if err != nil {
		panic(fmt.Sprintf("profile: a record of ordinary numbers cannot be written: %v", err))
	}
	return b
}

func decodeWhole(s *tally.Shape, b []byte) (*Whole, error) {
	w := &Whole{}
	if err := json.Unmarshal(b, w); err != nil {
		return nil, err
	}
	if w.Version < firstVersion || w.Version > wholeVersion || len(w.Sets) != len(s.Sets()) || len(w.Items) != s.Facets() {
		return nil, errWhole
	}
	for i, set := range s.Sets() {
		if w.Sets[i].Level != set.Level || w.Sets[i].ID != set.ID {
			return nil, errWhole
		}
	}
	return w, nil
}
