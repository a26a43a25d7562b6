package profile

import (
	"context"
	"fmt"
	"slices"

	"pejl/internal/privacy"
	"pejl/internal/round"
)

const (
	mostPast  = 24  // earlier rounds that a closing looks at, the latest of them
	mostNamed = 500 // units that are asked for by name; of more, all are read
)

// history finds the earlier closed rounds that a round may be held against.
func (s *Service) history(ctx context.Context, r *round.Round) (History, error) {
	all, err := s.rounds.Rounds(ctx)
	if err != nil {
		return History{}, err
	}
	earlier := slices.DeleteFunc(all, func(e *round.Round) bool {
		return e.ID == r.ID || !e.Ended() || e.Instrument.ID != r.Instrument.ID || e.Perspective != r.Perspective ||
			!e.ClosesAt.Before(r.ClosesAt)
	})
	slices.SortStableFunc(earlier, func(a, b *round.Round) int { return a.ClosesAt.Compare(b.ClosesAt) })
	h := History{Cells: s.some}
	if len(earlier) == 0 {
		return h, nil
	}
	if h.Changed, err = s.store.Changed(ctx); err != nil {
		return History{}, err
	}
	for _, e := range earlier[max(0, len(earlier)-mostPast):] {
		rd, err := s.Reader(ctx, e.ID)
		if err != nil {
			return History{}, err
		}
		h.Rounds = append(h.Rounds, rd)
	}
	return h, nil
}

// some reads the cells that are kept of units, each of the group that the round
// asks. Units of which nothing is kept are left out.
func (s *Service) some(ctx context.Context, rd *Reader, units []int64) (map[int64]*privacy.Cell, error) {
	named := units
	if len(units) > mostNamed {
		named = nil
	}
	stored, err := s.store.Cells(ctx, rd.Round().ID, named)
	if err != nil {
		return nil, err
	}
	wanted := map[int64]bool{}
	for _, u := range units {
		wanted[u] = true
	}
	cells := map[int64]*privacy.Cell{}
	for _, c := range stored {
		if c.Group != rd.Round().Perspective || !wanted[c.UnitID] {
			continue
		}
		if cells[c.UnitID], err = rd.Cell(c.Cell); err != nil {
			return nil, fmt.Errorf("read unit %d of round %d: %w", c.UnitID, rd.Round().ID, err)
		}
	}
	return cells, nil
}

// past reads what a unit was in the earlier rounds that its round looks back to,
// oldest first. A round that has been deleted since is left out.
func (s *Service) past(ctx context.Context, rd *Reader, unit int64) ([]Past, error) {
	if len(rd.whole.Earlier) == 0 {
		return nil, nil
	}
	stored, err := s.store.CellsOf(ctx, unit, rd.whole.Earlier)
	if err != nil {
		return nil, err
	}
	var list []Past
	for _, id := range rd.whole.Earlier {
		for _, c := range stored {
			if c.RoundID != id {
				continue
			}
			then, err := s.Reader(ctx, id)
			if err != nil {
				return nil, err
			}
			if c.Group != then.round.Perspective {
				continue
			}
			cell, err := then.Cell(c.Cell)
			if err != nil {
				return nil, fmt.Errorf("read unit %d of round %d: %w", unit, id, err)
			}
			list = append(list, Past{then, cell})
		}
	}
	return list, nil
}
