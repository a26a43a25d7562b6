package stats

import (
	"cmp"
	"math"
	"slices"
)

// ANOVA is the one-way analysis of variance of people within units.
type ANOVA struct {
	Units int     `json:"units"` // G
	N     int     `json:"n"`     // people
	Mean  float64 `json:"mean"`  // of all people
	SSB   float64 `json:"ss_between"`
	SSW   float64 `json:"ss_within"`
	MSB   float64 `json:"ms_between"`
	MSW   float64 `json:"ms_within"`
	K0    float64 `json:"k0"` // (N − Σn²/N)/(G − 1), the effective size of a unit
}

// AnalyseVariance compares units, one [Moments] each. It does not exist for
// one unit, or where every unit is one person.
func AnalyseVariance(units []Moments) (ANOVA, bool) {
	u := inOrder(units)
	a := ANOVA{Units: len(u)}
	var squares float64
	for _, m := range u {
		a.N += m.N
		squares += float64(m.N) * float64(m.N)
	}
	if a.Units < 2 || a.N <= a.Units {
		return ANOVA{}, false
	}
	n := float64(a.N)
	a.Mean = sumOf(len(u), func(i int) float64 { return float64(u[i].N) * u[i].Mean }) / n
	a.SSB = sumOf(len(u), func(i int) float64 {
		d := u[i].Mean - a.Mean
		return float64(u[i].N) * d * d
	})
	a.SSW = sumOf(len(u), func(i int) float64 { return u[i].SS })
	a.MSB = a.SSB / float64(a.Units-1)
	a.MSW = a.SSW / float64(a.N-a.Units)
	a.K0 = (n - squares/n) / float64(a.Units-1)
	return exists(a, finite(a.Mean, a.SSB, a.SSW, a.MSB, a.MSW, a.K0))
}

// F is MSB/MSW with its upper-tail p-value on G − 1 and N − G degrees of
// freedom. It does not exist where nobody differs within units.
func (a ANOVA) F() (f, p float64, ok bool) {
	if a.MSW <= 0 {
		return 0, 0, false
	}
	f = a.MSB / a.MSW
	p = fTest(f, float64(a.Units-1), float64(a.N-a.Units))
	if !finite(f, p) {
		return 0, 0, false
	}
	return f, p, true
}

// ICC1 is the share of variance that lies between units, (MSB − MSW)/(MSB +
// (k0 − 1)·MSW) (Bliese 2000). It may be negative; it is shown as [Floor]
// makes it.
func (a ANOVA) ICC1() (float64, bool) {
	return ratio(a.MSB-a.MSW, a.MSB+(a.K0-1)*a.MSW)
}

// ICC1MeanSize is ICC(1) with the mean size of a unit in place of k0, as R's
// multilevel package computes it.
func (a ANOVA) ICC1MeanSize() (float64, bool) {
	if a.Units < 1 {
		return 0, false
	}
	size := float64(a.N) / float64(a.Units)
	return ratio(a.MSB-a.MSW, a.MSB+(size-1)*a.MSW)
}

// ICC2 is the reliability of the mean of a unit of average size, (MSB −
// MSW)/MSB (Bliese 2000). It may be negative, and does not exist for MSB = 0.
func (a ANOVA) ICC2() (float64, bool) {
	return ratio(a.MSB-a.MSW, a.MSB)
}

// ICC1Interval is the interval of ICC(1) by the distribution of F (Shrout &
// Fleiss 1979), with k0 as the size of a unit. It may reach below 0.
func (a ANOVA) ICC1Interval(conf float64) (Interval, bool) {
	f, _, ok := a.F()
	if !ok || !confidence(conf) {
		return Interval{}, false
	}
	df1, df2 := float64(a.Units-1), float64(a.N-a.Units)
	lo := f / fQuantile(1-tail(conf), df1, df2)
	hi := f * fQuantile(1-tail(conf), df2, df1)
	i := Interval{(lo - 1) / (lo + a.K0 - 1), (hi - 1) / (hi + a.K0 - 1)}
	return exists(i, finite(i.Lo, i.Hi))
}

// MeanReliability is the reliability of the mean of n people where icc1 is the
// share of variance between units, n·ICC1/(1 + (n − 1)·ICC1)
// (Spearman–Brown). A negative ICC(1) counts as 0.
func MeanReliability(n int, icc1 float64) (float64, bool) {
	if n < 1 || !finite(icc1) || icc1 > 1 {
		return 0, false
	}
	icc1 = math.Max(0, icc1)
	return float64(n) * icc1 / (1 + float64(n-1)*icc1), true
}

// Floored is a coefficient as it is shown: never below 0, and saying so when
// it would have been.
type Floored struct {
	Value float64 `json:"value"`
	Cut   bool    `json:"cut,omitempty"`
}

// Floor shows a negative coefficient as 0.
func Floor(x float64) Floored {
	if x < 0 {
		return Floored{Cut: true}
	}
	return Floored{Value: x}
}

// ratio is a/b, where it exists.
func ratio(a, b float64) (float64, bool) {
	r := a / b
	return exists(r, b != 0 && finite(r))
}

// inOrder gives the usable units sorted by what they hold, so that what is
// computed from them does not depend on the order they came in.
func inOrder(units []Moments) []Moments {
	out := make([]Moments, 0, len(units))
	for _, u := range units {
		if u.usable() {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b Moments) int {
		return cmp.Or(cmp.Compare(a.Mean, b.Mean), cmp.Compare(a.N, b.N), cmp.Compare(a.SS, b.SS))
	})
	return out
}
