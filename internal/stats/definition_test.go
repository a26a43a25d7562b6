package stats

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// Here each figure is held against its definition, computed the long way.

func TestExactShareKeepsEveryPossibleNumber(t *testing.T) {
	t.Parallel()
	half := big.NewRat(25, 1000)
	for population := 1; population <= 14; population++ {
		for n := 1; n <= population; n++ {
			for x := 0; x <= n; x++ {
				lo, hi := -1, -1
				for yes := x; yes <= population-n+x; yes++ {
					chance := func(from, to int) *big.Rat {
						s := new(big.Int)
						for y := from; y <= to; y++ {
							if y <= yes && n-y <= population-yes {
								a := new(big.Int).Binomial(int64(yes), int64(y))
								s.Add(s, a.Mul(a, new(big.Int).Binomial(int64(population-yes), int64(n-y))))
							}
						}
						return new(big.Rat).SetFrac(s, new(big.Int).Binomial(int64(population), int64(n)))
					}
					if chance(x, n).Cmp(half) > 0 && chance(0, x).Cmp(half) > 0 {
						if lo < 0 {
							lo = yes
						}
						hi = yes
					}
				}
				got, ok := ExactShare(x, n, population, .95)
				want := Interval{float64(lo) / float64(population), float64(hi) / float64(population)}
				if !ok || got != want {
					t.Errorf("%d of %d among %d: %v (%v), want %v", x, n, population, got, ok, want)
				}
			}
		}
	}
}

func TestExactShareAtTheBound(t *testing.T) {
	t.Parallel()
	// One yes among 40 is drawn with probability 1/40, exactly the bound.
	if i, ok := ExactShare(1, 1, 40, .95); !ok || i.Lo != 2./40 || i.Hi != 1 {
		t.Errorf("1 of 1 among 40: %v (%v), want .05 to 1", i, ok)
	}
	if i, ok := ExactShare(0, 1, 20, .90); !ok || i.Lo != 0 || i.Hi != 18./20 {
		t.Errorf("0 of 1 among 20: %v (%v), want 0 to .90", i, ok)
	}
}

func TestSharesAreBetweenNothingAndAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		population := rapid.IntRange(1, 300).Draw(t, "N")
		n := rapid.IntRange(1, population).Draw(t, "n")
		x := rapid.IntRange(0, n).Draw(t, "x")
		p := float64(x) / float64(n)
		wide, ok1 := WilsonInterval(x, n, .95)
		finite, ok2 := FiniteWilson(x, n, population, .95)
		exact, ok3 := ExactShare(x, n, population, .95)
		mirror, ok4 := WilsonInterval(n-x, n, .95)
		if !ok1 || !ok2 || !ok3 || !ok4 {
			t.Fatal("an interval is missing")
		}
		for _, i := range []Interval{wide, finite, exact} {
			if i.Lo < 0 || i.Hi > 1 || i.Lo > i.Hi {
				t.Errorf("interval %v", i)
			}
		}
		if !wide.Holds(p) || wide.HalfWidth() < finite.HalfWidth()-1e-12 {
			t.Errorf("%v of everybody, %v of the staff, share %v", wide, finite, p)
		}
		if math.Abs(wide.Lo-(1-mirror.Hi)) > 1e-12 {
			t.Errorf("yes %v, no %v", wide, mirror)
		}
	})
}

// The criterion of these units rises from 0 and falls again: the best fit is not at
// 0 although the slope there says so.
func TestRandomInterceptLooksBeyondZero(t *testing.T) {
	t.Parallel()
	units := []Moments{{N: 4, Mean: 5, SS: 1.75}, {N: 1, Mean: 2.25}, {N: 3, Mean: 5, SS: 5}}
	re, ok := RandomIntercept(units)
	if !ok || re.Tau2 <= 0 {
		t.Fatalf("no spread between units is found: %+v", re)
	}
	if at0 := fullCriterion(units, 0, 1.9095982142857142); re.Criterion >= at0 {
		t.Errorf("the criterion is %v, and %v without spread between units", re.Criterion, at0)
	}
}

