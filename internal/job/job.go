// Package job runs sweeps: acts that look at the database for something to do,
// may be repeated at any time, and do nothing when there is nothing.
package job

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Sweep is one such act and how often it is tried.
type Sweep struct {
	Name  string
	Every time.Duration
	Do    func(context.Context) error
}

// Run tries each sweep at once and then whenever its time has come, each at its
// own pace, until ctx ends. A sweep that goes wrong is logged and tried again.
func Run(ctx context.Context, log *slog.Logger, sweeps ...Sweep) {
	var wg sync.WaitGroup
	for _, s := range sweeps {
		wg.Go(func() { s.run(ctx, log) })
	}
	wg.Wait()
}

func (s Sweep) run(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(s.Every)
	defer tick.Stop()
	for {
		if err := s.Do(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "sweep went wrong", "sweep", s.Name, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
