package org

import (
	"context"
	"runtime"
	"time"

	"pejl/internal/fault"
)

// Service is what anybody can do with units and accounts: the command line, the
// screens and the demonstration all come through here.
type Service struct {
	store Store
	now   func() time.Time
	slots chan struct{} // one for each password that may be worked on at a time
	tries tries
}

// NewService makes a Service over a store; now is the clock.
func NewService(store Store, now func() time.Time) *Service {
	return &Service{store: store, now: now, slots: make(chan struct{}, max(1, runtime.NumCPU()))}
}

// Unit returns a unit, or a fault "unit.not_found".
func (s *Service) Unit(ctx context.Context, id int64) (*Unit, error) { return s.store.Unit(ctx, id) }

// UnitByNumber returns the unit with that number, or a fault "unit.not_found".
func (s *Service) UnitByNumber(ctx context.Context, number string) (*Unit, error) {
	return s.store.UnitByNumber(ctx, number)
}

// Children returns the units right under one, or the roots for 0, by name.
func (s *Service) Children(ctx context.Context, id int64) ([]*Unit, error) {
	return s.store.Children(ctx, id)
}

// Subtree returns a unit and all below it, each after its parent, or a fault
// "unit.not_found".
func (s *Service) Subtree(ctx context.Context, id int64) ([]*Unit, error) {
	return s.store.Subtree(ctx, id)
}

// AddUnit adds a unit under a parent, 0 for a root. Faults: "unit.not_found",
// "unit.name", "unit.kind", "unit.kind_above", "unit.name_taken",
// "unit.number_taken".
func (s *Service) AddUnit(ctx context.Context, parentID int64, kind Kind, name, number string) (*Unit, error) {
	name, number = tidy(name), tidy(number)
	var added *Unit
	err := s.store.UpdateUnits(ctx, func(t *Tree) error {
		parent := t.Unit(parentID)
		switch {
		case parentID != 0 && parent == nil:
			return fault.New(fault.NotFound, "unit.not_found")
		case name == "":
			return fault.New(fault.Invalid, "unit.name")
		case !kind.Valid():
			return fault.New(fault.Invalid, "unit.kind", "kind", string(kind))
		case parent != nil && !kind.fitsUnder(parent.Kind):
			return fault.New(fault.Invalid, "unit.kind_above", "parent", parent.Name)
		case number != "" && t.ByNumber(number) != nil:
			return fault.New(fault.Conflict, "unit.number_taken")
		case number == "" && t.ByName(parent, name) != nil:
			return fault.New(fault.Conflict, "unit.name_taken")
		}
		added = t.Add(parent, kind, name, number)
		return nil
	})
	return added, err
}

// MarkChanged says that a unit is not the same as before from a time on, so that
// rounds after it are not held against rounds before it. The zero time takes the
// mark away. Rounds that are closed keep what was decided then. Faults:
// "unit.not_found".
func (s *Service) MarkChanged(ctx context.Context, id int64, at time.Time) error {
	return s.store.SetUnitChanged(ctx, id, at)
}

// AddGrant gives an account a role at a unit. Giving it twice is not an error.
// Faults: "grant.role", "account.not_found", "unit.not_found".
func (s *Service) AddGrant(ctx context.Context, g Grant) error {
	if !g.Role.Valid() {
		return fault.New(fault.Invalid, "grant.role", "role", string(g.Role))
	}
	if _, err := s.store.Account(ctx, g.AccountID); err != nil {
		return err
	}
	if _, err := s.store.Unit(ctx, g.UnitID); err != nil {
		return err
	}
	return s.store.CreateGrant(ctx, g)
}

// RemoveGrant takes a role away. Taking away none is not an error.
func (s *Service) RemoveGrant(ctx context.Context, g Grant) error { return s.store.DeleteGrant(ctx, g) }

// GrantsOf returns the grants of an account with their units, top first.
func (s *Service) GrantsOf(ctx context.Context, accountID int64) ([]Granted, error) {
	return s.store.Grants(ctx, accountID)
}

// Note writes a line of the audit log; its time is now.
func (s *Service) Note(ctx context.Context, a Act) error {
	a.At = s.now()
	return s.store.AddAct(ctx, a)
}

// Acts returns the newest lines of the audit log, newest first, at most limit.
func (s *Service) Acts(ctx context.Context, limit int) ([]Act, error) {
	return s.store.Acts(ctx, limit)
}
