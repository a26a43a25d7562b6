package round

import (
	"context"
	"time"
)

// Status is what may be known about a round by those who run it.
type Status struct {
	Round *Round // with its units
	Units []UnitStatus
}

// UnitStatus is how far one unit has come.
type UnitStatus struct {
	Unit  Unit
	Count Count
}

// Count is how many have answered, as far as it may be told. While a round is
// open it moves in steps and at most once an hour; with few invited it is not
// told at all.
type Count struct {
	Known bool
	Exact bool // after closing
	N     int  // at least this many, where not Exact
}

const (
	countEvery      = time.Hour
	minInvitedCount = 10 // below this an open round says only "under way"
	minInvitedAfter = 5  // below this even a closed round says only "fewer than 5 asked"
)

// Step is how many answers the count of an open round moves at a time: 5 people,
// or 5 % of those invited where that is more.
func Step(invited int) int { return max(5, (invited+19)/20) }

// stepped rounds a count down to a whole number of steps.
func stepped(answered, invited int) int {
	if invited < minInvitedCount {
		return 0
	}
	return answered / Step(invited) * Step(invited)
}

// Status says how far a round has come, unit by unit. What it says of an open
// round was written down at most once in an hour and is the same for everyone
// who asks within that hour.
func (s *Service) Status(ctx context.Context, id int64) (*Status, error) {
	r, err := s.Round(ctx, id)
	if err != nil {
		return nil, err
	}
	var shown map[int64]int
	if r.State == Open || r.State == Closing {
		shown, err = s.store.ShownCounts(ctx, id, s.now(), countEvery, stepped)
	} else {
		shown, err = s.store.Respondents(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	st := &Status{Round: r}
	for _, u := range r.Units {
		us := UnitStatus{Unit: u, Count: Count{N: shown[u.UnitID]}}
		switch r.State {
		case Open, Closing:
			us.Count.Known = u.Invited >= minInvitedCount
		case Closed, Released:
			us.Count.Exact = u.Invited >= minInvitedAfter
			us.Count.Known = us.Count.Exact
		case Draft:
		}
		if !us.Count.Known {
			us.Count.N = 0
		}
		st.Units = append(st.Units, us)
	}
	return st, nil
}
