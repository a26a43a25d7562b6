package main

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"pejl/internal/config"
	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/round"
)

func rounds(ctx context.Context, c call) error {
	return dispatch(ctx, []command{
		{"new", "make a draft from an instrument and a file of units", roundNew},
		{"list", "list the rounds", roundList},
		{"open", "open a draft: from then on it can be answered", roundOpen},
		{"codes", "write the codes of an open round", roundCodes},
		{"status", "say how far a round has come", roundStatus},
		{"close", "end a round", roundClose},
	}, c)
}

func roundNew(ctx context.Context, c call) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	given := config.Bind(set, storage()...)
	id := set.String("instrument", "", "`ID` of the instrument: core, daycare, agency, …")
	units := set.String("units", "", "`FILE` of the units that are asked: CSV with the columns number, name, kind, parent, invited")
	form := set.String("form", "long", "`long` or short: all items, or those of the short form")
	perspective := set.String("perspective", "", "`WHO` is asked: staff, pupil, guardian (default: the instrument's first but leader)")
	title := set.String("title", "", "`TITLE` of the round (default: the instrument's title and the month)")
	opens := set.String("opens", "", "first `DAY` it can be answered, 2026-11-23 or 2026-11-23T09:00 (default: now)")
	closes := set.String("closes", "", "last `DAY`, or the time on it when it ends (default: in 14 days at 16:00)")
	texts := set.Bool("texts", false, "ask the open questions, in units with 10 or more invited")
	questions := set.String("questions", "", "side questions to ask besides the usual ones, as `ID,…`")
	purpose := set.String("purpose", "", "what the answers are for, in a `SENTENCE` for the first page")
	results := set.String("results", "", "`WHEN` and where the results come, in a few words for the first page")
	contact := set.String("contact", "", "`WHO` answers questions about the round")
	if err := parse(set, c, "makes a draft of a round"); err != nil {
		return err
	}
	if *id == "" || *units == "" {
		return usageError{fmt.Errorf("%s: both --instrument and --units are needed", c.name)}
	}
	h, err := enter(ctx, c, given)
	if err != nil {
		return err
	}
	defer h.close()
	source, ok := h.library.Source(*id)
	if !ok {
		return usageError{fmt.Errorf("%s: there is no instrument %q; there are %s", c.name, *id, strings.Join(h.instruments(), ", "))}
	}
	in, _ := h.library.Get(*id)
	plan := round.Plan{
		Source: source, Form: instrument.Form(*form), Perspective: *perspective, Title: *title,
		Settings: round.Settings{Texts: *texts, Purpose: *purpose, ResultsAt: *results, Contact: *contact},
	}
	if plan.Perspective == "" {
		plan.Perspective = firstAsked(in)
	}
	if plan.Form != instrument.Long && plan.Form != instrument.Short {
		return usageError{fmt.Errorf("%s: --form is long or short, not %q", c.name, *form)}
	}
	if *questions != "" {
		for id := range strings.SplitSeq(*questions, ",") {
			plan.Settings.Questions = append(plan.Settings.Questions, strings.TrimSpace(id))
		}
	}
	now := time.Now().In(h.config.Zone)
	if plan.Title == "" {
		plan.Title = in.Title.In(h.config.Language, in.Languages...) + ", " + now.Format("2006-01")
	}
	if plan.OpensAt, err = moment(*opens, now, h.config.Zone, 0); err != nil {
		return usageError{fmt.Errorf("%s: --opens: %w", c.name, err)}
	}
	fortnight := time.Date(now.Year(), now.Month(), now.Day()+14, 16, 0, 0, 0, h.config.Zone)
	if plan.ClosesAt, err = moment(*closes, fortnight, h.config.Zone, 24*time.Hour); err != nil {
		return usageError{fmt.Errorf("%s: --closes: %w", c.name, err)}
	}
	if plan.Units, plan.UnitID, err = h.asked(ctx, c, *units); err != nil {
		return err
	}
	r, err := h.rounds.New(ctx, plan)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.stdout, "Round %d, “%s”: %s, %s, %d invited. It is a draft; open it with: pejl round open %d\n",
		r.ID, r.Title, number(len(r.Instrument.Items()), "item"), number(len(r.Units), "unit"), invited(r.Units), r.ID)
	return err
}

// firstAsked is the perspective that an instrument is usually answered in.
// Leaders answer about themselves, signed in and apart.
func firstAsked(in *instrument.Instrument) string {
	for _, p := range in.Perspectives {
		if p.ID != instrument.Leader {
			return p.ID
		}
	}
	return in.Perspectives[0].ID
}

