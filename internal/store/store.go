// Package store keeps everything in SQLite or PostgreSQL: one method, one
// transaction, and no row, statement or transaction is seen outside.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm"

	"pejl/db"
)

// Store is one open database.
type Store struct {
	dialect dialect
	read    *gorm.DB // many connections
	write   *gorm.DB // on SQLite one connection, since it has one writer
	pools   []*sql.DB
	path    string // of the SQLite file
	schema  fs.FS
	log     *slog.Logger

	lanes       []*lane
	instruments instruments
}

// dialect is what the SQL of the two databases differs in.
type dialect struct {
	name    string   // also the folder of its migrations
	blob    string   // the type of bytes
	lock    string   // ends a SELECT whose rows are about to be changed
	lanes   int      // how many batches of responses are saved at once
	turns   string   // lets those who change the tree of units take turns
	next    string   // reserves a number of unit IDs and returns the first
	compact []string // rewrites what responses were stored in
}

// Option changes how a database is opened.
type Option func(*options)

type options struct {
	migrate bool
	schema  fs.FS
}

// WithoutMigrating opens the database as it is, and refuses it when it is not at
// the version this program was built for.
func WithoutMigrating() Option { return func(o *options) { o.migrate = false } }

// withSchema takes the migrations from elsewhere; tests of migrating use it.
func withSchema(schema fs.FS) Option { return func(o *options) { o.schema = schema } }

// Open opens the database at url and brings its schema up to date. A url that
// begins with postgres:// or postgresql:// leads to a PostgreSQL server; any
// other is the path of an SQLite file, with or without "sqlite:" before it, and
// the file is made when it is not there. A database that a newer Pejl has
// written to is refused.
//
// Before an existing SQLite file is migrated, a copy of it is written beside it,
// named for the version it has: pejl.db.version-1. The copy holds all that the
// database held, open rounds too; delete it once the upgrade has proved well.
func Open(ctx context.Context, url string, log *slog.Logger, opts ...Option) (*Store, error) {
	o := options{migrate: true, schema: db.Migrations}
	for _, opt := range opts {
		opt(&o)
	}
	s := &Store{schema: o.schema, log: log}
	var err error
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		err = s.openPostgres(url)
	} else {
		err = s.openSQLite(strings.TrimPrefix(url, "sqlite:"))
	}
	if err == nil {
		err = s.bringUp(ctx, o.migrate)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", err), s.closePools())
	}
	for range s.dialect.lanes {
		s.lanes = append(s.lanes, startLane(context.WithoutCancel(ctx), s.saveBatch))
	}
	return s, nil
}

// Ready reports whether the database answers and can be written to.
func (s *Store) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	for _, pool := range s.pools {
		if err := pool.PingContext(ctx); err != nil {
			return fmt.Errorf("reach the database: %w", err)
		}
	}
	return nil
}

// Close saves the responses that are waiting, and closes the database. Responses
// that come after it are refused.
func (s *Store) Close() error {
	for _, l := range s.lanes {
		l.close()
	}
	return s.closePools()
}

func (s *Store) closePools() error {
	var errs []error
	for _, pool := range s.pools {
		errs = append(errs, pool.Close())
	}
	return errors.Join(errs...)
}

// change runs f in one durable transaction.
func (s *Store) change(ctx context.Context, f func(tx *gorm.DB) error) error {
	return translate(s.write.WithContext(ctx).Transaction(f))
}

// look gives a connection for reading.
func (s *Store) look(ctx context.Context) *gorm.DB { return s.read.WithContext(ctx) }
