package profile

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"pejl/internal/fault"
	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// Service settles rounds that have ended and reads the profiles of those that are
// closed.
type Service struct {
	store  Store
	rounds *round.Service
	now    func() time.Time

	mu      sync.Mutex
	readers map[int64]*Reader // of closed rounds, which do not change
}

// NewService makes a Service over a store.
func NewService(store Store, rounds *round.Service, now func() time.Time) *Service {
	return &Service{store: store, rounds: rounds, now: now, readers: map[int64]*Reader{}}
}

// mostReaders bounds how many rounds are kept at hand.
const mostReaders = 64

// errSettled says that somebody else settled the round meanwhile.
var errSettled = errors.New("the round is settled")

// Settle closes a round that has ended: it adds its answers up, decides what may
// be shown, keeps that, and deletes the codes, all or nothing. Before the grace
// for pages under way is over it is a fault "round.still_closing", unless atOnce.
// Settling twice, or in two places at once, is not an error.
func (s *Service) Settle(ctx context.Context, id int64, atOnce bool) error {
	r, err := s.rounds.Round(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case r.State == round.Closed || r.State == round.Released:
		return nil
	case r.State != round.Closing:
		return fault.New(fault.Conflict, "round.not_closing", "title", r.Title)
	case !atOnce && s.now().Before(r.End()):
		return fault.New(fault.Conflict, "round.still_closing", "title", r.Title)
	}
	if atOnce {
		if err := s.rounds.EndGrace(ctx, id); err != nil {
			return err
		}
	}
	history, err := s.history(ctx, r)
	if err != nil {
		return fmt.Errorf("look back from round %d: %w", id, err)
	}
	closing, err := CloseAfter(ctx, r, LimitsOf(r), history, func(each func(round.Pile) error) error { return s.store.Piles(ctx, id, each) })
	if err != nil {
		return err
	}
	kept := closing.Encode()
	if kept.Texts, err = closing.texts(ctx, func(ctx context.Context, each func(round.TextPile) error) error {
		return s.store.Texts(ctx, id, each)
	}); err != nil {
		return fmt.Errorf("keep what was written in round %d: %w", id, err)
	}
	err = s.store.SaveClosing(ctx, id, kept, func(r *round.Round) error {
		if r.State != round.Closing {
			return errSettled
		}
		r.State, r.ClosedAt = round.Closed, s.now()
		return nil
	})
	if errors.Is(err, errSettled) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.store.Compact(ctx); err != nil {
		return fmt.Errorf("compact after closing round %d: %w", id, err)
	}
	return nil
}

// Sweep closes the rounds whose time is up and settles those whose grace is over.
func (s *Service) Sweep(ctx context.Context) error {
	list, err := s.rounds.Rounds(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	var faults []error
	for _, r := range list {
		if r.State == round.Open && !now.Before(r.ClosesAt) {
			if err := s.rounds.Close(ctx, r.ID); err != nil {
				faults = append(faults, err)
				continue
			}
			r.State = round.Closing
		}
		if r.State == round.Closing && !now.Before(r.End()) {
			if err := s.Settle(ctx, r.ID, false); err != nil {
				faults = append(faults, err)
			}
		}
	}
	return errors.Join(faults...)
}

// Reader returns the reader of a closed round, or a fault "profile.not_closed".
func (s *Service) Reader(ctx context.Context, id int64) (*Reader, error) {
	s.mu.Lock()
	rd := s.readers[id]
	s.mu.Unlock()
	if rd != nil {
		return rd, nil
	}
	r, err := s.rounds.Round(ctx, id)
	if err != nil {
		return nil, err
	}
	whole, err := s.store.Whole(ctx, id)
	if err != nil {
		return nil, err
	}
	if rd, err = NewReader(r, whole); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.readers) >= mostReaders {
		clear(s.readers)
	}
	s.readers[id] = rd
	return rd, nil
}

// Unit returns the profile of a unit in a closed round. own is what a leader of
// the unit answered about themselves, for that leader's own page, else nil. A unit
// that has no part in the round is a fault "profile.not_found".
func (s *Service) Unit(ctx context.Context, id, unit int64, own instrument.Answers) (*Unit, error) {
	rd, err := s.Reader(ctx, id)
	if err != nil {
		return nil, err
	}
	cells, err := s.cells(ctx, rd, []int64{unit})
	if err != nil {
		return nil, err
	}
	past, err := s.past(ctx, rd, unit)
	if err != nil {
		return nil, err
	}
	texts, err := s.store.KeptTexts(ctx, id, unit)
	if err != nil {
		return nil, err
	}
	u := rd.UnitSince(cells[unit], own, past)
	u.Texts = rd.textsOf(u, texts)
	return u, nil
}

// cells reads the cells of units, each of the group that the round asks.
func (s *Service) cells(ctx context.Context, rd *Reader, units []int64) (map[int64]*privacy.Cell, error) {
	cells, err := s.some(ctx, rd, units)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if cells[u] == nil {
			return nil, fault.New(fault.NotFound, "profile.not_found")
		}
	}
	return cells, nil
}

// NamedUnit is a unit to be compared, under the name readers know it by.
type NamedUnit struct {
	UnitID int64
	Name   string
}

// Compare sets units of a closed round side by side. Units that have no part in
// the round are a fault "profile.not_found".
func (s *Service) Compare(ctx context.Context, id int64, units []NamedUnit, level tally.Level, order Order) (*Comparison, error) {
	rd, err := s.Reader(ctx, id)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(units))
	for i, u := range units {
		ids[i] = u.UnitID
	}
	cells, err := s.cells(ctx, rd, ids)
	if err != nil {
		return nil, err
	}
	named := make([]Named, len(units))
	for i, u := range units {
		named[i] = Named{Name: u.Name, Cell: cells[u.UnitID]}
	}
	return rd.Compare(named, level, order), nil
}
