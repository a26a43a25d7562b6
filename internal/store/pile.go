package store

import (
	"context"
	"encoding/binary"
	"fmt"

	"gorm.io/gorm"

	"pejl/internal/round"
)

type pileRow struct {
	RoundID int64  `gorm:"column:round_id;primaryKey;autoIncrement:false"`
	UnitID  int64  `gorm:"column:unit_id;primaryKey;autoIncrement:false"`
	Grp     string `gorm:"column:grp;primaryKey"`
	Width   int    `gorm:"column:width"`
	Answers []byte `gorm:"column:answers"`
	Counts  []byte `gorm:"column:counts"`
}

// TableName names the table.
func (pileRow) TableName() string { return "piles" }

// Piles calls each with every pile of a round in (unit, group) order. It reads
// one pile at a time; an error from each ends the reading and is returned.
func (s *Store) Piles(ctx context.Context, roundID int64, each func(round.Pile) error) error {
	rows, err := gorm.G[pileRow](s.look(ctx)).Raw(`SELECT unit_id, grp, answers, counts FROM piles
		WHERE round_id = ? ORDER BY unit_id, grp`, roundID).Rows(ctx)
	if err != nil {
		return fmt.Errorf("read the piles of a round: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p round.Pile
		var counts []byte
		if err := rows.Scan(&p.UnitID, &p.Group, &p.Answers, &counts); err != nil {
			return fmt.Errorf("read a pile: %w", err)
		}
		p.Counts = readCounts(counts)
		if err := each(p); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read the piles of a round: %w", err)
	}
	return nil
}

// holdPiles waits until no response of the round is on its way and lets none
// past until the transaction ends. SaveResponse takes the piles first and looks
// at the round after, so it sees either the round before the change with the
// change waiting for it, or the round after.
func (s *Store) holdPiles(ctx context.Context, tx *gorm.DB, roundID int64) error {
	if s.dialect.lock == "" {
		return nil // SQLite has one writer
	}
	err := gorm.G[any](tx).Exec(ctx, `SELECT 1 FROM piles WHERE round_id = ? ORDER BY unit_id, grp FOR UPDATE`, roundID)
	if err != nil {
		return fmt.Errorf("hold the piles of a round: %w", err)
	}
	return nil
}

// readCounts reads side counts: 32-bit numbers, the lowest byte first.
func readCounts(b []byte) []uint32 {
	counts := make([]uint32, len(b)/4)
	for i := range counts {
		counts[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return counts
}

// addCounts adds to side counts as they are stored, in place.
func addCounts(b []byte, more []uint32) {
	for i, n := range more {
		binary.LittleEndian.PutUint32(b[4*i:], binary.LittleEndian.Uint32(b[4*i:])+n)
	}
}

// notNull keeps an empty value from being written as NULL, which is how an empty
// value that was read comes back from a driver.
func notNull(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
