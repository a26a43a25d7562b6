package store

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/fault"
	"pejl/internal/round"
)

// table is a transaction that tests decide about: it tells who is in it and
// waits until it is let go.
type table struct {
	begun  chan []int64 // slots
	let    chan error
	commit bool // whether the error comes from the commit
}

func newTable() *table { return &table{begun: make(chan []int64), let: make(chan error)} }

func (tb *table) batch(_ context.Context, savings []round.Saving) ([]error, bool, error) {
	var slots []int64
	for _, sv := range savings {
		slots = append(slots, sv.Seat.Slot)
	}
	tb.begun <- slots
	if err := <-tb.let; err != nil {
		return nil, tb.commit, err
	}
	return make([]error, len(savings)), false, nil
}

// send saves a response under that slot and gives its result when there is one.
// It returns when the response is waiting.
func send(ctx context.Context, l *lane, slot int64) <-chan error {
	before := l.length()
	result := make(chan error, 1)
	go func() { result <- l.save(ctx, round.Saving{Seat: round.Seat{Slot: slot}}) }()
	for l.length() == before {
		runtime.Gosched()
	}
	return result
}

func (l *lane) length() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting)
}

func same(t *testing.T, want, got []int64) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("in the transaction, want (-) and got (+):\n%s", diff)
	}
}

// occupied gives a lane whose first transaction, with slot 0, is under way.
func occupied(t *testing.T) (*lane, *table, <-chan error) {
	t.Helper()
	tb := newTable()
	l := startLane(t.Context(), tb.batch)
	first := make(chan error, 1)
	go func() { first <- l.save(context.Background(), round.Saving{}) }()
	same(t, []int64{0}, <-tb.begun)
	return l, tb, first
}

func TestABatchIsWhatCameMeanwhile(t *testing.T) {
	t.Parallel()
	l, tb, first := occupied(t)
	var results []<-chan error
	for slot := range int64(300) {
		results = append(results, send(context.Background(), l, slot+1))
	}
	tb.let <- nil
	for _, size := range []int{maxBatch, 300 - maxBatch} {
		if got := <-tb.begun; len(got) != size {
			t.Errorf("a batch of %d, want %d", len(got), size)
		}
		tb.let <- nil
	}
	for _, result := range append(results, first) {
		if err := <-result; err != nil {
			t.Error(err)
		}
	}
	l.close()
}

func TestATransactionThatFailsIsTriedOneByOne(t *testing.T) {
	t.Parallel()
	l, tb, first := occupied(t)
	var results []<-chan error
	for slot := range int64(3) {
		results = append(results, send(context.Background(), l, slot+1))
	}
	tb.let <- nil
	same(t, []int64{1, 2, 3}, <-tb.begun)
	broken := errors.New("broken")
	tb.let <- broken
	for slot, let := range []error{nil, broken, nil} {
		same(t, []int64{int64(slot + 1)}, <-tb.begun)
		tb.let <- let
	}
	for i, want := range []error{nil, broken, nil} {
		if got := <-results[i]; !errors.Is(got, want) {
			t.Errorf("response %d: %v", i+1, got)
		}
	}
	if err := <-first; err != nil {
		t.Error(err)
	}
	l.close()
}

func TestACommitThatFailsIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	l, tb, first := occupied(t)
	results := []<-chan error{send(context.Background(), l, 1), send(context.Background(), l, 2)}
	tb.let <- nil
	same(t, []int64{1, 2}, <-tb.begun)
	tb.commit = true
	tb.let <- errors.New("the line went dead")
	for _, result := range results {
		if err := <-result; !errors.Is(err, fault.New(fault.Unavailable, "response.unconfirmed")) {
			t.Error(err)
		}
	}
	if err := <-first; err != nil {
		t.Error(err)
	}
	l.close()
}

func TestWhoGoesAwayBeforeTheTransactionIsLeftOut(t *testing.T) {
	t.Parallel()
	l, tb, first := occupied(t)
	ctx, cancel := context.WithCancel(context.Background())
	gone := send(ctx, l, 1)
	stays := send(context.Background(), l, 2)
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	tb.let <- nil
	same(t, []int64{2}, <-tb.begun)
	tb.let <- nil
	if err := errors.Join(<-stays, <-first); err != nil {
		t.Error(err)
	}
	if err := l.save(ctx, round.Saving{}); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that is over: %v", err)
	}
	l.close()
}

func TestWhoGoesAwayDuringTheTransactionHearsTheTruth(t *testing.T) {
	t.Parallel()
	l, tb, first := occupied(t)
	ctx, cancel := context.WithCancel(context.Background())
	leaving := send(ctx, l, 1)
	tb.let <- nil
	<-tb.begun
	cancel()
	tb.let <- nil
	if err := errors.Join(<-leaving, <-first); err != nil {
		t.Errorf("a response that is stored was denied: %v", err)
	}
	l.close()
}

func TestALaneThatClosesSavesWhatWaitsAndTakesNoMore(t *testing.T) {
	t.Parallel()
	l, tb, first := occupied(t)
	waiting := send(context.Background(), l, 1)
	var closing sync.WaitGroup
	closing.Go(l.close)
	for !l.isClosed() {
		runtime.Gosched()
	}
	if err := l.save(context.Background(), round.Saving{}); !errors.Is(err, fault.New(fault.Unavailable, "response.stopping")) {
		t.Error(err)
	}
	tb.let <- nil
	same(t, []int64{1}, <-tb.begun)
	tb.let <- nil
	if err := errors.Join(<-waiting, <-first); err != nil {
		t.Error(err)
	}
	closing.Wait()
}

func (l *lane) isClosed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}
