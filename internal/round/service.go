package round

import (
	"context"
	"slices"
	"sync"
	"time"

	"pejl/internal/fault"
	"pejl/internal/instrument"
)

// Service is what anybody can do with rounds: the command line, the screens and
// the demonstration all come through here.
type Service struct {
	store Store
	key   Key
	now   func() time.Time
	gates Gates // of this installation

	mu    sync.Mutex
	known map[int64]known // rounds that respondents are answering just now
}

// known is a round as it was a moment ago. Pages may be that old; saving a
// response always looks at the round as it is.
type known struct {
	round *Round
	units map[int64]*Unit
	asks  []instrument.Asked
	until time.Time
}

// NewService makes a Service over a store. The key must be the same on every
// server of an installation, and now is the clock.
func NewService(store Store, key Key, now func() time.Time) *Service {
	return &Service{store: store, key: key, now: now, known: map[int64]known{}}
}

// Raise makes the limits of what may be shown stricter, for all rounds that open
// from now on. It belongs before the first round is opened.
func (s *Service) Raise(g Gates) { s.gates = g }

// Plan is what is needed to make a round.
type Plan struct {
	UnitID      int64
	Source      []byte // the instrument file
	Form        instrument.Form
	Perspective string
	Title       string
	OpensAt     time.Time
	ClosesAt    time.Time
	Settings    Settings
	Units       []Unit
}

