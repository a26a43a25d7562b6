package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"pejl/db"
	"pejl/internal/store"
	"pejl/internal/store/storetest"
)

func TestBothDatabasesHaveTheSameColumns(t *testing.T) {
	t.Parallel()
	sqlite := store.Columns(t, storetest.OpenURL(t, storetest.SQLite(t)))
	postgres := store.Columns(t, storetest.OpenURL(t, storetest.Postgres(t)))
	if len(sqlite) < 60 {
		t.Fatalf("only %d columns were found", len(sqlite))
	}
	if diff := cmp.Diff(sqlite, postgres); diff != "" {
		t.Errorf("sqlite (-) and postgres (+) differ:\n%s", diff)
	}
}

// TestRowsMatchColumns holds the row structs against the schema: a column
// without a field would be lost, a field without a column fails when it is used.
func TestRowsMatchColumns(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		columns := map[string][]string{}
		for _, c := range store.Columns(t, s) {
			table, column, _ := strings.Cut(strings.Fields(c)[0], ".")
			columns[table] = append(columns[table], column)
		}
		rows := store.RowColumns(t)
		for table := range columns {
			sort.Strings(columns[table])
			sort.Strings(rows[table])
		}
		if diff := cmp.Diff(columns, rows); diff != "" {
			t.Errorf("columns (-) and rows (+) differ:\n%s", diff)
		}
	})
}

// later is the schema with one more migration.
func later(t *testing.T, statement string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(db.Migrations, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(db.Migrations, path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, dialect := range []string{"sqlite", "postgres"} {
		files["migrations/"+dialect+"/99999_later.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + statement + ";\n")}
	}
	return files
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		newer := storetest.OpenURL(t, url, store.WithSchema(later(t, "CREATE TABLE later (id BIGINT)")))
		if err := newer.Close(); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(context.Background(), url, quiet)
		if err == nil {
			err = errors.Join(errors.New("it was opened"), s.Close())
		}
		if e, ok := errors.AsType[*store.NewerError](err); !ok || e.Database != 99999 {
			t.Errorf("opening it gave %v", err)
		}
	})
}

func TestADatabaseThatHasToBeMigratedIsRefusedWithoutMigrating(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		for _, upToDate := range []bool{false, true} {
			s, err := store.Open(context.Background(), url, quiet, store.WithoutMigrating())
			if err == nil {
				err = errors.Join(s.Ready(context.Background()), s.Close())
			}
			if (err == nil) != upToDate {
				t.Errorf("up to date %v: %v", upToDate, err)
			}
			storetest.OpenURL(t, url)
		}
	})
}

func TestSQLiteIsCopiedBeforeItIsMigrated(t *testing.T) {
	t.Parallel()
	path := storetest.SQLite(t)
	s := storetest.OpenURL(t, path)
	r := openRound(t, s, 2, 3)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := filesIn(t, filepath.Dir(path)); !cmp.Equal(got, []string{"pejl.db"}) {
		t.Errorf("a new database leaves %v", got)
	}

	broken, err := store.Open(context.Background(), path, quiet, store.WithSchema(later(t, "DELETE FROM codes; NOT SQL")))
	if err == nil {
		t.Fatal("a migration that cannot be run was run", broken.Close())
	}
	newer := storetest.OpenURL(t, path, store.WithSchema(later(t, "DELETE FROM codes")))
	if got := seatsOf(t, newer, r); len(got) != 0 {
		t.Errorf("the migration left %d seats", len(got))
	}
	copied := fmt.Sprintf("%s.version-%d", path, store.Version(t, s))
	if got := filesIn(t, filepath.Dir(path)); !cmp.Equal(got, []string{"pejl.db", "pejl.db-shm", "pejl.db-wal", filepath.Base(copied)}) {
		t.Errorf("after migrating there are %v", got)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v, %v", info, err)
	}
	before := storetest.OpenURL(t, copied)
	if got := seatsOf(t, before, r); len(got) != 6 {
		t.Errorf("the copy holds %d seats of 6", len(got))
	}
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
