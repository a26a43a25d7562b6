// Package privacy decides what of a closed round may be shown: a Release says for
// each statistic which cells count whom, so that nothing can be worked out about
// fewer than K people, and a Cell is all that is kept of one unit.
//
// # The rule
//
// A cell is the people whose statistic is shown: those of one unit, or of all units
// below one. An atom of a statistic is a largest set of people who are in exactly
// the same shown cells, and in at least one. The rule is that every atom holds
// nobody or at least K people: K is Limits.Means for means, Limits.Single for
// everything about single items, how scores lean, and agreement.
//
// # Why it is enough
//
// Everything shown of a cell is a function of sums over its people: of their
// scores, of the squares of their scores, of the options they chose. Let S(c) be
// such a sum over the cell c, and A(a) the same sum over the atom a. A cell is the
// union of the atoms in it, so S(c) = Σ A(a) over the atoms a in c. Whoever knows
// all S(c), alone or with others, can form Σ λ(c)·S(c) for any numbers λ, and that
// is Σ μ(a)·A(a) with μ(a) = Σ λ(c) over the cells c that hold a. So every person of
// an atom enters with the same weight μ(a): what can be worked out linearly is about
// whole atoms, and each of them is at least K people. It covers group minus part,
// parent minus children, groups that overlap, and any number of readers together. If
// c of the people in an atom tell what they answered, K becomes K − c.
//
// The proof is for one statistic at a time. A person may have a score on one facet
// and none on another, so each statistic has a ledger of its own, run on the counts
// of those who have a value for it, and cells of different statistics must not be
// made to be held against each other. For this reason what is kept of a cell
// (tally.Kept) has no products of items, no sums over those who answered
// everything, and does not tell people apart by how many items they answered.
//
// What the rule does not cover: whoever holds the unrounded sums of one unit, which
// no page shows, and sets the scores of a facet against the counts of its items, may
// narrow down what those few said who answered only a part of the facet.
//
// # What a refusal says
//
// A ledger looks at how many people have a value where, and never at a value. Two
// rounds in which the same people answered the same items have the same release,
// whatever they answered.
//
// # Totals from below
//
// A unit whose count is under K is not shown. In the nearest unit above it where
// those left over are K or more together they count as "other units"; where they
// never are, they are in no cell at all, and the total says how many are left out.
// So the atoms of the plain ledger are the units that are shown and, for each unit
// above, its left-over people; each is 0 or at least K by construction, a small unit
// costs no other unit anything, and no total can be refused. The Ledger is run over
// the cells all the same, and a release that it refuses is an error.
package privacy

import "pejl/internal/tally"

// Limits are the least numbers of people that anything is shown of. They are
// frozen when a round opens; an installation may only raise them.
type Limits struct {
	Means  int64 `json:"means"`  // scores of facets and aspects
	Single int64 `json:"single"` // single items, shares, agreement
}

// Least are the limits that are never gone below.
func Least() Limits { return Limits{Means: 5, Single: 10} }

// of returns the limit that holds for a kind of statistic.
func (l Limits) of(kind tally.Kind) int64 {
	if kind == tally.Scores {
		return l.Means
	}
	return l.Single
}
