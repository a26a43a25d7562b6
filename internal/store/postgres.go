package store

import (
	"database/sql"
	"fmt"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// openPostgres opens a pool of connections to a server.
func (s *Store) openPostgres(url string) error {
	s.dialect = dialect{
		name:    "postgres",
		blob:    "BYTEA",
		lock:    " FOR UPDATE",
		lanes:   4,
		turns:   `LOCK TABLE units IN SHARE ROW EXCLUSIVE MODE`,
		next:    `SELECT MIN(nextval(pg_get_serial_sequence('units', 'id'))) FROM generate_series(1, ?)`,
		compact: []string{`VACUUM FULL piles`, `VACUUM FULL text_piles`, `VACUUM FULL codes`},
	}
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	s.pools = append(s.pools, pool)
	g, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), s.gormConfig())
	if err != nil {
		return fmt.Errorf("reach the PostgreSQL server: %w", err)
	}
	s.read, s.write = g, g
	return nil
}
