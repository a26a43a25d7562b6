package store

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	_ "modernc.org/sqlite" // the driver "sqlite", in Go
)

// openSQLite opens a file with one connection that writes and several that read.
// Readers see the last commit and never wait for the writer, nor it for them.
func (s *Store) openSQLite(path string) error {
	if path == "" {
		return errors.New("the path of the database is empty")
	}
	if err := makeFile(path); err != nil {
		return err
	}
	s.path = path
	s.dialect = dialect{
		name:    "sqlite",
		blob:    "BLOB",
		lanes:   1,
		next:    `SELECT COALESCE(MAX(seq), 0) + 1 + 0 * CAST(? AS INTEGER) FROM sqlite_sequence WHERE name = 'units'`,
		compact: []string{`VACUUM`, `PRAGMA wal_checkpoint(TRUNCATE)`},
	}
	var err error
	if s.write, err = s.sqlitePool(path, 1, "_txlock=immediate"); err != nil {
		return err
	}
	s.read, err = s.sqlitePool(path, max(4, runtime.NumCPU()), "_pragma=query_only(1)")
	return err
}

// sqlitePool opens a pool of connections.
//
//   - synchronous=FULL: a commit is on the disk before it is answered for.
//   - secure_delete: what is overwritten or deleted is overwritten with zeros,
//     so that no earlier state of a pile stays behind in free pages.
func (s *Store) sqlitePool(path string, size int, more string) (*gorm.DB, error) {
	dsn := fileURL(path) + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=temp_store(MEMORY)" +
		"&_pragma=wal_autocheckpoint(4000)&_dqs=0&" + more
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	s.pools = append(s.pools, pool)
	g, err := gorm.Open(sqlite.New(sqlite.Config{Conn: pool}), s.gormConfig())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return g, nil
}

// makeFile makes an empty file that only its owner may read, and the folder it
// lies in. SQLite gives the files it puts beside it the same permissions.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the database's folder: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make the database's file: %w", err)
	}
	return f.Close()
}

// fileURL writes a path as the kind of URL that SQLite takes.
func fileURL(path string) string {
	p := filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		p = "/" + p
	}
	return "file:" + (&url.URL{Path: p}).EscapedPath()
}
