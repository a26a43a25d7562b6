package tally

// Row is the people of a set who answered the same number of its items.
type Row struct {
	Items  int   // how many they answered
	People int64 // how many they are
	Sum    int64 // Σt of their keyed totals, each answer counted above the scale's minimum
	SumSq  int64 // Σt²
}

// Rows returns the people who have a score for a set, by the number of items they
// answered, fewest first. Rows without people are among them.
func (t *Tally) Rows(i int) []Row {
	set := &t.shape.sets[i]
	var rows []Row
	for m := set.need; m <= len(set.positions); m++ {
		at := set.rowsAt + 3*(m-set.need)
		rows = append(rows, Row{Items: m, People: t.v[at], Sum: t.v[at+1], SumSq: t.v[at+2]})
	}
	return rows
}

// Options returns how often each option of an item was chosen, in scale order as
// the item is worded, and how often "don't know" and nothing.
func (t *Tally) Options(i int) (options []int64, dontKnow, blank int64) {
	it := &t.shape.items[i]
	v := t.v[it.at : it.at+it.options+2]
	return append([]int64(nil), v[:it.options]...), v[it.options], v[it.options+1]
}

// Moments is the sums and products of some values over the people who have them
// all.
type Moments struct {
	N     int64     `json:"n"`
	Sum   []int64   `json:"sum"`
	Cross [][]int64 `json:"cross"` // symmetric
}

// Items returns the moments of the keyed items of a facet, each above the scale's
// minimum, over the people who answered them all.
func (t *Tally) Items(facet int) Moments {
	set := &t.shape.sets[facet]
	k := len(set.positions)
	m := newMoments(k)
	m.N = t.Count(Statistic{Kind: Complete, Index: facet})
	copy(m.Sum, t.v[set.completeAt:])
	for i := range k {
		for j := range i + 1 {
			x := t.v[set.completeAt+k+i*(i+1)/2+j]
			m.Cross[i][j], m.Cross[j][i] = x, x
		}
	}
	return m
}

// Sums is the sums of some items, and of their total, over the people who answered
// them all: what is needed for the consistency of a set without the products of its
// items.
type Sums struct {
	N       int64
	Sum     []int64 // of each item
	Squares []int64 // of each item
	Total   int64   // of the squares of the people's totals
}

// Sums returns the sums of the keyed items of a facet or aspect, each above the
// scale's minimum.
func (t *Tally) Sums(i int) Sums {
	set := &t.shape.sets[i]
	k := len(set.positions)
	s := Sums{N: t.Count(Statistic{Kind: Complete, Index: i}), Sum: make([]int64, k), Squares: make([]int64, k)}
	copy(s.Sum, t.v[set.completeAt:])
	for j := range k {
		at := set.completeAt + k + j
		if set.level == Facet {
			at = set.completeAt + k + j*(j+1)/2 + j
		}
		s.Squares[j] = t.v[at]
	}
	s.Total = t.v[set.rowsAt+3*(k-set.need)+2]
	return s
}

// Pair returns the moments of the totals of two facets over the people who
// answered all items of both.
func (t *Tally) Pair(f, g int) Moments {
	swap := f > g
	if swap {
		f, g = g, f
	}
	p := t.v[t.shape.pairAt(f, g):][:6]
	m := newMoments(2)
	m.N = p[0]
	a, b := 0, 1
	if swap {
		a, b = 1, 0
	}
	m.Sum[a], m.Sum[b] = p[1], p[2]
	m.Cross[a][a], m.Cross[b][b] = p[3], p[4]
	m.Cross[0][1], m.Cross[1][0] = p[5], p[5]
	return m
}

// Facets is how many of the first sets are facets; these have Items and Pair.
func (s *Shape) Facets() int { return s.facets }

func newMoments(k int) Moments {
	m := Moments{Sum: make([]int64, k), Cross: make([][]int64, k)}
	for i := range m.Cross {
		m.Cross[i] = make([]int64, k)
	}
	return m
}
