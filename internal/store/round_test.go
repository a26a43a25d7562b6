package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"pejl/internal/fault"
	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/store"
	"pejl/internal/store/storetest"
)

func TestARoundComesBackAsItWasSaved(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		short, err := round.Form(source(t), instrument.Short)
		if err != nil {
			t.Fatal(err)
		}
		r := draft(t, s, 3, 7)
		second := *r
		second.Mark, second.Instrument = "XYZ", short
		second.Settings = round.Settings{Questions: []string{"based_on"}, ResultsAt: "uge 20", Contact: "Ole"}
		// A time of another zone, with a fraction, comes back as the same second in UTC.
		second.OpensAt = noon.In(time.FixedZone("", 7200)).Add(900 * time.Millisecond)
		if err := s.CreateRound(ctx, &second); err != nil {
			t.Fatal(err)
		}
		second.OpensAt = noon
		list, err := s.Rounds(ctx)
		if err != nil {
			t.Fatal(err)
		}
		same := []cmp.Option{cmpopts.IgnoreUnexported(instrument.Instrument{}), cmpopts.IgnoreFields(round.Round{}, "Units")}
		if diff := cmp.Diff([]*round.Round{&second, r}, list, same...); diff != "" {
			t.Errorf("saved (-) and read (+):\n%s", diff)
		}
		if n := len(list[0].Instrument.Items()); n != len(short.Items()) || n >= len(list[1].Instrument.Items()) {
			t.Errorf("the short form has %d items", n)
		}
		units, err := s.Units(ctx, second.ID)
		if diff := cmp.Diff(second.Units, units); err != nil || diff != "" {
			t.Error(err, diff)
		}
		third := *r
		if err := s.CreateRound(ctx, &third); !errors.Is(err, fault.New(fault.Conflict, "round.mark_taken")) {
			t.Errorf("the same mark again: %v", err)
		}
		notFound := fault.New(fault.NotFound, "round.not_found")
		if _, err := s.Round(ctx, 4711); !errors.Is(err, notFound) {
			t.Error(err)
		}
		if err := s.UpdateRound(ctx, 4711, func(*round.Round) error { return nil }); !errors.Is(err, notFound) {
			t.Error(err)
		}
	})
}

func TestARoundMovesForwardOnly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r := openRound(t, s, 2, 12)
		stop := errors.New("stop")
		err := s.UpdateRound(ctx, r.ID, func(r *round.Round) error {
			r.Title = "Something else"
			return stop
		})
		if got, _ := s.Round(ctx, r.ID); !errors.Is(err, stop) || got.Title != r.Title {
			t.Errorf("after an error: %v, %q", err, got.Title)
		}
		to := func(state round.State) error {
			return s.UpdateRound(ctx, r.ID, func(r *round.Round) error {
				r.State, r.ClosedAt = state, time.Time{}
				if state == round.Closed || state == round.Released {
					r.ClosedAt = noon
				}
				return nil
			})
		}
		for _, seat := range seatsOf(t, s, r)[:5] {
			if err := s.SaveResponse(ctx, saving(r, seat, 1)); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range []struct{ back, forward round.State }{
			{round.Draft, round.Closing}, {round.Open, round.Closed}, {round.Closing, round.Released},
		} {
			if err := to(step.back); err == nil {
				t.Errorf("the round went back to %s", step.back)
			}
			if err := to(step.forward); err != nil {
				t.Fatalf("to %s: %v", step.forward, err)
			}
		}
		for name, change := range map[string]func(*round.Round){
			"perspective": func(r *round.Round) { r.Perspective = "leader" },
			"source":      func(r *round.Round) { r.Source = append([]byte("# more\n"), r.Source...) },
			"opening":     func(r *round.Round) { r.OpensAt = r.OpensAt.Add(time.Second) },
		} {
			err := s.UpdateRound(ctx, r.ID, func(r *round.Round) error { change(r); return nil })
			if err == nil {
				t.Errorf("the %s of an opened round was changed", name)
			}
		}
		if got, err := s.Round(ctx, r.ID); err != nil || got.State != round.Released || !got.ClosedAt.Equal(noon) {
			t.Error(got.State, got.ClosedAt, err)
		}
		// Codes go; how many answered stays.
		if err := s.WipeCodes(ctx, r.ID); err != nil {
			t.Fatal(err)
		}
		answered, err := s.Respondents(ctx, r.ID)
		if sum := answered[r.Units[0].UnitID] + answered[r.Units[1].UnitID]; err != nil || sum != 5 || spent(t, s) != 0 {
			t.Errorf("%v answered, %d codes, %v", answered, spent(t, s), err)
		}
	})
}

