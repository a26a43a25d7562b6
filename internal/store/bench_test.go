package store_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/store"
	"pejl/internal/store/storetest"
)

// BenchmarkSaveResponse saves responses of 55 items from many callers at once;
// an operation is one response, durable. Texts are written by one person in ten.
func BenchmarkSaveResponse(b *testing.B) {
	for _, bm := range []struct {
		name           string
		units, invited int
		callers        int
	}{
		{"50_units_32_callers", 50, 200, 32},
		{"50_units_64_callers", 50, 200, 64},
		{"50_units_256_callers", 50, 200, 256},
		{"50_units_8_callers", 50, 200, 8},
		{"50_units_1_caller", 50, 200, 1},
		{"5000_units_32_callers", 5000, 20, 32},
		{"one_unit_of_5000_32_callers", 1, 5000, 32},
	} {
		for _, database := range []string{"sqlite", "postgres"} {
			b.Run(bm.name+"/"+database, func(b *testing.B) {
				url := storetest.SQLite(b)
				if database == "postgres" {
					url = storetest.Postgres(b)
				} else if dir := os.Getenv("PEJL_BENCH_DIR"); dir != "" {
					url = dir + "/" + strconv.Itoa(rand.Int()) + ".db"
				}
				s := storetest.OpenURL(b, url)
				r := openRound(b, s, bm.units, bm.invited)
				seats := seatsOf(b, s, r)
				rand.Shuffle(len(seats), func(i, j int) { seats[i], seats[j] = seats[j], seats[i] })
				var next, saved atomic.Int64
				b.ResetTimer()
				statements := store.CountStatements(s, func() {
					var group sync.WaitGroup
					for range bm.callers {
						group.Go(func() {
							for {
								i := int(next.Add(1)) - 1
								if i >= min(b.N, len(seats)) {
									return
								}
								sv := round.Saving{Seat: seats[i], Now: noon, Answers: someAnswers(r, uint64(i)), Counts: noCounts(r)}
								if i%10 == 0 {
									sv.Texts = map[string]string{"more": "Vi har brug for mere tid til at tale om undervisningen " + strconv.Itoa(i)}
								}
								if err := s.SaveResponse(context.Background(), sv); err != nil {
									b.Error(err)
									return
								}
								saved.Add(1)
							}
						})
					}
					group.Wait()
				})
				b.ReportMetric(float64(statements)/float64(saved.Load()), "statements/op")
				b.ReportMetric(float64(saved.Load())/b.Elapsed().Seconds(), "saved/s")
			})
		}
	}
}

func someAnswers(r *round.Round, seed uint64) instrument.Answers {
	random := rand.New(rand.NewPCG(seed, 1))
	a := r.Instrument.Blanks()
	for i := range a {
		a[i] = instrument.Answer(random.IntN(5))
	}
	return a
}
