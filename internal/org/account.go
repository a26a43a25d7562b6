package org

import "time"

// Account is a person who signs in. Respondents have none.
type Account struct {
	ID           int64
	Email        string // lower case, unique
	Name         string
	PasswordHash string
	Language     string // "" leaves it to the browser
	CreatedAt    time.Time
}

// Role is what an account may do at a unit and everywhere below it.
type Role string

// The roles.
const (
	Administrator  Role = "administrator"  // everything, except reading answers
	Consultant     Role = "consultant"     // runs rounds, compares, follows
	Leading        Role = "leader"         // reads the unit's profile, rates themselves
	Coordinator    Role = "coordinator"    // reads the profile of a team or school
	Representative Role = "representative" // reads the declaration and what is shared
)

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool {
	switch r {
	case Administrator, Consultant, Leading, Coordinator, Representative:
		return true
	}
	return false
}

// Grant gives an account a role at a unit. It reaches down the tree.
type Grant struct {
	AccountID int64
	UnitID    int64
	Role      Role
}

// Session is a signed-in browser. Only a hash of its token is stored.
type Session struct {
	TokenHash []byte // SHA-256 of the cookie's value, 32 bytes
	AccountID int64
	CreatedAt time.Time
	ExpiresAt time.Time
}

// Act is one line of the audit log: what an account did to rounds, grants and
// exports. It never says anything about a respondent.
type Act struct {
	At        time.Time
	AccountID int64  // 0 for the command line
	What      string // a short verb phrase key: "round.open"
	UnitID    int64  // 0 where no unit is meant
	RoundID   int64  // 0 where no round is meant
	Detail    string
}
