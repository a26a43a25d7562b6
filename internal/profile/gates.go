package profile

import (
	"math/big"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// The gates: what may be shown when. Limits that an installation may make stricter
// are those of the round (round.Gates), and stand here by the names they have there;
// the others are the constants below. Every threshold in points is given on a scale
// from 1 to 5 and stretched to the scale at hand, so one point is a quarter of the
// way from the lowest option to the highest.
const (
	confidence = .95 // of every interval

	// P, privacy: Means and Single. The release has decided by them; this is the
	// least they can be.
	fewestSingle = 10 // people behind anything about a single item

	// R, representation: RateFull and RateSome, in per cent of those invited.
	fewAsked = 5 // invited; below this not even the numbers are told

	// D, detail by the number of people.
	wordsUnder = 10 // words only
	bandsUnder = 20 // items in three bands, in steps of ten per cent
	stepsUnder = 50 // items in steps of five per cent

	// E, ends: a mean near an end is told as its limit, so that unanimity never reads
	// as each person's answer. The limits are parts of the scale: 0.2 points, and among
	// more people, where one answer moves a mean less, 0.1.
	endsUnder = bandsUnder
	nearUnder = stepsUnder
	endsPart  = 20
	nearPart  = 40

	// X, precision: Decimal and RoughDecimal, of half the width of an interval.

	// A, agreement: AgreeLargely and AgreeSome, of r*wg; and two peaks in per cent of
	// the people.
	peakEach    = 25
	peakBetween = 20

	// V, visibility: per cent who cannot say.
	manyCannotSay = 30

	// G, leader and staff: Gap, of the leader's value outside the interval.
)

// point is one point of a scale from 1 to 5, on this scale.
func point(s *instrument.Scale) float64 { return float64(s.Max()-s.Min) / 4 }

// endPart is which part of a scale a mean of so many people is told as its limit
// within: one in so many, or 0 for none.
func endPart(people int64) int64 {
	switch {
	case people < endsUnder:
		return endsPart
	case people < nearUnder:
		return nearPart
	}
	return 0
}

// endOf is gate E.
func endOf(mean *big.Rat, s *instrument.Scale, people int64) Form {
	part := endPart(people)
	if part == 0 {
		return Exact
	}
	reach := big.NewRat(int64(s.Max()-s.Min), part)
	low := new(big.Rat).Add(big.NewRat(int64(s.Min), 1), reach)
	high := new(big.Rat).Sub(big.NewRat(int64(s.Max()), 1), reach)
	switch {
	case mean.Cmp(low) < 0:
		return OrLower
	case mean.Cmp(high) > 0:
		return OrHigher
	}
	return Exact
}

// precisionOf is gate X: how much a half-width lets a figure say.
func precisionOf(g round.Gates, halfWidth float64, s *instrument.Scale) Form {
	hundredths := 100*halfWidth/point(s) - hair
	switch {
	case hundredths > float64(g.RoughDecimal):
		return WordsOnly
	case hundredths > float64(g.Decimal):
		return Rough
	}
	return Exact
}

// hair is what a number that was rounded on its way may lie beyond a limit.
const hair = 1e-9

// Accord says how far people see a thing alike.
type Accord uint8

// The accords. NoAccord means that it cannot be said.
const (
	NoAccord Accord = iota
	Largely
	Some
	Divided
)

// accordOf is gate A.
func accordOf(g round.Gates, k *tally.Kept, set int) Accord {
	if s, ok := k.Leanings(set); ok && twoPeaks(s) {
		return Divided
	}
	a, ok := k.Agreement(set)
	switch {
	case !ok || a.People < fewestSingle:
		return NoAccord
	case a.Hundredths < g.AgreeSome:
		return Divided
	case a.Hundredths < g.AgreeLargely:
		return Some
	}
	return Largely
}

// twoPeaks reports that many stand on each side and few between.
func twoPeaks(s tally.Sides) bool {
	n := s.People()
	return n >= fewestSingle && 100*s.Favourable >= peakEach*n && 100*s.Unfavourable >= peakEach*n &&
		100*s.Between < peakBetween*n
}

// Label is the accord as it stands in a table.
func (a Accord) Label() Sentence {
	switch a {
	case Largely:
		return say("profile.accord.largely.label")
	case Some:
		return say("profile.accord.some.label")
	case Divided:
		return say("profile.accord.divided.label")
	default:
		return Sentence{}
	}
}

// Sentence is the accord as it stands under a chart.
func (a Accord) Sentence() Sentence {
	switch a {
	case Largely:
		return say("profile.accord.largely")
	case Some:
		return say("profile.accord.some")
	case Divided:
		return say("profile.accord.divided")
	default:
		return Sentence{}
	}
}

// Gap says how a leader's own answer lies beside what staff answered.
type Gap uint8

// The gaps. NoGap means that there is nothing to set beside.
const (
	NoGap Gap = iota
	Alike
	More
	Less
)

// gapOf is gate G. It is decided on what is shown, so that every reader of the page
// comes to the same.
func gapOf(g round.Gates, own Tenths, staff Figure, s *instrument.Scale) Gap {
	if !staff.Shown() || staff.People < g.Means {
		return NoGap
	}
	apart := float64(g.Gap)/10*point(s) - hair // in tenths
	switch {
	case float64(own-staff.High) >= apart:
		return More
	case float64(staff.Low-own) >= apart:
		return Less
	}
	return Alike
}

// Sentence says the gap to the leader whose own answer it is.
func (g Gap) Sentence(s *instrument.Scale) Sentence {
	often := frequency(s)
	switch {
	case g == More && often:
		return say("profile.gap.more_often")
	case g == Less && often:
		return say("profile.gap.less_often")
	case g == More:
		return say("profile.gap.more")
	case g == Less:
		return say("profile.gap.less")
	case g == Alike:
		return say("profile.gap.alike")
	}
	return Sentence{}
}
