package privacy

import (
	"encoding/binary"
	"errors"
	"fmt"

	"pejl/internal/tally"
)

// Cell is all that is kept of one group of a unit and of the units below it after a
// round has been closed. It can only be made by a Release.
type Cell struct {
	head head
	kept *tally.Kept
}

// head is what a cell says beside its statistics.
type head struct {
	unit     int64
	group    string
	total    bool
	counted  bool
	invited  int64
	answered int64
	people   int64
	left     int64
}

// Unit is the unit the cell is about.
func (c *Cell) Unit() int64 { return c.head.unit }

// Group is the group of people the cell is about.
func (c *Cell) Group() string { return c.head.group }

// Total says that the cell is put together from asked units below it.
func (c *Cell) Total() bool { return c.head.total }

// Turnout is how many were asked and how many answered. It is false where fewer
// were asked than may be told of.
func (c *Cell) Turnout() (invited, answered int64, ok bool) {
	return c.head.invited, c.head.answered, c.head.counted
}

// People is how many people the cell counts, 0 where they are too few to show
// anything of.
func (c *Cell) People() int64 { return c.head.people }

// LeftOut is how many answers a total leaves out, because they are from units too
// small to be told from the rest.
func (c *Cell) LeftOut() int64 { return c.head.left }

// Kept is what is kept of the tally of the cell.
func (c *Cell) Kept() *tally.Kept { return c.kept }

// Cells makes what is kept of every place of the release, in the order of Places,
// from the piles it was decided on. Nothing else of them need be kept.
func (r *Release) Cells(s *tally.Shape, piles []Pile) ([]*Cell, error) {
	given := map[Place]*Pile{}
	for i := range piles {
		given[Place{Unit: piles[i].Unit, Group: piles[i].Group}] = &piles[i]
	}
	byPlace := make([]*Pile, len(r.places))
	for i, p := range r.places {
		byPlace[i] = given[Place{Unit: p.Unit, Group: p.Group}]
		if p.Asked != (byPlace[i] != nil) {
			return nil, fmt.Errorf("privacy: the piles of unit %d, group %q, are not those of the release", p.Unit, p.Group)
		}
	}
	members := make([][][]int, len(r.ledgers))
	for i := range r.ledgers {
		members[i] = r.members(r.ledgers[i].at)
	}
	below := r.below()
	list := make([]*Cell, len(r.places))
	for i, p := range r.places {
		c := &Cell{head: head{unit: p.Unit, group: p.Group, total: len(below[i]) > 1 || !p.Asked}}
		for _, b := range members[r.of[Invited]][i] {
			c.head.counted = true
			c.head.invited += byPlace[b].Invited
			c.head.answered += byPlace[b].Tally.N()
		}
		for _, b := range members[r.of[Answered]][i] {
			c.head.people += byPlace[b].Tally.N()
		}
		if c.head.total && c.head.people > 0 {
			for _, b := range below[i] {
				c.head.left += byPlace[b].Tally.N()
			}
			c.head.left -= c.head.people
		}
		kept, err := s.Keep(func(st tally.Statistic) []*tally.Tally {
			var ts []*tally.Tally
			for _, b := range members[r.of[st.Key]][i] {
				ts = append(ts, byPlace[b].Tally)
			}
			return ts
		})
		if err != nil {
			return nil, fmt.Errorf("privacy: keep unit %d: %w", p.Unit, err)
		}
		c.kept = kept
		list[i] = c
	}
	return list, nil
}

// below lists, for each place, the asked places at or below it.
func (r *Release) below() [][]int {
	at := make([]int, len(r.places))
	for i, p := range r.places {
		at[i] = nowhere
		if p.Asked {
			at[i] = i
		}
	}
	return r.members(at)
}

// cellHead is what an encoded cell begins with: its kind and the version of its
// layout.
const cellHead = "pc1"

// Encode gives the cell as bytes. Equal cells give equal bytes.
func (c *Cell) Encode() []byte {
	b := []byte(cellHead)
	flag := func(on bool) {
		if on {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	}
	flag(c.head.total)
	flag(c.head.counted)
	b = binary.AppendUvarint(b, uint64(len(c.head.group)))
	b = append(b, c.head.group...)
	for _, n := range []int64{c.head.unit, c.head.invited, c.head.answered, c.head.people, c.head.left} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return append(b, c.kept.Encode()...)
}

var errCell = errors.New("privacy: the bytes are not an encoded cell")

// DecodeCell reads a cell whose tallies have this shape.
func DecodeCell(s *tally.Shape, b []byte) (*Cell, error) {
	if len(b) < len(cellHead)+2 || string(b[:len(cellHead)]) != cellHead || b[3] > 1 || b[4] > 1 {
		return nil, errCell
	}
	c := &Cell{head: head{total: b[3] == 1, counted: b[4] == 1}}
	b = b[len(cellHead)+2:]
	n, used := binary.Uvarint(b)
	if used <= 0 || n > uint64(len(b)-used) {
		return nil, errCell
	}
	c.head.group = string(b[used : used+int(n)])
	b = b[used+int(n):]
	for _, to := range []*int64{&c.head.unit, &c.head.invited, &c.head.answered, &c.head.people, &c.head.left} {
		n, used := binary.Uvarint(b)
		if used <= 0 || n > 1<<63-1 {
			return nil, errCell
		}
		*to = int64(n)
		b = b[used:]
	}
	kept, err := s.DecodeKept(b)
	if err != nil {
		return nil, fmt.Errorf("privacy: read cell of unit %d: %w", c.head.unit, err)
	}
	c.kept = kept
	return c, nil
}
