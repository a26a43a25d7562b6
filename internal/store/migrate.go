package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"

	"github.com/pressly/goose/v3"
)

// NewerError says that the database has been written to by a newer Pejl.
type NewerError struct {
	Database, Program int64 // versions of the schema
}

// Error says what is the matter and what to do.
func (e *NewerError) Error() string {
	return fmt.Sprintf("the database is at version %d, and this Pejl knows it only up to version %d: "+
		"run the newer Pejl, or restore a copy from before it", e.Database, e.Program)
}

// bringUp brings the schema to the version this program was built for.
func (s *Store) bringUp(ctx context.Context, migrate bool) error {
	list, err := s.migrations()
	if err != nil {
		return err
	}
	has, wants, err := list.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the schema: %w", err)
	}
	switch {
	case has > wants:
		return &NewerError{Database: has, Program: wants}
	case has == wants:
		return nil
	case !migrate:
		return fmt.Errorf("the database is at version %d and has to be brought to version %d first", has, wants)
	}
	if s.path != "" && has > 0 {
		if err := s.copyBeside(ctx, has); err != nil {
			return fmt.Errorf("copy the database before migrating it: %w", err)
		}
	}
	results, err := list.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	for _, r := range results {
		s.log.InfoContext(ctx, "database migrated", "version", r.Source.Version, "took", r.Duration)
	}
	return nil
}

// migrations gives the numbered files of the database's dialect. Servers that
// start together on one PostgreSQL take turns.
func (s *Store) migrations() (*goose.Provider, error) {
	files, err := fs.Sub(s.schema, "migrations/"+s.dialect.name)
	if err != nil {
		return nil, err
	}
	kind := goose.DialectSQLite3
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.dialect.name == "postgres" {
		kind = goose.DialectPostgres
		opts = append(opts, goose.WithSessionLocker(turns{}))
	}
	list, err := goose.NewProvider(kind, s.pools[0], files, opts...)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return list, nil
}

// turns lets one server at a time migrate a PostgreSQL schema; the others wait.
type turns struct{}

// The lock's number is made of ours and of the schema's name.
const turnsLock = `(1349075562, hashtext(current_schema()))`

// SessionLock waits for its turn.
func (turns) SessionLock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock`+turnsLock)
	return err
}

// SessionUnlock lets the next one in.
func (turns) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock`+turnsLock)
	return err
}

// copyBeside writes a whole and consistent copy of the SQLite file beside it. It
// is made under another name first, so that a copy that bears the right name is
// whole; one from an earlier attempt at the same version is replaced.
func (s *Store) copyBeside(ctx context.Context, version int64) error {
	name := fmt.Sprintf("%s.version-%d", s.path, version)
	part := name + ".part"
	if err := os.Remove(part); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := makeFile(part); err != nil {
		return err
	}
	if _, err := s.pools[0].ExecContext(ctx, `VACUUM INTO ?`, part); err != nil {
		return err
	}
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, name); err != nil {
		return err
	}
	s.log.InfoContext(ctx, "database copied before migrating", "copy", name)
	return nil
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
