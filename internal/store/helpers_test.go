package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/store"
	"pejl/surveys"
)

// noon is when everything happens in these tests, unless they say otherwise.
var noon = time.Date(2027, time.March, 1, 12, 0, 0, 0, time.UTC)

// openRound makes an authority with schools and opens a round of the core
// instrument over them, with a code for everybody invited.
func openRound(t testing.TB, s *store.Store, units, invited int) *round.Round {
	t.Helper()
	r := draft(t, s, units, invited)
	open(t, s, r, len(noCounts(r)))
	return r
}

// open opens a draft whose piles keep that many side counts.
func open(t testing.TB, s *store.Store, r *round.Round, counts int) {
	t.Helper()
	var places []round.Place
	slot := int64(0)
	for _, u := range r.Units {
		p := round.Place{UnitID: u.UnitID, Group: "staff", Counts: counts}
		for range u.Invited {
			slot++
			code := testKey.Code(r.Mark, slot)
			p.Codes = append(p.Codes, round.HashedCode{Slot: slot, Hash: testKey.Hash(code)})
		}
		places = append(places, p)
	}
	err := s.OpenRound(context.Background(), r.ID, func(r *round.Round) error {
		r.State = round.Open
		return nil
	}, places)
	if err != nil {
		t.Fatal(err)
	}
	r.State = round.Open
}

// testKey is the key behind the codes of these tests.
var testKey = round.Key{1, 2, 3}

func draft(t testing.TB, s *store.Store, units, invited int) *round.Round {
	t.Helper()
	var top *org.Unit
	var schools []*org.Unit
	err := s.UpdateUnits(context.Background(), func(tree *org.Tree) error {
		top = tree.Add(nil, org.Authority, "Fjordby", "")
		for i := range units {
			schools = append(schools, tree.Add(top, org.School, fmt.Sprintf("Skole %d", i), fmt.Sprint(1000+i)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	in, err := round.Form(source(t), instrument.Long)
	if err != nil {
		t.Fatal(err)
	}
	r := &round.Round{
		UnitID: top.ID, Mark: "ABC", Instrument: in, Source: source(t), Perspective: "staff", Title: "Foråret 2027",
		State: round.Draft, OpensAt: noon.Add(-time.Hour), ClosesAt: noon.Add(time.Hour),
		Settings: round.Settings{Texts: true, Purpose: "At blive klogere"},
	}
	for _, u := range schools {
		r.Units = append(r.Units, round.Unit{UnitID: u.ID, Path: u.Path, Kind: string(u.Kind), Name: u.Name, Invited: invited})
	}
	if err := s.CreateRound(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	return r
}

// source is the file of the core instrument.
func source(t testing.TB) []byte {
	t.Helper()
	file, err := surveys.FS.ReadFile("core.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func seatsOf(t testing.TB, s *store.Store, r *round.Round) []round.Seat {
	t.Helper()
	seats, err := s.Slots(context.Background(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return seats
}

// noCounts is the increment of somebody who answered no side question.
func noCounts(r *round.Round) []uint32 {
	n := 0
	for _, a := range r.Instrument.Asks(r.Perspective, r.Settings.Texts, nil) {
		n += a.Width()
	}
	return make([]uint32, n)
}