// New makes a draft from a plan. Faults: "round.no_units", "round.period",
// "round.perspective", "round.no_short_form", "round.title", "round.instrument",
// "round.question", "round.invited", "round.unit_twice", and "round.leaders_apart", since leaders
// rate themselves signed in and never in a pile.
func (s *Service) New(ctx context.Context, p Plan) (*Round, error) {
	in, err := Form(p.Source, p.Form)
	if err != nil {
		return nil, err
	}
	if p.Title == "" {
		return nil, fault.New(fault.Invalid, "round.title")
	}
	if in.Perspective(p.Perspective) == nil {
		return nil, fault.New(fault.Invalid, "round.perspective", "perspective", p.Perspective)
	}
	for _, id := range p.Settings.Questions {
		if !slices.ContainsFunc(in.Questions, func(q instrument.Question) bool { return q.ID == id }) {
			return nil, fault.New(fault.Invalid, "round.question", "question", id)
		}
	}
	if p.Perspective == instrument.Leader {
		return nil, fault.New(fault.Invalid, "round.leaders_apart")
	}
	if !p.ClosesAt.After(p.OpensAt) {
		return nil, fault.New(fault.Invalid, "round.period")
	}
	if len(p.Units) == 0 {
		return nil, fault.New(fault.Invalid, "round.no_units")
	}
	seen := map[int64]bool{}
	for _, u := range p.Units {
		if u.Invited < 1 {
			return nil, fault.New(fault.Invalid, "round.invited", "unit", u.Name)
		}
		if seen[u.UnitID] {
			return nil, fault.New(fault.Invalid, "round.unit_twice", "unit", u.Name)
		}
		seen[u.UnitID] = true
	}
	r := &Round{
		UnitID: p.UnitID, Mark: NewMark(), Instrument: in, Source: p.Source, Perspective: p.Perspective,
		Title: p.Title, State: Draft, OpensAt: p.OpensAt, ClosesAt: p.ClosesAt, Settings: p.Settings, Units: p.Units,
	}
	for range marksToTry {
		if err = s.store.CreateRound(ctx, r); fault.KindOf(err) != fault.Conflict {
			break
		}
		r.Mark = NewMark()
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

// marksToTry is how often a new round draws another mark when the one it drew is
// taken; there are 32,768 of them.
const marksToTry = 32

// Form reads an instrument file and reduces it to the form asked for.
func Form(source []byte, form instrument.Form) (*instrument.Instrument, error) {
	in, faults := instrument.Parse("instrument", source)
	if len(faults) > 0 {
		return nil, fault.New(fault.Invalid, "round.instrument", "why", faults[0].Message)
	}
	if form != instrument.Short {
		return in, nil
	}
	short, ok := in.ShortForm()
	if !ok {
		return nil, fault.New(fault.Invalid, "round.no_short_form", "instrument", in.ID)
	}
	return short, nil
}

// Open opens a draft: from now on its instrument, units and settings are fixed,
// and every invited person has a code. Opening an open round is not an error.
func (s *Service) Open(ctx context.Context, id int64) error {
	r, err := s.Round(ctx, id)
	if err != nil {
		return err
	}
	if r.State == Open {
		return nil
	}
	asks := r.Instrument.Asks(r.Perspective, r.Settings.Texts, r.Settings.Questions)
	width := 0
	for i := range asks {
		width += asks[i].Width()
	}
	var places []Place
	for _, u := range r.Units {
		p := Place{UnitID: u.UnitID, Group: r.Perspective, Counts: width}
		for range u.Invited {
			slot := NewSlot()
			p.Codes = append(p.Codes, HashedCode{Slot: slot, Hash: s.key.Hash(s.key.Code(r.Mark, slot))})
		}
		places = append(places, p)
	}
	defer s.forget(id)
	return s.store.OpenRound(ctx, id, func(r *Round) error {
		if r.State != Draft {
			return fault.New(fault.Conflict, "round.not_draft", "title", r.Title)
		}
		if !r.ClosesAt.After(s.now()) {
			return fault.New(fault.Invalid, "round.period_over", "title", r.Title)
		}
		r.State = Open
		r.Settings.Gates = r.Settings.Gates.Stricter(s.gates)
		return nil
	}, places)
}

// Round returns a round with its units.
func (s *Service) Round(ctx context.Context, id int64) (*Round, error) {
	r, err := s.store.Round(ctx, id)
	if err != nil {
		return nil, err
	}
	r.Units, err = s.store.Units(ctx, id)
	return r, err
}

// Rounds returns all rounds, newest first, without their units.
func (s *Service) Rounds(ctx context.Context) ([]*Round, error) { return s.store.Rounds(ctx) }

// UnitCodes are the codes of one unit, to be printed or handed on.
type UnitCodes struct {
	Unit  Unit
	Codes []string
}

// Codes returns the codes of an open round by unit. The codes of people who have
// answered are among them: which they are is shown to nobody. Where the round was
// opened with another key, so that none of them would open anything, it gives a
// fault "round.other_key".
func (s *Service) Codes(ctx context.Context, id int64) ([]UnitCodes, error) {
	r, err := s.Round(ctx, id)
	if err != nil {
		return nil, err
	}
	if r.State != Open {
		return nil, fault.New(fault.Conflict, "round.not_open", "title", r.Title)
	}
	seats, err := s.store.Slots(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(seats) > 0 {
		_, _, err := s.store.SeatByHash(ctx, s.key.Hash(s.key.Code(r.Mark, seats[0].Slot)))
		if fault.KindOf(err) == fault.NotFound {
			return nil, fault.New(fault.Conflict, "round.other_key", "title", r.Title)
		}
		if err != nil {
			return nil, err
		}
	}
	list := make([]UnitCodes, len(r.Units))
	place := map[int64]int{}
	for i, u := range r.Units {
		list[i].Unit = u
		place[u.UnitID] = i
	}
	for _, seat := range seats {
		at := place[seat.UnitID]
		list[at].Codes = append(list[at].Codes, s.key.Code(r.Mark, seat.Slot))
	}
	for i := range list {
		slices.Sort(list[i].Codes)
	}
	return list, nil
}

// Close ends a round: no page opened from now on is taken, and what was opened
// before may be sent for the Grace. Closing twice is not an error, so that the
// job which closes rounds may run as often as it likes.
func (s *Service) Close(ctx context.Context, id int64) error {
	defer s.forget(id)
	now := s.now()
	return s.store.UpdateRound(ctx, id, func(r *Round) error {
		switch r.State {
		case Draft:
			return fault.New(fault.Conflict, "round.not_open", "title", r.Title)
		case Open:
			r.State = Closing
			if now.Before(r.ClosesAt) {
				r.ClosesAt = now
			}
		case Closing, Closed, Released:
		}
		return nil
	})
}

// EndGrace ends the time in which pages under way may still be sent.
func (s *Service) EndGrace(ctx context.Context, id int64) error {
	now := s.now()
	return s.store.UpdateRound(ctx, id, func(r *Round) error {
		if r.State != Closing {
			return fault.New(fault.Conflict, "round.not_closing", "title", r.Title)
		}
		if now.Before(r.End()) {
			r.EndsAt = now
		}
		return nil
	})
}
