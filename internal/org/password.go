package org

import (
	"context"
	"fmt"
	"net/mail"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"pejl/internal/fault"
)

const (
	minPassword = 12  // characters
	maxPassword = 256 // characters; more would only cost us time
)

// cost is what a password takes to try: the second choice of OWASP's Password
// Storage Cheat Sheet, 19 MiB and two passes, so that two cores sign a whole
// staff in within seconds.
func cost() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// nobodysHash is tried where there is no account, so that an unknown address
// takes as long as a wrong password.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// hash makes what is stored of a password.
func (s *Service) hash(ctx context.Context, password string) (string, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	h, err := argon2id.CreateHash(norm.NFC.String(password), cost())
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return h, nil
}

// matches tries a password. Its letters are brought into one form first: the same
// "å" comes as one character from some keyboards and as two from others.
func (s *Service) matches(ctx context.Context, password, hash string) (bool, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	ok, err := argon2id.ComparePasswordAndHash(norm.NFC.String(password), hash)
	if err != nil {
		return false, fmt.Errorf("try a password: %w", err)
	}
	return ok, nil
}

// enter waits until one of the places for working on passwords is free.
func (s *Service) enter(ctx context.Context) (leave func(), err error) {
	select {
	case s.slots <- struct{}{}:
		return func() { <-s.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// checkPassword says what is wrong with a new password, or nil.
func checkPassword(password, name, email string) *fault.Error {
	first, _ := utf8.DecodeRuneInString(password)
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return fault.New(fault.Invalid, "account.password_short", "n", minPassword)
	case n > maxPassword:
		return fault.New(fault.Invalid, "account.password_long", "n", maxPassword)
	case strings.EqualFold(password, name), strings.EqualFold(password, email),
		strings.Trim(password, string(first)) == "":
		return fault.New(fault.Invalid, "account.password_obvious")
	}
	return nil
}

// AddAccount makes an account. What is wrong comes as fault.Fields with the names
// name, email and password and the faults "account.name", "account.email",
// "account.password_short", "account.password_long" and
// "account.password_obvious"; an address that has an account is a fault
// "account.email_taken".
func (s *Service) AddAccount(ctx context.Context, name, email, password, language string) (*Account, error) {
	name, email = tidy(name), address(email)
	var faults fault.Fields
	if name == "" {
		faults.Add("name", fault.New(fault.Invalid, "account.name"))
	}
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email {
		faults.Add("email", fault.New(fault.Invalid, "account.email"))
	}
	faults.Add("password", checkPassword(password, name, email))
	if err := faults.Err(); err != nil {
		return nil, err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	a := &Account{Email: email, Name: name, PasswordHash: hash, Language: language, CreatedAt: s.now()}
	return a, s.store.CreateAccount(ctx, a)
}

// SetPassword gives an account another password and ends all its sessions. What
// is wrong comes as fault.Fields with the name password, as from AddAccount.
func (s *Service) SetPassword(ctx context.Context, id int64, password string) error {
	a, err := s.store.Account(ctx, id)
	if err != nil {
		return err
	}
	var faults fault.Fields
	faults.Add("password", checkPassword(password, a.Name, a.Email))
	if err := faults.Err(); err != nil {
		return err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.store.SetPassword(ctx, id, hash)
}

// SetLanguage changes the language an account is spoken to in; "" leaves it to
// the browser.
func (s *Service) SetLanguage(ctx context.Context, id int64, language string) error {
	return s.store.SetLanguage(ctx, id, language)
}

// Account returns an account, or a fault "account.not_found".
func (s *Service) Account(ctx context.Context, id int64) (*Account, error) {
	return s.store.Account(ctx, id)
}

// AccountByEmail returns the account with that address, or a fault
// "account.not_found". It is for those who administer, not for signing in.
func (s *Service) AccountByEmail(ctx context.Context, email string) (*Account, error) {
	return s.store.AccountByEmail(ctx, address(email))
}

// Accounts returns all accounts, by name.
func (s *Service) Accounts(ctx context.Context) ([]*Account, error) { return s.store.Accounts(ctx) }

// address brings an e-mail address into the form it is stored in.
func address(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// tidy takes away the space around a text and doubled space within it.
func tidy(text string) string { return norm.NFC.String(strings.Join(strings.Fields(text), " ")) }