// instruments names what is in the library.
func (h *house) instruments() []string {
	var ids []string
	for _, in := range h.library.All() {
		ids = append(ids, in.ID)
	}
	return ids
}

// asked reads the file of units, brings the tree up to date with it, and returns
// the units that are asked and the lowest unit above them all.
func (h *house) asked(ctx context.Context, c call, file string) ([]round.Unit, int64, error) {
	f, err := os.Open(file) // #nosec G304 -- the administrator names it
	if err != nil {
		return nil, 0, fmt.Errorf("read the units: %w", err)
	}
	defer func() { _ = f.Close() }()
	lines, faults := org.ReadUnits(f)
	if len(faults) > 0 {
		return nil, 0, h.tell(c, file, faults)
	}
	imported, faults, err := h.org.ImportUnits(ctx, 0, lines)
	if err != nil {
		return nil, 0, err
	}
	if len(faults) > 0 {
		return nil, 0, h.tell(c, file, faults)
	}
	var units []round.Unit
	var paths []string
	for i, line := range lines {
		if line.Invited == 0 {
			continue
		}
		u := imported.Units[i]
		units = append(units, round.Unit{UnitID: u.ID, Path: u.Path, Kind: string(u.Kind), Name: u.Name, Invited: line.Invited})
		paths = append(paths, u.Path)
	}
	return units, above(paths), nil
}

// tell prints what is wrong with a file of units, by row and column.
func (h *house) tell(c call, file string, faults []org.LineFault) error {
	texts := h.texts.In("en")
	for _, f := range faults {
		_, _ = fmt.Fprintf(c.stderr, "%s:%d:%d: %s\n", file, max(f.Row, 1), max(f.Column, 1), texts.Error(f.Fault))
	}
	return errFaults
}

