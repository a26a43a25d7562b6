package stats

import (
	"math"
	"math/big"
	"math/bits"
)

// Totals is what a tally keeps of the people who answered the same number of
// items: how many they are, and the sum and the sum of squares of their
// integer totals. Totals of different cells with the same Items add field by
// field.
type Totals struct {
	Items int   // answered items per person, m
	N     int64 // people
	Sum   int64 // Σt
	SumSq int64 // Σt²
}

// possible says whether numbers can have these sums: n·Σt² ≥ (Σt)².
func (t Totals) possible() bool {
	n2, n1 := bits.Mul64(uint64(t.N), uint64(t.SumSq))
	sum := uint64(max(t.Sum, -t.Sum))
	s2, s1 := bits.Mul64(sum, sum)
	return n2 > s2 || n2 == s2 && n1 >= s1
}

// Moments is how many numbers there are, their mean, and the sum of squares
// about their mean. With N = 0 the other fields are 0 and mean nothing.
type Moments struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
	SS   float64 `json:"ss"`
}

// MomentsOf gives the moments of the person scores t/m of everybody in the
// totals. Mean and SS are the exact rational results, rounded once. Totals
// with no items or no people are passed over. It is not ok where nobody is
// left, or where the sums cannot come from people (Σt² · n < (Σt)²).
func MomentsOf(totals ...Totals) (Moments, bool) {
	lcm := big.NewInt(1)
	var n int64
	for _, t := range totals {
		if t.N < 0 || t.Items < 0 || t.SumSq < 0 {
			return Moments{}, false
		}
		if t.N == 0 || t.Items == 0 {
			continue
		}
		if !t.possible() {
			return Moments{}, false
		}
		n += t.N
		m := big.NewInt(int64(t.Items))
		gcd := new(big.Int).GCD(nil, nil, lcm, m)
		lcm.Mul(lcm, m.Quo(m, gcd))
	}
	if n <= 0 || n > math.MaxInt {
		return Moments{}, false
	}
	if m, ok := smallMoments(n, lcm, totals); ok {
		return m, true
	}
	// With the common denominator L every score is an integer over L:
	// a = ΣLt/m and b = Σ(Lt/m)².
	a, b := new(big.Int), new(big.Int)
	for _, t := range totals {
		if t.N == 0 || t.Items == 0 {
			continue
		}
		step := new(big.Int).Quo(lcm, big.NewInt(int64(t.Items)))
		part := new(big.Int).Mul(big.NewInt(t.Sum), step)
		a.Add(a, part)
		part.Mul(big.NewInt(t.SumSq), step)
		b.Add(b, part.Mul(part, step))
	}
	nl := new(big.Int).Mul(big.NewInt(n), lcm)
	mean := quotient(a, nl)
	// SS = (n·b − a²) / (n·L²)
	b.Mul(b, big.NewInt(n))
	b.Sub(b, a.Mul(a, a))
	return Moments{N: int(n), Mean: mean, SS: quotient(b, nl.Mul(nl, lcm))}, true
}

// smallMoments does the same in machine integers, many times as fast. It
// declines where a number may pass 2⁵³; below that, dividing two integers as
// float64 rounds once, so both ways give the same bits.
func smallMoments(n int64, lcm *big.Int, totals []Totals) (Moments, bool) {
	if !lcm.IsInt64() {
		return Moments{}, false
	}
	l := lcm.Int64()
	var a, b int64
	var squares float64 // b again, where b itself may have run over
	for _, t := range totals {
		if t.N == 0 || t.Items == 0 {
			continue
		}
		step := l / int64(t.Items)
		squares += float64(t.SumSq) * float64(step) * float64(step)
		a += t.Sum * step
		b += t.SumSq * step * step
	}
	// a² ≤ n·b for sums that are possible, so that n·b bounds them all.
	const most = 1 << 52
	if float64(n)*squares >= most || float64(n)*float64(l)*float64(l) >= most {
		return Moments{}, false
	}
	return Moments{
		N:    int(n),
		Mean: float64(a) / float64(n*l),
		SS:   float64(n*b-a*a) / float64(n*l*l),
	}, true
}

// CountMoments gives the moments of an item from its option counts:
// counts[i] people chose option min + i.
func CountMoments(min int, counts []int64) (Moments, bool) {
	t := Totals{Items: 1}
	for i, c := range counts {
		if c < 0 {
			return Moments{}, false
		}
		x := int64(min + i)
		t.N += c
		t.Sum += c * x
		t.SumSq += c * x * x
	}
	return MomentsOf(t)
}

// Variance is SS/(n − 1). It does not exist for fewer than two people.
func (m Moments) Variance() (float64, bool) {
	if m.N < 2 || !finite(m.SS) || m.SS < 0 {
		return 0, false
	}
	return m.SS / float64(m.N-1), true
}

// SD is the standard deviation with n − 1.
func (m Moments) SD() (float64, bool) {
	v, ok := m.Variance()
	return math.Sqrt(v), ok
}

// usable says whether the moments are of somebody and are numbers.
func (m Moments) usable() bool { return m.N > 0 && finite(m.Mean, m.SS) && m.SS >= 0 }
