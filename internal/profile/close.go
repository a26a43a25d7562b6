package profile

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"pejl/internal/privacy"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// Closing is all that is kept of the answers to a round, for as long as it is kept.
type Closing struct {
	RoundID int64
	Release *privacy.Release
	Cells   []*privacy.Cell // in the order of the release's places
	Whole   *Whole

	round *round.Round
	shape *tally.Shape
}

// Stored is a closing as bytes. The same answers give the same bytes, however often
// and in whatever order they are read.
type Stored struct {
	Release []byte
	Whole   []byte
	Cells   []StoredCell
	Texts   []round.TextPile // what people wrote, where it may be shown
}

// StoredCell is one cell as bytes.
type StoredCell struct {
	UnitID int64
	Group  round.Group
	Cell   []byte
}

// Encode gives the closing as it is stored.
func (c *Closing) Encode() Stored {
	st := Stored{Release: c.Release.Encode(), Whole: c.Whole.Encode()}
	for _, cell := range c.Cells {
		st.Cells = append(st.Cells, StoredCell{UnitID: cell.Unit(), Group: cell.Group(), Cell: cell.Encode()})
	}
	return st
}

// Reader reads the closing without storing it first.
func (c *Closing) Reader() *Reader { return newReader(c.round, c.shape, c.Whole) }

// Cell finds the cell of a unit and group, or returns nil.
func (c *Closing) Cell(unit int64, group round.Group) *privacy.Cell {
	for _, cell := range c.Cells {
		if cell.Unit() == unit && cell.Group() == group {
			return cell
		}
	}
	return nil
}

// Close adds the answers of a round up and decides what may be shown of them. The
// round must have its units. piles calls each with every pile of the round, in any
// order and however it is cut into parts, and is gone through once; memory grows
// with the number of units, not of answers.
func Close(ctx context.Context, r *round.Round, l privacy.Limits, piles func(each func(round.Pile) error) error) (*Closing, error) {
	return CloseAfter(ctx, r, l, History{}, piles)
}

// CloseAfter is Close for a round that has earlier ones, which it looks back to.
func CloseAfter(ctx context.Context, r *round.Round, l privacy.Limits, h History, piles func(each func(round.Pile) error) error) (*Closing, error) {
	shape := ShapeOf(r)
	b, err := addUp(ctx, r, shape, piles)
	if err != nil {
		return nil, fmt.Errorf("add up round %d: %w", r.ID, err)
	}
	list, err := b.piles(r)
	if err != nil {
		return nil, fmt.Errorf("add up round %d: %w", r.ID, err)
	}
	release, err := privacy.Decide(l, shape, units(r), list)
	if err != nil {
		return nil, fmt.Errorf("decide on round %d: %w", r.ID, err)
	}
	cells, err := release.Cells(shape, list)
	if err != nil {
		return nil, fmt.Errorf("keep round %d: %w", r.ID, err)
	}
	tallies := make([]*tally.Tally, len(cells))
	for i, c := range cells {
		tallies[i] = b.tallies[place{c.Unit(), c.Group()}]
	}
	level := levels(r, cells)
	w := wholeOf(l, shape, cells, level, tallies)
	if err := decide(ctx, newReader(r, shape, w), cells, level, tallies, h); err != nil {
		return nil, fmt.Errorf("decide on round %d: %w", r.ID, err)
	}
	return &Closing{RoundID: r.ID, Release: release, Cells: cells, Whole: w, round: r, shape: shape}, nil
}

// LimitsOf are the least numbers of people that the release of a round is decided
// by.
func LimitsOf(r *round.Round) privacy.Limits {
	g := r.Settings.Gates.Stricter(round.Gates{})
	return privacy.Limits{Means: int64(g.Means), Single: int64(g.Single)}
}

// place is where a pile belongs.
type place struct {
	unit  int64
	group round.Group
}

// books holds a tally for each place.
type books struct {
	shape   *tally.Shape
	mu      sync.Mutex
	tallies map[place]*tally.Tally
}

// addUp adds the piles up, several at a time.
func addUp(ctx context.Context, r *round.Round, shape *tally.Shape, piles func(func(round.Pile) error) error) (*books, error) {
	b := &books{shape: shape, tallies: map[place]*tally.Tally{}}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	err := piles(func(p round.Pile) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.Unit(p.UnitID) == nil {
			return fmt.Errorf("there is a pile of unit %d, which was not asked", p.UnitID)
		}
		answers, counts := bytes.Clone(p.Answers), append([]uint32(nil), p.Counts...)
		at := place{p.UnitID, p.Group}
		g.Go(func() error { return b.add(at, answers, counts) })
		return nil
	})
	if werr := g.Wait(); werr != nil {
		return nil, werr
	}
	return b, err
}

func (b *books) add(at place, answers []byte, counts []uint32) error {
	t := b.shape.New()
	if err := t.AddRows(answers); err != nil {
		return fmt.Errorf("pile of unit %d: %w", at.unit, err)
	}
	if len(counts) > 0 {
		if err := t.AddChoices(counts); err != nil {
			return fmt.Errorf("pile of unit %d: %w", at.unit, err)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if have := b.tallies[at]; have != nil {
		return have.Merge(t)
	}
	b.tallies[at] = t
	return nil
}

// piles gives what the release is decided on: one pile for each asked unit, and for
// other groups of it that there are answers from.
func (b *books) piles(r *round.Round) ([]privacy.Pile, error) {
	var list []privacy.Pile
	for _, u := range r.Units {
		at := place{u.UnitID, r.Perspective}
		if b.tallies[at] == nil {
			b.tallies[at] = b.shape.New()
		}
		list = append(list, privacy.Pile{Unit: u.UnitID, Group: at.group, Invited: int64(u.Invited), Tally: b.tallies[at]})
	}
	for at := range b.tallies {
		if at.group != r.Perspective {
			return nil, fmt.Errorf("unit %d has a pile of group %q, but %q were asked", at.unit, at.group, r.Perspective)
		}
	}
	return list, nil
}

// units is the tree above the asked units, up to the unit whose round it is.
func units(r *round.Round) []privacy.Unit {
	seen := map[int64]bool{}
	var list []privacy.Unit
	for _, u := range r.Units {
		ids := way(u.Path, r.UnitID)
		if len(ids) == 0 || ids[len(ids)-1] != u.UnitID {
			ids = append(ids, u.UnitID)
		}
		for i, id := range ids {
			if seen[id] {
				continue
			}
			seen[id] = true
			p := privacy.Unit{ID: id}
			if i > 0 {
				p.Parent = ids[i-1]
			}
			list = append(list, p)
		}
	}
	return list
}

// way reads a path of units, from top on where it is among them.
func way(path string, top int64) []int64 {
	var ids []int64
	for part := range strings.SplitSeq(path, "/") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			continue
		}
		if id == top {
			ids = nil
		}
		ids = append(ids, id)
	}
	return ids
}

// The kinds of unit that pooled figures are made of, as units call them.
const (
	school  = "school"
	daycare = "daycare"
)

// levels says which cells are of the level that pooled figures are made of: schools
// and daycare centres, or in a round without any of them the asked units themselves.
func levels(r *round.Round, cells []*privacy.Cell) []bool {
	any := false
	list := make([]bool, len(cells))
	for i, c := range cells {
		if u := r.Unit(c.Unit()); u != nil && !c.Total() && (u.Kind == school || u.Kind == daycare) {
			any, list[i] = true, true
		}
	}
	for i, c := range cells {
		list[i] = list[i] || !any && !c.Total()
	}
	return list
}
