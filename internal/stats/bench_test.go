package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// The benchmarks show how the work grows: with units and with items, never
// with people.

func benchUnits(g int) []Moments {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]Moments, g)
	for i := range out {
		n := 5 + r.IntN(66)
		out[i] = Moments{N: n, Mean: 3.5 + .3*r.NormFloat64(), SS: float64(n-1) * (.5 + .3*r.Float64())}
	}
	return out
}

// benchItems are k items behind one factor, answered by n people.
func benchItems(k, n int) Items {
	r := rand.New(rand.NewPCG(3, 4))
	s := make(sheet, n)
	for p := range s {
		f := r.NormFloat64()
		for i := range k {
			x := math.Round(3.5 + (.5+.02*float64(i))*f + .7*r.NormFloat64())
			s[p] = append(s[p], int(math.Max(1, math.Min(5, x))))
		}
	}
	return s.items()
}

func BenchmarkScoreMoments(b *testing.B) {
	for _, k := range []int{5, 20, 55} {
		var totals []Totals
		for m := range k + 1 {
			totals = append(totals, Totals{Items: m, N: 3, Sum: int64(9*m + m%2), SumSq: int64(27*m*m + 7*m)})
		}
		b.Run(fmt.Sprintf("items=%d", k), func(b *testing.B) {
			for b.Loop() {
				if _, ok := ScoreMoments(k, totals...); !ok {
					b.Fatal("no moments")
				}
			}
		})
	}
}

func BenchmarkConsistency(b *testing.B) {
	for _, k := range []int{4, 8, 16, 55} {
		it := benchItems(k, 500)
		b.Run(fmt.Sprintf("items=%d", k), func(b *testing.B) {
			for b.Loop() {
				if _, ok := Consistency(it); !ok {
					b.Fatal("no alpha")
				}
			}
		})
	}
}

func BenchmarkOmega(b *testing.B) {
	for _, k := range []int{4, 8, 16, 32} {
		it := benchItems(k, 500)
		b.Run(fmt.Sprintf("items=%d", k), func(b *testing.B) {
			for b.Loop() {
				if _, ok := Omega(it); !ok {
					b.Fatal("no omega")
				}
			}
		})
	}
}

func BenchmarkRandomIntercept(b *testing.B) {
	for _, g := range []int{10, 100, 1000, 5000} {
		units := benchUnits(g)
		b.Run(fmt.Sprintf("units=%d", g), func(b *testing.B) {
			for b.Loop() {
				if _, ok := RandomIntercept(units); !ok {
					b.Fatal("no fit")
				}
			}
		})
	}
}

func BenchmarkGoldsteinHealy(b *testing.B) {
	for _, g := range []int{10, 200, 5000} {
		var se []float64
		for _, u := range benchUnits(g) {
			se = append(se, .8/math.Sqrt(float64(u.N)))
		}
		b.Run(fmt.Sprintf("units=%d", g), func(b *testing.B) {
			for b.Loop() {
				if _, ok := GoldsteinHealy(se, .05); !ok {
					b.Fatal("no multiplier")
				}
			}
		})
	}
}

func BenchmarkRankRanges(b *testing.B) {
	for _, g := range []int{10, 200, 5000} {
		var se, means []float64
		for _, u := range benchUnits(g) {
			se, means = append(se, .8/math.Sqrt(float64(u.N))), append(means, u.Mean)
		}
		b.Run(fmt.Sprintf("units=%d", g), func(b *testing.B) {
			for b.Loop() {
				if _, ok := RankRanges(means, se, .95); !ok {
					b.Fatal("no ranks")
				}
			}
		})
	}
}

func BenchmarkExactShare(b *testing.B) {
	for _, n := range []int{20, 200, 2000} {
		b.Run(fmt.Sprintf("answers=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, ok := ExactShare(n/3, n, 2*n, .95); !ok {
					b.Fatal("no share")
				}
			}
		})
	}
}
