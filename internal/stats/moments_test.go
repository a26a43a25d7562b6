package stats

import (
	"math"
	"testing"
)

func TestSumsOfANation(t *testing.T) {
	t.Parallel()
	// A nation of three million that answered 55 items of 11 options.
	const n, total = 3_000_000, 55 * 10
	m, ok := MomentsOf(
		Totals{Items: 55, N: n, Sum: n * total, SumSq: n * total * total},
		Totals{Items: 53, N: n, Sum: 0, SumSq: 0},
	)
	if !ok || m.N != 2*n || m.Mean != 5 || m.SS != 2*n*25 {
		t.Errorf("moments %+v (%v), want mean 5 and SS %d", m, ok, 2*n*25)
	}
	it := Items{N: n, Sum: []int64{10 * n, 10 * n}, Cross: [][]int64{{100*n + n, 100*n + n}, {100*n + n, 100*n + n}}}
	if a, ok := Alpha(it); !ok || a != 1 {
		t.Errorf("alpha of two equal items = %v (%v), want 1", a, ok)
	}
	if _, ok := MomentsOf(Totals{Items: 1, N: 2, Sum: 5, SumSq: 1}); ok {
		t.Error("sums that nobody can have given were accepted")
	}
	if sd, ok := (Moments{N: 3, SS: math.NaN()}).SD(); ok {
		t.Errorf("SD of no number = %v", sd)
	}
}
