package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"runtime"
	"sync"
	"time"

	"pejl/internal/chart"
	"pejl/internal/config"
	"pejl/internal/job"
	"pejl/internal/server"
	"pejl/web"
)

// serve runs the server until it is told to stop.
func serve(ctx context.Context, c call) error {
	cfg, err := config.Parse(c.args, c.getenv)
	if errors.Is(err, flag.ErrHelp) {
		return config.Usage(c.stdout)
	}
	if err != nil {
		return usageError{err}
	}
	log := logger(cfg, c.stderr)
	for _, w := range cfg.Warnings {
		log.WarnContext(ctx, "a setting to look at", "why", w)
	}
	h, err := open(ctx, cfg, log, time.Now)
	if err != nil {
		return err
	}
	defer h.close()
	return h.serve(ctx, func(address string) {
		log.InfoContext(ctx, "the server is up", "url", address, "version", versionName(), "database", cfg.Database.String())
	})
}

// serve listens, answers and sweeps until ctx is done. up is told the address once
// it can be reached.
func (h *house) serve(ctx context.Context, up func(address string)) error {
	s, err := h.server()
	if err != nil {
		return err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", h.config.Address)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	up("http://" + l.Addr().String())
	sweeps, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { job.Run(sweeps, h.log, h.sweeps(s)...) })
	err = s.Run(ctx, l)
	stop()
	wg.Wait()
	return err
}

// sweeps lists what is done again and again beside answering requests.
func (h *house) sweeps(s *server.Server) []job.Sweep {
	return []job.Sweep{
		{Name: "close rounds", Every: time.Minute, Do: h.profiles.Sweep},
		{Name: "draw closed rounds", Every: time.Minute, Do: s.DrawRounds},
	}
}

// server puts the server together.
func (h *house) server() (*server.Server, error) {
	templates, err := fs.Sub(web.Templates, "templates")
	if err != nil {
		return nil, fmt.Errorf("open the templates: %w", err)
	}
	static, err := fs.Sub(web.Static, "static")
	if err != nil {
		return nil, fmt.Errorf("open the static files: %w", err)
	}
	public, err := url.Parse(h.config.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("read the public URL: %w", err)
	}
	charts, err := chart.New(web.Static, chart.Limits{Engines: runtime.GOMAXPROCS(0)})
	if err != nil {
		return nil, err
	}
	return server.New(server.Deps{
		Rounds: h.rounds, People: h.org, Texts: h.texts,
		Profiles: h.profiles, Library: h.library, Charts: charts, Drawings: h.store,
		Templates: templates, Static: static, Key: h.key.Derive("pages"), PublicURL: public, Zone: h.config.Zone,
		TrustedProxies: h.config.TrustedProxies, BodyLimit: h.config.BodyLimit, MadeUp: h.demonstration, Ready: h.store.Ready, Now: h.now, Log: h.log,
	})
}
