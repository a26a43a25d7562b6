package profile

import (
	"math/big"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/stats"
)

// Soundness says how well the items of a facet go together, and so how far its
// figures may be held against others.
type Soundness uint8

// The soundnesses.
const (
	Pilot Soundness = iota // too few have answered yet, or the items do not go together enough
	Careful
	Sound
)

// soundnessOf is gate M, on alpha in thousandths, rounded down, over so many people.
func soundnessOf(g round.Gates, alpha *int, people int64) Soundness {
	switch {
	case alpha == nil || people < int64(g.AlphaPeople) || *alpha < 10*g.AlphaCare:
		return Pilot
	case *alpha < 10*g.Alpha:
		return Careful
	}
	return Sound
}

// Standing says how a unit stands beside the others on a facet or aspect: one of
// three words, or why there is none.
type Standing uint8

// The standings.
const (
	NotDecided   Standing = iota // the round was closed without comparing
	NoDifference                 // no clear difference from the middle
	ClearlyAbove
	ClearlyBelow
	FewAnswers      // own profile only: the unit's mean is not reliable enough
	NotApart        // it has not been established that units differ at all
	NotSound        // the facet is measured too roughly
	FewUnits        // too few units to compare
	NothingShown    // the unit has no profile, or no score here
	AnotherKind     // a total, which is not one of the units that are compared
	lastOfStandings = AnotherKind
)

// Compared reports that a unit stands somewhere.
func (s Standing) Compared() bool { return s == NoDifference || s == ClearlyAbove || s == ClearlyBelow }

// fewestUnits is how many units are compared at least: of two, the word for one
// would tell that of the other.
const fewestUnits = 3

// apartOf is the first half of gate C: whether units differ at all, by the p-value
// of their having no variance between them.
func apartOf(g round.Gates, p float64) bool { return 100*p <= float64(g.Variance)+hair }

// standingOf is the second half: where a unit stands, by its mean drawn towards that
// of all units, beside the middle of all.
func standingOf(g round.Gates, s stats.Shrunken, middle float64) Standing {
	if 100*s.Reliability < float64(g.Reliability)-hair {
		return FewAnswers
	}
	above, ok := s.Above(middle)
	switch {
	case !ok:
		return NoDifference
	case 100*above >= float64(g.Clear)-hair:
		return ClearlyAbove
	case 100*above <= float64(100-g.Clear)+hair:
		return ClearlyBelow
	}
	return NoDifference
}

// Change says how a facet of a unit has changed since an earlier round, or why
// that is not told.
type Change uint8

// The changes.
const (
	NoEarlier Change = iota // there is no earlier round to look back to
	NoChange                // no clear change
	Higher
	Lower
	OtherItems    // the two rounds did not ask the same
	FewThen       // too few answers in the earlier round
	FewNow        // too few answers in this round
	TooSoon       // the rounds lie too close together
	RateFell      // many fewer of those asked answered
	NotTheSame    // the unit is not the same as before
	lastOfChanges = NotTheSame
)

// Told reports that the change is judged.
func (c Change) Told() bool { return c == NoChange || c == Higher || c == Lower }

// Clear reports that there is a clear change.
func (c Change) Clear() bool { return c == Higher || c == Lower }

// changeOf is the last part of gate T: a change is told where it is both large
// enough and, adjusted for how many were looked at, unlikely to be chance.
func changeOf(g round.Gates, s *instrument.Scale, diff *big.Rat, adjusted float64) Change {
	least := big.NewRat(int64(g.ChangeLeast)*int64(s.Max()-s.Min), 400)
	switch {
	case 100*adjusted > float64(g.ChangeFalse)+hair || new(big.Rat).Abs(diff).Cmp(least) < 0:
		return NoChange
	case diff.Sign() > 0:
		return Higher
	}
	return Lower
}

// rateFell reports that the response rate fell by more percentage points than it
// may. More answers than people count as everybody.
func rateFell(g round.Gates, then, now Turnout) bool {
	a1, a2 := min(then.Answered, then.Invited), min(now.Answered, now.Invited)
	return 100*(a1*now.Invited-a2*then.Invited) > g.ChangeRate*then.Invited*now.Invited
}
