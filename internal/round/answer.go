package round

import (
	"context"
	"time"
	"unicode/utf8"

	"pejl/internal/fault"
	"pejl/internal/instrument"
)

// Invitation is what a code opens: everything the respondent's pages need.
type Invitation struct {
	Round *Round // shared: it must not be changed
	Unit  Unit
	Group Group
	Asks  []instrument.Asked
}

// knownFor is how long pages may rest on an earlier look at a round.
const knownFor = time.Second

// minInvitedForTexts is how many must be invited in a unit before anybody there
// is asked for own words.
const minInvitedForTexts = 10

// MaxText is how many characters an answer in own words may have.
const MaxText = 4000

// Invitation finds what a code opens. Unknown and spent codes give one and the
// same fault, "code.unknown"; a round that is not open gives "round.not_yet" or
// "round.closed". opened is when the person's page was first opened, or zero.
func (s *Service) Invitation(ctx context.Context, typed string, opened time.Time) (*Invitation, error) {
	inv, _, err := s.invitation(ctx, typed, opened)
	return inv, err
}

func (s *Service) invitation(ctx context.Context, typed string, opened time.Time) (*Invitation, Seat, error) {
	code, ok := ReadCode(typed)
	if !ok {
		return nil, Seat{}, fault.New(fault.NotFound, "code.unknown")
	}
	seat, unit, err := s.store.SeatByHash(ctx, s.key.Hash(code))
	if err != nil {
		return nil, Seat{}, err
	}
	if seat.Spent {
		return nil, Seat{}, fault.New(fault.NotFound, "code.unknown")
	}
	k, err := s.lookUp(ctx, seat.RoundID)
	if err != nil {
		return nil, Seat{}, err
	}
	inv, err := s.invite(k, unit, seat.Group, opened)
	if err != nil {
		return nil, Seat{}, err
	}
	return inv, seat, nil
}

// Submit takes one person's response. It is the only way in: it returns when the
// response and the spending of the code are durable, and stores both or neither.
func (s *Service) Submit(ctx context.Context, typed string, opened time.Time, r Response) error {
	inv, seat, err := s.invitation(ctx, typed, opened)
	if err != nil {
		return err
	}
	if !inv.Round.Instrument.Valid(r.Answers) {
		return fault.New(fault.Invalid, "response.not_of_this_round")
	}
	if err := checkSides(inv.Asks, &r); err != nil {
		return err
	}
	return s.store.SaveResponse(ctx, Saving{
		Seat: seat, Opened: opened, Now: s.now(),
		Answers: r.Answers, Counts: r.Counts(inv.Asks), Texts: r.Texts,
	})
}

// checkSides holds choices and texts against what was asked.
func checkSides(asks []instrument.Asked, r *Response) error {
	byKey := map[string]*instrument.Asked{}
	for i := range asks {
		byKey[asks[i].Key] = &asks[i]
	}
	for key, chosen := range r.Choices {
		a := byKey[key]
		if a == nil || a.Question.Type == instrument.Open {
			return fault.New(fault.Invalid, "response.not_of_this_round")
		}
		if len(chosen) > a.Most() {
			return fault.New(fault.Invalid, "response.too_many", "n", a.Most())
		}
		seen := map[int]bool{}
		for _, c := range chosen {
			if c < 0 || c >= len(a.Options) || seen[c] {
				return fault.New(fault.Invalid, "response.not_of_this_round")
			}
			seen[c] = true
		}
	}
	for key, text := range r.Texts {
		a := byKey[key]
		if a == nil || a.Question.Type != instrument.Open {
			return fault.New(fault.Invalid, "response.not_of_this_round")
		}
		if utf8.RuneCountInString(text) > MaxText {
			return fault.New(fault.Invalid, "response.text_too_long", "n", MaxText)
		}
	}
	return nil
}

// withoutTexts leaves the open questions out.
func withoutTexts(asks []instrument.Asked) []instrument.Asked {
	var kept []instrument.Asked
	for _, a := range asks {
		if a.Question.Type != instrument.Open {
			kept = append(kept, a)
		}
	}
	return kept
}

// lookUp returns a round as it was at most knownFor ago. When it has grown old,
// whoever comes first looks again while the others go on with what is known.
func (s *Service) lookUp(ctx context.Context, id int64) (known, error) {
	now := s.now()
	s.mu.Lock()
	old, ok := s.known[id]
	if ok && now.Before(old.until) {
		s.mu.Unlock()
		return old, nil
	}
	if ok {
		old.until = now.Add(knownFor)
		s.known[id] = old
	}
	s.mu.Unlock()

	k, err := s.lookAgain(ctx, id, old)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		delete(s.known, id)
		return known{}, err
	}
	k.until = now.Add(knownFor)
	s.known[id] = k
	return k, nil
}

// lookAgain reads a round. Of one that has opened only its state and its period
// can have changed, so the rest is kept.
func (s *Service) lookAgain(ctx context.Context, id int64, old known) (known, error) {
	r, err := s.store.Round(ctx, id)
	if err != nil {
		return known{}, err
	}
	if old.round != nil && old.round.State != Draft {
		r.Instrument, r.Units = old.round.Instrument, old.round.Units
		return known{round: r, asks: old.asks, units: old.units}, nil
	}
	if r.Units, err = s.store.Units(ctx, id); err != nil {
		return known{}, err
	}
	k := known{round: r, units: make(map[int64]*Unit, len(r.Units))}
	for i := range r.Units {
		k.units[r.Units[i].UnitID] = &r.Units[i]
	}
	k.asks = r.Instrument.Asks(r.Perspective, r.Settings.Texts, r.Settings.Questions)
	return k, nil
}

// forget has the next page look at the round anew.
func (s *Service) forget(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, id)
}
