package profile

import (
	"runtime"
	"testing"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// BenchmarkNation closes a round of 1,100 units of 60 people with the long core
// instrument, held against one of the year before, and compares all units.
func BenchmarkNation(b *testing.B) {
	long, _ := core(b)
	if n := len(long.Items()); n < 50 {
		b.Fatalf("the core instrument has %d items", n)
	}
	var units []asked
	for i := range 1100 {
		units = append(units, asked{
			id: int64(1000 + i), area: north + int64(i%2), invited: 75, people: some(long, uint64(i), 60, 2+float64(i%7)/10),
		})
	}
	c := &chain{t: b}
	c.add(long, 0, nil, units...)
	piles := make([]round.Pile, len(units))
	for i, a := range units {
		piles[i] = pileOf(a)
	}
	h := History{Rounds: []*Reader{c.closings[0].Reader()}, Cells: c.cells}
	r := roundOf(long, units...)
	r.ID, r.ClosesAt = 2, c.closings[0].round.ClosesAt.AddDate(1, 0, 0)
	c.closings = append(c.closings, nil)
	each := func(each func(round.Pile) error) error {
		for _, p := range piles {
			if err := each(p); err != nil {
				return err
			}
		}
		return nil
	}
	b.Run("close", func(b *testing.B) {
		for b.Loop() {
			cl, err := CloseAfter(b.Context(), r, LimitsOf(r), h, each)
			if err != nil {
				b.Fatal(err)
			}
			c.closings[1] = cl
			b.ReportMetric(float64(len(cl.Whole.Encode()))/1024, "kB/whole")
		}
	})
	cl, err := CloseAfter(b.Context(), r, LimitsOf(r), h, each)
	if err != nil {
		b.Fatal(err)
	}
	st := cl.Encode()
	b.Run("compare", func(b *testing.B) {
		var before, after runtime.MemStats
		for b.Loop() {
			runtime.GC()
			runtime.ReadMemStats(&before)
			rd, err := NewReader(r, st.Whole)
			if err != nil {
				b.Fatal(err)
			}
			var named []Named
			for _, s := range st.Cells {
				cell, err := rd.Cell(s.Cell)
				if err != nil {
					b.Fatal(err)
				}
				named = append(named, Named{"Unit", cell})
			}
			if both := rd.Compare(named, tally.Facet, Alphabetical); both.Shown < 1100 || !both.Panels[0].Compares {
				b.Fatalf("%d units are shown, %+v", both.Shown, both.Panels[0])
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/(1<<20), "MB")
		}
	})
	b.Run("unit", func(b *testing.B) {
		cell := cl.Cell(1500, instrument.Staff)
		past := []Past{{h.Rounds[0], c.closings[0].Cell(1500, instrument.Staff)}}
		rd := cl.Reader()
		for b.Loop() {
			rd.UnitSince(cell, nil, past)
		}
	})
}
