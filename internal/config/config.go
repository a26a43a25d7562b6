// Package config gathers what the administrator decides: a flag goes before its
// PEJL_ variable, the variable before the default, and what is wrong is said with
// what was given and what is expected.
package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Config is the settings of one running Pejl, checked and ready to use.
type Config struct {
	Address        string         // where the server listens
	PublicURL      string         // how people reach it, without a slash at the end
	PlainHTTP      bool           // reached by http on this machine alone: cookies go without Secure
	TrustedProxies []netip.Prefix // whose word on a visitor's address is taken
	BodyLimit      int64          // bytes of one request

	Data     string   // the directory for what Pejl keeps
	Database Database // where the answers are
	Key      Secret   // for keyed hashes; empty means the one the program made in KeyFile
	Surveys  string   // a directory of added instruments, or empty

	Limits map[string]int // stricter limits of what may be shown, by name

	Language  string         // spoken to those who ask for none that we have
	Zone      *time.Location // in which rounds open and close, and dates are shown
	LogLevel  slog.Level
	LogFormat string // "text" or "json"

	Warnings []string // what can be run but was hardly meant, for the log at the start
}

// KeyFile is where the program keeps the key it makes when it is given none.
func (c Config) KeyFile() string { return filepath.Join(c.Data, "key") }

// Parse reads the settings from a command line without the name of the command,
// and from the environment. It gives flag.ErrHelp when help was asked for, and
// otherwise names every fault at once.
func Parse(args []string, getenv func(string) string) (Config, error) {
	set := flag.NewFlagSet("pejl serve", flag.ContinueOnError)
	given := Bind(set)
	if err := ParseFlags(set, args); err != nil {
		return Config{}, err
	}
	if set.NArg() > 0 {
		return Config{}, fmt.Errorf("%q is not a flag: %s takes flags only", set.Arg(0), set.Name())
	}
	return given.Config(getenv)
}

// Given is what the flags of a command line said of the settings.
type Given struct {
	raw map[string]string // by flag
}

// Bind adds the settings of these names, or all of them when none is named, to the
// flags of a command. After the flags are parsed, Config on what Bind gave back
// makes the settings.
func Bind(set *flag.FlagSet, names ...string) *Given {
	g := &Given{raw: map[string]string{}}
	for _, s := range settings() {
		for _, name := range []string{s.flag, s.file} {
			if name == "" || len(names) > 0 && !slices.Contains(names, name) {
				continue
			}
			set.Func(name, s.says, func(value string) error {
				g.raw[name] = value
				return nil
			})
		}
	}
	return g
}

// ParseFlags parses a command line in silence and says what is wrong in the words
// of this package: an unknown flag is told which there are.
func ParseFlags(set *flag.FlagSet, args []string) error {
	set.SetOutput(io.Discard)
	set.Usage = func() {}
	err := set.Parse(args)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return err
	}
	if name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -"); ok {
		var known []string
		set.VisitAll(func(f *flag.Flag) { known = append(known, "--"+f.Name) })
		return fmt.Errorf("--%s is not a flag of %s; there are %s", name, set.Name(), strings.Join(known, ", "))
	}
	if name, ok := strings.CutPrefix(err.Error(), "flag needs an argument: -"); ok {
		return fmt.Errorf("--%s stands without a value", name)
	}
	return err
}

// Config makes the settings of the flags given, the environment and the defaults.
func (g *Given) Config(getenv func(string) string) (Config, error) {
	c := Config{}
	var faults []error
	for _, s := range settings() {
		value, source, err := s.find(g.raw, getenv)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if value == "" && source == "" {
			continue
		}
		if err := s.put(&c, value); err != nil {
			faults = append(faults, s.fault(source, value, err))
		}
	}
	if len(faults) > 0 {
		return Config{}, errors.Join(faults...)
	}
	return settled(c), nil
}

// settled fills in the defaults that hang on other settings.
func settled(c Config) Config {
	if c.Database.Source == "" {
		c.Database = Database{Driver: SQLite, Source: Secret(filepath.Join(c.Data, "pejl.db"))}
	}
	if c.PublicURL == "" {
		c.PublicURL = localURL(c.Address)
		if host, _, _ := net.SplitHostPort(c.Address); !loopback(host) {
			c.Warnings = append(c.Warnings, "PEJL_PUBLIC_URL is not given: links, mails and QR codes lead to "+c.PublicURL+", and cookies travel without Secure")
		}
	}
	c.PlainHTTP = strings.HasPrefix(c.PublicURL, "http://")
	return c
}