func TestCountsOfAnOpenRoundMoveInStepsAndHourly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r := openRound(t, s, 2, 20)
		byUnit := map[int64][]round.Seat{}
		for _, seat := range seatsOf(t, s, r) {
			byUnit[seat.UnitID] = append(byUnit[seat.UnitID], seat)
		}
		first, second := r.Units[0].UnitID, r.Units[1].UnitID
		answer := func(unit int64, n int) {
			for range n {
				seat := byUnit[unit][0]
				byUnit[unit] = byUnit[unit][1:]
				if err := s.SaveResponse(ctx, saving(r, seat, 1)); err != nil {
					t.Fatal(err)
				}
			}
		}
		fives := func(answered, _ int) int { return answered / 5 * 5 }
		for _, c := range []struct {
			after         time.Duration
			first, second int
			want          map[int64]int
		}{
			{0, 7, 4, map[int64]int{first: 5, second: 0}},
			{59 * time.Minute, 9, 1, map[int64]int{first: 5, second: 0}},
			{time.Hour, 0, 0, map[int64]int{first: 15, second: 5}},
			{119 * time.Minute, 4, 0, map[int64]int{first: 15, second: 5}},
			{121 * time.Minute, 0, 0, map[int64]int{first: 20, second: 5}},
		} {
			answer(first, c.first)
			answer(second, c.second)
			got, err := s.ShownCounts(ctx, r.ID, noon.Add(c.after), time.Hour, fives)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("after %v: %v %s", c.after, err, diff)
			}
		}
		if _, err := s.ShownCounts(ctx, 4711, noon, time.Hour, fives); !errors.Is(err, fault.New(fault.NotFound, "round.not_found")) {
			t.Error(err)
		}
	})
}

func TestSelfRatings(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r := openRound(t, s, 1, 5)
		var ids []int64
		for _, email := range []string{"a@b.dk", "c@d.dk"} {
			a := &org.Account{Email: email, Name: "A", CreatedAt: noon}
			if err := s.CreateAccount(ctx, a); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, a.ID)
		}
		missing := fault.New(fault.NotFound, "selfrating.not_found")
		if _, err := s.SelfRating(ctx, r.ID, ids[0]); !errors.Is(err, missing) {
			t.Error(err)
		}
		for i, shared := range []time.Time{{}, noon} {
			want := round.SelfRating{RoundID: r.ID, AccountID: ids[0], Answers: someAnswers(r, uint64(i)), SharedAt: shared}
			if err := s.SaveSelfRating(ctx, want); err != nil {
				t.Fatal(err)
			}
			got, err := s.SelfRating(ctx, r.ID, ids[0])
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		}
		if err := s.DeleteSelfRating(ctx, r.ID, ids[1]); err != nil {
			t.Error(err)
		}
		if _, err := s.SelfRating(ctx, r.ID, ids[0]); err != nil {
			t.Errorf("another's deletion took it: %v", err)
		}
		if err := s.DeleteSelfRating(ctx, r.ID, ids[0]); err != nil {
			t.Error(err)
		}
		if _, err := s.SelfRating(ctx, r.ID, ids[0]); !errors.Is(err, missing) {
			t.Error(err)
		}
	})
}

// TestTheSchemaHoldsTheRules writes past the program what the program would never
// write.
func TestTheSchemaHoldsTheRules(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := openRound(t, s, 2, 3)
		unit := r.Units[0].UnitID
		for _, seat := range seatsOf(t, s, r)[:1] {
			if err := s.SaveResponse(context.Background(), saving(r, seat, 1)); err != nil {
				t.Fatal(err)
			}
		}
		blob := map[bool]string{true: `'\x00'`, false: `x'00'`}[store.Dialect(s) == "postgres"]
		for _, statement := range []string{
			`UPDATE piles SET answers = ` + blob,
			`UPDATE piles SET counts = ` + blob,
			`UPDATE piles SET width = 0`,
			`UPDATE codes SET spent = 2`,
			`UPDATE codes SET spent = 0 WHERE spent = 1`,
			`UPDATE codes SET hash = ` + blob,
			`UPDATE codes SET grp = 'leader'`,
			`UPDATE rounds SET state = 'reopened'`,
			`UPDATE rounds SET state = 'draft'`,
			`UPDATE rounds SET state = 'closed'`,
			`UPDATE rounds SET closed_at = 1`,
			`UPDATE rounds SET closes_at = opens_at`,
			`UPDATE rounds SET settings = '[]'`,
			`UPDATE rounds SET mark = 'AB'`,
			`UPDATE rounds SET mark = 'ZZZ'`,
			`UPDATE rounds SET unit_id = 4711`,
			`UPDATE round_units SET invited = 4`,
			`UPDATE round_units SET name = 'Another'`,
			`UPDATE round_units SET shown = -1`,
			`DELETE FROM units WHERE id = ` + fmt.Sprint(unit),
			`UPDATE units SET path = '/' WHERE id = ` + fmt.Sprint(unit),
			`UPDATE units SET parent_id = NULL WHERE id = ` + fmt.Sprint(unit),
			`UPDATE units SET kind = 'castle'`,
			`UPDATE units SET number = '1000'`,
			`INSERT INTO text_piles (round_id, unit_id, grp, question, bodies) SELECT round_id, unit_id, 'leader', 'q', counts FROM piles`,
			`INSERT INTO accounts (email, name, password_hash, language, created_at) VALUES ('A@b.dk', 'A', '', '', 0)`,
			`INSERT INTO grants (account_id, unit_id, role) VALUES (4711, 1, 'leader')`,
			`INSERT INTO sessions (token_hash, account_id, created_at, expires_at) SELECT hash, 1, 0, 1 FROM codes`,
		} {
			if err := store.TryExec(s, statement); err == nil {
				t.Errorf("%s: nothing minded", statement)
			}
		}
		checkWhole(t, s, r, 1)
	})
}
