package round

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Gates are the limits that decide what may be shown of a round. They are whole
// numbers: people, days, per cent, or hundredths of a point, where a point is a
// quarter of the way from the lowest option to the highest. A limit of 0 is the
// one that holds everywhere. An installation may only make them stricter, and a
// round keeps those it opened with.
type Gates struct {
	Means  int `json:"means,omitempty"`  // people behind a mean
	Single int `json:"single,omitempty"` // people behind anything about a single item

	RateFull int `json:"rate_full,omitempty"` // per cent who answered, for a profile without a caution
	RateSome int `json:"rate_some,omitempty"` // … and for any profile

	Decimal      int `json:"decimal,omitempty"`       // half-width of an interval up to which a mean has a decimal
	RoughDecimal int `json:"rough_decimal,omitempty"` // … and a rough one

	AgreeLargely int `json:"agree_largely,omitempty"` // hundredths of r*wg from which people largely agree
	AgreeSome    int `json:"agree_some,omitempty"`    // … and from which views are not divided

	Alpha       int `json:"alpha,omitempty"`        // hundredths of alpha from which a facet is sound
	AlphaCare   int `json:"alpha_care,omitempty"`   // … and from which it is compared at all
	AlphaPeople int `json:"alpha_people,omitempty"` // people that alpha is known by

	Variance    int `json:"variance,omitempty"`    // per cent: the largest p-value of the differences between units
	Reliability int `json:"reliability,omitempty"` // hundredths of the reliability of a unit's mean
	Clear       int `json:"clear,omitempty"`       // per cent: how probable "clearly above" must be

	ChangePeople int `json:"change_people,omitempty"` // people in both rounds
	ChangeDays   int `json:"change_days,omitempty"`   // days between two rounds
	ChangeRate   int `json:"change_rate,omitempty"`   // how many percentage points the response rate may fall
	ChangeLeast  int `json:"change_least,omitempty"`  // the smallest change that is told
	ChangeFalse  int `json:"change_false,omitempty"`  // per cent of false findings among the changes of a unit

	Gap int `json:"gap,omitempty"` // how far a leader's answer lies outside what staff answered
}

// gate is what there is to know of one limit. Stricter is upwards, up to most, or
// else downwards, to 1.
type gate struct {
	of     func(*Gates) *int
	least  int
	upward bool
	most   int
}

const (
	hundred = 100
	many    = 10_000 // people or days; more is a slip of the pen
	wide    = 400    // hundredths of a point in a whole scale
)

// gates are all there are, by the names they are set by.
func gates() map[string]gate {
	return map[string]gate{
		"means":         {func(g *Gates) *int { return &g.Means }, 5, true, many},
		"single":        {func(g *Gates) *int { return &g.Single }, 10, true, many},
		"rate_full":     {func(g *Gates) *int { return &g.RateFull }, 60, true, hundred},
		"rate_some":     {func(g *Gates) *int { return &g.RateSome }, 40, true, hundred},
		"decimal":       {func(g *Gates) *int { return &g.Decimal }, 35, false, 0},
		"rough_decimal": {func(g *Gates) *int { return &g.RoughDecimal }, 60, false, 0},
		"agree_largely": {func(g *Gates) *int { return &g.AgreeLargely }, 50, true, hundred},
		"agree_some":    {func(g *Gates) *int { return &g.AgreeSome }, 25, true, hundred},
		"alpha":         {func(g *Gates) *int { return &g.Alpha }, 70, true, hundred},
		"alpha_care":    {func(g *Gates) *int { return &g.AlphaCare }, 60, true, hundred},
		"alpha_people":  {func(g *Gates) *int { return &g.AlphaPeople }, 100, true, many},
		"variance":      {func(g *Gates) *int { return &g.Variance }, 5, false, 0},
		"reliability":   {func(g *Gates) *int { return &g.Reliability }, 50, true, hundred},
		"clear":         {func(g *Gates) *int { return &g.Clear }, 95, true, hundred - 1},
		"change_people": {func(g *Gates) *int { return &g.ChangePeople }, 10, true, many},
		"change_days":   {func(g *Gates) *int { return &g.ChangeDays }, 90, true, many},
		"change_rate":   {func(g *Gates) *int { return &g.ChangeRate }, 25, false, 0},
		"change_least":  {func(g *Gates) *int { return &g.ChangeLeast }, 20, true, wide},
		"change_false":  {func(g *Gates) *int { return &g.ChangeFalse }, 10, false, 0},
		"gap":           {func(g *Gates) *int { return &g.Gap }, 50, true, wide},
	}
}

// LeastGates are the limits that hold everywhere.
func LeastGates() Gates { return Gates{}.Stricter(Gates{}) }

// Stricter gives for each limit the strictest of both and of what holds everywhere.
func (g Gates) Stricter(o Gates) Gates {
	var out Gates
	for _, gate := range gates() {
		best := gate.least
		for _, x := range []int{*gate.of(&g), *gate.of(&o)} {
			if x != 0 && (x > best) == gate.upward {
				best = x
			}
		}
		*gate.of(&out) = best
	}
	return out
}

// RaiseGates makes the limits of an installation from numbers by name. A name that
// there is none of, and a limit that is less strict than what holds everywhere, is
// an error.
func RaiseGates(numbers map[string]int) (Gates, error) {
	var out Gates
	known := gates()
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		gate, ok := known[name]
		if !ok {
			return Gates{}, fmt.Errorf("there is no limit %q; there are %s", name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		low, high := gate.least, gate.most
		if !gate.upward {
			low, high = 1, gate.least
		}
		x := numbers[name]
		if x < low || x > high {
			return Gates{}, fmt.Errorf("the limit %q is %d; it may be from %d to %d, since limits can only be made stricter", name, x, low, high)
		}
		*gate.of(&out) = x
	}
	return out, nil
}
