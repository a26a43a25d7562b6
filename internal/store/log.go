package store

import (
	"context"
	"log/slog"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// slow is how long a statement may take before the log mentions it.
const slow = 200 * time.Millisecond

func (s *Store) gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true, // every change stands in a transaction of its own
		Logger:                 statementLog{s.log},
	}
}

// statementLog mentions slow statements, without the values in them. Errors are
// not its business: they are returned, and logged once by who answers for them.
type statementLog struct{ log *slog.Logger }

// LogMode changes nothing: there is one level.
func (l statementLog) LogMode(logger.LogLevel) logger.Interface { return l }

// Info is silent.
func (l statementLog) Info(context.Context, string, ...any) {}

// Warn hands warnings on without their values.
func (l statementLog) Warn(ctx context.Context, msg string, _ ...any) {
	l.log.WarnContext(ctx, "gorm warns", "of", msg)
}

// Error hands errors of the library itself on, without their values.
func (l statementLog) Error(ctx context.Context, msg string, _ ...any) {
	l.log.ErrorContext(ctx, "gorm complains", "of", msg)
}

// untoldKey marks a context whose statements the log never mentions.
type untoldKey struct{}

// untold is for the statements that serve one respondent: a line about one of
// them would tell the second in which somebody answered.
func untold(ctx context.Context) context.Context { return context.WithValue(ctx, untoldKey{}, true) }

// Trace mentions a statement that was slow.
func (l statementLog) Trace(ctx context.Context, begin time.Time, describe func() (string, int64), _ error) {
	if took := time.Since(begin); took >= slow && ctx.Value(untoldKey{}) == nil {
		statement, rows := describe()
		l.log.WarnContext(ctx, "slow statement", "took", took, "rows", rows, "sql", statement)
	}
}

// ParamsFilter takes the values out of every statement that is described.
func (l statementLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}
