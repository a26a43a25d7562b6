package round

import (
	"context"
	"time"

	"pejl/internal/fault"
)

// Page is what a page that a person has open says of itself: which round, unit
// and group its code led to when the code was looked up. Whoever makes one has
// seen that the program itself wrote it.
type Page struct {
	RoundID int64
	UnitID  int64
	Group   Group
	Opened  time.Time
}

// Continue is Invitation for a page that rests on an earlier look at its code, so
// that turning pages asks the database for nothing. Whether the code still holds
// is seen when the response is submitted.
func (s *Service) Continue(ctx context.Context, p Page) (*Invitation, error) {
	k, err := s.lookUp(ctx, p.RoundID)
	if err != nil {
		return nil, err
	}
	unit := k.units[p.UnitID]
	if unit == nil {
		return nil, fault.New(fault.NotFound, "code.unknown")
	}
	return s.invite(k, *unit, p.Group, p.Opened)
}

// invite is the invitation to a round as it is known now.
func (s *Service) invite(k known, unit Unit, group Group, opened time.Time) (*Invitation, error) {
	now := s.now()
	if k.round.State == Draft || now.Before(k.round.OpensAt) {
		return nil, fault.New(fault.Gone, "round.not_yet", "opens", k.round.OpensAt)
	}
	if !k.round.Accepts(opened, now) {
		return nil, fault.New(fault.Gone, "round.closed")
	}
	asks := k.asks
	if unit.Invited < minInvitedForTexts {
		asks = withoutTexts(asks)
	}
	return &Invitation{Round: k.round, Unit: unit, Group: group, Asks: asks}, nil
}
