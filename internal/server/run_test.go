package server_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// TestRunFinishesWhatIsUnderWay stops a server in the middle of a request.
func TestRunFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	h := build(t)
	held, release := make(chan struct{}), make(chan struct{})
	h.waits.during = func() { close(held); <-release }
	l, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	ctx, stop := context.WithCancel(t.Context())
	ran, answered := make(chan error, 1), make(chan int, 1)
	go func() { ran <- h.server.Run(ctx, l) }()
	go func() {
		res, err := http.Get("http://" + l.Addr().String() + "/s/" + h.codes[0][:3] + "ABCDEFGHJK")
		if err != nil {
			answered <- 0
			return
		}
		defer res.Body.Close()
		_, _ = io.Copy(io.Discard, res.Body)
		answered <- res.StatusCode
	}()
	<-held
	stop()
	for { // until nobody is let in any more
		c, err := net.DialTimeout("tcp", l.Addr().String(), time.Second)
		if err != nil {
			break
		}
		_ = c.Close()
	}
	select {
	case err := <-ran:
		t.Fatalf("the server left before its request was answered: %v", err)
	default:
	}
	close(release)
	if status := <-answered; status != http.StatusNotFound {
		t.Errorf("the request under way was answered with %d", status)
	}
	if err := <-ran; err != nil {
		t.Error(err)
	}
}
