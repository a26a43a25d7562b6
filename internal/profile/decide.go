package profile

import (
	"context"
	"time"

	"pejl/internal/privacy"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// History is what a closing round may be held against. The zero History is that of
// a first round.
type History struct {
	// Rounds read the earlier closed rounds with the same instrument and the same
	// people asked, oldest first.
	Rounds []*Reader
	// Cells returns what is kept of some units of one of them.
	Cells func(ctx context.Context, rd *Reader, units []int64) (map[int64]*privacy.Cell, error)
	// Changed says when a unit was last marked as not the same as before.
	Changed map[int64]time.Time
}

// mostEarlier is how many earlier rounds a profile looks back over.
const mostEarlier = 12

// Decided is what was decided about a unit when the round closed, so that everybody
// reads the same words for as long as the round is kept. Standing and Change have a
// digit for each set of the shape, Noticeable the smallest change that would have
// been found there, in tenths.
type Decided struct {
	Unit       int64  `json:"unit"`
	Standing   string `json:"standing"`
	Since      int64  `json:"since,omitempty"` // the round that Change looks back to
	Change     string `json:"change,omitempty"`
	Noticeable []int  `json:"noticeable,omitempty"`
}

// standing reads where the unit stands on a set.
func (d *Decided) standing(set int) Standing {
	if d == nil || set >= len(d.Standing) {
		return NotDecided
	}
	if s := Standing(d.Standing[set] - '0'); s <= lastOfStandings {
		return s
	}
	return NotDecided
}

// change reads how a set has changed.
func (d *Decided) change(set int) Change {
	if d == nil || set >= len(d.Change) {
		return NoEarlier
	}
	if c := Change(d.Change[set] - '0'); c <= lastOfChanges {
		return c
	}
	return NoEarlier
}

// noticeable reads the smallest change that would have been found, 0 where none is
// judged.
func (d *Decided) noticeable(set int) Tenths {
	if d == nil || set >= len(d.Noticeable) {
		return 0
	}
	return Tenths(d.Noticeable[set])
}

// deciding is a round at its closing: what is known of it, and what is being decided.
type deciding struct {
	*Reader // of this round
	history History
	cells   []*privacy.Cell
	pages   []Page // of each cell
	level   []bool // whether a cell is one of those that are compared
	tallies []*tally.Tally
}

// decide adds to the figures of a round what is decided once and for all: how
// soundly it measures, where units stand, and what has changed.
func decide(ctx context.Context, rd *Reader, cells []*privacy.Cell, level []bool, tallies []*tally.Tally, h History) error {
	d := &deciding{Reader: rd, history: h, cells: cells, level: level, tallies: tallies}
	for _, c := range cells {
		d.pages = append(d.pages, rd.judge(c, rd.turnout(c)).page)
	}
	d.measure()
	d.ownSpreads()
	standings := d.standings()
	d.whole.Units = make([]Decided, len(cells))
	for i, c := range cells {
		d.whole.Units[i] = Decided{Unit: c.Unit(), Standing: standings[i]}
	}
	if err := d.changes(ctx); err != nil {
		return err
	}
	rd.index()
	return nil
}

// askedBoth reports that an earlier round asked a unit that this one asks.
func askedBoth(a, b *round.Round) bool {
	in := map[int64]bool{}
	for _, u := range a.Units {
		in[u.UnitID] = true
	}
	for _, u := range b.Units {
		if in[u.UnitID] {
			return true
		}
	}
	return false
}
