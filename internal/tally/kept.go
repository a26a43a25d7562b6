package tally

import (
	"fmt"
	"math/big"
)

// Kept is what a release keeps of the tally of a cell: the statistics that may be
// shown of it, and nothing finer. Person scores are no longer told apart by how
// many items were answered, and agreement is its figure alone.
type Kept struct {
	shape     *Shape
	scores    []*Score
	leanings  []*Sides
	agreement []*Agreement
	options   [][]int64
	apart     []Apart // nil unless kept
	people    int64   // whom apart is about
	choices   [][]int64
}

// Score is the sums of person scores, counted above the scale's minimum. They are
// exact: as fractions, they depend neither on order nor on grouping.
type Score struct {
	People  int64
	Sum     *big.Rat
	Squares *big.Rat
}

// Sides counts person scores by their leaning.
type Sides struct{ Unfavourable, Between, Favourable int64 }

// People is how many scores are counted.
func (s Sides) People() int64 { return s.Unfavourable + s.Between + s.Favourable }

// Agreement is r*wg = 1 − mean item variance / null variance (Lindell, Brandt &
// Whitney 1999) of the people who answered all items of a set, in hundredths and
// rounded down, so that it may be held against a limit of two decimals. It lies
// between −300 and 100.
type Agreement struct {
	People     int64
	Hundredths int
}

// Apart is what people said of an item outside its scale.
type Apart struct{ DontKnow, Blank int64 }

// Keep makes what is kept of a cell: for each statistic, the sum over the tallies
// that members returns for it. No tallies means that the statistic is not kept.
func (s *Shape) Keep(members func(Statistic) []*Tally) (*Kept, error) {
	k := s.empty()
	for _, st := range s.statistics {
		list := members(st)
		for _, t := range list {
			if !t.shape.same(s) {
				return nil, errOtherShape
			}
		}
		if len(list) == 0 {
			continue
		}
		switch st.Kind {
		case Scores:
			k.scores[st.Index] = s.score(st.Index, list)
		case Leanings:
			at := s.sets[st.Index].leaningsAt
			v := added(list, at, 3)
			k.leanings[st.Index] = &Sides{v[Unfavourable], v[Between], v[Favourable]}
		case Complete:
			k.agreement[st.Index] = s.agreement(st.Index, list)
		case Reached:
			k.people = added(list, 0, 1)[0]
			k.apart = make([]Apart, len(s.items))
			for i := range s.items {
				v := added(list, s.items[i].at+s.items[i].options, 2)
				k.apart[i] = Apart{v[0], v[1]}
			}
		case Options:
			it := &s.items[st.Index]
			k.options[st.Index] = added(list, it.at, it.options)
		case Choices:
			c := &s.choices[st.Index]
			k.choices[st.Index] = added(list, c.at, c.width)
		}
	}
	return k, nil
}

// KeepAll keeps every statistic of a tally, for figures that go to nobody but the
// person who holds the answers.
func (t *Tally) KeepAll() *Kept {
	k, err := t.shape.Keep(func(Statistic) []*Tally { return []*Tally{t} })
	if err != nil {
		panic(fmt.Sprintf("tally: a tally is not of its own shape: %v", err))
	}
	return k
}

func (s *Shape) empty() *Kept {
	return &Kept{
		shape: s, scores: make([]*Score, len(s.sets)), leanings: make([]*Sides, len(s.sets)),
		agreement: make([]*Agreement, len(s.sets)), options: make([][]int64, len(s.items)),
		choices: make([][]int64, len(s.choices)),
	}
}

// added sums n numbers of each tally, from a place on.
func added(list []*Tally, at, n int) []int64 {
	sum := make([]int64, n)
	for _, t := range list {
		for i, x := range t.v[at : at+n] {
			sum[i] += x
		}
	}
	return sum
}

// score turns the rows of a set into Σ t/m and Σ (t/m)².
func (s *Shape) score(i int, list []*Tally) *Score {
	set := &s.sets[i]
	v := added(list, set.rowsAt, 3*(len(set.positions)-set.need+1))
	sc := &Score{Sum: new(big.Rat), Squares: new(big.Rat)}
	for r := 0; r < len(v); r += 3 {
		m := int64(set.need + r/3)
		sc.People += v[r]
		sc.Sum.Add(sc.Sum, big.NewRat(v[r+1], m))
		sc.Squares.Add(sc.Squares, big.NewRat(v[r+2], m*m))
	}
	if sc.People == 0 {
		return nil
	}
	return sc
}

// agreement works r*wg out in whole numbers: with A options, k items and n people,
// 1 − 12·Σ(nΣx² − (Σx)²) / (n(n − 1)·k·(A² − 1)). It does not exist for one person.
func (s *Shape) agreement(i int, list []*Tally) *Agreement {
	set := &s.sets[i]
	var n int64
	for _, t := range list {
		n += t.Count(Statistic{Kind: Complete, Index: i})
	}
	if n < 2 {
		return nil
	}
	k := len(set.positions)
	v := added(list, set.completeAt, set.completeWidth())
	spread := new(big.Int)
	for j := range k {
		at := k + j
		if set.level == Facet {
			at = k + j*(j+1)/2 + j
		}
		a := new(big.Int).Mul(big.NewInt(n), big.NewInt(v[at]))
		b := new(big.Int).Mul(big.NewInt(v[j]), big.NewInt(v[j]))
		spread.Add(spread, a.Sub(a, b))
	}
	options := int64(set.span + 1)
	null := new(big.Int).Mul(big.NewInt(n), big.NewInt(n-1))
	null.Mul(null, big.NewInt(int64(k)*(options*options-1)))
	// ⌊100 − 1200·spread/null⌋ = 100 − ⌈1200·spread/null⌉
	spread.Mul(spread, big.NewInt(12*mostAgreement))
	spread.Add(spread, null).Sub(spread, big.NewInt(1)).Quo(spread, null)
	return &Agreement{People: n, Hundredths: mostAgreement - int(spread.Int64())}
}

// Shape returns what is counted.
func (k *Kept) Shape() *Shape { return k.shape }

// Score returns the person scores of a set, and false where they are not kept.
func (k *Kept) Score(set int) (Score, bool) {
	if k.scores[set] == nil {
		return Score{}, false
	}
	return *k.scores[set], true
}

// Leanings returns how the person scores of a set lean, and false where that is
// not kept.
func (k *Kept) Leanings(set int) (Sides, bool) {
	if k.leanings[set] == nil {
		return Sides{}, false
	}
	return *k.leanings[set], true
}

// Agreement returns how much people agree on a set, and false where that is not
// kept.
func (k *Kept) Agreement(set int) (Agreement, bool) {
	if k.agreement[set] == nil {
		return Agreement{}, false
	}
	return *k.agreement[set], true
}

// Options returns how often each option of an item was chosen, in scale order as
// the item is worded, and false where that is not kept. The slice is shared.
func (k *Kept) Options(item int) ([]int64, bool) { return k.options[item], k.options[item] != nil }

// Apart returns what was said of an item outside its scale, and of how many people
// in all; false where that is not kept.
func (k *Kept) Apart(item int) (a Apart, people int64, ok bool) {
	if k.apart == nil {
		return Apart{}, 0, false
	}
	return k.apart[item], k.people, true
}

// Choices returns the counts of a side question, by its place among those that are
// counted: how many answered it, then how often each option was chosen.
func (k *Kept) Choices(i int) ([]int64, bool) { return k.choices[i], k.choices[i] != nil }
