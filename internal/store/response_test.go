package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/fault"
	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/store"
	"pejl/internal/store/storetest"
)

func TestTwoOrdersOfTheSameSubmissionsLeaveTheSameBytes(t *testing.T) {
	t.Parallel()
	fill := func(t *testing.T, url string, order func([]round.Saving), callers int) []string {
		t.Helper()
		s := storetest.OpenURL(t, url)
		r := openRound(t, s, 4, 10)
		savings := make([]round.Saving, 40)
		for i, seat := range seatsOf(t, s, r) {
			savings[i] = round.Saving{
				Seat: seat, Now: noon, Answers: someAnswers(r, uint64(i/2)), // pairs give the same answers
				Counts: someCounts(r, i), Texts: map[string]string{"more": "", "change": "  "},
			}
			for _, question := range []string{"change", "keep"}[:i%3] {
				savings[i].Texts[question] = []string{"", "Mere tid", "Færre møder – og æbler", "Mere tid"}[i%4]
			}
		}
		order(savings)
		saveAll(t, s, callers, savings)
		checkWhole(t, s, r, 40)
		return store.Dump(t, s)
	}
	forwards := func([]round.Saving) {}
	shuffled := func(savings []round.Saving) {
		rand.Shuffle(len(savings), func(i, j int) { savings[i], savings[j] = savings[j], savings[i] })
	}
	want := fill(t, storetest.SQLite(t), forwards, 1)
	if len(want) != 4+8 {
		t.Fatalf("%d piles: %v", len(want), want)
	}
	same := func(t *testing.T, name string, got []string) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (+):\n%s", name, diff)
		}
	}
	same(t, "sqlite, backwards", fill(t, storetest.SQLite(t), slices.Reverse, 1))
	same(t, "sqlite, at once", fill(t, storetest.SQLite(t), shuffled, 40))
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		same(t, "postgres, backwards", fill(t, storetest.Postgres(t), slices.Reverse, 1))
		same(t, "postgres, at once", fill(t, storetest.Postgres(t), shuffled, 40))
	})
}

func TestACodeSentFiftyTimesAtOnceCountsOnce(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		stores := []*store.Store{storetest.OpenURL(t, url), storetest.OpenURL(t, url)}
		r := openRound(t, stores[0], 3, 5)
		seat := seatsOf(t, stores[0], r)[0]
		var won, refused atomic.Int64
		var group sync.WaitGroup
		for i := range 50 {
			group.Go(func() {
				err := stores[i%2].SaveResponse(context.Background(), saving(r, seat, i))
				switch {
				case err == nil:
					won.Add(1)
				case errors.Is(err, fault.New(fault.NotFound, "code.unknown")):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 || refused.Load() != 49 {
			t.Errorf("%d won and %d were refused", won.Load(), refused.Load())
		}
		checkWhole(t, stores[0], r, 1)
	})
}

func TestPilesMayKeepNoSideCounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := draft(t, s, 2, 3)
		open(t, s, r, 0)
		for i, seat := range seatsOf(t, s, r) {
			sv := round.Saving{Seat: seat, Now: noon, Answers: someAnswers(r, uint64(i))}
			if err := s.SaveResponse(context.Background(), sv); err != nil {
				t.Fatal(err)
			}
		}
		checkWhole(t, s, r, 6)
	})
}

func TestTheCodesOfASlotAreSpentTogether(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r := openRound(t, s, 2, 2)
		seats := seatsOf(t, s, r)
		reminder := testKey.Hash("a reminder's code")
		store.Exec(t, s, `INSERT INTO codes (round_id, unit_id, grp, slot, hash, spent) VALUES (?, ?, ?, ?, ?, 0)`,
			r.ID, seats[0].UnitID, seats[0].Group, seats[0].Slot, reminder)
		if got := seatsOf(t, s, r); len(got) != len(seats) {
			t.Errorf("a reminder makes %d seats of %d", len(got), len(seats))
		}
		if err := s.SaveResponse(ctx, saving(r, seats[0], 1)); err != nil {
			t.Fatal(err)
		}
		for _, hash := range [][]byte{reminder, testKey.Hash(testKey.Code(r.Mark, seats[0].Slot))} {
			if seat, unit, err := s.SeatByHash(ctx, hash); err != nil || !seat.Spent || unit.UnitID != seat.UnitID {
				t.Errorf("%+v, %+v, %v", seat, unit, err)
			}
		}
		other := testKey.Hash(testKey.Code(r.Mark, seats[1].Slot))
		if seat, _, err := s.SeatByHash(ctx, other); err != nil || seat.Spent {
			t.Errorf("another's code: %+v, %v", seat, err)
		}
		if _, _, err := s.SeatByHash(ctx, make([]byte, 16)); !errors.Is(err, fault.New(fault.NotFound, "code.unknown")) {
			t.Error(err)
		}
		// One person is one response, however many codes they were sent.
		if got := store.Dump(t, s); len(got) != 3 || spent(t, s) != 2 {
			t.Errorf("%d codes are spent, piles are %v", spent(t, s), got)
		}
	})
}

