package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"pejl/internal/fault"
	"pejl/internal/org"
)

type sessionRow struct {
	TokenHash []byte `gorm:"column:token_hash;primaryKey"`
	AccountID int64  `gorm:"column:account_id"`
	CreatedAt int64  `gorm:"column:created_at;autoCreateTime:false"`
	ExpiresAt int64  `gorm:"column:expires_at"`
}

// TableName names the table.
func (sessionRow) TableName() string { return "sessions" }

// CreateSession saves a session, and deletes those that had ended when it began.
func (s *Store) CreateSession(ctx context.Context, session org.Session) error {
	row := sessionRow{
		TokenHash: session.TokenHash, AccountID: session.AccountID,
		CreatedAt: seconds(session.CreatedAt), ExpiresAt: seconds(session.ExpiresAt),
	}
	return s.change(ctx, func(tx *gorm.DB) error {
		if _, err := gorm.G[sessionRow](tx).Where("expires_at <= ?", row.CreatedAt).Delete(ctx); err != nil {
			return fmt.Errorf("delete sessions that have ended: %w", err)
		}
		if err := gorm.G[sessionRow](tx).Create(ctx, &row); err != nil {
			return fmt.Errorf("save a session: %w", err)
		}
		return nil
	})
}

// SessionAccount returns whose session it is and has not ended by now, or a
// fault "session.unknown".
func (s *Store) SessionAccount(ctx context.Context, tokenHash []byte, now time.Time) (*org.Account, error) {
	row, err := gorm.G[accountRow](s.look(ctx)).Raw(`SELECT a.* FROM sessions s JOIN accounts a ON a.id = s.account_id
		WHERE s.token_hash = ? AND s.expires_at > ?`, tokenHash, seconds(now)).Take(ctx)
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return nil, fault.New(fault.Unauthenticated, "session.unknown")
	case err != nil:
		return nil, fmt.Errorf("look a session up: %w", err)
	}
	return row.account(), nil
}

// DeleteSession ends a session. Ending none is not an error.
func (s *Store) DeleteSession(ctx context.Context, tokenHash []byte) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		if _, err := gorm.G[sessionRow](tx).Where("token_hash = ?", tokenHash).Delete(ctx); err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		return nil
	})
}
