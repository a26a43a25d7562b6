package round

import (
	"time"

	"pejl/internal/instrument"
)

// Group is who answered, as it is reported: so far the perspective of the items.
type Group = string

// Seat is where a code leads: nothing in it says who holds the code.
type Seat struct {
	RoundID int64
	UnitID  int64
	Group   Group
	Slot    int64
	Spent   bool
}

// Response is what one person answered. Nothing in it leads back to anybody.
type Response struct {
	Answers instrument.Answers
	Choices map[string][]int  // side questions: key of instrument.Asked → chosen options
	Texts   map[string]string // open questions: key of instrument.Asked → own words
}

// Counts turns the choices into an increment for the side counts: for each asked
// question how many answered it (0 or 1), then 0 or 1 for each option.
func (r *Response) Counts(asks []instrument.Asked) []uint32 {
	n := 0
	for i := range asks {
		n += asks[i].Width()
	}
	counts := make([]uint32, n)
	for i := range asks {
		chosen := r.Choices[asks[i].Key]
		if len(chosen) == 0 || asks[i].Width() == 0 {
			continue
		}
		counts[asks[i].Offset] = 1
		for _, c := range chosen {
			counts[asks[i].Offset+1+c] = 1
		}
	}
	return counts
}

// Saving is a response on its way into its pile: what is stored, and the code
// that is spent by storing it.
type Saving struct {
	Seat    Seat
	Opened  time.Time // when the person's page was opened; not stored
	Now     time.Time // when it arrived; not stored
	Answers instrument.Answers
	Counts  []uint32
	Texts   map[string]string
}
