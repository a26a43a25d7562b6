package profile

import (
	"math"
	"math/big"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// Form says how much of a level may be told.
type Form uint8

// The forms, from nothing to the number itself.
const (
	Hidden    Form = iota // nothing, and why
	WordsOnly             // words, and a bar that says no more than they do
	Rough                 // "about 3.3"
	OrLower               // "1.2 or lower"
	OrHigher              // "4.8 or higher"
	Exact                 // "3.3"
)

// Figure is a level with its interval, rounded once, as every output shows it.
// Value means something from Rough on; Low and High from WordsOnly on, and there
// they are the places of their words.
type Figure struct {
	Form          Form
	Value         Tenths
	Low, High     Tenths
	Word          Word // of the value
	LowAt, HighAt Word // of the ends of the interval
	People        int  // whom it is about
	Why           Sentence
}

// Shown reports that there is something to draw.
func (f Figure) Shown() bool { return f.Form != Hidden }

// Digits reports that there is a number to print.
func (f Figure) Digits() bool { return f.Form > WordsOnly }

// Sentence is the figure as it stands in a table: a number, words, or why there is
// neither.
func (f Figure) Sentence() Sentence {
	switch f.Form {
	case Exact:
		return say("profile.figure.exact", "value", f.Value)
	case Rough:
		return say("profile.figure.rough", "value", f.Value)
	case OrLower:
		return say("profile.figure.or_lower", "value", f.Value)
	case OrHigher:
		return say("profile.figure.or_higher", "value", f.Value)
	case WordsOnly:
		return f.Word.Sentence()
	default:
		return f.Why
	}
}

// Interval is the uncertainty as it stands in a table.
func (f Figure) Interval() Sentence {
	switch {
	case f.Digits():
		return say("profile.interval", "low", f.Low, "high", f.High)
	case f.Form == WordsOnly && f.LowAt == f.HighAt:
		return f.LowAt.Sentence()
	case f.Form == WordsOnly:
		return say("profile.interval.words", "low", f.LowAt, "high", f.HighAt)
	}
	return Sentence{}
}

// tooFew is a figure about too few people.
func tooFew() Figure { return Figure{Why: say("profile.few")} }

// figureOf rounds the level of a cell and decides how much of it is told: gates E, X
// and the words of gate D.
func figureOf(g round.Gates, scale *instrument.Scale, sc tally.Score, spread *stats.Spread, wordsOnly bool) Figure {
	lowest, highest := scale.Min, scale.Max()
	if sc.People < int64(g.Means) || spread == nil {
		return tooFew()
	}
	mean := exactMean(sc, lowest)
	told := toldMean(scale, sc)
	f := Figure{Form: endOf(mean, scale, sc.People), Value: roundTenths(told, lowest, highest), People: int(sc.People)}
	i, ok := stats.MeanInterval(toldMoments(scale, sc), *spread, confidence)
	if !ok {
		return tooFew()
	}
	f.Low = max(tenthsOf(i.Lo, lowest, highest), Tenths(10*lowest))
	f.High = min(tenthsOf(i.Hi, lowest, highest), Tenths(10*highest))
	f.Word, f.LowAt, f.HighAt = wordOf(scale, f.Value), wordOf(scale, f.Low), wordOf(scale, f.High)
	switch precision := precisionOf(g, i.HalfWidth(), scale); {
	case wordsOnly || sc.People < wordsUnder || precision == WordsOnly:
		f.Form = WordsOnly
		f.Value, f.Low, f.High = f.Word.At(), f.LowAt.At(), f.HighAt.At()
	case precision == Rough && f.Form == Exact:
		f.Form = Rough
	}
	return f
}

// exactMean is the mean on the scale, as a fraction.
func exactMean(sc tally.Score, lowest int) *big.Rat {
	mean := new(big.Rat).Quo(sc.Sum, new(big.Rat).SetInt64(sc.People))
	return mean.Add(mean, new(big.Rat).SetInt64(int64(lowest)))
}

// roundTenths rounds a fraction as tenthsOf rounds a number, without error.
func roundTenths(x *big.Rat, lowest, highest int) Tenths {
	middle := int64(5 * (lowest + highest))
	d := new(big.Rat).Mul(x, big.NewRat(10, 1))
	d.Sub(d, new(big.Rat).SetInt64(middle))
	half := big.NewRat(1, 2)
	if d.Sign() < 0 {
		half.Neg(half)
	}
	d.Add(d, half)
	// Quo rounds towards zero, which here is towards the middle of the scale.
	whole := new(big.Int).Quo(d.Num(), d.Denom())
	return Tenths(middle + whole.Int64())
}

// endValue is the limit that stands for everything beyond it, rounded away from the
// end so that it is no lie.
func endValue(scale *instrument.Scale, end Form, people int64) Tenths {
	reach := Tenths(math.Ceil(10 * float64(scale.Max()-scale.Min) / float64(endPart(people))))
	if end == OrLower {
		return Tenths(10*scale.Min) + reach
	}
	return Tenths(10*scale.Max()) - reach
}
