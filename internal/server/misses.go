package server

import (
	"context"
	"sync"
	"time"

	"pejl/internal/fault"
)

// Wait passes some time, or less when ctx is done.
type Wait func(ctx context.Context, d time.Duration)

func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// misses make wrong codes cost time. A whole school is often one address, so
// nobody is ever shut out: a code that works is answered at once whatever else is
// going on, and only the answer "that is no code" is held back.
//
// The arithmetic. A code has ten random characters of 32: 50 bits, 1.1·10¹⁵ codes.
// In a round with 1,000 unused codes one guess in 1.1·10¹² hits. At missesPerSecond
// misses a second that takes 1.1·10¹¹ seconds, 3,500 years, for one hit on average;
// in a nation's round with 100,000 codes, 35 years. Who opens so many connections
// that no more are held back is told to come later, without delay; asked as fast as
// one machine can answer, 20,000 times a second, a round of 1,000 still stands for
// 1.8 years of a machine that does nothing else and is seen to.
type misses struct {
	now  func() time.Time
	wait Wait

	mu      sync.Mutex
	until   time.Time // when all misses so far will have been paid for
	waiting int
}

const (
	missCost        = 400 * time.Millisecond // what a single miss costs
	missesPerSecond = 10                     // what many misses at once are thinned to
	missesAtOnce    = 40                     // how many a second may hold before it is thinned: thirty typing errors in a staff room are none's fault
	missesHeld      = 200                    // how many answers are held back at a time
	longestMiss     = 20 * time.Second       // and for how long at most
)

func newMisses(now func() time.Time, w Wait) *misses { return &misses{now: now, wait: w} }

// cost waits for as long as a miss costs just now, or returns a fault "code.slow"
// when too many are waiting already.
func (m *misses) cost(ctx context.Context) error {
	d, ok := m.take()
	if !ok {
		return fault.New(fault.TooMany, "code.slow")
	}
	defer m.done()
	m.wait(ctx, d)
	return nil
}

func (m *misses) take() (time.Duration, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.waiting >= missesHeld {
		return 0, false
	}
	m.waiting++
	now := m.now()
	if m.until.Before(now) {
		m.until = now
	}
	m.until = m.until.Add(time.Second / missesPerSecond)
	debt := m.until.Sub(now) - missesAtOnce*time.Second/missesPerSecond
	return min(missCost+max(0, debt), longestMiss), true
}

func (m *misses) done() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting--
}
