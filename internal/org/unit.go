// Package org knows the tree of units, the accounts of the people who read and
// run things, and who may see and do what.
package org

import "strings"

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

// Kinds lists every kind, top first.
func Kinds() []Kind { return []Kind{Authority, Area, School, Daycare, Team} }

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
}

// Within reports whether u is top itself or somewhere below it.
func (u *Unit) Within(top *Unit) bool { return strings.HasPrefix(u.Path, top.Path) }
