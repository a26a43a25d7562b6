package main

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"testing"
	"time"

	"pejl/internal/privacy"
	"pejl/internal/privacy/privacytest"
	"pejl/internal/profile"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// Attack 1: whoever looks at everything before and after one more answer to an open
// round sees the same, and later no more than the count that moves in steps.
func TestAttack1NothingMovesWithOneAnswer(t *testing.T) {
	if testing.Short() {
		t.Skip("reads every page three times for every login; not run with -short")
	}
	t.Parallel()
	w := demonstration(t)
	logins := []string{"", w.facts.Principal.Email, w.facts.Consultant.Email, w.facts.Administrator.Email}
	look := func() map[string]map[string]string {
		seen := map[string]map[string]string{}
		for _, email := range logins {
			v := w.visit(email)
			if email == "" {
				seen[email] = v.crawl("/", "/sign-in")
			} else {
				seen[email] = v.crawl("/home", "/rounds", "/me")
			}
		}
		return seen
	}
	before := look()
	for _, email := range logins[1:] {
		if len(before[email]) < 8 {
			t.Errorf("%s reaches only %d pages", email, len(before[email]))
		}
	}
	open, list := w.openRound()
	school := slices.IndexFunc(list, func(u round.UnitCodes) bool { return u.Unit.Name == w.facts.School })
	answer := func(nth int) {
		t.Helper()
		in := open.Instrument
		r := round.Response{Answers: in.Blanks()}
		for i := range r.Answers {
			r.Answers[i] = 0 // as low as can be: it would show, if anything did
		}
		codes := list[school].Codes
		if err := w.rounds.Submit(t.Context(), codes[len(codes)-1-nth], time.Time{}, r); err != nil {
			t.Fatal(err)
		}
	}
	answer(0)
	w.same(before, look(), nil)

	// An hour and several answers later the count may have moved, and nothing else.
	for nth := 1; nth <= round.Step(list[school].Unit.Invited); nth++ {
		answer(nth)
	}
	w.pass(61 * time.Minute)
	after := look()
	w.same(before, after, regexp.MustCompile(`\d+`))
	if before[w.facts.Principal.Email]["/home"] == after[w.facts.Principal.Email]["/home"] {
		t.Error("the count of answers has not moved by a step; the comparison above saw nothing")
	}
}

// openRound finds the open round of the schools, and its codes.
func (w *town) openRound() (*round.Round, []round.UnitCodes) {
	w.t.Helper()
	list, err := w.rounds.Rounds(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, r := range list {
		if r.State == round.Open && r.Instrument.ID == "core" {
			codes, err := w.rounds.Codes(w.t.Context(), r.ID)
			if err != nil {
				w.t.Fatal(err)
			}
			return r, codes
		}
	}
	w.t.Fatal("there is no open round of core")
	return nil, nil
}

// same holds two looks against each other; but says what may differ.
func (w *town) same(before, after map[string]map[string]string, but *regexp.Regexp) {
	w.t.Helper()
	plain := func(page string) string {
		if but == nil {
			return page
		}
		return but.ReplaceAllString(page, "#")
	}
	for email, pages := range before {
		if len(pages) != len(after[email]) {
			w.t.Errorf("%q reached %d pages before and %d after", email, len(pages), len(after[email]))
		}
		for path, page := range pages {
			if plain(page) != plain(after[email][path]) {
				w.t.Errorf("%s is another page for %q after an answer", path, email)
			}
		}
	}
}

// Attack 2: nothing about fewer than K people can be worked out from all that is
// released of the demonstration's closed rounds, statistic by statistic; with a
// plain threshold in place of the ledger it could.
func TestAttack2NothingCanBeWorkedOutOfTheDemonstration(t *testing.T) {
	t.Parallel()
	w := demonstration(t)
	list, err := w.rounds.Rounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	closed, broken := 0, 0
	for _, r := range list {
		if r.State != round.Closed {
			continue
		}
		closed++
		if r, err = w.rounds.Round(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
		shape := profile.ShapeOf(r)
		tallies := w.tallies(r, shape)
		release := w.release(r.ID)
		for _, st := range shape.Statistics() {
			counts := make([]int64, len(release.Places()))
			for i, p := range release.Places() {
				if tl := tallies[p.Unit]; p.Asked && tl != nil {
					counts[i] = tl.Count(st)
				}
			}
			k := release.Limits().Single
			if st.Kind == tally.Scores {
				k = release.Limits().Means
			}
			shown := release.Members(st.Key)
			if finds := privacytest.Attack(shown, counts, k); len(finds) > 0 {
				t.Errorf("round %d, %s: %v", r.ID, st.Key, finds)
			}
			if len(privacytest.Attack(threshold(release, counts, k), counts, k)) > 0 {
				broken++
			}
		}
	}
	if closed != 4 {
		t.Errorf("there are %d closed rounds, want 4", closed)
	}
	if broken == 0 {
		t.Error("a plain threshold withstands the attack too: the demonstration has nothing to find")
	}
}

// threshold is what a tool shows that knows only "nothing under k": every unit of at
// least k, and every total over all of its units.
func threshold(r *privacy.Release, counts []int64, k int64) [][]int {
	places := r.Places()
	cells := make([][]int, len(places))
	for i := range places {
		for at := i; at >= 0; at = places[at].Parent {
			cells[at] = append(cells[at], i)
		}
	}
	return slices.DeleteFunc(cells, func(cell []int) bool {
		var n int64
		for _, i := range cell {
			n += counts[i]
		}
		return n < k
	})
}

// tallies adds the answers of a round up by unit, from the piles themselves.
func (w *town) tallies(r *round.Round, shape *tally.Shape) map[int64]*tally.Tally {
	w.t.Helper()
	tallies := map[int64]*tally.Tally{}
	err := w.store.Piles(w.t.Context(), r.ID, func(p round.Pile) error {
		tl := shape.New()
		tallies[p.UnitID] = tl
		if err := tl.AddRows(p.Answers); err != nil {
			return err
		}
		return tl.AddChoices(p.Counts)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return tallies
}

// release reads what was decided on a round, from the database itself.
func (w *town) release(id int64) *privacy.Release {
	w.t.Helper()
	conn, err := sql.Open("sqlite", "file:"+w.config.Database.Source.Reveal()+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	var decision []byte
	err = conn.QueryRowContext(context.Background(), "SELECT decision FROM releases WHERE round_id = ?", id).Scan(&decision)
	if err != nil {
		w.t.Fatal(err)
	}
	release, err := privacy.Decode(decision)
	if err != nil {
		w.t.Fatal(err)
	}
	return release
}
