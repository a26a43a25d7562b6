package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"pejl/internal/config"
)

// health asks the server at the configured address whether it is ready. It is
// what the container's health check runs, since there is no shell in there.
func health(ctx context.Context, c call) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	given := config.Bind(set, "address")
	if err := parse(set, c, "asks a running server whether it is well"); err != nil {
		return err
	}
	cfg, err := given.Config(c.getenv)
	if err != nil {
		return usageError{err}
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+reachable(cfg.Address)+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("ask for health: %w", err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("ask for health: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return errors.New("the server answers " + res.Status)
	}
	_, err = fmt.Fprintln(c.stdout, "ready")
	return err
}

// reachable turns an address to listen on into one to call.
func reachable(address string) string {
	for _, everywhere := range []string{"0.0.0.0:", "[::]:", ":"} {
		if port, ok := strings.CutPrefix(address, everywhere); ok {
			return "127.0.0.1:" + port
		}
	}
	return address
}

// Version is set when a release is built.
var Version = "" //nolint:gochecknoglobals // -ldflags -X can only set a package variable

func version(_ context.Context, c call) error {
	_, err := fmt.Fprintln(c.stdout, "pejl "+versionName())
	return err
}

// versionName is the version of a release, else what the build knows of itself.
func versionName() string {
	if Version != "" {
		return Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development"
}
