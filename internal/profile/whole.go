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
	// Pairs, at g(g−1)/2 + f, those of the totals of facets f < g. They are null for
	// fewer than ten people.
	Items []*tally.Moments `json:"items"`
	Pairs []*tally.Moments `json:"pairs"`
}

// Pooled is one facet or aspect over the shown units.
type Pooled struct {
	Level  tally.Level   `json:"level"`
	ID     string        `json:"id"`
	Units  int           `json:"units"`
	People int           `json:"people"`
	Spread *stats.Spread `json:"spread,omitempty"`
}

const wholeVersion = 1

// errWhole says that stored figures are not of this instrument.
var errWhole = errors.New("the figures are of another instrument")

// wholeOf pools the cells of schools and daycare centres. tallies are those of the
// asked units, by the place of the cell.
func wholeOf(s *tally.Shape, cells []*privacy.Cell, level []bool, tallies []*tally.Tally) *Whole {
	w := &Whole{Version: wholeVersion}
	shown := make([][]*tally.Tally, s.Facets())
	for i, set := range s.Sets() {
		var units []stats.Moments
		p := Pooled{Level: set.Level, ID: set.ID}
		for j, c := range cells {
			sc, ok := c.Kept().Score(i)
			if !level[j] || !ok {
				continue
			}
			units = append(units, momentsOf(sc, set.Scale.Min))
			p.Units++
			p.People += int(sc.People)
			if i < s.Facets() {
				shown[i] = append(shown[i], tallies[j])
			}
		}
		if spread, ok := stats.PooledSpread(units, float64(set.Scale.Min), float64(set.Scale.Max())); ok {
			p.Spread = &spread
		}
		w.Sets = append(w.Sets, p)
	}
	for g := range s.Facets() {
		w.Items = append(w.Items, together(shown[g], func(t *tally.Tally) tally.Moments { return t.Items(g) }))
		for f := range g {
			both := common(shown[f], shown[g])
			w.Pairs = append(w.Pairs, together(both, func(t *tally.Tally) tally.Moments { return t.Pair(f, g) }))
		}
	}
	return w
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
func together(list []*tally.Tally, of func(*tally.Tally) tally.Moments) *tally.Moments {
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
	if sum == nil || sum.N < fewestSingle {
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
	if w.Version != wholeVersion || len(w.Sets) != len(s.Sets()) || len(w.Items) != s.Facets() {
		return nil, errWhole
	}
	for i, set := range s.Sets() {
		if w.Sets[i].Level != set.Level || w.Sets[i].ID != set.ID {
			return nil, errWhole
		}
	}
	return w, nil
}
