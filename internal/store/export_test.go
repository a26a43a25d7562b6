package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"pejl/internal/round"
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
		&pileRow{}, &textPileRow{}, &codeRow{}, &selfRatingRow{}, &releaseRow{}, &tallyRow{}, &drawingRow{}, &keptTextRow{},
	} {
		parsed, err := schema.Parse(row, &cache, schema.NamingStrategy{})
		if err != nil {
			t.Fatal(fmt.Errorf("%T: %w", row, err))
		}
		columns[parsed.Table] = parsed.DBNames
	}
	return columns
}

// SaveBatch saves responses in one transaction.
func (s *Store) SaveBatch(ctx context.Context, savings []round.Saving) ([]error, error) {
	results, _, err := s.saveBatch(ctx, savings)
	return results, err
}

// Dump writes down what the piles of a database hold, byte for byte.
func Dump(t *testing.T, s *Store) []string {
	t.Helper()
	var list []string
	var piles []pileRow
	if err := s.look(t.Context()).Order("round_id, unit_id, grp").Find(&piles).Error; err != nil {
		t.Fatal(err)
	}
	for _, p := range piles {
		list = append(list, fmt.Sprintf("%d %d %s %d %x %x", p.RoundID, p.UnitID, p.Grp, p.Width, p.Answers, p.Counts))
	}
	var texts []textPileRow
	if err := s.look(t.Context()).Order("round_id, unit_id, grp, question").Find(&texts).Error; err != nil {
		t.Fatal(err)
	}
	for _, p := range texts {
		list = append(list, fmt.Sprintf("%d %d %s %s %q", p.RoundID, p.UnitID, p.Grp, p.Question, p.Bodies))
	}
	return list
}

// Exec runs a statement that has to succeed.
func Exec(t *testing.T, s *Store, statement string, args ...any) {
	t.Helper()
	if err := TryExec(s, statement, args...); err != nil {
		t.Fatal(err)
	}
}

// TryExec runs a statement.
func TryExec(s *Store, statement string, args ...any) error {
	return s.change(context.Background(), func(tx *gorm.DB) error { return tx.Exec(statement, args...).Error })
}

// Number reads one number.
func Number(t *testing.T, s *Store, query string) int {
	t.Helper()
	var n int
	if err := s.look(t.Context()).Raw(query).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// CountStatements counts the statements that f leads to. Nobody else may use the
// store meanwhile.
func CountStatements(s *Store, f func()) int {
	c := &counter{statementLog: statementLog{s.log}}
	for _, g := range []*gorm.DB{s.read, s.write} {
		before := g.Logger
		g.Logger = c
		defer func() { g.Logger = before }()
	}
	f()
	return int(c.n.Load())
}

type counter struct {
	statementLog
	n atomic.Int64
}

func (c *counter) Trace(context.Context, time.Time, func() (string, int64), error) { c.n.Add(1) }

// Version is the newest version of the schema.
func Version(t *testing.T, s *Store) int64 {
	t.Helper()
	list, err := s.migrations()
	if err != nil {
		t.Fatal(err)
	}
	sources := list.ListSources()
	return sources[len(sources)-1].Version
}

// Dialect names the database.
func Dialect(s *Store) string { return s.dialect.name }

// MakeSlow has every statement look slow to the log.
func MakeSlow(s *Store) {
	for _, g := range []*gorm.DB{s.read, s.write} {
		g.Logger = late{statementLog{s.log}}
	}
}

type late struct{ statementLog }

func (l late) Trace(ctx context.Context, begin time.Time, describe func() (string, int64), err error) {
	l.statementLog.Trace(ctx, begin.Add(-time.Minute), describe, err)
}

// Checkpoint writes the log of an SQLite file back into it and empties it.
func (s *Store) Checkpoint(ctx context.Context) error {
	_, err := s.pools[0].ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

// Hold runs f while another transaction holds the piles of a round, as one that
// saves responses does. Waiting tells f whether somebody waits for them.
func Hold(t *testing.T, s *Store, roundID int64, f func(waiting func() bool)) {
	t.Helper()
	err := s.change(t.Context(), func(tx *gorm.DB) error {
		if err := s.holdPiles(t.Context(), tx, roundID); err != nil {
			return err
		}
		var me int
		if err := tx.Raw(`SELECT pg_backend_pid()`).Scan(&me).Error; err != nil {
			return err
		}
		f(func() bool {
			var n int
			err := s.look(t.Context()).Raw(`SELECT COUNT(*) FROM pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid))`, me).Scan(&n).Error
			return err == nil && n > 0
		})
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// WipeCodes deletes the codes of a round by themselves, as closing does with the rest.
func (s *Store) WipeCodes(ctx context.Context, roundID int64) error {
	return s.change(ctx, func(tx *gorm.DB) error { return wipeCodes(ctx, tx, roundID) })
}
