package profile

import (
	"pejl/internal/instrument"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// AgreementFigures is how much the people agree who answered every item of a set.
// RWGJ is 0 where they differ more than at random.
type AgreementFigures struct {
	NComplete int64    `json:"n_complete"`
	RWGJ      *float64 `json:"rwgj"`
	RWGStar   *float64 `json:"rwg_star"`
}

// ReliabilityFigures is how well the items of a facet go together. AlphaInterval is
// always that of coefficient alpha, which Feldt's distribution is of; for two items
// the alpha beside it is another coefficient (Spearman–Brown).
type ReliabilityFigures struct {
	AlphaInterval *[2]float64    `json:"alpha_interval"`
	Omega         *float64       `json:"omega"`
	Items         []ItemRelation `json:"items"`
}

// ItemRelation is an item beside the others of its facet.
type ItemRelation struct {
	ID       string   `json:"id"`
	ItemRest *float64 `json:"item_rest_r"`
}

// completeAspects counts the options that those chose who answered every item of an
// aspect. A tally keeps this for facets alone.
type completeAspects struct {
	sets []completeSet
}

type completeSet struct {
	n      int64
	counts [][]int64 // by item of the set, then option
}

func (c *completeAspects) add(s *tally.Shape, a instrument.Answers) {
	if c.sets == nil {
		c.sets = make([]completeSet, len(s.Sets()))
	}
	for i, p := range s.Sets() {
		if p.Level != tally.Aspect || !answersAll(p, a) {
			continue
		}
		set := &c.sets[i]
		if set.counts == nil {
			set.counts = make([][]int64, len(p.Items))
			for j := range set.counts {
				set.counts[j] = make([]int64, len(p.Scale.Options))
			}
		}
		set.n++
		for j, pos := range p.Items {
			set.counts[j][a[pos]]++
		}
	}
}

func answersAll(p tally.Set, a instrument.Answers) bool {
	for _, pos := range p.Items {
		if int(a[pos]) >= len(p.Scale.Options) {
			return false
		}
	}
	return true
}

// agreement is how much the people of a place agree on a set.
func (f *Figures) agreement(b *bookOfRound, at figurePlace, set int) AgreementFigures {
	t := b.places[at]
	if t == nil {
		return AgreementFigures{}
	}
	p := f.shape.Sets()[set]
	var out AgreementFigures
	var items []stats.Moments
	if p.Level == tally.Facet {
		m := t.Items(set)
		out.NComplete = m.N
		list := stats.Items{N: int(m.N), Sum: m.Sum, Cross: m.Cross}
		for i := range m.Sum {
			if one, ok := list.Item(i); ok {
				items = append(items, one)
			}
		}
	} else {
		c := b.aspects[at].sets[set]
		out.NComplete = c.n
		for _, counts := range c.counts {
			if one, ok := stats.CountMoments(p.Scale.Min, counts); ok {
				items = append(items, one)
			}
		}
	}
	null, ok := stats.UniformNull(len(p.Scale.Options))
	if !ok || len(items) != len(p.Items) {
		return out
	}
	if j, ok := stats.RWGJ(items, null); ok {
		out.RWGJ = &j.Value
	}
	out.RWGStar = pointer(stats.RWGStar(items, null))
	return out
}

// reliability is how well the items of a facet go together.
func (f *Figures) reliability(p tally.Set, items stats.Items) ReliabilityFigures {
	r := ReliabilityFigures{Omega: pointer(stats.Omega(items)), Items: []ItemRelation{}}
	if alpha, ok := stats.Alpha(items); ok {
		r.AlphaInterval = interval(stats.AlphaInterval(alpha, items.N, len(p.Items), confidence))
	}
	for i, pos := range p.Items {
		r.Items = append(r.Items, ItemRelation{ID: f.instrument.Items()[pos].ID, ItemRest: pointer(stats.ItemRest(items, i))})
	}
	return r
}

// meanAgreement is the mean of rwg(j) over the units that have one.
func meanAgreement(units []UnitFigures, facet string) *float64 {
	sum, n := 0.0, 0
	for _, u := range units {
		for _, s := range u.Facets {
			if u.Group == nil && s.ID == facet && s.RWGJ != nil {
				sum += *s.RWGJ
				n++
			}
		}
	}
	return pointer(sum/float64(max(n, 1)), n > 0)
}
