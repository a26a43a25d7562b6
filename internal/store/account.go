package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"pejl/internal/fault"
	"pejl/internal/org"
)

type accountRow struct {
	ID           int64  `gorm:"column:id;primaryKey"`
	Email        string `gorm:"column:email"`
	Name         string `gorm:"column:name"`
	PasswordHash string `gorm:"column:password_hash"`
	Language     string `gorm:"column:language"`
	CreatedAt    int64  `gorm:"column:created_at;autoCreateTime:false"`
}

// TableName names the table.
func (accountRow) TableName() string { return "accounts" }

func (r accountRow) account() *org.Account {
	return &org.Account{
		ID: r.ID, Email: r.Email, Name: r.Name, PasswordHash: r.PasswordHash, Language: r.Language,
		CreatedAt: moment(r.CreatedAt),
	}
}

// CreateAccount saves an account and sets its ID. An e-mail address that is
// taken is a Conflict, "account.email_taken".
func (s *Store) CreateAccount(ctx context.Context, a *org.Account) error {
	row := accountRow{
		Email: a.Email, Name: a.Name, PasswordHash: a.PasswordHash, Language: a.Language, CreatedAt: seconds(a.CreatedAt),
	}
	err := s.change(ctx, func(tx *gorm.DB) error {
		if err := gorm.G[accountRow](tx).Create(ctx, &row); err != nil {
			return fmt.Errorf("save an account: %w", err)
		}
		return nil
	})
	if err == nil {
		a.ID = row.ID
	}
	return err
}

// Account returns an account, or a fault "account.not_found".
func (s *Store) Account(ctx context.Context, id int64) (*org.Account, error) {
	row, err := gorm.G[accountRow](s.look(ctx)).Where("id = ?", id).Take(ctx)
	if err != nil {
		return nil, orNotFound(err, "account.not_found")
	}
	return row.account(), nil
}

// AccountByEmail returns the account with that address in lower case, or a
// fault "account.not_found".
func (s *Store) AccountByEmail(ctx context.Context, email string) (*org.Account, error) {
	row, err := gorm.G[accountRow](s.look(ctx)).Where("email = ?", email).Take(ctx)
	if err != nil {
		return nil, orNotFound(err, "account.not_found")
	}
	return row.account(), nil
}

// Accounts returns all accounts, by name.
func (s *Store) Accounts(ctx context.Context) ([]*org.Account, error) {
	rows, err := gorm.G[accountRow](s.look(ctx)).Order("name, id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the accounts: %w", err)
	}
	list := make([]*org.Account, len(rows))
	for i := range rows {
		list[i] = rows[i].account()
	}
	return list, nil
}

// SetPassword replaces the hash and ends all sessions of the account, or returns
// a fault "account.not_found".
func (s *Store) SetPassword(ctx context.Context, id int64, hash string) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		if err := updateAccount(ctx, tx, id, "password_hash", hash); err != nil {
			return err
		}
		if _, err := gorm.G[sessionRow](tx).Where("account_id = ?", id).Delete(ctx); err != nil {
			return fmt.Errorf("end the sessions of an account: %w", err)
		}
		return nil
	})
}

// SetLanguage changes the language, or returns a fault "account.not_found".
func (s *Store) SetLanguage(ctx context.Context, id int64, language string) error {
	return s.change(ctx, func(tx *gorm.DB) error { return updateAccount(ctx, tx, id, "language", language) })
}

func updateAccount(ctx context.Context, tx *gorm.DB, id int64, column, value string) error {
	n, err := gorm.G[accountRow](tx).Where("id = ?", id).Update(ctx, column, value)
	switch {
	case err != nil:
		return fmt.Errorf("update an account: %w", err)
	case n == 0:
		return fault.New(fault.NotFound, "account.not_found")
	}
	return nil
}

type grantRow struct {
	AccountID int64  `gorm:"column:account_id;primaryKey;autoIncrement:false"`
	UnitID    int64  `gorm:"column:unit_id;primaryKey;autoIncrement:false"`
	Role      string `gorm:"column:role;primaryKey"`
}

// TableName names the table.
func (grantRow) TableName() string { return "grants" }

// CreateGrant saves a grant. One that is there already is not an error.
func (s *Store) CreateGrant(ctx context.Context, g org.Grant) error {
	row := grantRow{AccountID: g.AccountID, UnitID: g.UnitID, Role: string(g.Role)}
	return s.change(ctx, func(tx *gorm.DB) error {
		if err := gorm.G[grantRow](tx, clause.OnConflict{DoNothing: true}).Create(ctx, &row); err != nil {
			return fmt.Errorf("save a grant: %w", err)
		}
		return nil
	})
}

// DeleteGrant removes a grant. Removing none is not an error.
func (s *Store) DeleteGrant(ctx context.Context, g org.Grant) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		_, err := gorm.G[grantRow](tx).Where("account_id = ? AND unit_id = ? AND role = ?", g.AccountID, g.UnitID, string(g.Role)).
			Delete(ctx)
		if err != nil {
			return fmt.Errorf("remove a grant: %w", err)
		}
		return nil
	})
}

// Grants returns the grants of an account with the units they are given at, in
// the order of the units' paths.
func (s *Store) Grants(ctx context.Context, accountID int64) ([]org.Granted, error) {
	var rows []struct {
		Unit unitRow `gorm:"embedded"`
		Role string
	}
	err := gorm.G[any](s.look(ctx)).Raw(`SELECT u.*, g.role FROM grants g JOIN units u ON u.id = g.unit_id
		WHERE g.account_id = ? ORDER BY u.path, g.role`, accountID).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the grants of an account: %w", err)
	}
	list := make([]org.Granted, len(rows))
	for i := range rows {
		u := rows[i].Unit.unit()
		list[i] = org.Granted{Grant: org.Grant{AccountID: accountID, UnitID: u.ID, Role: org.Role(rows[i].Role)}, Unit: u}
	}
	return list, nil
}
