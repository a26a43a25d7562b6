package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"pejl/internal/fault"
	"pejl/internal/round"
)

const (
	maxBatch  = 256              // responses saved in one transaction
	batchTime = 30 * time.Second // how long one transaction may take
)

// lane saves responses one batch after the other. A batch is whatever has come
// in while the batch before it was being saved: nobody waits for company.
type lane struct {
	ctx   context.Context // of the transactions: no caller's, so that none ends one
	batch saveFunc

	mu      sync.Mutex
	waiting []*waiter
	closed  bool
	wake    chan struct{} // holds a token when there is something to do
	done    chan struct{} // closed when the last batch is saved
}

// waiter is one caller whose response is waiting.
type waiter struct {
	saving round.Saving
	taken  atomic.Bool // by the batch, or back by the caller
	result chan error
}

// saveFunc saves responses in one transaction, as saveBatch does.
type saveFunc func(context.Context, []round.Saving) (results []error, committing bool, err error)

func startLane(ctx context.Context, batch saveFunc) *lane {
	l := &lane{ctx: ctx, batch: batch, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go l.run()
	return l
}

func (l *lane) save(ctx context.Context, sv round.Saving) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := &waiter{saving: sv, result: make(chan error, 1)}
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return fault.New(fault.Unavailable, "response.stopping")
	}
	l.waiting = append(l.waiting, w)
	l.mu.Unlock()
	l.signal()
	select {
	case err := <-w.result:
		return err
	case <-ctx.Done():
		if w.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-w.result
	}
}

func (l *lane) signal() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// close saves what is waiting and stops.
func (l *lane) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.signal()
	<-l.done
}

func (l *lane) run() {
	defer close(l.done)
	for range l.wake {
		for {
			batch, more := l.next()
			if len(batch) > 0 {
				l.commit(batch)
			}
			if !more {
				break
			}
		}
		if l.finished() {
			return
		}
	}
}

// finished reports whether the lane is closed and nobody waits.
func (l *lane) finished() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed && len(l.waiting) == 0
}

// next takes the responses that are waiting, oldest first, at most maxBatch. More
// is false when nobody waited.
func (l *lane) next() (batch []*waiter, more bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.waiting), maxBatch)
	for _, w := range l.waiting[:n] {
		if w.taken.CompareAndSwap(false, true) {
			batch = append(batch, w)
		}
	}
	rest := copy(l.waiting, l.waiting[n:])
	clear(l.waiting[rest:]) // holds on to no answers
	l.waiting = l.waiting[:rest]
	return batch, n > 0
}

// commit saves a batch and gives every caller a result. Where the transaction
// fails, each response is tried by itself, so that one cannot hinder the others.
func (l *lane) commit(batch []*waiter) {
	savings := make([]round.Saving, len(batch))
	for i, w := range batch {
		savings[i] = w.saving
	}
	results, err := l.try(savings)
	for i, w := range batch {
		switch {
		case err == nil:
			w.result <- results[i]
		case len(batch) == 1 || fault.KindOf(err) == fault.Unavailable:
			w.result <- err
		default:
			one, err := l.try(savings[i : i+1])
			if err == nil {
				err = one[0]
			}
			w.result <- err
		}
	}
}

// try saves responses in one transaction of its own, whoever has gone away
// meanwhile. Where the commit itself fails nobody knows what is stored: that is
// a fault "response.unconfirmed", and is not tried again.
func (l *lane) try(savings []round.Saving) ([]error, error) {
	ctx, cancel := context.WithTimeout(l.ctx, batchTime)
	defer cancel()
	results, committing, err := l.batch(ctx, savings)
	if err != nil && committing {
		return nil, fault.Wrap(err, fault.Unavailable, "response.unconfirmed")
	}
	return results, err
}
