package round

import (
	"context"
	"time"

	"pejl/internal/instrument"
)

// Store keeps rounds, codes and responses. Every method is one transaction.
type Store interface {
	// CreateRound saves a draft with its units and sets its ID. A mark that is
	// already taken is a fault of kind Conflict, key "round.mark_taken".
	CreateRound(ctx context.Context, r *Round) error
	// Round returns a round without its units, or a fault "round.not_found".
	Round(ctx context.Context, id int64) (*Round, error)
	// Rounds returns all rounds without their units, newest first.
	Rounds(ctx context.Context) ([]*Round, error)
	// Units returns the units a round asks, in the order of their paths.
	Units(ctx context.Context, roundID int64) ([]Unit, error)
	// UnitsOf returns the units that rounds ask, by round, each list in the order of
	// the units' paths.
	UnitsOf(ctx context.Context, roundIDs []int64) (map[int64][]Unit, error)
	// OpenRound marks a draft as open and writes its codes and empty piles.
	OpenRound(ctx context.Context, id int64, opened func(*Round) error, places []Place) error
	// UpdateRound changes a round under a lock; an error from change leaves it as it was.
	UpdateRound(ctx context.Context, id int64, change func(*Round) error) error
	// Slots returns the slots of a round's codes by unit and group, in the order
	// of the slots' own random numbers.
	Slots(ctx context.Context, roundID int64) ([]Seat, error)
	// SeatByHash finds where a code leads, spent or not, with the unit's name, or
	// returns a fault "code.unknown".
	SeatByHash(ctx context.Context, hash []byte) (Seat, Unit, error)
	// SaveResponse spends the seat's code and adds the response to its pile, both
	// or neither, and returns when they are durable. A spent code is a fault
	// "code.unknown", a round that no longer accepts the response "round.closed".
	SaveResponse(ctx context.Context, s Saving) error
	// ShownCounts returns the counts of answers per unit that may be shown while a
	// round is open. Where what was written down last is older than every, the
	// answers are counted anew and step(answered, invited) is written down with
	// now; else what was written down is returned. Nothing finer is stored.
	ShownCounts(ctx context.Context, roundID int64, now time.Time, every time.Duration,
		step func(answered, invited int) int) (map[int64]int, error)
	// Respondents returns how many answered in each unit of a closed round, as
	// written down at closing (round_units.answered).
	Respondents(ctx context.Context, roundID int64) (map[int64]int, error)
	// Piles calls each with every pile of a round in (unit, group) order.
	Piles(ctx context.Context, roundID int64, each func(Pile) error) error

	// SaveSelfRating keeps a leader's answers about themselves, replacing earlier ones.
	SaveSelfRating(ctx context.Context, s SelfRating) error
	// SelfRating returns an account's own answers, or a fault "selfrating.not_found".
	SelfRating(ctx context.Context, roundID, accountID int64) (SelfRating, error)
	// DeleteSelfRating removes them. Removing none is not an error.
	DeleteSelfRating(ctx context.Context, roundID, accountID int64) error
}

// Place is one pile to be made at opening, with the hashed codes that lead to it.
type Place struct {
	UnitID int64
	Group  Group
	Codes  []HashedCode
	Counts int // how many side counts the pile keeps
}

// HashedCode is a code as it is stored.
type HashedCode struct {
	Slot int64
	Hash []byte
}

// Pile holds the responses of one unit and group as one value: answer vectors
// of equal length, sorted, end to end. Its bytes depend on who said what taken
// together, and on nothing else.
type Pile struct {
	UnitID  int64
	Group   Group
	Answers []byte
	Counts  []uint32
}

// SelfRating is what a leader answered about themselves: named, signed in, and
// kept apart from everything staff said.
type SelfRating struct {
	RoundID   int64
	AccountID int64
	Answers   instrument.Answers
	SharedAt  time.Time // zero until the leader shares it
}