func TestRandomInterceptIsTheBestFit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var units []Moments
		n := 0
		for range rapid.IntRange(2, 6).Draw(t, "units") {
			m := Moments{
				N:    rapid.IntRange(1, 8).Draw(t, "n"),
				Mean: rapid.Float64Range(1, 5).Draw(t, "mean"),
				SS:   rapid.Float64Range(.1, 5).Draw(t, "ss"),
			}
			if m.N == 1 {
				m.SS = 0
			}
			units, n = append(units, m), n+m.N
		}
		re, ok := RandomIntercept(units)
		if n <= len(units) {
			if ok {
				t.Fatal("a fit to people who are each a unit")
			}
			return
		}
		if !ok {
			t.Fatal("no fit")
		}
		if got := fullCriterion(units, re.Tau2, re.Sigma2); math.Abs(got-re.Criterion) > 1e-7*math.Max(1, math.Abs(got)) {
			t.Errorf("criterion %v, by the whole matrix %v", re.Criterion, got)
		}
		for i := range 60 {
			tau2 := math.Pow(10, -6+float64(i)/6)
			for _, s := range []float64{.5, .9, 1, 1.1, 2} {
				if c := fullCriterion(units, tau2, s*re.Sigma2); c < re.Criterion-1e-7 {
					t.Fatalf("τ² = %v, σ² = %v fit better: %v < %v of %+v", tau2, s*re.Sigma2, c, re.Criterion, re)
				}
			}
		}
	})
}

// fullCriterion is −2·log restricted likelihood from the covariance matrix V of
// all people: log|V| + log|1′V⁻¹1| + r′V⁻¹r + (N − 1)·log 2π. What only
// depends on the spread within units is taken from their sums of squares.
func fullCriterion(units []Moments, tau2, sigma2 float64) float64 {
	n := 0
	for _, u := range units {
		n += u.N
	}
	v := mat.NewSymDense(n, nil)
	y := mat.NewVecDense(n, nil)
	ones := mat.NewVecDense(n, nil)
	at, within := 0, 0.0
	for _, u := range units {
		within += u.SS
		for i := range u.N {
			y.SetVec(at+i, u.Mean)
			ones.SetVec(at+i, 1)
			for j := range i + 1 {
				v.SetSym(at+i, at+j, tau2)
			}
			v.SetSym(at+i, at+i, tau2+sigma2)
		}
		at += u.N
	}
	var chol mat.Cholesky
	chol.Factorize(v)
	var vy, v1 mat.VecDense
	if chol.SolveVecTo(&vy, y) != nil || chol.SolveVecTo(&v1, ones) != nil {
		return math.Inf(1)
	}
	info := mat.Dot(ones, &v1)
	mu := mat.Dot(ones, &vy) / info
	q := mat.Dot(y, &vy) - mu*mu*info + within/sigma2
	return chol.LogDet() + math.Log(info) + q + float64(n-1)*math.Log(2*math.Pi)
}

func TestBalancedUnitsHaveAClosedForm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 30).Draw(t, "n")
		var units []Moments
		for range rapid.IntRange(2, 20).Draw(t, "units") {
			units = append(units, Moments{n, rapid.Float64Range(1, 5).Draw(t, "mean"), rapid.Float64Range(.5, 30).Draw(t, "ss")})
		}
		a, _ := AnalyseVariance(units)
		re, ok := RandomIntercept(units)
		want := math.Max(0, (a.MSB-a.MSW)/float64(n))
		if !ok || math.Abs(re.Tau2-want) > 1e-9*math.Max(1, want) {
			t.Errorf("τ² = %v (%v), want %v", re.Tau2, ok, want)
		}
		if want == 0 && (re.LRT != 0 || re.P != 1) {
			t.Errorf("no variance between units, but LRT %v and p %v", re.LRT, re.P)
		}
	})
}

func TestShrunkenMeansLieBetween(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := Random{
			Mu: rapid.Float64Range(1, 5).Draw(t, "mu"), SEMu: rapid.Float64Range(0, 1).Draw(t, "se"),
			Tau2: rapid.Float64Range(0, 2).Draw(t, "tau2"), Sigma2: rapid.Float64Range(.01, 2).Draw(t, "sigma2"),
		}
		m := Moments{N: rapid.IntRange(1, 200).Draw(t, "n"), Mean: rapid.Float64Range(1, 5).Draw(t, "mean")}
		s, ok := r.Shrink(m)
		if !ok {
			t.Fatal("no shrunken mean")
		}
		lo, hi := min(r.Mu, m.Mean), max(r.Mu, m.Mean)
		if s.Mean < lo-1e-12 || s.Mean > hi+1e-12 || s.ComparativeSD < s.SD-1e-12 {
			t.Errorf("%+v is not between %v and %v", s, lo, hi)
		}
		icc, _ := r.ICC()
		if lambda, ok := MeanReliability(m.N, icc); !ok || math.Abs(lambda-s.Reliability) > 1e-12 {
			t.Errorf("λ = %v, by ICC(1) %v", s.Reliability, lambda)
		}
		up, ok := s.Above(3)
		s.Mean = 6 - s.Mean
		if down, _ := s.Above(3); ok && math.Abs(up+down-1) > 1e-12 {
			t.Errorf("above with %v, and turned with %v", up, down)
		}
	})
}

