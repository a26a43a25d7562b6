package stats

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestSumKeepsItsBitsInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(rapid.Float64Range(-1e20, 1e20), 2, 12).Draw(t, "terms")
		terms = append(terms, 1, -terms[0], 1e-9, 1e17)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		first := sum(append([]float64(nil), terms...))
		r.Shuffle(len(terms), func(i, j int) { terms[i], terms[j] = terms[j], terms[i] })
		if again := sum(terms); again != first {
			t.Errorf("%v in another order %v", first, again)
		}
	})
}

func TestMomentsAreRoundedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var totals []Totals
		size := rapid.SampledFrom([]int64{3, 40, 4000, 1 << 25, 1 << 40}).Draw(t, "size")
		for range rapid.IntRange(1, 5).Draw(t, "parts") {
			n := rapid.Int64Range(1, size).Draw(t, "n")
			each := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(-60, 600)).Draw(t, "total")
			odd := rapid.Int64Range(0, n).Draw(t, "one more") // of the n have one point more
			totals = append(totals, Totals{
				Items: rapid.SampledFrom([]int{1, 2, 3, 5, 7, 8, 9, 11, 13, 37, 41, 43, 47, 49, 53, 59}).Draw(t, "items"), N: n,
				Sum: n*each + odd, SumSq: n*each*each + odd*(2*each+1),
			})
		}
		var n int64
		a, b := new(big.Rat), new(big.Rat) // Σx and Σx²
		for _, part := range totals {
			n += part.N
			m := int64(part.Items)
			a.Add(a, big.NewRat(part.Sum, m))
			b.Add(b, big.NewRat(part.SumSq, m*m))
		}
		mean := new(big.Rat).Quo(a, new(big.Rat).SetInt64(n))
		ss := b.Sub(b, a.Mul(a, mean))
		wantMean, _ := mean.Float64()
		wantSS, _ := ss.Float64()
		if m, ok := MomentsOf(totals...); !ok || m.N != int(n) || m.Mean != wantMean || m.SS != wantSS {
			t.Errorf("%+v (%v), exactly %v and %v", m, ok, wantMean, wantSS)
		}
	})
}

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
	if m, ok := MomentsOf(Totals{Items: 32, N: 1 << 54}); !ok || m != (Moments{N: 1 << 54}) {
		t.Errorf("more zeros than there are people: %+v (%v)", m, ok)
	}
	if _, ok := MomentsOf(Totals{Items: 1, N: 2, Sum: 5, SumSq: 1}); ok {
		t.Error("sums that nobody can have given were accepted")
	}
	if sd, ok := (Moments{N: 3, SS: math.NaN()}).SD(); ok {
		t.Errorf("SD of no number = %v", sd)
	}
}
