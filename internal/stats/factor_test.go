package stats

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// correlated draws the correlations of k items behind one factor and something
// besides.
func correlated(t *rapid.T, k int) *mat.SymDense {
	people := k + 3 + rapid.IntRange(0, 20).Draw(t, "people")
	x := mat.NewDense(people, k, nil)
	for p := range people {
		f := rapid.Float64Range(-2, 2).Draw(t, "factor")
		for i := range k {
			x.Set(p, i, f+rapid.Float64Range(-2, 2).Draw(t, "own"))
		}
	}
	r := mat.NewSymDense(k, nil)
	col := func(i int) []float64 { return mat.Col(nil, i, x) }
	for i := range k {
		for j := range i + 1 {
			r.SetSym(i, j, naiveCor(col(i), col(j)))
		}
	}
	return r
}

func TestSlopesOfTheFactorLikelihood(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(3, 6).Draw(t, "items")
		m := factorModel{r: correlated(t, k), k: k}
		x := make([]float64, k)
		for i := range x {
			x[i] = math.Log(rapid.Float64Range(.2, 1).Draw(t, "psi"))
		}
		p, ok := m.at(x)
		if !ok || p.theta[k-1]-p.theta[k-2] < .05 {
			return // derivatives are steep where the largest eigenvalues meet
		}
		gradient, hessian := p.slopes()
		const h = 1e-5
		for i := range k {
			moved := func(by float64) *factorPoint {
				y := append([]float64(nil), x...)
				y[i] += by
				q, _ := m.at(y)
				return q
			}
			up, down := moved(h), moved(-h)
			if d := (up.f - down.f) / (2 * h); math.Abs(d-gradient.AtVec(i)) > 1e-6*math.Max(1, math.Abs(d)) {
				t.Errorf("slope %d = %v, by differences %v", i, gradient.AtVec(i), d)
			}
			gUp, _ := up.slopes()
			gDown, _ := down.slopes()
			for j := range k {
				if d := (gUp.AtVec(j) - gDown.AtVec(j)) / (2 * h); math.Abs(d-hessian.At(i, j)) > 1e-4*math.Max(1, math.Abs(d)) {
					t.Errorf("curvature %d,%d = %v, by differences %v", i, j, hessian.At(i, j), d)
				}
			}
		}
	})
}

// emStep is one step of the algorithm of Rubin & Thayer (1982) for one factor.
func emStep(r *mat.SymDense, lambda, psi []float64) {
	k := len(psi)
	c := 1.0
	for i := range k {
		c += lambda[i] * lambda[i] / psi[i]
	}
	with := make([]float64, k) // Rβ, β = Σ⁻¹λ
	own := 1 / c
	for i := range k {
		for j := range k {
			with[i] += r.At(i, j) * lambda[j] / psi[j] / c
		}
	}
	for i := range k {
		own += with[i] * lambda[i] / psi[i] / c
	}
	for i := range k {
		lambda[i] = with[i] / own
		psi[i] = 1 - lambda[i]*with[i]
	}
}

func TestEMStaysWhereNewtonEnds(t *testing.T) {
	t.Parallel()
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(3, 7).Draw(t, "items")
		m := factorModel{r: correlated(t, k), k: k}
		for _, start := range m.starts() {
			p, end := m.minimise(start)
			if end != atPeak {
				continue
			}
			f := p.factor()
			lambda, psi := slices.Clone(f.Loadings), slices.Clone(f.Uniqueness)
			emStep(m.r, lambda, psi)
			if d := distance(f.Uniqueness, psi); d > 1e-9 {
				t.Errorf("EM moves ψ by %v", d)
			}
			if d := distance(f.Loadings, lambda); d > 1e-9 {
				t.Errorf("EM moves λ by %v", d)
			}
			compared++
		}
	})
	if compared == 0 {
		t.Error("nothing was compared")
	}
}

func TestEMComesToTheSameOmega(t *testing.T) {
	t.Parallel()
	it := matrix.items()
	k := len(it.Sum)
	r := mat.NewSymDense(k, nil)
	for i := range k {
		for j := range i + 1 {
			r.SetSym(i, j, must[float64](t, "r")(it.Correlation(i, j)))
		}
	}
	lambda, psi := []float64{.5, .5, .5, .5}, []float64{.5, .5, .5, .5}
	for range 20_000 {
		emStep(r, lambda, psi)
	}
	f := must[Factor](t, "factor")(OneFactor(it))
	if d := distance(lambda, f.Loadings); d > 1e-10 {
		t.Errorf("loadings %v, by EM %v", f.Loadings, lambda)
	}
}

// fromCorrelations makes the moments of so many people with these correlations
// (times 1,000,000, so that integers carry them) and means of 0.
func fromCorrelations(r [][]float64) Items {
	const n, unit = 1000, 1_000_000
	it := Items{N: n, Sum: make([]int64, len(r)), Cross: make([][]int64, len(r))}
	for i := range r {
		it.Cross[i] = make([]int64, len(r))
		for j := range r {
			it.Cross[i][j] = int64(math.Round(r[i][j] * n * unit))
		}
	}
	return it
}

func TestOmegaKnowsWhenNotToSpeak(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name               string
		r                  [][]float64
		heywood, ambiguous bool
		omega              float64 // 0 for none
	}{
		{
			name:  "one factor, loadings .8 .7 .6: exact",
			r:     [][]float64{{1, .56, .48}, {.56, 1, .42}, {.48, .42, 1}},
			omega: 2.1 * 2.1 / (2.1*2.1 + .36 + .51 + .64),
		},
		{
			name:    "a loading above 1",
			r:       [][]float64{{1, .9, .9}, {.9, 1, .7}, {.9, .7, 1}},
			heywood: true,
		},
		{
			name: "two pairs that have nothing to do with each other",
			r: [][]float64{
				{1, .5, .02, .02}, {.5, 1, .02, .02}, {.02, .02, 1, .5}, {.02, .02, .5, 1},
			},
			ambiguous: true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			it := fromCorrelations(c.r)
			f, ok := OneFactor(it)
			if !ok || f.Heywood != c.heywood || f.Ambiguous != c.ambiguous {
				t.Errorf("factor %+v (%v)", f, ok)
			}
			omega, ok := Omega(it)
			if ok != (c.omega != 0) {
				t.Fatalf("omega %v (%v)", omega, ok)
			}
			if ok {
				near(t, "omega", omega, c.omega, 1e-9)
			}
		})
	}
	for name, it := range map[string]Items{
		"two items":              fromCorrelations([][]float64{{1, .5}, {.5, 1}}),
		"an item nobody differs": fromCorrelations([][]float64{{1, 0, .5}, {0, 0, 0}, {.5, 0, 1}}),
		"nobody":                 {},
	} {
		if omega, ok := Omega(it); ok {
			t.Errorf("%s: omega %v", name, omega)
		}
	}
}
