package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"pejl/internal/config"
	"pejl/internal/instrument"
	"pejl/internal/profile"
	"pejl/internal/round"
)

const profileSays = `computes profiles from a file of answers, without a server

The file has one row for each person and one column for each item, by its ID,
with the numbers of the options. What is wrong with it is printed as
FILE:ROW:COLUMN: message; nothing is guessed. The exit code is 0 where all is
right, 1 where a file has faults, 2 where the command line cannot be followed`

// profileCall is what the command line of pejl profile says.
type profileCall struct {
	instrument, form, perspective string
	responses, roster             string
	columns                       columns
	delimiter                     string
	gates, format, output         string
	limits                        round.Gates
}

// profiles computes profiles from a file that the user already holds.
func profiles(ctx context.Context, c call) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	given := config.Bind(set, "surveys", "language", "limits")
	p := profileCall{columns: columns{Missing: []string{""}}}
	p.bind(set)
	if err := parse(set, c, profileSays); err != nil {
		return err
	}
	cfg, err := given.Config(c.getenv)
	if err != nil {
		return usageError{err}
	}
	if err := p.check(); err != nil {
		return usageError{fmt.Errorf("%s: %w", c.name, err)}
	}
	if p.limits, err = round.RaiseGates(cfg.Limits); err != nil {
		return usageError{fmt.Errorf("%s: set the limits: %w", c.name, err)}
	}
	in, err := p.findInstrument(c, cfg)
	if err != nil {
		return err
	}
	a, err := p.read(c, in)
	if err != nil {
		return err
	}
	page, err := p.compute(ctx, cfg, a)
	if err != nil {
		return err
	}
	if p.output == "-" {
		_, err = c.stdout.Write(page)
		return err
	}
	if err := os.WriteFile(p.output, page, 0o600); err != nil {
		return fmt.Errorf("write the profiles: %w", err)
	}
	return nil
}

func (p *profileCall) bind(set *flag.FlagSet) {
	set.StringVar(&p.instrument, "instrument", "", "`ID|FILE` of the instrument that was answered")
	set.StringVar(&p.form, "form", "long", "`long` or short: all items, or those of the short form")
	set.StringVar(&p.perspective, "perspective", "", "`WHO` answered: staff, pupil, guardian (default: the instrument's first but leader)")
	set.StringVar(&p.responses, "responses", "", "`FILE` of answers, CSV in UTF-8")
	set.StringVar(&p.columns.Unit, "unit", "", "`COLUMN` with the person's unit; empty cells count in pooled figures only")
	set.StringVar(&p.columns.Group, "group", "", "`COLUMN` with the person's group, to show groups of units too")
	set.StringVar(&p.columns.Round, "round", "", "`COLUMN` with the round, where the file holds several")
	set.Func("ignore", "`COLUMN,…` that are to be left out", func(text string) error {
		p.columns.Ignore = append(p.columns.Ignore, strings.Split(text, ",")...)
		return nil
	})
	set.StringVar(&p.columns.DontKnow, "dont-know", "", "`VALUE` that stands for “don't know”, such as 9 (default: none)")
	missing := false
	set.Func("missing", "`VALUE,…` that stand for no answer (default: the empty cell)", func(text string) error {
		if !missing {
			p.columns.Missing, missing = nil, true
		}
		p.columns.Missing = append(p.columns.Missing, strings.Split(text, ",")...)
		return nil
	})
	set.StringVar(&p.roster, "roster", "", "`FILE` with how many were asked: CSV with the column invited and those of unit and round")
	set.StringVar(&p.delimiter, "delimiter", ",", "`CHARACTER` that parts the columns of the files, or tab")
	set.StringVar(&p.gates, "gates", "on", "`on` or off: what may be shown of a closed round, or every figure in full precision")
	set.StringVar(&p.format, "format", "json", "`json` or html")
	set.StringVar(&p.output, "output", "-", "`FILE` to write to; - is standard output")
}

// check finds what the command line leaves out or says twice.
func (p *profileCall) check() error {
	for _, needed := range []struct{ flag, value string }{
		{"instrument", p.instrument}, {"responses", p.responses}, {"unit", p.columns.Unit},
	} {
		if needed.value == "" {
			return fmt.Errorf("--%s is needed", needed.flag)
		}
	}
	for _, choice := range []struct{ flag, value, a, b string }{
		{"gates", p.gates, "on", "off"}, {"format", p.format, "json", "html"},
		{"form", p.form, string(instrument.Long), string(instrument.Short)},
	} {
		if choice.value != choice.a && choice.value != choice.b {
			return fmt.Errorf("--%s is %s or %s, not %q", choice.flag, choice.a, choice.b, choice.value)
		}
	}
	named := []struct{ flag, name string }{{"unit", p.columns.Unit}, {"group", p.columns.Group}, {"round", p.columns.Round}}
	for i, a := range named {
		for _, b := range named[:i] {
			if a.name != "" && a.name == b.name {
				return fmt.Errorf("--%s and --%s name the same column, %q", b.flag, a.flag, a.name)
			}
		}
	}
	for i, m := range p.columns.Missing {
		switch {
		case slices.Contains(p.columns.Missing[:i], m):
			return fmt.Errorf("--missing names %q twice", m)
		case m == p.columns.DontKnow && m != "":
			return fmt.Errorf("%q cannot mean both “don't know” and no answer", m)
		}
	}
	var err error
	if p.columns.Comma, err = delimiter(p.delimiter); err != nil {
		return fmt.Errorf("--delimiter: %w", err)
	}
	return nil
}

