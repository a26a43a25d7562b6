package profile

import (
	"context"
	"slices"
)

// Units lists the units of which something is kept from a closed round: those that
// were asked, and those above them that have a total.
func (s *Service) Units(ctx context.Context, id int64) ([]int64, error) {
	rd, err := s.Reader(ctx, id)
	if err != nil {
		return nil, err
	}
	stored, err := s.store.Cells(ctx, id, nil)
	if err != nil {
		return nil, err
	}
	var list []int64
	for _, c := range stored {
		if c.Group == rd.Round().Perspective {
			list = append(list, c.UnitID)
		}
	}
	return slices.Compact(list), nil
}
