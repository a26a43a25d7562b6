package store_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/store"
	"pejl/internal/store/storetest"
)

// TestStatementsDoNotGrowWithTheNumberOfUnits holds reading against a query for
// each row.
func TestStatementsDoNotGrowWithTheNumberOfUnits(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s := storetest.OpenURL(t, url)
		r := openRound(t, s, 60, 6)
		a := &org.Account{Email: "a@b.dk", Name: "A", CreatedAt: noon}
		if err := s.CreateAccount(ctx, a); err != nil {
			t.Fatal(err)
		}
		for _, u := range r.Units {
			if err := s.CreateGrant(ctx, org.Grant{AccountID: a.ID, UnitID: u.UnitID, Role: org.Leading}); err != nil {
				t.Fatal(err)
			}
		}
		var savings []round.Saving
		for i, seat := range seatsOf(t, s, r)[:240] {
			savings = append(savings, saving(r, seat, i))
		}
		fives := func(answered, _ int) int { return answered / 5 * 5 }
		for _, c := range []struct {
			name string
			most int
			run  func() error
		}{
			{"Round", 1, func() error { _, err := s.Round(ctx, r.ID); return err }},
			{"Rounds", 1, func() error { _, err := s.Rounds(ctx); return err }},
			{"Units", 1, func() error { _, err := s.Units(ctx, r.ID); return err }},
			{"Slots", 1, func() error { _, err := s.Slots(ctx, r.ID); return err }},
			{"SeatByHash", 1, func() error {
				_, _, err := s.SeatByHash(ctx, testKey.Hash(testKey.Code(r.Mark, 1)))
				return err
			}},
			{"240 responses over 40 units", 6, func() error { _, err := s.SaveBatch(ctx, savings); return err }},
			{"Piles", 1, func() error { return s.Piles(ctx, r.ID, func(round.Pile) error { return nil }) }},
			{"Texts", 1, func() error { return s.Texts(ctx, r.ID, func(round.TextPile) error { return nil }) }},
			{"ShownCounts, counting", 6, func() error { _, err := s.ShownCounts(ctx, r.ID, noon, time.Hour, fives); return err }},
			{"ShownCounts", 2, func() error { _, err := s.ShownCounts(ctx, r.ID, noon, time.Hour, fives); return err }},
			{"Respondents", 1, func() error { _, err := s.Respondents(ctx, r.ID); return err }},
			{"Grants", 1, func() error { _, err := s.Grants(ctx, a.ID); return err }},
			{"Subtree", 1, func() error { _, err := s.Subtree(ctx, r.UnitID); return err }},
			{"Children", 1, func() error { _, err := s.Children(ctx, r.UnitID); return err }},
			{"UpdateUnits", 4, func() error {
				return s.UpdateUnits(ctx, func(t *org.Tree) error {
					for i := range 500 {
						t.Add(t.Unit(r.UnitID), org.School, fmt.Sprint("Ny ", i), "")
					}
					return nil
				})
			}},
		} {
			var err error
			n := store.CountStatements(s, func() { err = c.run() })
			if err != nil || n == 0 || n > c.most {
				t.Errorf("%s: %d statements, at most %d; %v", c.name, n, c.most, err)
			}
		}
	})
}

// TestTheLogNamesSlowStatementsWithoutTheirValues looks for the work of those who run
// Pejl, and for none of what serves a respondent: a line about that would tell when
// somebody answered.
func TestTheLogNamesSlowStatementsWithoutTheirValues(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		var log bytes.Buffer
		s, err := store.Open(context.Background(), url, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}()
		store.MakeSlow(s)
		r := openRound(t, s, 2, 3)
		sv := saving(r, seatsOf(t, s, r)[0], 1)
		sv.Texts = map[string]string{"change": "en hemmelig tanke"}
		before := log.String()
		if _, _, err := s.SeatByHash(context.Background(), testKey.Hash(testKey.Code(r.Mark, sv.Seat.Slot))); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveResponse(context.Background(), sv); err != nil {
			t.Fatal(err)
		}
		if said := strings.TrimPrefix(log.String(), before); said != "" {
			t.Errorf("answering leaves in the log:\n%s", said)
		}
		a := &org.Account{Email: "mette@skole.dk", Name: "Mette Holm", PasswordHash: "hush", CreatedAt: noon}
		for range 2 { // the second is a conflict, whose message may not tell either
			if err := s.CreateAccount(context.Background(), a); err != nil {
				break
			}
		}
		got := log.String()
		for _, statement := range []string{"rounds", "codes", "piles", "accounts"} {
			if !strings.Contains(got, statement) {
				t.Errorf("the log does not mention %s:\n%.2000s", statement, got)
			}
		}
		for _, value := range []string{"hemmelig", "Svar", "mette", "Mette", "hush", "Skole", "staff", "Foråret"} {
			if strings.Contains(got, value) {
				t.Errorf("the log holds %q", value)
			}
		}
	})
}

// TestNothingLeadsBackAfterClosing searches every file of the database for what
// led from people to codes, and for what was taken into piles only to be sorted.
func TestNothingLeadsBackAfterClosing(t *testing.T) {
	t.Parallel()
	path := storetest.SQLite(t)
	s := storetest.OpenURL(t, path)
	ctx := context.Background()
	r := openRound(t, s, 3, 20)
	seats := seatsOf(t, s, r)
	var traces [][]byte
	for i, seat := range seats {
		code := testKey.Code(r.Mark, seat.Slot)
		traces = append(traces, []byte(code), testKey.Hash(code))
		if i%4 > 0 {
			sv := saving(r, seat, i)
			sv.Now = sv.Now.Add(time.Duration(i) * time.Second)
			second := sv.Now.Unix()
			traces = append(traces, []byte(sv.Now.Format(time.RFC3339)),
				binary.BigEndian.AppendUint64(nil, uint64(second)), binary.LittleEndian.AppendUint64(nil, uint64(second)),
				binary.BigEndian.AppendUint32(nil, uint32(second)), binary.LittleEndian.AppendUint32(nil, uint32(second)))
			if err := s.SaveResponse(ctx, sv); err != nil {
				t.Fatal(err)
			}
		}
	}
	found := func() (n int) {
		files, err := filepath.Glob(path + "*")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, trace := range traces {
				if bytes.Contains(data, trace) {
					n++
				}
			}
		}
		return n
	}
	if n := found(); n < len(seats) {
		t.Fatalf("while the round is open only %d traces are found: the search does not work", n)
	}
	if err := s.WipeCodes(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	for _, clean := range []struct {
		when string
		do   func(context.Context) error
	}{
		{"once the log is written back", s.Checkpoint}, {"after compacting", s.Compact},
	} {
		if err := clean.do(ctx); err != nil {
			t.Fatal(err)
		}
		if n := found(); n != 0 {
			t.Errorf("%s %d traces are left", clean.when, n)
		}
	}
	if got := len(store.Dump(t, s)); got != 6 {
		t.Errorf("%d piles are left of 6", got)
	}
}
