package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"pejl/internal/config"
	"pejl/internal/instrument"
	"pejl/internal/view"
	"pejl/surveys"
	"pejl/web"
)

// preview writes an instrument as one page that can be saved, mailed and printed,
// so that a school can read before it asks.
func preview(ctx context.Context, c call) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	given := config.Bind(set, "surveys", "language")
	out := set.String("output", "-", "`FILE` to write to; - is standard output")
	rest, err := parseWithArgs(set, c, "ID|FILE writes an instrument as a page to read")
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usageError{fmt.Errorf("%s: name one instrument, by its ID or its file", c.name)}
	}
	cfg, err := given.Config(c.getenv)
	if err != nil {
		return usageError{err}
	}
	in, err := findInstrument(c, cfg, rest[0])
	if err != nil {
		return err
	}
	pages, err := pages(cfg)
	if err != nil {
		return err
	}
	page, err := pages.Preview(in, cfg.Language)
	if err != nil {
		return err
	}
	if *out == "-" {
		_, err = c.stdout.Write(page)
		return err
	}
	if err := os.WriteFile(*out, page, 0o644); err != nil { // #nosec G306 -- a page for everybody to read
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// findInstrument finds an instrument by its ID in the library, or reads it from a
// file. What is wrong with a file is printed.
func findInstrument(c call, cfg config.Config, name string) (*instrument.Instrument, error) {
	library, err := instrument.Load(surveys.FS, cfg.Surveys)
	if err != nil {
		return nil, fmt.Errorf("load instruments:\n%w", err)
	}
	if in, ok := library.Get(name); ok {
		return in, nil
	}
	f, err := os.Open(name) // #nosec G304 -- the user names it
	if err != nil {
		var ids []string
		for _, in := range library.All() {
			ids = append(ids, in.ID)
		}
		return nil, usageError{fmt.Errorf("%s: %q is neither an instrument (%s) nor a file that can be read", c.name, name, strings.Join(ids, ", "))}
	}
	defer func() { _ = f.Close() }()
	source, err := instrument.ReadSource(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	in, faults := instrument.Parse(name, source)
	if len(faults) > 0 {
		for _, fault := range faults {
			_, _ = fmt.Fprintln(c.stderr, fault)
		}
		return nil, errFaults
	}
	return in, nil
}

// pages makes the pages for a command that writes one, without a server.
func pages(cfg config.Config) (*view.Pages, error) {
	texts, err := catalogue()
	if err != nil {
		return nil, err
	}
	static, err := fs.Sub(web.Static, "static")
	if err != nil {
		return nil, fmt.Errorf("open the static files: %w", err)
	}
	templates, err := fs.Sub(web.Templates, "templates")
	if err != nil {
		return nil, fmt.Errorf("open the templates: %w", err)
	}
	assets, err := view.NewAssets(static)
	if err != nil {
		return nil, err
	}
	return view.New(templates, view.Site{Texts: texts, Assets: assets, Zone: cfg.Zone})
}