// findInstrument finds the instrument, in the form and perspective asked for.
func (p *profileCall) findInstrument(c call, cfg config.Config) (*instrument.Instrument, error) {
	in, err := findInstrument(c, cfg, p.instrument)
	if err != nil {
		return nil, err
	}
	if p.form == string(instrument.Short) {
		short, ok := in.ShortForm()
		if !ok {
			return nil, usageError{fmt.Errorf("%s: %s has no short form", c.name, in.ID)}
		}
		in = short
	}
	if p.perspective == "" {
		p.perspective = firstAsked(in)
	}
	if in.Perspective(p.perspective) == nil {
		return nil, usageError{fmt.Errorf("%s: %s has no perspective %q", c.name, in.ID, p.perspective)}
	}
	return in, nil
}

// answers is what the files hold.
type answers struct {
	instrument *instrument.Instrument
	rows       []row
	roster     roster
}

// read reads the files, and prints what is wrong with them.
func (p *profileCall) read(c call, in *instrument.Instrument) (answers, error) {
	a := answers{instrument: in}
	wrong := false
	read := func(file string, do func(io.Reader) *faults) error {
		f, err := os.Open(file) // #nosec G304 -- the user names it
		if err != nil {
			return usageError{fmt.Errorf("%s: %w", c.name, err)}
		}
		defer func() { _ = f.Close() }()
		fs := do(f)
		fs.tell(c.stderr)
		wrong = wrong || fs.count() > 0
		return nil
	}
	if p.roster != "" {
		if err := read(p.roster, func(f io.Reader) (fs *faults) {
			a.roster, fs = readRoster(p.roster, f, p.columns, p.gates == "on")
			return fs
		}); err != nil {
			return a, err
		}
		p.columns.Beside = a.roster.head
	}
	if err := read(p.responses, func(f io.Reader) *faults {
		return readResponses(p.responses, f, in, p.columns, func(r row) { a.rows = append(a.rows, r) })
	}); err != nil {
		return a, err
	}
	if wrong {
		return a, errFaults
	}
	if len(a.rows) == 0 {
		_, _ = fmt.Fprintf(c.stderr, "note: there are no answers in %s\n", p.responses)
	}
	for _, name := range p.unasked(a) {
		_, _ = fmt.Fprintf(c.stderr, "note: %s is not in %s, so how many of its people were asked is not known\n", name, p.roster)
	}
	return a, nil
}

// unasked names the units that answered and are not in the roster.
func (p *profileCall) unasked(a answers) []string {
	if p.roster == "" {
		return nil
	}
	type at struct{ round, unit string }
	asked := map[at]bool{}
	for _, in := range a.roster.list {
		asked[at{in.Round, in.Unit}] = true
	}
	var names []string
	for _, r := range a.rows {
		if r.Unit == "" || asked[at{r.Round, r.Unit}] {
			continue
		}
		asked[at{r.Round, r.Unit}] = true
		name := r.Unit
		if r.Round != "" {
			name += " of round " + r.Round
		}
		names = append(names, name)
	}
	slices.SortFunc(names, cmp.Compare)
	return names
}

// compute makes the output.
func (p *profileCall) compute(ctx context.Context, cfg config.Config, a answers) ([]byte, error) {
	if p.gates == "off" {
		figures, err := p.figures(a)
		if err != nil {
			return nil, err
		}
		if p.format == "html" {
			return figurePage(ctx, cfg, a.instrument, figures)
		}
		return asJSON(figures)
	}
	rounds, err := p.gate(ctx, a)
	if err != nil {
		return nil, err
	}
	if p.format == "html" {
		least := profile.LimitsOf(&round.Round{Settings: round.Settings{Gates: p.limits}})
		return gatedPage(ctx, cfg, a.instrument, least, rounds)
	}
	texts, err := catalogue()
	if err != nil {
		return nil, err
	}
	return asJSON(teller{texts.In(cfg.Language)}.file(a.instrument, p.perspective, rounds))
}

// figures adds the answers up and computes everything of them.
func (p *profileCall) figures(a answers) (profile.FigureFile, error) {
	figures := profile.NewFigures(a.instrument)
	for _, r := range a.rows {
		if err := figures.Add(r.Round, r.Unit, r.Group, r.Answers); err != nil {
			return profile.FigureFile{}, fmt.Errorf("add an answer up: %w", err)
		}
	}
	for _, in := range a.roster.list {
		figures.Invite(in.Round, in.Unit, in.Group, in.Invited)
	}
	return figures.File(), nil
}

// asJSON writes a value on one line.
func asJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	return b.Bytes(), nil
}
