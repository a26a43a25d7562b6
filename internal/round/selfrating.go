package round

import (
	"context"
	"strings"

	"pejl/internal/fault"
	"pejl/internal/instrument"
)

// Rater is a signed-in person who may rate themselves: their account, and the
// paths of the units they lead.
type Rater struct {
	AccountID int64
	Leads     []string
}

// SelfRound finds the round in which a leader may rate themselves, with the
// instrument's perspective for leaders. A round that asks no unit they lead does
// not exist for them: "round.not_found". An instrument that has no wording for
// leaders gives "selfrating.no_perspective".
func (s *Service) SelfRound(ctx context.Context, id int64, who Rater) (*Round, error) {
	k, err := s.lookUp(ctx, id)
	if err != nil {
		return nil, err
	}
	if k.round.State == Draft || !k.round.ledBy(who) {
		return nil, fault.New(fault.NotFound, "round.not_found")
	}
	if k.round.Instrument.Perspective(instrument.Leader) == nil {
		return nil, fault.New(fault.NotFound, "selfrating.no_perspective")
	}
	return k.round, nil
}

// SelfRounds lists the rounds in which a leader may rate themselves, newest
// first: those that are open, and those they have rated themselves in.
func (s *Service) SelfRounds(ctx context.Context, who Rater) ([]*Round, error) {
	all, err := s.store.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var list []*Round
	for _, r := range all {
		if r.State == Draft {
			continue
		}
		own, err := s.SelfRound(ctx, r.ID, who)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !s.TakesSelfRatings(own) {
			_, err := s.store.SelfRating(ctx, r.ID, who.AccountID)
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		list = append(list, own)
	}
	return list, nil
}

// RateSelf keeps what a leader answered about themselves while the round is open,
// in place of what they answered before. It is named data, kept apart from
// everything staff said: no pile, tally or release knows of it.
func (s *Service) RateSelf(ctx context.Context, id int64, who Rater, a instrument.Answers) error {
	r, err := s.SelfRound(ctx, id, who)
	if err != nil {
		return err
	}
	if !s.TakesSelfRatings(r) {
		return fault.New(fault.Gone, "round.closed")
	}
	if !r.Instrument.Valid(a) {
		return fault.New(fault.Invalid, "response.not_of_this_round")
	}
	return s.store.SaveSelfRating(ctx, SelfRating{RoundID: id, AccountID: who.AccountID, Answers: a})
}

// SelfRating returns what a leader answered about themselves, or
// "selfrating.not_found". Nobody is given another's.
func (s *Service) SelfRating(ctx context.Context, id int64, who Rater) (SelfRating, error) {
	if _, err := s.SelfRound(ctx, id, who); err != nil {
		return SelfRating{}, err
	}
	return s.store.SelfRating(ctx, id, who.AccountID)
}

// DeleteSelfRating removes a leader's own rating, at any time and for good. Who
// no longer leads anything may still delete what they once said.
func (s *Service) DeleteSelfRating(ctx context.Context, id int64, who Rater) error {
	return s.store.DeleteSelfRating(ctx, id, who.AccountID)
}

// TakesSelfRatings reports whether leaders may rate themselves in a round now.
func (s *Service) TakesSelfRatings(r *Round) bool {
	now := s.now()
	return r.State == Open && !now.Before(r.OpensAt) && now.Before(r.ClosesAt)
}

// ledBy reports whether a round asks a unit that a person leads, itself or from
// above.
func (r *Round) ledBy(who Rater) bool {
	for _, top := range who.Leads {
		for i := range r.Units {
			if top != "" && strings.HasPrefix(r.Units[i].Path, top) {
				return true
			}
		}
	}
	return false
}
