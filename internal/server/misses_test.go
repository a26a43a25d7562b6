package server

import (
	"context"
	"sync"
	"testing"
	"time"

	"pejl/internal/fault"
)

func TestMissesAreThinnedOutAndBounded(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	var waited []time.Duration
	m := newMisses(func() time.Time { return now }, func(_ context.Context, d time.Duration) { waited = append(waited, d) })
	ctx := t.Context()
	for range 100 {
		if err := m.cost(ctx); err != nil {
			t.Fatal(err)
		}
	}
	for i, d := range waited {
		want := missCost
		if over := i + 1 - missesAtOnce; over > 0 {
			want += time.Duration(over) * time.Second / missesPerSecond
		}
		if d != want {
			t.Errorf("miss %d costs %v, want %v", i+1, d, want)
		}
	}
	now = now.Add(10 * time.Second) // all hundred are paid for
	if waited = nil; m.cost(ctx) != nil || waited[0] != missCost {
		t.Errorf("after a pause a miss costs %v", waited)
	}
	for range 1000 {
		waited = nil
		if err := m.cost(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if waited[0] != longestMiss {
		t.Errorf("the longest wait is %v", waited[0])
	}
}

func TestOnlySoManyMissesAreHeldBack(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	var held sync.WaitGroup
	held.Add(missesHeld)
	m := newMisses(time.Now, func(context.Context, time.Duration) { held.Done(); <-hold })
	var all sync.WaitGroup
	for range missesHeld {
		all.Go(func() {
			if err := m.cost(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	held.Wait()
	if err := m.cost(t.Context()); fault.KindOf(err) != fault.TooMany {
		t.Errorf("one too many: %v", err)
	}
	close(hold)
	all.Wait()
	if m.waiting != 0 {
		t.Errorf("%d are held back by nobody", m.waiting)
	}
}
