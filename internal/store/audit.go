package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"pejl/internal/org"
)

type actRow struct {
	ID        int64  `gorm:"column:id;primaryKey"`
	At        int64  `gorm:"column:at"`
	AccountID int64  `gorm:"column:account_id"`
	What      string `gorm:"column:what"`
	UnitID    int64  `gorm:"column:unit_id"`
	RoundID   int64  `gorm:"column:round_id"`
	Detail    string `gorm:"column:detail"`
}

// TableName names the table.
func (actRow) TableName() string { return "audit" }

// AddAct writes a line of the audit log.
func (s *Store) AddAct(ctx context.Context, a org.Act) error {
	row := actRow{
		At: seconds(a.At), AccountID: a.AccountID, What: a.What, UnitID: a.UnitID, RoundID: a.RoundID, Detail: a.Detail,
	}
	return s.change(ctx, func(tx *gorm.DB) error {
		if err := gorm.G[actRow](tx).Create(ctx, &row); err != nil {
			return fmt.Errorf("write the audit log: %w", err)
		}
		return nil
	})
}

// Acts returns the newest lines of the audit log, newest first, at most limit.
func (s *Store) Acts(ctx context.Context, limit int) ([]org.Act, error) {
	rows, err := gorm.G[actRow](s.look(ctx)).Order("id DESC").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	list := make([]org.Act, len(rows))
	for i, a := range rows {
		list[i] = org.Act{
			At: moment(a.At), AccountID: a.AccountID, What: a.What, UnitID: a.UnitID, RoundID: a.RoundID, Detail: a.Detail,
		}
	}
	return list, nil
}
