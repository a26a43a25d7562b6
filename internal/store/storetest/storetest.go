// Package storetest gives tests a private database, migrated and empty, on
// SQLite and on PostgreSQL.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pejl/internal/store"
)

// Env names the variable that holds the URL of a PostgreSQL database for tests.
// Each test makes a schema of its own there and drops it at its end.
const Env = "PEJL_TEST_POSTGRES"

// Open opens a private database: PostgreSQL where Env is set, else SQLite.
func Open(t testing.TB) *store.Store {
	t.Helper()
	if os.Getenv(Env) != "" {
		return OpenURL(t, Postgres(t))
	}
	return OpenURL(t, SQLite(t))
}

// Each runs a test on SQLite and on PostgreSQL. Without Env the second is
// skipped, except where CI is true: there it fails.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) { test(t, OpenURL(t, url)) })
}

// EachURL is Each for tests that open their database themselves, or twice.
func EachURL(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Postgres(t))
	})
}

// OpenURL opens a database and closes it when the test ends.
func OpenURL(t testing.TB, url string, opts ...store.Option) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), url, slog.New(slog.NewTextHandler(t.Output(), nil)), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// SQLite gives the path of a file that is not there yet.
func SQLite(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "pejl.db")
}

// Postgres gives a URL that leads to an empty schema, dropped when the test ends.
func Postgres(t testing.TB) string {
	t.Helper()
	base := os.Getenv(Env)
	if base == "" {
		say := t.Skipf
		if os.Getenv("CI") == "true" {
			say = t.Fatalf
		}
		say("%s is not set: to run this on PostgreSQL give it the URL of a database in which schemas may be made, "+
			"such as postgres://postgres@localhost:5432/pejl?sslmode=disable", Env)
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatalf("%s is not a URL: %v", Env, err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	exec(t, base, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { exec(t, base, "DROP SCHEMA "+schema+" CASCADE") })
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func exec(t testing.TB, url, statement string) {
	t.Helper()
	conn, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
