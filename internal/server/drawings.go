package server

import (
	"context"
	"errors"
	"sync"

	"pejl/internal/chart"
	"pejl/internal/fault"
	"pejl/internal/org"
	"pejl/internal/profile"
	"pejl/internal/round"
	"pejl/internal/tally"
	"pejl/internal/view"
)

// drawnRounds remembers which rounds have been drawn through.
type drawnRounds struct {
	mu   sync.Mutex
	done map[int64]bool
}

// DrawRounds draws what closed rounds have to show, in every language, so that
// nobody waits for it. What is kept already is not drawn again; it may run at any
// time, as often as wanted, and be stopped in the middle.
func (s *Server) DrawRounds(ctx context.Context) error {
	if !s.drawings.Available() {
		return nil
	}
	ctx = chart.Unhurried(ctx)
	list, err := s.Rounds.List(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, r := range list {
		s.drawn.mu.Lock()
		done := s.drawn.done[r.ID]
		s.drawn.mu.Unlock()
		if done || !r.Ended() {
			continue
		}
		if err := s.DrawRound(ctx, r.ID); err != nil {
			faults = append(faults, err)
			continue
		}
		s.drawn.mu.Lock()
		s.drawn.done[r.ID] = true
		s.drawn.mu.Unlock()
	}
	return errors.Join(faults...)
}

// DrawRound draws everything that a closed round has to show: the comparison of
// all its units, and every unit with what was asked above them.
func (s *Server) DrawRound(ctx context.Context, id int64) error {
	if !s.drawings.Available() {
		return nil
	}
	r, err := s.Rounds.Round(ctx, id)
	if err != nil {
		return err
	}
	units, err := s.Profiles.Units(ctx, id)
	if err != nil {
		return err
	}
	for _, lang := range s.Texts.Languages() {
		if err := s.drawComparisons(ctx, lang, r); err != nil {
			return err
		}
	}
	for _, unit := range units {
		u, err := s.Profiles.Unit(ctx, id, unit, nil)
		if err != nil {
			return err
		}
		for _, lang := range s.Texts.Languages() {
			figures, err := s.reading(lang, r).Unit(u)
			if err != nil {
				return err
			}
			if _, err := s.drawings.Draw(ctx, id, figures); err != nil {
				return err
			}
		}
	}
	return nil
}

// drawComparisons draws all units side by side, as those see them who run the round.
func (s *Server) drawComparisons(ctx context.Context, lang string, r *round.Round) error {
	everything := &org.Access{Grants: []org.Granted{{Grant: org.Grant{Role: org.Consultant}, Unit: top(r)}}}
	in, ok := reach(r, everything)
	if !ok {
		return nil
	}
	for _, level := range []tally.Level{tally.Aspect, tally.Facet} {
		c, err := s.Profiles.Compare(ctx, r.ID, comparable(in), level, profile.Alphabetical)
		if err != nil {
			if fault.KindOf(err) == fault.NotFound {
				return nil
			}
			return err
		}
		pages := []*profile.Comparison{c}
		if len(c.Units) > mostSideBySide {
			pages = nil
			for i := range c.Panels {
				pages = append(pages, c.Only(i))
			}
		}
		for _, page := range pages {
			if _, err := s.compared(ctx, lang, in, view.Compared{}, page); err != nil {
				return err
			}
		}
	}
	return nil
}
