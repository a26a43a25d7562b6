// Package round runs an instrument once: who is asked, until when, and what
// they said.
package round

import (
	"time"

	"pejl/internal/instrument"
)

// State is how far a round has come. It only ever moves forward.
type State string

// The states, in order. While a round is Closing, pages that were opened before
// its end may still be sent, and what led from codes to people is being wiped;
// the promise of anonymity starts when it is Closed.
const (
	Draft    State = "draft"
	Open     State = "open"
	Closing  State = "closing"
	Closed   State = "closed"
	Released State = "released"
)

// Grace is how long a page that was opened before the end may still be sent.
const Grace = 30 * time.Minute

// Round is one run of one instrument over one or more units. The instrument is
// kept as it was when the round opened: editing a file never changes a round
// under way.
type Round struct {
	ID          int64
	UnitID      int64  // whose round it is: the unit above all that are asked
	Mark        string // the three characters its codes begin with
	Instrument  *instrument.Instrument
	Source      []byte // the instrument file, byte for byte
	Perspective string // who is asked: the perspective its items are worded for
	Title       string
	State       State
	OpensAt     time.Time
	ClosesAt    time.Time
	EndsAt      time.Time // when pages under way are taken no longer; zero for ClosesAt and the Grace
	ClosedAt    time.Time // when it became Closed; zero before
	Settings    Settings
	Units       []Unit
}

// Settings are chosen before a round opens and frozen then.
type Settings struct {
	Texts     bool     `json:"texts"`               // whether open questions are asked
	Questions []string `json:"questions,omitempty"` // side questions asked on request
	Purpose   string   `json:"purpose,omitempty"`   // what the answers are for, in the asker's words
	ResultsAt string   `json:"results_at,omitempty"`
	Contact   string   `json:"contact,omitempty"` // who answers questions about the round
	Gates     Gates    `json:"gates,omitzero"`    // what may be shown when, as it held at opening
}

// Unit is one unit that is asked in a round, as it was when the round opened.
type Unit struct {
	UnitID  int64
	Path    string
	Kind    string
	Name    string
	Invited int // how many people got a code
}

// Unit returns the asked unit with that ID, or nil.
func (r *Round) Unit(id int64) *Unit {
	for i := range r.Units {
		if r.Units[i].UnitID == id {
			return &r.Units[i]
		}
	}
	return nil
}

// Accepts reports whether a response whose page was opened at opened may be
// taken at now.
func (r *Round) Accepts(opened, now time.Time) bool {
	switch r.State {
	case Open:
		return !now.Before(r.OpensAt) && (now.Before(r.ClosesAt) || r.late(opened, now))
	case Closing:
		return r.late(opened, now)
	case Draft, Closed, Released:
	}
	return false
}

// late reports whether a page opened in time is being sent within the grace.
func (r *Round) late(opened, now time.Time) bool {
	return !opened.IsZero() && opened.Before(r.ClosesAt) && now.Before(r.End())
}

// End is when pages that were opened in time are taken no longer.
func (r *Round) End() time.Time {
	if !r.EndsAt.IsZero() {
		return r.EndsAt
	}
	return r.ClosesAt.Add(Grace)
}
