package store

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// WithSchema takes the migrations from elsewhere.
var WithSchema = withSchema

// Columns lists the columns of a database as "table.column type null".
func Columns(t *testing.T, s *Store) []string {
	t.Helper()
	query := `SELECT m.name || '.' || c.name || ' ' || c.type || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN '' ELSE ' null' END
		FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`
	if s.dialect.name == "postgres" {
		query = `SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN '' ELSE ' null' END
			FROM information_schema.columns WHERE table_schema = current_schema()`
	}
	var found []string
	if err := gorm.G[any](s.look(t.Context())).Raw(query).Scan(t.Context(), &found); err != nil {
		t.Fatal(err)
	}
	same := strings.NewReplacer("bigint", "INTEGER", "text", "TEXT", "bytea", "BLOB")
	seen := map[string]struct{}{}
	for _, c := range found {
		if !strings.HasPrefix(c, "goose_") {
			table, rest, _ := strings.Cut(c, " ")
			seen[table+" "+same.Replace(rest)] = struct{}{}
		}
	}
	return sortedKeys(seen, strings.Compare)
}

// RowColumns gives the columns that the rows have fields for, by table.
func RowColumns(t *testing.T) map[string][]string {
	t.Helper()
	columns := map[string][]string{}
	var cache sync.Map
	for _, row := range []any{
		&unitRow{}, &accountRow{}, &grantRow{}, &sessionRow{}, &actRow{}, &roundRow{}, &roundUnitRow{},
		&pileRow{}, &textPileRow{}, &codeRow{}, &selfRatingRow{},
	} {
		parsed, err := schema.Parse(row, &cache, schema.NamingStrategy{})
		if err != nil {
			t.Fatal(fmt.Errorf("%T: %w", row, err))
		}
		columns[parsed.Table] = parsed.DBNames
	}
	return columns
}
