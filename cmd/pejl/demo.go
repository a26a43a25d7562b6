package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"pejl/internal/config"
	"pejl/internal/demo"
	"pejl/internal/round"
)

// demonstrate serves a municipality that does not exist, from a directory that is
// gone afterwards.
func demonstrate(ctx context.Context, c call) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	given := config.Bind(set, "address", "public-url", "language", "time-zone", "log-level", "log-format")
	if err := parse(set, c, "serves a made-up municipality to look around in; nothing is kept"); err != nil {
		return err
	}
	cfg, err := given.Config(c.getenv)
	if err != nil {
		return usageError{err}
	}
	dir, err := os.MkdirTemp("", "pejl-demo-")
	if err != nil {
		return fmt.Errorf("make a directory for the demonstration: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	cfg.Data = dir
	cfg.Database = config.Database{Driver: config.SQLite, Source: config.Secret(dir + "/pejl.db")}
	cfg.Key = ""
	log := logger(cfg, c.stderr)
	h, facts, err := furnish(ctx, cfg, log, time.Now)
	if err != nil {
		return err
	}
	defer h.close()
	return h.serve(ctx, func(address string) { welcome(c.stdout, address, facts) })
}

// furnish opens an empty house and makes the municipality in it.
func furnish(ctx context.Context, cfg config.Config, log *slog.Logger, now func() time.Time) (*house, *demo.Facts, error) {
	clock := demo.NewClock(now)
	h, err := open(ctx, cfg, log, clock.Now)
	if err != nil {
		return nil, nil, err
	}
	h.demonstration = true
	facts, err := demo.Build(ctx, demo.Services{
		People: h.org, Rounds: h.rounds, Profiles: h.profiles, Library: h.library, Clock: clock, Zone: cfg.Zone,
	})
	if err != nil {
		h.close()
		return nil, nil, err
	}
	return h, facts, nil
}

// welcome says where the demonstration is and how to get in.
func welcome(w io.Writer, address string, f *demo.Facts) {
	_, _ = fmt.Fprintf(w, `
Pejl is up with a demonstration municipality: %[1]s
Everything in it is made up, and it is gone when you stop it with Ctrl-C.

  A teacher at %[2]s   %[1]s/s/%[3]s
                             (or the code %[3]s at %[1]s)
  Principal                  %[4]s
  Consultant                 %[5]s
  Administrator              %[6]s
  Their password             %[7]s
  They sign in at            %[1]s/sign-in

`, address, f.School, round.ShowCode(f.Code), f.Principal.Email, f.Consultant.Email, f.Administrator.Email, demo.Password)
}
