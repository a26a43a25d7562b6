package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"pejl/internal/profile"
	"pejl/internal/round"
)

type releaseRow struct {
	RoundID  int64  `gorm:"column:round_id;primaryKey;autoIncrement:false"`
	Decision []byte `gorm:"column:decision"`
	Whole    []byte `gorm:"column:whole"`
}

// TableName names the table.
func (releaseRow) TableName() string { return "releases" }

type tallyRow struct {
	RoundID int64  `gorm:"column:round_id;primaryKey;autoIncrement:false"`
	UnitID  int64  `gorm:"column:unit_id;primaryKey;autoIncrement:false"`
	Grp     string `gorm:"column:grp;primaryKey"`
	Cell    []byte `gorm:"column:cell"`
}

// TableName names the table.
func (tallyRow) TableName() string { return "tallies" }

type keptTextRow struct {
	RoundID  int64  `gorm:"column:round_id;primaryKey;autoIncrement:false"`
	UnitID   int64  `gorm:"column:unit_id;primaryKey;autoIncrement:false"`
	Grp      string `gorm:"column:grp;primaryKey"`
	Question string `gorm:"column:question;primaryKey"`
	Bodies   []byte `gorm:"column:bodies"`
}

// TableName names the table.
func (keptTextRow) TableName() string { return "texts" }

type drawingRow struct {
	Hash    []byte `gorm:"column:hash;primaryKey"`
	RoundID int64  `gorm:"column:round_id;primaryKey;autoIncrement:false"`
	SVG     []byte `gorm:"column:svg"`
}

// TableName names the table.
func (drawingRow) TableName() string { return "drawings" }

// SaveClosing changes a round under a lock and writes what is kept of its
// answers; codes are deleted in the same transaction. An error from closed
// leaves everything as it was.
func (s *Store) SaveClosing(ctx context.Context, roundID int64, kept profile.Stored, closed func(*round.Round) error) error {
	cells := make([]tallyRow, len(kept.Cells))
	for i, c := range kept.Cells {
		cells[i] = tallyRow{RoundID: roundID, UnitID: c.UnitID, Grp: c.Group, Cell: c.Cell}
	}
	texts := make([]keptTextRow, len(kept.Texts))
	for i, t := range kept.Texts {
		texts[i] = keptTextRow{RoundID: roundID, UnitID: t.UnitID, Grp: t.Group, Question: t.Question, Bodies: round.WriteTexts(t.Bodies)}
	}
	return s.change(ctx, func(tx *gorm.DB) error {
		if _, err := s.updateRound(ctx, tx, roundID, closed); err != nil {
			return err
		}
		release := releaseRow{RoundID: roundID, Decision: kept.Release, Whole: kept.Whole}
		if err := gorm.G[releaseRow](tx).Create(ctx, &release); err != nil {
			return fmt.Errorf("save the release of a round: %w", err)
		}
		if len(cells) > 0 {
			if err := gorm.G[tallyRow](tx).CreateInBatches(ctx, &cells, 500); err != nil {
				return fmt.Errorf("save the tallies of a round: %w", err)
			}
		}
		if len(texts) > 0 {
			if err := gorm.G[keptTextRow](tx).CreateInBatches(ctx, &texts, 500); err != nil {
				return fmt.Errorf("save what was written in a round: %w", err)
			}
		}
		return wipeCodes(ctx, tx, roundID)
	})
}

// Whole returns the figures of a closed round as one, or a fault
// "profile.not_closed".
func (s *Store) Whole(ctx context.Context, roundID int64) ([]byte, error) {
	row, err := gorm.G[releaseRow](s.look(ctx)).Select("whole").Where("round_id = ?", roundID).Take(ctx)
	if err != nil {
		return nil, orNotFound(err, "profile.not_closed")
	}
	return row.Whole, nil
}

// KeptTexts returns what was kept of what the people of a unit wrote.
func (s *Store) KeptTexts(ctx context.Context, roundID, unit int64) ([]round.TextPile, error) {
	rows, err := gorm.G[keptTextRow](s.look(ctx)).Where("round_id = ? AND unit_id = ?", roundID, unit).Order("grp, question").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what was written in a round: %w", err)
	}
	list := make([]round.TextPile, len(rows))
	for i, r := range rows {
		list[i] = round.TextPile{UnitID: r.UnitID, Group: r.Grp, Question: r.Question}
		if list[i].Bodies, err = round.ReadTexts(r.Bodies); err != nil {
			return nil, fmt.Errorf("read what was written in round %d: %w", roundID, err)
		}
	}
	return list, nil
}

// Cells returns what is kept of these units of a closed round, or of all units
// where none is named, in the order of their numbers.
func (s *Store) Cells(ctx context.Context, roundID int64, units []int64) ([]profile.StoredCell, error) {
	query := gorm.G[tallyRow](s.look(ctx)).Where("round_id = ?", roundID)
	if len(units) > 0 {
		query = query.Where("unit_id IN ?", units)
	}
	rows, err := query.Order("unit_id, grp").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the tallies of a round: %w", err)
	}
	list := make([]profile.StoredCell, len(rows))
	for i, r := range rows {
		list[i] = profile.StoredCell{UnitID: r.UnitID, Group: r.Grp, Cell: r.Cell}
	}
	return list, nil
}

// CellsOf returns what is kept of one unit in several closed rounds.
func (s *Store) CellsOf(ctx context.Context, unit int64, roundIDs []int64) ([]profile.RoundCell, error) {
	rows, err := gorm.G[tallyRow](s.look(ctx)).Where("unit_id = ? AND round_id IN ?", unit, roundIDs).Order("round_id, grp").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the tallies of a unit: %w", err)
	}
	list := make([]profile.RoundCell, len(rows))
	for i, r := range rows {
		list[i] = profile.RoundCell{RoundID: r.RoundID, StoredCell: profile.StoredCell{UnitID: r.UnitID, Group: r.Grp, Cell: r.Cell}}
	}
	return list, nil
}