func TestAdjustedProbabilities(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, .01, .5, 1})), 0, 12).Draw(t, "p")
		bh, ok1 := BenjaminiHochberg(p)
		holm, ok2 := Holm(p)
		if !ok1 || !ok2 {
			t.Fatal("not adjusted")
		}
		n := float64(len(p))
		for i := range p {
			// The definitions: the least over p_j ≥ p_i of n·p_j/#{p ≤ p_j}, and
			// the most over p_j ≤ p_i of p_j·#{p ≥ p_j}.
			least, most := 1.0, 0.0
			for j := range p {
				var upto, from float64
				for _, x := range p {
					if x <= p[j] {
						upto++
					}
					if x >= p[j] {
						from++
					}
				}
				if p[j] >= p[i] {
					least = min(least, n*p[j]/upto)
				}
				if p[j] <= p[i] {
					most = max(most, min(1, from*p[j]))
				}
			}
			if math.Abs(bh[i]-least) > 1e-12 || math.Abs(holm[i]-most) > 1e-12 {
				t.Errorf("p = %v of %v: BH %v, Holm %v, want %v, %v", p[i], p, bh[i], holm[i], least, most)
			}
		}
	})
}

func TestRanksByTheDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 12).Draw(t, "units")
		means := rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(1, 5), rapid.SampledFrom([]float64{2, 3})), k, k).Draw(t, "means")
		se := rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(0, .5), rapid.Just(0.)), k, k).Draw(t, "se")
		got, ok := RankRanges(means, se, .95)
		if !ok {
			t.Fatal("no ranks")
		}
		z := normalQuantile(math.Pow(.95, 1/float64(k)))
		for i := range means {
			want := RankRange{1, k}
			for j := range means {
				if means[j]-z*se[j] > means[i]+z*se[i] {
					want.Best++
				}
				if means[j]+z*se[j] < means[i]-z*se[i] {
					want.Worst--
				}
			}
			if got[i] != want {
				t.Errorf("unit %d: %v, want %v", i, got[i], want)
			}
		}
		ranks, _ := PercentileRanks(means)
		for i, r := range ranks {
			var below, equal float64
			for _, x := range means {
				if x < means[i] {
					below++
				} else if x == means[i] {
					equal++
				}
			}
			if want := 100 * (below + equal/2) / float64(k); math.Abs(r-want) > 1e-9 {
				t.Errorf("percentile rank %v, want %v", r, want)
			}
		}
	})
}

func TestGoldsteinHealyKeepsItsRate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		se := rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(.001, 3), rapid.Just(.2)), 2, 12).Draw(t, "se")
		rate := rapid.SampledFrom([]float64{.01, .05, .2}).Draw(t, "rate")
		c, ok := GoldsteinHealy(se, rate)
		if !ok {
			t.Fatal("no multiplier")
		}
		var err, pairs float64
		for i := range se {
			for j := range i {
				err += zTest(c * (se[i] + se[j]) / math.Hypot(se[i], se[j]))
				pairs++
			}
		}
		if math.Abs(err/pairs-rate) > 1e-12 {
			t.Errorf("bars miss each other with %v, want %v", err/pairs, rate)
		}
	})
}

func TestQuantileOfTypeSeven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.Float64Range(1, 5), 1, 20).Draw(t, "values")
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		got, ok := Quantile(xs, p)
		slices.Sort(xs)
		// The order statistic k of n stands at (k − 1)/(n − 1).
		want := xs[len(xs)-1]
		for k := range len(xs) - 1 {
			at, next := float64(k)/float64(len(xs)-1), float64(k+1)/float64(len(xs)-1)
			if at <= p && p < next {
				want = xs[k] + (p-at)/(next-at)*(xs[k+1]-xs[k])
			}
		}
		if !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("quantile %v of %v = %v (%v), want %v", p, xs, got, ok, want)
		}
	})
}

