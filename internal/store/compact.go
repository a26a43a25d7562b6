package store

import (
	"context"
	"fmt"
)

// Compact rewrites the files of the database, so that neither deleted rows nor
// earlier states of a pile stay behind in them, nor the order in which piles
// grew. On PostgreSQL the tables of responses are locked meanwhile. It is for
// the sweep that follows the closing of a round.
func (s *Store) Compact(ctx context.Context) error {
	for _, statement := range s.dialect.compact {
		if _, err := s.pools[0].ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("compact the database: %w", err)
		}
	}
	return nil
}
