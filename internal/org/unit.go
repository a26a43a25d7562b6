// Package org knows the tree of units, the accounts of the people who read and
// run things, and who may see and do what.
package org

import (
	"strings"
	"time"
)

// Kind is what a unit is.
type Kind string

// The kinds of unit, from the top of the leadership chain to the bottom.
const (
	Authority Kind = "authority"
	Area      Kind = "area"
	School    Kind = "school"
	Daycare   Kind = "daycare"
	Team      Kind = "team"
)

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool {
	switch k {
	case Authority, Area, School, Daycare, Team:
		return true
	}
	return false
}

// Unit is a node in the organisation tree. Path holds the IDs from the root to
// the unit itself, as "/1/4/17/", so that a subtree is a prefix.
type Unit struct {
	ID       int64
	ParentID int64 // 0 at the root
	Kind     Kind
	Name     string
	Number   string // the number the authority itself uses; unique where given
	Path     string
	// ChangedAt is when somebody said that the unit is not the same as before, by a
	// merger say, so that it is not held against what it was; zero where nobody did.
	ChangedAt time.Time
}

// Within reports whether u is top itself or somewhere below it. Nothing is within
// a unit without a path.
func (u *Unit) Within(top *Unit) bool {
	return top.Path != "" && strings.HasPrefix(u.Path, top.Path)
}

// levels orders the kinds: a unit stands under one of its own level or above.
var levels = map[Kind]int{Authority: 0, Area: 1, School: 2, Daycare: 2, Team: 3}

// fitsUnder reports whether a unit of this kind may stand under one of the other.
func (k Kind) fitsUnder(parent Kind) bool { return levels[k] >= levels[parent] }