func TestNoncentralIntervalHoldsItsProbabilities(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Moments {
			n := rapid.IntRange(2, 60).Draw(t, name)
			return Moments{n, rapid.Float64Range(1, 5).Draw(t, "mean"), rapid.Float64Range(.2, 1).Draw(t, "v") * float64(n)}
		}
		a, b := draw("n1"), draw("n2")
		g, ok := HedgesG(a, b, .95)
		back, _ := HedgesG(b, a, .95)
		if !ok || math.Abs(g.G+back.G) > 1e-12 {
			t.Fatalf("g = %v (%v), and %v the other way", g.G, ok, back.G)
		}
		if g.HasNoncentral && (!g.Noncentral.Holds(g.G) || math.Abs(g.Noncentral.Lo+back.Noncentral.Hi) > 1e-8) {
			t.Errorf("interval %v around %v, %v the other way", g.Noncentral, g.G, back.Noncentral)
		}
	})
}

func TestBenchmarkBandRules(t *testing.T) {
	t.Parallel()
	means := []float64{1, 2, 3, 4, 5, 1, 2, 3, 4, 5}
	tens := slices.Repeat([]int{10}, 10)
	if b, ok := BenchmarkBand(tens, means); !ok || b != (Interval{2, 4}) {
		t.Errorf("band %v (%v), want 2 to 4", b, ok)
	}
	if b, ok := BenchmarkBand(tens[1:], means[1:]); ok {
		t.Errorf("band %v of nine units", b)
	}
	small := slices.Clone(tens)
	small[0] = 9
	if b, ok := BenchmarkBand(small, means); ok {
		t.Errorf("band %v with a unit of nine", b)
	}
	heavy := slices.Clone(tens)
	heavy[0] = 90
	if b, ok := BenchmarkBand(heavy, means); !ok {
		t.Error("no band where one unit holds just half")
	} else if heavy[0]++; b.Lo > b.Hi {
		t.Errorf("band %v", b)
	}
	if b, ok := BenchmarkBand(heavy, means); ok {
		t.Errorf("band %v where one unit holds more than half", b)
	}
}

func TestPooledSpreadOfFewUnits(t *testing.T) {
	t.Parallel()
	agreed := Moments{N: 12, Mean: 4, SS: 0}
	for _, c := range []struct {
		name  string
		units []Moments
		want  Spread
	}{
		{"a lone school that agrees", []Moments{agreed}, Spread{SD: .8, DF: 11, Floored: true}},
		{"a lone school that does not", []Moments{{N: 12, Mean: 3, SS: 11 * 1.44}}, Spread{SD: 1.2, DF: 11}},
		{"three that agree", []Moments{agreed, agreed, agreed}, Spread{SD: 0, DF: 33}},
		{"three small ones", []Moments{{N: 5}, {N: 5}, {N: 5}}, Spread{SD: .8, DF: 12, Floored: true}},
		{"two large ones", []Moments{{N: 50}, {N: 50}, {}}, Spread{SD: .8, DF: 98, Floored: true}},
	} {
		got, ok := PooledSpread(c.units, 1, 5)
		if !ok || math.Abs(got.SD-c.want.SD) > 1e-12 || got.DF != c.want.DF || got.Floored != c.want.Floored {
			t.Errorf("%s: %+v (%v), want %+v", c.name, got, ok, c.want)
		}
	}
	if s, ok := PooledSpread([]Moments{{N: 1}, {N: 1}}, 1, 5); ok {
		t.Errorf("spread %+v of single people", s)
	}
}

func TestSkewedNullIsKnownForFiveOptionsOnly(t *testing.T) {
	t.Parallel()
	for options := range 12 {
		v, ok := SkewedNull(options)
		if ok != (options == 5) || ok && v != 1.34 {
			t.Errorf("%d options: %v (%v)", options, v, ok)
		}
	}
}

func TestSmallestNoticeableIsFoundFourTimesInFive(t *testing.T) {
	t.Parallel()
	s := Spread{SD: .8}
	d, ok := SmallestNoticeable(20, 20, s)
	se := .8 * math.Sqrt(.1)
	if !ok || math.Round(100*d/se) != 280 {
		t.Fatalf("%v standard errors (%v), want 2.80", d/se, ok)
	}
	// A change of that size clears 1.96 standard errors with 80 %.
	if power := 1 - .5*math.Erfc((d/se-normalQuantile(.95))/math.Sqrt2); math.Abs(power-.8) > 1e-9 {
		t.Errorf("power %v", power)
	}
}
