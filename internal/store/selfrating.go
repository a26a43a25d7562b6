package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"pejl/internal/instrument"
	"pejl/internal/round"
)

type selfRatingRow struct {
	RoundID   int64  `gorm:"column:round_id;primaryKey;autoIncrement:false"`
	AccountID int64  `gorm:"column:account_id;primaryKey;autoIncrement:false"`
	Answers   []byte `gorm:"column:answers"`
	SharedAt  *int64 `gorm:"column:shared_at"`
}

// TableName names the table.
func (selfRatingRow) TableName() string { return "self_ratings" }

// SaveSelfRating keeps a leader's answers about themselves, replacing earlier ones.
func (s *Store) SaveSelfRating(ctx context.Context, sr round.SelfRating) error {
	row := selfRatingRow{RoundID: sr.RoundID, AccountID: sr.AccountID, SharedAt: secondsOrNull(sr.SharedAt)}
	for _, a := range sr.Answers {
		row.Answers = append(row.Answers, byte(a))
	}
	return s.change(ctx, func(tx *gorm.DB) error {
		replace := clause.OnConflict{
			Columns:   []clause.Column{{Name: "round_id"}, {Name: "account_id"}},
			DoUpdates: clause.AssignmentColumns([]string{"answers", "shared_at"}),
		}
		if err := gorm.G[selfRatingRow](tx, replace).Create(ctx, &row); err != nil {
			return fmt.Errorf("save a self-rating: %w", err)
		}
		return nil
	})
}

// SelfRating returns an account's own answers, or a fault "selfrating.not_found".
func (s *Store) SelfRating(ctx context.Context, roundID, accountID int64) (round.SelfRating, error) {
	row, err := gorm.G[selfRatingRow](s.look(ctx)).Where("round_id = ? AND account_id = ?", roundID, accountID).Take(ctx)
	if err != nil {
		return round.SelfRating{}, orNotFound(err, "selfrating.not_found")
	}
	sr := round.SelfRating{RoundID: row.RoundID, AccountID: row.AccountID, SharedAt: momentOrZero(row.SharedAt)}
	for _, b := range row.Answers {
		sr.Answers = append(sr.Answers, instrument.Answer(b))
	}
	return sr, nil
}

// DeleteSelfRating removes them. Removing none is not an error.
func (s *Store) DeleteSelfRating(ctx context.Context, roundID, accountID int64) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		_, err := gorm.G[selfRatingRow](tx).Where("round_id = ? AND account_id = ?", roundID, accountID).Delete(ctx)
		if err != nil {
			return fmt.Errorf("delete a self-rating: %w", err)
		}
		return nil
	})
}
