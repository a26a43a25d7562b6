package org

import (
	"context"
	"time"
)

// Store keeps units, accounts, grants, sessions and the audit log. Every method
// is one transaction.
type Store interface {
	// UpdateUnits hands the whole tree to change and saves what it added or
	// changed, with IDs and paths; an error from change leaves all as it was. A
	// number or name that is taken is a Conflict, "unit.number_taken" or
	// "unit.name_taken".
	UpdateUnits(ctx context.Context, change func(*Tree) error) error
	// Unit returns a unit, or a fault "unit.not_found".
	Unit(ctx context.Context, id int64) (*Unit, error)
	// UnitByNumber returns the unit with that number, or a fault "unit.not_found".
	UnitByNumber(ctx context.Context, number string) (*Unit, error)
	// SetUnitChanged says when a unit was last not the same as before, or with a zero
	// time that it never was; or it returns a fault "unit.not_found".
	SetUnitChanged(ctx context.Context, id int64, at time.Time) error
	// Children returns the units right under one, or the roots for 0, by name.
	Children(ctx context.Context, id int64) ([]*Unit, error)
	// Subtree returns a unit and all below it, each after its parent, or a fault
	// "unit.not_found".
	Subtree(ctx context.Context, id int64) ([]*Unit, error)

	// CreateAccount saves an account and sets its ID. An e-mail address that is
	// taken is a Conflict, "account.email_taken".
	CreateAccount(ctx context.Context, a *Account) error
	// Account returns an account, or a fault "account.not_found".
	Account(ctx context.Context, id int64) (*Account, error)
	// AccountByEmail returns the account with that address in lower case, or a
	// fault "account.not_found".
	AccountByEmail(ctx context.Context, email string) (*Account, error)
	// Accounts returns all accounts, by name.
	Accounts(ctx context.Context) ([]*Account, error)
	// SetPassword replaces the hash and ends all sessions of the account, or
	// returns a fault "account.not_found".
	SetPassword(ctx context.Context, id int64, hash string) error
	// SetLanguage changes the language, or returns a fault "account.not_found".
	SetLanguage(ctx context.Context, id int64, language string) error

	// CreateGrant saves a grant. One that is there already is not an error.
	CreateGrant(ctx context.Context, g Grant) error
	// DeleteGrant removes a grant. Removing none is not an error.
	DeleteGrant(ctx context.Context, g Grant) error
	// Grants returns the grants of an account with the units they are given at,
	// in the order of the units' paths.
	Grants(ctx context.Context, accountID int64) ([]Granted, error)

	// CreateSession saves a session, and deletes those that had ended when it began.
	CreateSession(ctx context.Context, s Session) error
	// SessionAccount returns whose session it is and has not ended by now, or a
	// fault "session.unknown".
	SessionAccount(ctx context.Context, tokenHash []byte, now time.Time) (*Account, error)
	// DeleteSession ends a session. Ending none is not an error.
	DeleteSession(ctx context.Context, tokenHash []byte) error

	// AddAct writes a line of the audit log.
	AddAct(ctx context.Context, a Act) error
	// Acts returns the newest lines of the audit log, newest first, at most limit.
	Acts(ctx context.Context, limit int) ([]Act, error)
}

// Granted is a grant with the unit it is given at.
type Granted struct {
	Grant
	Unit *Unit
}