func TestTwoServersWriteTheSamePiles(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		stores := []*store.Store{storetest.OpenURL(t, url), storetest.OpenURL(t, url)}
		r := openRound(t, stores[0], 5, 128)
		savings := make([]round.Saving, 640)
		for i, seat := range seatsOf(t, stores[0], r) {
			savings[i] = saving(r, seat, i)
		}
		rand.Shuffle(len(savings), func(i, j int) { savings[i], savings[j] = savings[j], savings[i] })
		var group sync.WaitGroup
		for i, s := range stores {
			group.Go(func() { saveAll(t, s, 16, savings[i*320:(i+1)*320]) })
		}
		group.Wait()
		checkWhole(t, stores[0], r, 640)
	})
}

func TestClosingWhileOthersSubmit(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, other := storetest.OpenURL(t, url), storetest.OpenURL(t, url)
		r := openRound(t, s, 5, 100)
		var saved, refused atomic.Int64
		var after atomic.Bool
		closing := make(chan struct{})
		var once sync.Once
		var group sync.WaitGroup
		seats := seatsOf(t, s, r)
		for caller := range 16 {
			group.Go(func() {
				for i := caller; i < len(seats); i += 16 {
					begun := after.Load()
					switch err := s.SaveResponse(ctx, saving(r, seats[i], i)); {
					case err == nil && begun:
						t.Error("saved after closing")
					case err == nil:
						if saved.Add(1) == 100 {
							once.Do(func() { close(closing) })
						}
					case errors.Is(err, fault.New(fault.Gone, "round.closed")):
						refused.Add(1)
					default:
						t.Error(err)
					}
				}
			})
		}
		<-closing
		err := other.UpdateRound(ctx, r.ID, func(r *round.Round) error {
			r.State, r.ClosesAt = round.Closing, noon
			return nil
		})
		after.Store(true)
		if err != nil {
			t.Error(err)
		}
		group.Wait()
		if saved.Load()+refused.Load() != 500 {
			t.Errorf("%d saved, %d refused", saved.Load(), refused.Load())
		}
		checkWhole(t, s, r, int(saved.Load()))

		// A page that was opened before may still be sent.
		late := round.Saving{Opened: noon.Add(-1), Now: noon.Add(round.Grace - 1)}
		for _, seat := range seatsOf(t, s, r) {
			late.Seat, late.Answers, late.Counts = seat, someAnswers(r, 1), noCounts(r)
			if err = s.SaveResponse(ctx, late); err == nil {
				break
			}
		}
		if err != nil && refused.Load() > 0 {
			t.Errorf("within the grace: %v", err)
		}
	})
}

// TestClosingWaitsForWhoIsSaving plays the two against each other step by step,
// which SQLite with its one writer needs no proof of.
func TestClosingWaitsForWhoIsSaving(t *testing.T) {
	t.Parallel()
	s := storetest.OpenURL(t, storetest.Postgres(t))
	r := openRound(t, s, 2, 2)
	result := make(chan error, 1)
	store.Hold(t, s, r.ID, func(waiting func() bool) {
		go func() {
			result <- s.UpdateRound(context.Background(), r.ID, func(r *round.Round) error {
				r.State = round.Closing
				return nil
			})
		}()
		for !waiting() {
			select {
			case err := <-result:
				t.Error("the round was closed under somebody who was saving:", err)
				result <- err
				return
			default:
			}
		}
	})
	if err := <-result; err != nil {
		t.Error(err)
	}
	err := s.SaveResponse(context.Background(), saving(r, seatsOf(t, s, r)[0], 1))
	if !errors.Is(err, fault.New(fault.Gone, "round.closed")) {
		t.Error(err)
	}
}

