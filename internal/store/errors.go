package store

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"pejl/internal/fault"
)

// taken says which fault it is when a value is there already. The first column
// is how SQLite names it, the second is PostgreSQL's name of the constraint.
var taken = []struct{ columns, constraint, key string }{
	{"rounds.mark", "rounds_mark", "round.mark_taken"},
	{"accounts.email", "accounts_email", "account.email_taken"},
	{"units.number", "units_number", "unit.number_taken"},
	{"index 'units_name'", "units_name", "unit.name_taken"},
}

// translate turns what a database says of a value that is there already into a
// fault; it leaves every other error as it is.
func translate(err error) error {
	name, ok := violated(err)
	if !ok {
		return err
	}
	for _, t := range taken {
		if name == t.columns || name == t.constraint {
			return fault.Wrap(err, fault.Conflict, t.key)
		}
	}
	return fault.Wrap(err, fault.Conflict, "error.conflict")
}

// violated names the unique constraint that an error is about.
func violated(err error) (string, bool) {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.ConstraintName, e.Code == "23505"
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok || e.Code() != sqlite3.SQLITE_CONSTRAINT_UNIQUE && e.Code() != sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY {
		return "", false
	}
	_, name, _ := strings.Cut(e.Error(), "UNIQUE constraint failed: ")
	name, _, _ = strings.Cut(name, " (")
	return name, true
}

// orNotFound turns a missing row into a fault with that key.
func orNotFound(err error, key string) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.New(fault.NotFound, key)
	}
	return err
}
