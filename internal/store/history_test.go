package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/profile"
	"pejl/internal/round"
	"pejl/internal/store"
	"pejl/internal/store/storetest"
)

// TestRoundsAreHeldAgainstTheirPast settles three rounds of the same schools a year
// apart, one of which was marked as changed before the last.
func TestRoundsAreHeldAgainstTheirPast(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := noon
		rounds := round.NewService(s, testKey, func() time.Time { return now })
		rounds.Raise(round.Gates{ChangeDays: 120})
		profiles := profile.NewService(s, rounds, func() time.Time { return now })
		people := org.NewService(s, func() time.Time { return now })
		top, err := people.AddUnit(ctx, 0, org.Authority, "Fjordby", "")
		if err != nil {
			t.Fatal(err)
		}
		var units []round.Unit
		for i := range 4 {
			u, err := people.AddUnit(ctx, top.ID, org.School, fmt.Sprint("Skole ", i), fmt.Sprint(100+i))
			if err != nil {
				t.Fatal(err)
			}
			units = append(units, round.Unit{UnitID: u.ID, Path: u.Path, Kind: string(u.Kind), Name: u.Name, Invited: 14})
		}
		hold := func(form instrument.Form) *round.Round {
			t.Helper()
			r, err := rounds.New(ctx, round.Plan{
				UnitID: top.ID, Source: source(t), Form: form, Perspective: "staff", Title: fmt.Sprint("Round ", now.Year()),
				OpensAt: now, ClosesAt: now.Add(24 * time.Hour), Units: units,
			})
			if err == nil {
				err = rounds.Open(ctx, r.ID)
			}
			if err != nil {
				t.Fatal(err)
			}
			list, err := rounds.Codes(ctx, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(uint64(now.Year()), 1))
			for _, u := range list {
				for _, code := range u.Codes[:12] {
					a := r.Instrument.Blanks()
					for i := range a {
						a[i] = instrument.Answer(random.IntN(5))
					}
					if err := rounds.Submit(ctx, code, time.Time{}, round.Response{Answers: a}); err != nil {
						t.Fatal(err)
					}
				}
			}
			now = now.Add(48 * time.Hour)
			if err := profiles.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
			return r
		}
		hold(instrument.Long)
		now = now.AddDate(0, 0, 100)
		hold(instrument.Long) // too soon by the limits of this installation
		now = now.AddDate(1, 0, 0)
		if err := people.MarkChanged(ctx, units[3].UnitID, now); err != nil {
			t.Fatal(err)
		}
		if u, err := people.Unit(ctx, units[3].UnitID); err != nil || !u.ChangedAt.Equal(now) {
			t.Errorf("%+v, %v", u, err)
		}
		if err := people.MarkChanged(ctx, 4711, now); err == nil {
			t.Error("a unit that is not there is marked")
		}
		last := hold(instrument.Short)

		stored, err := rounds.Round(ctx, last.ID)
		if err != nil || stored.Settings.Gates.ChangeDays != 120 || stored.Settings.Gates.Means != 5 {
			t.Errorf("the limits of the round are %+v, %v", stored.Settings.Gates, err)
		}
		for id, want := range map[int64][]profile.Change{
			// Of the second round nothing is judged; the third looks back to it, on short items.
			2: {profile.TooSoon, profile.TooSoon}, 3: {profile.NoChange, profile.NotTheSame},
		} {
			for i, unit := range []int64{units[0].UnitID, units[3].UnitID} {
				u, err := profiles.Unit(ctx, id, unit, nil)
				if err != nil {
					t.Fatal(err)
				}
				r := u.Sections[0].Facets[0]
				got := profile.NoEarlier
				if r.Trend != nil {
					got = r.Trend.Word
				}
				if want := want[i]; got != want && !(want == profile.NoChange && got.Told()) || len(u.History) != int(id) {
					t.Errorf("round %d, unit %d: change %d over %d rounds", id, i, got, len(u.History))
				}
			}
		}
		// A page costs one query for its cell, one for what people wrote there, and one for
		// all the earlier rounds.
		n := store.CountStatements(s, func() {
			if _, err := profiles.Unit(ctx, last.ID, units[0].UnitID, nil); err != nil {
				t.Error(err)
			}
		})
		if n > 3 {
			t.Errorf("%d statements", n)
		}
	})
}
