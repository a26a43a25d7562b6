package tally

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"pejl/internal/instrument"
)

// Level says what a set of items stands for.
type Level uint8

// The levels of a set: a facet, the short-form items of a facet whose other items
// are not in the short form, or an aspect.
const (
	Facet Level = iota
	ShortFacet
	Aspect
)

// Set is a set of items that have a score together.
type Set struct {
	Level Level
	ID    string // of the facet or aspect
	Items []int  // positions in the instrument
	Scale *instrument.Scale
}

// Need is how many of the set's items a person must have answered to have a
// score: half of them, rounded up.
func (s *Set) Need() int { return (len(s.Items) + 1) / 2 }

// Shape says what a tally of an instrument counts and where. It is made once and
// may be shared between goroutines.
type Shape struct {
	items        []item
	sets         []set
	public       []Set
	facets       int // the first so many sets are the facets, in order
	pairsAt      int
	choices      []choice
	choicesAt    int
	choicesWidth int
	width        int
	statistics   []Statistic
	digest       [8]byte
}

// item is where the counts of one item begin and how its answers are read.
type item struct {
	id      string
	at      int
	options int
	table   *table
}

// set is a Set with the places of its numbers. parts are the facets an aspect is
// the sum of. A place below 0 means that this is not counted for the set.
type set struct {
	level      Level
	positions  []int
	parts      []int
	need, span int
	rowsAt     int
	leaningsAt int
	completeAt int
}

// choice is where the counts of one side question begin.
type choice struct {
	key       string
	at, width int
}

// table reads the code of an answer: the place of its count, and the keyed value
// above the scale's minimum.
type table struct {
	slot  [256]uint8
	value [256]int8
}

const noSlot = 255

func newTable(options int, reverse bool) *table {
	t := &table{}
	for c := range t.slot {
		t.slot[c], t.value[c] = noSlot, unanswered
	}
	for c := range options {
		t.slot[c], t.value[c] = uint8(c), int8(c)
		if reverse {
			t.value[c] = int8(options - 1 - c)
		}
	}
	t.slot[instrument.DontKnow] = uint8(options)
	t.slot[instrument.Blank] = uint8(options + 1)
	return t
}

// ShapeOf makes the shape of an instrument and of the side questions asked with
// it. An aspect whose facets are numbered differently has no score.
func ShapeOf(in *instrument.Instrument, asks []instrument.Asked) *Shape {
	s := &Shape{width: 1}
	tables := map[string]*table{}
	for _, it := range in.Items() {
		scale := in.ScaleOf(in.FacetByID(it.Facet))
		options := len(scale.Options)
		key := fmt.Sprint(options, it.Reverse)
		if tables[key] == nil {
			tables[key] = newTable(options, it.Reverse)
		}
		s.items = append(s.items, item{id: it.ID, at: s.room(options + 2), options: options, table: tables[key]})
	}
	s.addFacets(in)
	s.addShortFacets(in)
	s.addAspects(in)
	s.pairsAt = s.room(6 * s.facets * (s.facets - 1) / 2)
	s.choicesAt = s.width
	for i := range asks {
		if w := asks[i].Width(); w > 0 {
			s.choices = append(s.choices, choice{key: asks[i].Key, at: s.choicesAt + asks[i].Offset, width: w})
			s.choicesWidth += w
		}
	}
	s.room(s.choicesWidth)
	s.list()
	s.sign(in)
	return s
}

// room sets n numbers of the vector aside and returns where they begin.
func (s *Shape) room(n int) int {
	at := s.width
	s.width += n
	return at
}

func (s *Shape) addFacets(in *instrument.Instrument) {
	for i := range in.Facets {
		f := &in.Facets[i]
		s.add(Set{Level: Facet, ID: f.ID, Items: positions(in, f.Items, false), Scale: in.ScaleOf(f)}, nil)
	}
	s.facets = len(s.sets)
}

func (s *Shape) addShortFacets(in *instrument.Instrument) {
	for i := range in.Facets {
		f := &in.Facets[i]
		if short := positions(in, f.Items, true); len(short) > 0 && len(short) < len(f.Items) {
			s.add(Set{Level: ShortFacet, ID: f.ID, Items: short, Scale: in.ScaleOf(f)}, nil)
		}
	}
}

func (s *Shape) addAspects(in *instrument.Instrument) {
	for i := range in.Aspects {
		a := Set{Level: Aspect, ID: in.Aspects[i].ID}
		var parts []int
		mixed := false
		for f := range in.Facets {
			if in.Facets[f].Aspect != a.ID {
				continue
			}
			scale := in.ScaleOf(&in.Facets[f])
			if a.Scale == nil {
				a.Scale = scale
			}
			mixed = mixed || scale.Min != a.Scale.Min || scale.Max() != a.Scale.Max()
			a.Items = append(a.Items, s.public[f].Items...)
			parts = append(parts, f)
		}
		if len(parts) > 0 && !mixed {
			s.add(a, parts)
		}
	}
}

func positions(in *instrument.Instrument, items []instrument.Item, short bool) []int {
	var list []int
	for i := range items {
		if p, ok := in.Position(items[i].ID); ok && (!short || items[i].Short) {
			list = append(list, p)
		}
	}
	return list
}

// add sets the room of one more set aside.
func (s *Shape) add(p Set, parts []int) {
	k := len(p.Items)
	n := set{
		level: p.Level, positions: p.Items, parts: parts, need: p.Need(), span: p.Scale.Max() - p.Scale.Min,
		leaningsAt: -1, completeAt: -1,
	}
	n.rowsAt = s.room(3 * (k - n.need + 1))
	if p.Level != ShortFacet {
		n.leaningsAt = s.room(3)
		n.completeAt = s.room(n.completeWidth())
	}
	s.sets = append(s.sets, n)
	s.public = append(s.public, p)
}

// completeWidth is how many numbers the people take who answered all items: Σx of
// each item, then Σxx′ of each two for a facet, Σx² of each item for an aspect.
func (n *set) completeWidth() int {
	k := len(n.positions)
	if n.level == Facet {
		return k + k*(k+1)/2
	}
	return 2 * k
}

// pairAt is where the numbers of two facets begin, f < g.
func (s *Shape) pairAt(f, g int) int { return s.pairsAt + 6*(g*(g-1)/2+f) }

// Sets lists the sets that have scores: facets, short facets, aspects, each in the
// instrument's order. The slice is shared: it must not be changed.
func (s *Shape) Sets() []Set { return s.public }

// Items is how many items there are.
func (s *Shape) Items() int { return len(s.items) }

// Find returns the place of a set in Sets, or −1.
func (s *Shape) Find(level Level, id string) int {
	return slices.IndexFunc(s.public, func(p Set) bool { return p.Level == level && p.ID == id })
}

// errOtherShape says that two things do not count the same.
var errOtherShape = errors.New("tally: of another instrument, or of other side questions")

func (s *Shape) same(o *Shape) bool { return s == o || s.digest == o.digest }

// sign makes the digest by which an encoded tally knows its shape again.
func (s *Shape) sign(in *instrument.Instrument) {
	var b strings.Builder
	for i, it := range in.Items() {
		fmt.Fprintln(&b, it.ID, it.Facet, it.Reverse, s.items[i].options)
	}
	for _, p := range s.public {
		fmt.Fprintln(&b, p.Level, p.ID, p.Items, p.Scale.Min)
	}
	for _, c := range s.choices {
		fmt.Fprintln(&b, c.key, c.at, c.width)
	}
	sum := sha256.Sum256([]byte(b.String()))
	copy(s.digest[:], sum[:])
}
