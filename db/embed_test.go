package db_test

import (
	"io/fs"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/db"
)

func TestBothDatabasesHaveTheSameMigrations(t *testing.T) {
	t.Parallel()
	names := func(dialect string) []string {
		entries, err := fs.ReadDir(db.Migrations, "migrations/"+dialect)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, e := range entries {
			list = append(list, e.Name())
		}
		return list
	}
	sqlite, postgres := names("sqlite"), names("postgres")
	if diff := cmp.Diff(sqlite, postgres); diff != "" {
		t.Errorf("sqlite (-) and postgres (+) differ:\n%s", diff)
	}
	if len(sqlite) == 0 {
		t.Error("there are no migrations")
	}
	form := regexp.MustCompile(`^\d{5}_[a-z][a-z0-9_]*\.sql$`)
	for i, name := range sqlite {
		if !form.MatchString(name) {
			t.Errorf("%s is not named like 00001_what_it_adds.sql", name)
		}
		if i > 0 && name[:5] == sqlite[i-1][:5] {
			t.Errorf("%s and %s have the same number", sqlite[i-1], name)
		}
	}
}
