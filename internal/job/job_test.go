package job_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pejl/internal/job"
)

// A sweep is tried at once, then at its own pace; one that goes wrong is logged
// and neither stops itself nor the others.
func TestSweepsKeepTheirPace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		ctx, cancel := context.WithCancel(t.Context())
		quick, slow := 0, 0
		done := make(chan struct{})
		go func() {
			defer close(done)
			job.Run(ctx, slog.New(slog.NewTextHandler(&log, nil)),
				job.Sweep{Name: "quick", Every: time.Minute, Do: func(context.Context) error {
					quick++
					return errors.New("the disk is full")
				}},
				job.Sweep{Name: "slow", Every: time.Hour, Do: func(context.Context) error { slow++; return nil }},
			)
		}()
		time.Sleep(time.Hour + time.Second) // the bubble's clock, not the wall's
		synctest.Wait()
		if quick != 61 || slow != 2 {
			t.Errorf("after an hour: quick ran %d times, slow %d; want 61 and 2", quick, slow)
		}
		cancel()
		<-done
		if n := strings.Count(log.String(), "the disk is full"); n != 61 {
			t.Errorf("logged %d times, want 61", n)
		}
	})
}
