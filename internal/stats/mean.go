package stats

import "math"

// An Interval is a range on the scale, Lo ≤ Hi, both ends included.
type Interval struct {
	Lo float64 `json:"lo"`
	Hi float64 `json:"hi"`
}

// HalfWidth is half the distance between the ends.
func (i Interval) HalfWidth() float64 { return (i.Hi - i.Lo) / 2 }

// Holds says whether x lies in the interval.
func (i Interval) Holds(x float64) bool { return i.Lo <= x && x <= i.Hi }

// A Spread is the standard deviation of people within a unit, with the
// degrees of freedom it is known by. DF = 0 means that it is taken as known:
// normal quantiles are used then.
type Spread struct {
	SD float64 `json:"sd"`
	DF int     `json:"df"`
	// Floored says that the smallest spread allowed took the place of the
	// people's own.
	Floored bool `json:"floored,omitempty"`
}

const (
	fewUnits = 3  // fewer units than this do not stand for themselves
	fewDF    = 30 // nor do fewer degrees of freedom within units
	floorOf  = .2 // of the scale's width: the smallest spread then
)

// OwnSpread is the spread of the people themselves, on n − 1 degrees of
// freedom. It does not exist for fewer than two people.
func OwnSpread(m Moments) (Spread, bool) {
	sd, ok := m.SD()
	if !ok {
		return Spread{}, false
	}
	return Spread{SD: sd, DF: m.N - 1}, true
}

// WithinSpread pools the spread within units, s_p = √MSW on N − G degrees of
// freedom (Cochran 1977, ch. 2). It does not exist where no unit has two
// people.
func WithinSpread(units []Moments) (Spread, bool) {
	var ss []float64
	df := 0
	for _, u := range units {
		if !u.usable() {
			continue
		}
		ss = append(ss, u.SS)
		df += u.N - 1
	}
	if df < 1 {
		return Spread{}, false
	}
	sd := math.Sqrt(sum(ss) / float64(df))
	return exists(Spread{SD: sd, DF: df}, finite(sd))
}

// PooledSpread is the spread that the intervals of a round are made with:
// [WithinSpread] over the shown units, each a school or daycare centre. With
// fewer than 3 of them, or fewer than 30 degrees of freedom, it is at least
// 0.2 (max − min), so that the interval of a lone school does not tell
// whether its people agreed.
func PooledSpread(units []Moments, min, max float64) (Spread, bool) {
	s, ok := WithinSpread(units)
	if !ok || !finite(max-min) || max <= min {
		return Spread{}, false
	}
	g := 0
	for _, u := range units {
		if u.usable() {
			g++
		}
	}
	if least := floorOf * (max - min); (g < fewUnits || s.DF < fewDF) && s.SD < least {
		s.SD, s.Floored = least, true
	}
	return s, true
}

// multiplier is how many standard errors an interval reaches to each side.
func (s Spread) multiplier(conf float64) (float64, bool) {
	if !finite(s.SD) || s.SD < 0 || s.DF < 0 || !confidence(conf) {
		return 0, false
	}
	if s.DF == 0 {
		return normalQuantile(conf), true
	}
	return tQuantile(conf, float64(s.DF)), true
}

// StandardError is the standard error of the mean of n people, s/√n.
func (s Spread) StandardError(n int) (float64, bool) {
	if n < 1 || !finite(s.SD) || s.SD < 0 {
		return 0, false
	}
	return s.SD / math.Sqrt(float64(n)), true
}

// FiniteError is the standard error of the mean of n out of population people
// as an estimate for exactly these people, s/√n · √(1 − n/N) (Cochran 1977,
// ch. 2). It is 0 when everybody answered. More answers than people is not
// ok: the roster is wrong then.
func (s Spread) FiniteError(n, population int) (float64, bool) {
	se, ok := s.StandardError(n)
	if !ok || n > population {
		return 0, false
	}
	return se * math.Sqrt(float64(population-n)/float64(population)), true
}

// MeanInterval is the interval of a unit's level, m ± t(conf; df) · s/√n. It
// takes the answers as a sample of how leadership is experienced in this
// period. With [OwnSpread] it is the textbook t-interval.
func MeanInterval(m Moments, s Spread, conf float64) (Interval, bool) {
	se, ok := s.StandardError(m.N)
	return around(m.Mean, se, s, conf, ok)
}

// FiniteInterval is the interval for the mean of exactly the population people
// of the unit, of whom m.N answered.
func FiniteInterval(m Moments, s Spread, population int, conf float64) (Interval, bool) {
	se, ok := s.FiniteError(m.N, population)
	return around(m.Mean, se, s, conf, ok)
}

func around(mean, se float64, s Spread, conf float64, ok bool) (Interval, bool) {
	c, known := s.multiplier(conf)
	i := Interval{mean - c*se, mean + c*se}
	return exists(i, ok && known && finite(i.Lo, i.Hi))
}
