package profile

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pejl/internal/instrument"
)

// BenchmarkFigures computes the appendix and the comparison of a country: 1,100
// units of 60 people and 55 items.
func BenchmarkFigures(b *testing.B) {
	long, _ := core(b)
	f := NewFigures(long)
	rng := rand.New(rand.NewPCG(1, 2))
	for u := range 1100 {
		level := rng.NormFloat64() * .4
		for range 60 {
			person := level + rng.NormFloat64()*.7
			a := long.Blanks()
			for i := range a {
				x := 2.4 + person + rng.NormFloat64()*.8
				a[i] = instrument.Answer(min(max(x, 0), 4))
			}
			if err := f.Add("1", fmt.Sprint(u), "", a); err != nil {
				b.Fatal(err)
			}
		}
	}
	for b.Loop() {
		if file := f.File(); len(file.Rounds[0].Units) != 1100 {
			b.Fatal("units are missing")
		}
	}
}
