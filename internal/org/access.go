package org

import (
	"context"
	"slices"
	"strings"

	"pejl/internal/fault"
)

// Action is something an account may do at a unit.
type Action string

// The actions.
const (
	ReadDeclaration Action = "declaration" // read what a round promises, and how far it has come
	SeeProfile      Action = "profile"     // read a unit's profile
	ShareProfile    Action = "share"       // share it with staff
	RateSelf        Action = "rate_self"   // answer about oneself, as the unit's leader
	RunRounds       Action = "run_rounds"  // make, open, follow and close rounds, hand out codes
	Compare         Action = "compare"     // see several units side by side
	Export          Action = "export"      // take figures out
	Administer      Action = "administer"  // units, accounts and grants
)

// allowed is who may do what, at the unit of the grant and everywhere below it.
var allowed = map[Role][]Action{
	Administrator:  {ReadDeclaration, SeeProfile, RunRounds, Compare, Export, Administer},
	Consultant:     {ReadDeclaration, SeeProfile, RunRounds, Compare, Export},
	Leading:        {ReadDeclaration, SeeProfile, ShareProfile, RateSelf, Compare, Export},
	Coordinator:    {ReadDeclaration, SeeProfile},
	Representative: {ReadDeclaration},
}

// Access is what one account may see and do.
type Access struct {
	Account *Account
	Grants  []Granted // top first
}

// Access returns what an account may see and do, as things stand now.
func (s *Service) Access(ctx context.Context, a *Account) (*Access, error) {
	grants, err := s.store.Grants(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	return &Access{Account: a, Grants: grants}, nil
}

// May returns nil where the account may do that at the unit. A unit that no
// grant reaches is a fault "unit.not_found", as if it did not exist; a unit that
// one does reach, but not for this, is a fault "access.forbidden". Only the
// unit's Path is looked at.
func (a *Access) May(action Action, u *Unit) error {
	reached := false
	for _, g := range a.Grants {
		if !u.Within(g.Unit) {
			continue
		}
		if slices.Contains(allowed[g.Role], action) {
			return nil
		}
		reached = true
	}
	if reached {
		return fault.New(fault.Forbidden, "access.forbidden")
	}
	return fault.New(fault.NotFound, "unit.not_found")
}

// Can reports whether May returns nil.
func (a *Access) Can(action Action, u *Unit) bool { return a.May(action, u) == nil }

// Anywhere reports whether there is a unit at which the account may do that.
func (a *Access) Anywhere(action Action) bool { return len(a.Tops(action)) > 0 }

// Tops returns the units at and below which the account may do that, without
// those that lie below another of them.
func (a *Access) Tops(action Action) []*Unit {
	var tops []*Unit
	for _, g := range a.Grants {
		if !slices.Contains(allowed[g.Role], action) {
			continue
		}
		within := func(top *Unit) bool { return g.Unit.Within(top) }
		if slices.ContainsFunc(tops, within) {
			continue
		}
		tops = slices.DeleteFunc(tops, func(t *Unit) bool { return t.Within(g.Unit) })
		tops = append(tops, g.Unit)
	}
	slices.SortFunc(tops, func(x, y *Unit) int { return strings.Compare(x.Path, y.Path) })
	return tops
}

// UnitsFor returns the units at which an account may do that, each after its
// parent.
func (s *Service) UnitsFor(ctx context.Context, a *Access, action Action) ([]*Unit, error) {
	var list []*Unit
	for _, top := range a.Tops(action) {
		units, err := s.store.Subtree(ctx, top.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, units...)
	}
	return list, nil
}