func TestWhatDoesNotFitIsRefusedAloneAndSpendsNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := openRound(t, s, 3, 4)
		seats := seatsOf(t, s, r)
		good := saving(r, seats[0], 0)
		narrow, wide, early, elsewhere, unit, group := good, good, good, good, good, good
		narrow.Seat, narrow.Answers = seats[1], good.Answers[1:]
		wide.Seat, wide.Counts = seats[2], append(noCounts(r), 1)
		early.Seat, early.Now = seats[3], noon.AddDate(0, -1, 0)
		elsewhere.Seat.RoundID++
		unit.Seat.UnitID = seats[4].UnitID // another unit's seat with this slot
		group.Seat.Group = "leader"
		results, err := s.SaveBatch(context.Background(), []round.Saving{narrow, wide, elsewhere, good, early, unit, group, good})
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, err := range results {
			f := &fault.Error{}
			errors.As(err, &f)
			keys = append(keys, f.Key)
		}
		want := []string{"response.not_of_this_round", "response.not_of_this_round", "code.unknown", "",
			"round.closed", "code.unknown", "code.unknown", "code.unknown"}
		if diff := cmp.Diff(want, keys); diff != "" {
			t.Error(diff)
		}
		checkWhole(t, s, r, 1)
	})
}

func TestACallerWhoGoesAwayHindersNobody(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := openRound(t, s, 4, 50)
		var saved atomic.Int64
		var group sync.WaitGroup
		for i, seat := range seatsOf(t, s, r) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			group.Go(func() {
				if i%2 == 0 {
					go cancel()
				}
				err := s.SaveResponse(ctx, saving(r, seat, i))
				switch {
				case err == nil:
					saved.Add(1)
				case i%2 == 0 && errors.Is(err, context.Canceled):
				default:
					t.Error(err)
				}
			})
		}
		group.Wait()
		if saved.Load() < 100 {
			t.Errorf("%d saved", saved.Load())
		}
		checkWhole(t, s, r, int(saved.Load()))
	})
}

func TestCloseSavesWhatIsWaiting(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := storetest.OpenURL(t, url)
		r := openRound(t, s, 4, 100)
		var saved atomic.Int64
		begun := make(chan struct{}, 400)
		var group sync.WaitGroup
		for i, seat := range seatsOf(t, s, r) {
			group.Go(func() {
				begun <- struct{}{}
				switch err := s.SaveResponse(context.Background(), saving(r, seat, i)); {
				case err == nil:
					saved.Add(1)
				case !errors.Is(err, fault.New(fault.Unavailable, "response.stopping")):
					t.Error(err)
				}
			})
		}
		for range 200 {
			<-begun
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		group.Wait()
		checkWhole(t, storetest.OpenURL(t, url), r, int(saved.Load()))
	})
}

func TestManyCallersSaveInFewTransactions(t *testing.T) {
	t.Parallel()
	s := storetest.OpenURL(t, storetest.SQLite(t))
	r := openRound(t, s, 10, 100)
	savings := make([]round.Saving, 1000)
	for i, seat := range seatsOf(t, s, r) {
		savings[i] = saving(r, seat, i)
	}
	n := store.CountStatements(s, func() { saveAll(t, s, 64, savings) })
	if n > 2*len(savings) {
		t.Errorf("%d statements for %d responses", n, len(savings))
	}
	checkWhole(t, s, r, 1000)
}

// saveAll saves responses from a number of callers at once.
func saveAll(t *testing.T, s *store.Store, callers int, savings []round.Saving) {
	t.Helper()
	var next atomic.Int64
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(savings); i = int(next.Add(1)) - 1 {
				if err := s.SaveResponse(context.Background(), savings[i]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

// checkWhole holds piles against spent codes: nothing lost, nothing doubled,
// everything in order.
func checkWhole(t *testing.T, s *store.Store, r *round.Round, want int) {
	t.Helper()
	width, people := len(r.Instrument.Items()), 0
	err := s.Piles(context.Background(), r.ID, func(p round.Pile) error {
		last := ""
		p.Each(width, func(a instrument.Answers) {
			people++
			row := make([]byte, width)
			for i := range a {
				row[i] = byte(a[i])
			}
			if string(row) < last {
				t.Errorf("the pile of unit %d is not in order", p.UnitID)
			}
			last = string(row)
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := spent(t, s); people != want || got != want {
		t.Errorf("%d responses and %d spent codes, want %d", people, got, want)
	}
}

func spent(t *testing.T, s *store.Store) int {
	t.Helper()
	return store.Number(t, s, `SELECT COUNT(*) FROM codes WHERE spent = 1`)
}

func saving(r *round.Round, seat round.Seat, i int) round.Saving {
	return round.Saving{
		Seat: seat, Now: noon, Answers: someAnswers(r, uint64(i)), Counts: someCounts(r, i),
		Texts: map[string]string{"change": fmt.Sprint("Svar ", i)},
	}
}

func someCounts(r *round.Round, i int) []uint32 {
	counts := noCounts(r)
	for j := range counts {
		counts[j] = uint32((i + j) % 2)
	}
	return counts
}