// above returns the ID of the lowest unit that all paths pass through, or 0.
func above(paths []string) int64 {
	if len(paths) == 0 {
		return 0
	}
	common := strings.Split(strings.Trim(paths[0], "/"), "/")
	for _, p := range paths[1:] {
		ids := strings.Split(strings.Trim(p, "/"), "/")
		n := 0
		for n < len(common) && n < len(ids) && common[n] == ids[n] {
			n++
		}
		common = common[:n]
	}
	if len(common) == 0 {
		return 0
	}
	id, err := strconv.ParseInt(common[len(common)-1], 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func invited(units []round.Unit) int {
	n := 0
	for _, u := range units {
		n += u.Invited
	}
	return n
}

// moment reads a day or a time on a day in a zone. A day alone means its
// beginning, moved by whole: to its end, for a last day.
func moment(text string, fallback time.Time, zone *time.Location, whole time.Duration) (time.Time, error) {
	if text == "" {
		return fallback, nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	t, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is neither a day (2026-11-23) nor a time on a day (2026-11-23T16:00)", text)
	}
	if whole != 0 {
		return t.AddDate(0, 0, 1), nil
	}
	return t, nil
}

// which reads the number of the round that a command is about.
func which(c call, rest []string) (int64, error) {
	if len(rest) == 1 {
		if id, err := strconv.ParseInt(rest[0], 10, 64); err == nil {
			return id, nil
		}
	}
	return 0, usageError{fmt.Errorf("%s: say which round, by its number (pejl round list shows them)", c.name)}
}

// aboutRound opens the house for a command about one round.
func aboutRound(ctx context.Context, c call, says string, more func(*flag.FlagSet), do func(*house, int64) error) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	given := config.Bind(set, append(storage(), "public-url", "address")...)
	if more != nil {
		more(set)
	}
	rest, err := parseWithArgs(set, c, says)
	if err != nil {
		return err
	}
	id, err := which(c, rest)
	if err != nil {
		return err
	}
	h, err := enter(ctx, c, given)
	if err != nil {
		return err
	}
	defer h.close()
	return do(h, id)
}

func roundOpen(ctx context.Context, c call) error {
	return aboutRound(ctx, c, "NUMBER opens a draft", nil, func(h *house, id int64) error {
		if err := h.rounds.Open(ctx, id); err != nil {
			return err
		}
		_, err := fmt.Fprintf(c.stdout, "Round %d is open. Its codes: pejl round codes %d --format csv\n", id, id)
		return err
	})
}

func roundCodes(ctx context.Context, c call) error {
	format := "text"
	return aboutRound(ctx, c, "NUMBER writes the codes of an open round, one for each invited person",
		func(set *flag.FlagSet) { set.StringVar(&format, "format", format, "`text` or csv") },
		func(h *house, id int64) error {
			if format != "text" && format != "csv" {
				return usageError{fmt.Errorf("%s: --format is text or csv, not %q", c.name, format)}
			}
			list, err := h.rounds.Codes(ctx, id)
			if err != nil {
				return err
			}
			if format == "text" {
				for _, u := range list {
					_, _ = fmt.Fprintf(c.stdout, "%s\n", u.Unit.Name)
					for _, code := range u.Codes {
						_, _ = fmt.Fprintf(c.stdout, "  %s\n", round.ShowCode(code))
					}
				}
				return nil
			}
			w := csv.NewWriter(c.stdout)
			_ = w.Write([]string{"unit", "code", "link"})
			for _, u := range list {
				for _, code := range u.Codes {
					_ = w.Write([]string{cell(u.Unit.Name), round.ShowCode(code), h.config.PublicURL + "/s/" + round.ShowCode(code)})
				}
			}
			w.Flush()
			return w.Error()
		})
}

// cell keeps a spreadsheet from taking a text for a formula.
func cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

func roundStatus(ctx context.Context, c call) error {
	return aboutRound(ctx, c, "NUMBER says how far a round has come, in steps, so that nobody's answer shows", nil, func(h *house, id int64) error {
		st, err := h.rounds.Status(ctx, id)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(c.stdout, "Round %d, “%s”: %s, from %s to %s\n\n", id, st.Round.Title, st.Round.State,
			st.Round.OpensAt.In(h.config.Zone).Format("2006-01-02 15:04"), st.Round.ClosesAt.In(h.config.Zone).Format("2006-01-02 15:04"))
		tw := tabwriter.NewWriter(c.stdout, 0, 4, 3, ' ', 0)
		_, _ = fmt.Fprintln(tw, "unit\tinvited\tanswered")
		for _, u := range st.Units {
			_, _ = fmt.Fprintf(tw, "%s\t%d\t%s\n", u.Unit.Name, u.Unit.Invited, counted(st.Round.State, u.Count))
		}
		return tw.Flush()
	})
}

// counted puts into words how many have answered.
func counted(state round.State, n round.Count) string {
	switch {
	case state == round.Draft:
		return "not open yet"
	case n.Exact:
		return strconv.Itoa(n.N)
	case n.Known:
		return "at least " + strconv.Itoa(n.N)
	case state == round.Open || state == round.Closing:
		return "under way"
	}
	return "fewer than 5 asked"
}

func roundList(ctx context.Context, c call) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	given := config.Bind(set, storage()...)
	if err := parse(set, c, "lists the rounds, newest first"); err != nil {
		return err
	}
	h, err := enter(ctx, c, given)
	if err != nil {
		return err
	}
	defer h.close()
	list, err := h.rounds.Rounds(ctx)
	if err != nil {
		return err
	}
	tw := tabwriter.NewWriter(c.stdout, 0, 4, 3, ' ', 0)
	_, _ = fmt.Fprintln(tw, "number\tstate\tinstrument\tcloses\ttitle")
	for _, r := range list {
		_, _ = fmt.Fprintf(tw, "%d\t%s\t%s\t%s\t%s\n", r.ID, r.State, r.Instrument.ID, r.ClosesAt.In(h.config.Zone).Format(time.DateOnly), r.Title)
	}
	return tw.Flush()
}

func roundClose(ctx context.Context, c call) error {
	now := false
	return aboutRound(ctx, c, "NUMBER ends a round; pages that are being filled in may still be sent for half an hour",
		func(set *flag.FlagSet) {
			set.BoolVar(&now, "now", false, "do not wait for pages that are being filled in: compute the profiles at once")
		},
		func(h *house, id int64) error {
			if err := h.rounds.Close(ctx, id); err != nil {
				return err
			}
			if !now {
				_, err := fmt.Fprintf(c.stdout, "Round %d is closing. The running server computes its profiles in half an hour; to do it now: pejl round close --now %d\n", id, id)
				return err
			}
			if err := h.profiles.Settle(ctx, id, true); err != nil {
				return err
			}
			_, err := fmt.Fprintf(c.stdout, "Round %d is closed and its profiles can be read.\n", id)
			return err
		})
}
