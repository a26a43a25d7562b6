package org

import (
	"sync"
	"time"
)

const (
	freeTries = 10               // wrong passwords in a row that cost no waiting
	tryEvery  = 10 * time.Second // after that, how often another may be tried
	maxTries  = 10_000           // addresses remembered at a time
)

// tries slows the guessing of one account's password, without a lock that would
// keep its owner out for long and without a look at where the guesses come from:
// a whole school often has one address. The zero value is ready to use.
type tries struct {
	mu sync.Mutex
	// freeAt says when all tries of an address are free again. Each try moves it by
	// tryEvery; a try may be made while that is at most freeTries away.
	freeAt map[string]time.Time
}

// take notes a try, or returns how long to wait before the next.
func (t *tries) take(email string, now time.Time) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := t.freeAt[email]
	if at.Before(now) {
		at = now
	}
	if wait := at.Sub(now) - (freeTries-1)*tryEvery; wait > 0 {
		return wait
	}
	if t.freeAt == nil {
		t.freeAt = map[string]time.Time{}
	}
	if len(t.freeAt) >= maxTries {
		t.sweep(now)
	}
	t.freeAt[email] = at.Add(tryEvery)
	return 0
}

// forget frees an address whose password has been given.
func (t *tries) forget(email string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.freeAt, email)
}

// sweep forgets addresses that are free, and all where none is: then somebody
// tries ten thousand addresses at once, which waiting does not slow.
func (t *tries) sweep(now time.Time) {
	for email, at := range t.freeAt {
		if !at.After(now) {
			delete(t.freeAt, email)
		}
	}
	if len(t.freeAt) >= maxTries {
		clear(t.freeAt)
	}
}
