package org

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"unicode/utf8"

	"time"

	"pejl/internal/fault"
)

// SessionTime is how long somebody stays signed in: a working day.
const SessionTime = 12 * time.Hour

// SignIn begins a session and returns the token for its cookie. An unknown
// address and a wrong password take the same time and give the same fault,
// "signin.mismatch"; many wrong ones for one address make that address wait,
// "signin.slow", and no other.
func (s *Service) SignIn(ctx context.Context, email, password string) (token string, a *Account, err error) {
	email = address(email)
	if wait := s.tries.take(email, s.now()); wait > 0 {
		return "", nil, fault.New(fault.TooMany, "signin.slow", "n", int((wait+time.Second-1)/time.Second))
	}
	mismatch := fault.New(fault.Unauthenticated, "signin.mismatch")
	if utf8.RuneCountInString(password) > maxPassword {
		return "", nil, mismatch
	}
	a, err = s.store.AccountByEmail(ctx, email)
	hash := nobodysHash
	switch {
	case err == nil:
		hash = a.PasswordHash
	case !errors.Is(err, fault.New(fault.NotFound, "account.not_found")):
		return "", nil, fmt.Errorf("sign in: %w", err)
	}
	ok, err := s.matches(ctx, password, hash)
	switch {
	case err != nil:
		return "", nil, fmt.Errorf("sign in: %w", err)
	case !ok || a == nil:
		return "", nil, mismatch
	}
	s.tries.forget(email)
	token = rand.Text()
	now := s.now()
	err = s.store.CreateSession(ctx, Session{
		TokenHash: hashToken(token), AccountID: a.ID, CreatedAt: now, ExpiresAt: now.Add(SessionTime),
	})
	if err != nil {
		return "", nil, fmt.Errorf("sign in: %w", err)
	}
	return token, a, nil
}

// SignOut ends a session. Ending none is not an error.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.store.DeleteSession(ctx, hashToken(token))
}

// SessionAccount returns whose session a token is, or a fault "session.unknown"
// where there is none or it has ended.
func (s *Service) SessionAccount(ctx context.Context, token string) (*Account, error) {
	return s.store.SessionAccount(ctx, hashToken(token), s.now())
}

func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
