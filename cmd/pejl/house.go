package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"pejl/internal/config"
	"pejl/internal/i18n"
	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/profile"
	"pejl/internal/round"
	"pejl/internal/store"
	"pejl/surveys"
	"pejl/web"
)

// house is everything that stands when Pejl is up: storage below, services above.
type house struct {
	config   config.Config
	log      *slog.Logger
	now      func() time.Time
	store    *store.Store
	key      round.Key
	texts    *i18n.Catalogue
	library  *instrument.Library
	org      *org.Service
	rounds   *round.Service
	profiles *profile.Service

	demonstration bool // whether everything in it is made up
}

// open builds the house over the configured database. now is its clock.
func open(ctx context.Context, cfg config.Config, log *slog.Logger, now func() time.Time) (*house, error) {
	h := &house{config: cfg, log: log, now: now}
	gates, err := round.RaiseGates(cfg.Limits)
	if err != nil {
		return nil, fmt.Errorf("set the limits: %w", err)
	}
	if h.texts, err = catalogue(); err != nil {
		return nil, err
	}
	if h.texts, err = h.texts.WithDefault(cfg.Language); err != nil {
		return nil, fmt.Errorf("set the language: %w", err)
	}
	if h.library, err = instrument.Load(surveys.FS, cfg.Surveys); err != nil {
		return nil, fmt.Errorf("load instruments:\n%w", err)
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data directory: %w", err)
	}
	if h.key, err = key(cfg); err != nil {
		return nil, err
	}
	if h.store, err = store.Open(ctx, cfg.Database.Source.Reveal(), log); err != nil {
		return nil, err
	}
	h.org = org.NewService(h.store, now)
	h.rounds = round.NewService(h.store, h.key, now)
	h.rounds.Raise(gates)
	h.profiles = profile.NewService(h.store, h.rounds, now)
	return h, nil
}

func (h *house) close() {
	if err := h.store.Close(); err != nil {
		h.log.Error("close the database", "error", err)
	}
}

// catalogue loads the texts that are built in.
func catalogue() (*i18n.Catalogue, error) {
	locales, err := fs.Sub(web.Locales, "locales")
	if err != nil {
		return nil, fmt.Errorf("open the texts: %w", err)
	}
	return i18n.Load(locales)
}

// key takes the secret behind the codes from the configuration, or else from a
// file beside the database, which it makes at the first start. It is kept out of
// the database so that neither a copy nor a backup of that opens any code.
func key(cfg config.Config) (round.Key, error) {
	if cfg.Key != "" {
		return round.Key(sha256.Sum256([]byte(cfg.Key.Reveal()))), nil
	}
	file := cfg.KeyFile()
	text, err := os.ReadFile(file) // #nosec G304 -- the administrator names the directory
	if errors.Is(err, fs.ErrNotExist) {
		text, err = newKey(file)
	}
	if err != nil {
		return round.Key{}, fmt.Errorf("read the key: %w", err)
	}
	raw, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(raw) != len(round.Key{}) {
		return round.Key{}, fmt.Errorf("%s does not hold a key of %d hexadecimal digits; it must be the file that Pejl made", file, 2*len(round.Key{}))
	}
	return round.Key(raw), nil
}

// newKey writes a new key. Where another process was faster, its key is taken.
func newKey(file string) ([]byte, error) {
	var raw round.Key
	_, _ = rand.Read(raw[:])
	text := []byte(hex.EncodeToString(raw[:]) + "\n")
	temporary := fmt.Sprintf("%s.%x", file, raw[:4])
	if err := os.WriteFile(temporary, text, 0o600); err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(temporary) }()
	if err := os.Link(temporary, file); errors.Is(err, fs.ErrExist) {
		return os.ReadFile(file) // #nosec G304 -- see key
	} else if err != nil {
		return nil, err
	}
	return text, nil
}

// logger writes as the configuration says.
func logger(cfg config.Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// parse reads the flags of a command, prints its manual when that is asked for,
// and refuses what is left over.
func parse(set *flag.FlagSet, c call, says string) error {
	rest, err := parseWithArgs(set, c, says)
	if err == nil && len(rest) > 0 {
		return usageError{fmt.Errorf("%s: %q is not a flag", c.name, rest[0])}
	}
	return err
}

// parseWithArgs is parse for commands that take arguments besides flags. They may
// stand before, between and behind the flags.
func parseWithArgs(set *flag.FlagSet, c call, says string) ([]string, error) {
	var rest []string
	for args := c.args; ; {
		err := config.ParseFlags(set, args)
		if errors.Is(err, flag.ErrHelp) {
			_, _ = fmt.Fprintf(c.stdout, "%s %s.\n\n", c.name, says)
			set.SetOutput(c.stdout)
			set.PrintDefaults()
			return nil, err
		}
		if err != nil {
			return nil, usageError{fmt.Errorf("%s: %w", c.name, err)}
		}
		if set.NArg() == 0 {
			return rest, nil
		}
		rest = append(rest, set.Arg(0))
		args = set.Args()[1:]
	}
}

// enter opens the house for a command that does one thing and leaves.
func enter(ctx context.Context, c call, given *config.Given) (*house, error) {
	cfg, err := given.Config(c.getenv)
	if err != nil {
		return nil, usageError{err}
	}
	return open(ctx, cfg, logger(cfg, c.stderr), time.Now)
}

// storage names the settings that every command needs which opens the house. The
// key and the limits are among them: what a command opens or prints has to fit
// the server that runs beside it.
func storage() []string {
	return []string{"data", "database", "key-file", "surveys", "limits", "language", "time-zone", "log-level"}
}
