// Package tally adds answers up: a Tally is one vector of whole numbers that
// counts the responses of some people, two tallies add to the tally of both, and
// a Kept is the part of it that a release lets anybody keep.
//
// # What is additive, and what is not
//
// A Tally holds, for each item, how often each option, "don't know" and nothing
// was chosen; for each facet and aspect (and each facet's short-form items), by
// the number m of answered items, how many people, Σt and Σt² of their keyed
// totals; how many person scores lean which way; the sums and products of the
// items of a facet over those who answered them all; the same of pairs of facet
// totals; and the counts of the side questions. All are sums over people, so the
// order and the grouping in which people are added cannot show.
//
// Agreement within a unit is not additive. It follows from the sums over complete
// cases, and is kept as its figure: kept beside the option counts of everybody,
// those sums would give away the few who skipped an item.
package tally

import (
	"fmt"

	"pejl/internal/instrument"
)

// Tally is the additive summary of the responses of some people to one
// instrument. Its Shape says what its numbers mean.
type Tally struct {
	shape *Shape
	v     []int64
}

// New returns the tally of nobody.
func (s *Shape) New() *Tally { return &Tally{shape: s, v: make([]int64, s.width)} }

// Shape returns what the tally's numbers mean.
func (t *Tally) Shape() *Shape { return t.shape }

// N is how many responses have been added.
func (t *Tally) N() int64 { return t.v[0] }

// Add adds one response. An answer that is no option of its item is an error,
// and then nothing is added.
func (t *Tally) Add(a instrument.Answers) error {
	row := make([]byte, len(a))
	for i, c := range a {
		row[i] = byte(c)
	}
	return t.AddRows(row)
}

// AddRows adds responses that lie end to end, as they do in a pile. At the first
// answer that is no option of its item it stops with an error; the rows before
// it have been added then.
func (t *Tally) AddRows(rows []byte) error {
	s := t.shape
	width := len(s.items)
	if width == 0 || len(rows)%width != 0 {
		return fmt.Errorf("tally: %d answers are no whole number of responses of %d", len(rows), width)
	}
	w := newWorking(s)
	for ; len(rows) > 0; rows = rows[width:] {
		if bad := t.add(rows[:width], w); bad >= 0 {
			return fmt.Errorf("tally: %d is no answer to item %s", rows[bad], s.items[bad].id)
		}
	}
	return nil
}

// AddChoices adds counts of the side questions, laid out as instrument.Asked says.
func (t *Tally) AddChoices(counts []uint32) error {
	if len(counts) != t.shape.choicesWidth {
		return fmt.Errorf("tally: %d side counts where there are %d", len(counts), t.shape.choicesWidth)
	}
	for i, c := range counts {
		t.v[t.shape.choicesAt+i] += int64(c)
	}
	return nil
}

// Merge adds another tally of the same shape.
func (t *Tally) Merge(o *Tally) error {
	if !t.shape.same(o.shape) {
		return errOtherShape
	}
	for i, x := range o.v {
		t.v[i] += x
	}
	return nil
}

// working is the room that adding a response needs.
type working struct {
	value    []int8 // keyed answer above the scale's minimum, by item; unanswered if none
	m, total []int  // answered items and their total, by set
	whole    []int  // the facets that are answered completely
}

const unanswered = -1

func newWorking(s *Shape) *working {
	return &working{
		value: make([]int8, len(s.items)), m: make([]int, len(s.sets)), total: make([]int, len(s.sets)),
		whole: make([]int, 0, s.facets),
	}
}

// add adds one response, or returns the item whose answer cannot be.
func (t *Tally) add(row []byte, w *working) int {
	s, v := t.shape, t.v
	for i, code := range row {
		if s.items[i].table.slot[code] == noSlot {
			return i
		}
	}
	v[0]++
	for i, code := range row {
		it := &s.items[i]
		v[it.at+int(it.table.slot[code])]++
		w.value[i] = it.table.value[code]
	}
	w.whole = w.whole[:0]
	for i := range s.sets {
		set := &s.sets[i]
		m, total := 0, 0
		if set.parts == nil {
			for _, pos := range set.positions {
				if x := w.value[pos]; x >= 0 {
					m++
					total += int(x)
				}
			}
		} else {
			for _, f := range set.parts {
				m += w.m[f]
				total += w.total[f]
			}
		}
		w.m[i], w.total[i] = m, total
		if m < set.need {
			continue
		}
		at := set.rowsAt + 3*(m-set.need)
		v[at]++
		v[at+1] += int64(total)
		v[at+2] += int64(total) * int64(total)
		if set.leaningsAt >= 0 {
			v[set.leaningsAt+int(leaning(total, m, set.span))]++
		}
		if m == len(set.positions) && set.completeAt >= 0 {
			t.addComplete(set, w)
			if set.level == Facet {
				w.whole = append(w.whole, i)
			}
		}
	}
	for j, g := range w.whole {
		y := int64(w.total[g])
		for _, f := range w.whole[:j] {
			x := int64(w.total[f])
			p := v[s.pairAt(f, g):][:6]
			p[0]++
			p[1] += x
			p[2] += y
			p[3] += x * x
			p[4] += y * y
			p[5] += x * y
		}
	}
	return -1
}

// addComplete adds the items of a set that one person has answered completely.
func (t *Tally) addComplete(set *set, w *working) {
	k := len(set.positions)
	sums, rest := t.v[set.completeAt:][:k], t.v[set.completeAt+k:]
	for i, pos := range set.positions {
		x := int64(w.value[pos])
		sums[i] += x
		if set.level == Aspect {
			rest[i] += x * x
			continue
		}
		for j, other := range set.positions[:i+1] {
			rest[i*(i+1)/2+j] += x * int64(w.value[other])
		}
	}
}

// Leaning says towards which end of the scale a person's score lies.
type Leaning int

// The leanings. They are the integer rules 5(x − min) ≤ 2(max − min) and
// 5(x − min) ≥ 3(max − min).
const (
	Unfavourable Leaning = iota
	Between
	Favourable
)

// leaning is the leaning of a total of m answers, each from 0 to span.
func leaning(total, m, span int) Leaning {
	switch {
	case 5*total >= 3*m*span:
		return Favourable
	case 5*total <= 2*m*span:
		return Unfavourable
	}
	return Between
}
