package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"pejl/internal/round"
)

type textPileRow struct {
	RoundID  int64  `gorm:"column:round_id;primaryKey;autoIncrement:false"`
	UnitID   int64  `gorm:"column:unit_id;primaryKey;autoIncrement:false"`
	Grp      string `gorm:"column:grp;primaryKey"`
	Question string `gorm:"column:question;primaryKey"`
	Bodies   []byte `gorm:"column:bodies"`
}

// TableName names the table.
func (textPileRow) TableName() string { return "text_piles" }

// Texts calls each with every text pile of a round in (unit, group, question)
// order; an error from each ends the reading and is returned.
func (s *Store) Texts(ctx context.Context, roundID int64, each func(round.TextPile) error) error {
	rows, err := gorm.G[textPileRow](s.look(ctx)).Raw(`SELECT unit_id, grp, question, bodies FROM text_piles
		WHERE round_id = ? ORDER BY unit_id, grp, question`, roundID).Rows(ctx)
	if err != nil {
		return fmt.Errorf("read the text piles of a round: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p round.TextPile
		var bodies []byte
		if err := rows.Scan(&p.UnitID, &p.Group, &p.Question, &bodies); err != nil {
			return fmt.Errorf("read a text pile: %w", err)
		}
		if p.Bodies, err = round.ReadTexts(bodies); err != nil {
			return fmt.Errorf("read the texts of round %d, unit %d, question %s: %w", roundID, p.UnitID, p.Question, err)
		}
		if err := each(p); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read the text piles of a round: %w", err)
	}
	return nil
}

// addTexts adds texts to their piles, which are rewritten whole. The piles of
// answers they belong to are held already.
func (s *Store) addTexts(ctx context.Context, tx *gorm.DB, more map[textKey][]string) error {
	if len(more) == 0 {
		return nil
	}
	keys := sortedKeys(more, textKey.compare)
	table, values := s.dialect.table(rowsOf(keys, textKey.row), "BIGINT", "BIGINT", "TEXT", "TEXT")
	rows, err := gorm.G[textPileRow](tx).Raw(`SELECT round_id, unit_id, grp, question, bodies FROM text_piles
		WHERE (round_id, unit_id, grp, question) IN (`+table+`)`, values...).Find(ctx)
	if err != nil {
		return fmt.Errorf("read the text piles: %w", err)
	}
	for _, row := range rows {
		key := textKey{pileKey{row.RoundID, row.UnitID, row.Grp}, row.Question}
		there, err := round.ReadTexts(row.Bodies)
		if err != nil {
			return fmt.Errorf("read the texts of round %d, unit %d, question %s: %w", row.RoundID, row.UnitID, row.Question, err)
		}
		more[key] = append(more[key], there...)
	}
	table, values = s.dialect.table(rowsOf(keys, func(k textKey) []any {
		return append(k.row(), round.WriteTexts(more[k]))
	}), "BIGINT", "BIGINT", "TEXT", "TEXT", s.dialect.blob)
	err = gorm.G[any](tx).Exec(ctx, `INSERT INTO text_piles (round_id, unit_id, grp, question, bodies) `+table+
		` ON CONFLICT (round_id, unit_id, grp, question) DO UPDATE SET bodies = excluded.bodies`, values...)
	if err != nil {
		return fmt.Errorf("write the text piles: %w", err)
	}
	return nil
}
