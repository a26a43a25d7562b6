package round

import "context"

// List returns all rounds with the units they ask, newest first.
func (s *Service) List(ctx context.Context) ([]*Round, error) {
	rounds, err := s.store.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(rounds))
	for i, r := range rounds {
		ids[i] = r.ID
	}
	units, err := s.store.UnitsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range rounds {
		r.Units = units[r.ID]
	}
	return rounds, nil
}

// Ended reports that the round's answers have been added up, so that it has
// profiles.
func (r *Round) Ended() bool { return r.State == Closed || r.State == Released }
