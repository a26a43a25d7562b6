package profile

import (
	"fmt"
	"math/big"
	"testing"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// usual are the limits that hold everywhere.
func usual() round.Gates { return round.LeastGates() }

// scales are the ones every gate is tried on: 1–5, 0–4 and 1–6.
func scales() []*instrument.Scale {
	of := func(lowest, n int) *instrument.Scale {
		return &instrument.Scale{ID: "freq", Min: lowest, Options: make([]instrument.Text, n)}
	}
	return []*instrument.Scale{of(1, 5), of(0, 5), of(1, 6)}
}

// scoreOf is n people with a mean on the scale.
func scoreOf(s *instrument.Scale, n int64, mean *big.Rat) tally.Score {
	sum := new(big.Rat).Sub(mean, big.NewRat(int64(s.Min), 1))
	sum.Mul(sum, new(big.Rat).SetInt64(n))
	return tally.Score{People: n, Sum: sum, Squares: sum}
}

func TestEndsAreToldAsLimits(t *testing.T) {
	t.Parallel()
	tight := &stats.Spread{SD: .1, DF: 100}
	for _, c := range []struct {
		scale      int
		n          int64
		mean       *big.Rat
		form       Form
		value, low Tenths
	}{
		// The limit is a twentieth of the scale from its end: 1.2, 0.2 and 1.25. From
		// twenty people on it is a fortieth.
		{0, 12, big.NewRat(119, 100), OrLower, 12, 11},
		{0, 12, big.NewRat(12, 10), Exact, 12, 11},
		{0, 12, big.NewRat(481, 100), OrHigher, 48, 47},
		{0, 12, big.NewRat(48, 10), Exact, 48, 47},
		{0, 19, big.NewRat(1, 1), OrLower, 12, 12},
		{0, 20, big.NewRat(1, 1), OrLower, 11, 11},
		{0, 20, big.NewRat(109, 100), OrLower, 11, 11},
		{0, 20, big.NewRat(11, 10), Exact, 11, 11},
		{0, 49, big.NewRat(1, 1), OrLower, 11, 11},
		{0, 50, big.NewRat(1, 1), Exact, 10, 10},
		{0, 19, big.NewRat(5, 1), OrHigher, 48, 48},
		{0, 20, big.NewRat(5, 1), OrHigher, 49, 49},
		{0, 50, big.NewRat(5, 1), Exact, 50, 50},
		{1, 12, big.NewRat(19, 100), OrLower, 2, 1},
		{1, 12, big.NewRat(2, 10), Exact, 2, 1},
		{1, 12, big.NewRat(381, 100), OrHigher, 38, 37},
		{2, 12, big.NewRat(124, 100), OrLower, 13, 12},
		{2, 12, big.NewRat(125, 100), Exact, 12, 12},
		{2, 12, big.NewRat(576, 100), OrHigher, 57, 56},
		{2, 12, big.NewRat(575, 100), Exact, 58, 57},
		{2, 20, big.NewRat(112, 100), OrLower, 12, 12},
	} {
		f := figureOf(usual(), scales()[c.scale], scoreOf(scales()[c.scale], c.n, c.mean), tight, false)
		if f.Form != c.form || f.Value != c.value || f.Low != c.low {
			t.Errorf("scale %d, %v of %d people: form %d, %d from %d; want form %d, %d from %d",
				c.scale, c.mean, c.n, f.Form, f.Value, f.Low, c.form, c.value, c.low)
		}
	}
}

func TestPrecisionDecidesTheForm(t *testing.T) {
	t.Parallel()
	for i, s := range scales() {
		p := point(s)
		for _, c := range []struct {
			half float64
			want Form
		}{
			{.35, Exact}, {.3501, Rough}, {.60, Rough}, {.6001, WordsOnly},
		} {
			if got := precisionOf(usual(), c.half*p, s); got != c.want {
				t.Errorf("scale %d, half-width %v points: %d, want %d", i, c.half, got, c.want)
			}
		}
	}
}

func TestFewPeopleGetWords(t *testing.T) {
	t.Parallel()
	s := scales()[0]
	spread := &stats.Spread{SD: .3, DF: 1000}
	for _, c := range []struct {
		n    int64
		want Form
	}{{4, Hidden}, {5, WordsOnly}, {9, WordsOnly}, {10, Exact}} {
		if f := figureOf(usual(), s, scoreOf(s, c.n, big.NewRat(33, 10)), spread, false); f.Form != c.want {
			t.Errorf("%d people: form %d, want %d", c.n, f.Form, c.want)
		}
	}
	// What is told in words is drawn no finer than the words.
	f := figureOf(usual(), s, scoreOf(s, 6, big.NewRat(36, 10)), spread, false)
	if f.Value != 35 || f.Low != 35 || f.High != 40 {
		t.Errorf("3.6 in words is drawn at %d, from %d to %d", f.Value, f.Low, f.High)
	}
	if f := figureOf(usual(), s, scoreOf(s, 30, big.NewRat(3, 1)), nil, false); f.Shown() {
		t.Error("a mean without an interval is shown")
	}
}

func TestMirroredAnswersGiveMirroredFigures(t *testing.T) {
	t.Parallel()
	spread := &stats.Spread{SD: 1, DF: 100}
	for i, s := range scales() {
		for n := int64(10); n <= 40; n += 10 {
			for sum := int64(0); sum <= n*int64(s.Max()-s.Min)*2; sum++ {
				mean := big.NewRat(sum, 2*n)
				mean.Add(mean, big.NewRat(int64(s.Min), 1))
				mirror := new(big.Rat).Sub(big.NewRat(int64(s.Min+s.Max()), 1), mean)
				a := figureOf(usual(), s, scoreOf(s, n, mean), spread, false)
				b := figureOf(usual(), s, scoreOf(s, n, mirror), spread, false)
				both := Tenths(10 * (s.Min + s.Max()))
				if a.Value+b.Value != both || a.Low+b.High != both || a.High+b.Low != both {
					t.Fatalf("scale %d, %v of %d: %d (%d–%d) and %d (%d–%d)", i, mean, n, a.Value, a.Low, a.High, b.Value, b.Low, b.High)
				}
			}
		}
	}
}

func TestWordsOfLevels(t *testing.T) {
	t.Parallel()
	s := scales()[0]
	for _, c := range []struct {
		level     Tenths
		low, high int
	}{
		{10, 0, 0}, {12, 0, 0}, {13, 0, 1}, {17, 0, 1}, {18, 1, 1}, {22, 1, 1}, {23, 1, 2},
		// The pictures: 2.3 and 2.6 lie between rarely and sometimes, 3.8, 3.9 and 4.1 are
		// often, 4.3 lies between often and almost always, 2.9 is sometimes.
		{26, 1, 2}, {29, 2, 2}, {38, 3, 3}, {39, 3, 3}, {41, 3, 3}, {43, 3, 4}, {48, 4, 4}, {50, 4, 4},
		{9, 0, 0}, {51, 4, 4},
	} {
		if w := wordOf(s, c.level); w.Low != c.low || w.High != c.high {
			t.Errorf("%d: between %d and %d, want %d and %d", c.level, w.Low, w.High, c.low, c.high)
		}
	}
	if w := wordOf(scales()[1], 4); w.Low != 0 || w.High != 1 || w.At() != 5 {
		t.Errorf("0.4 on 0–4 lies between %d and %d, at %d", w.Low, w.High, w.At())
	}
}

func TestTwoPeaks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unfavourable, between, favourable int64
		want                              bool
	}{
		{25, 19, 56, true},
		{25, 20, 55, false}, // a fifth between is no valley
		{24, 19, 57, false},
		{56, 19, 25, true},
		{57, 19, 24, false},
		{5, 0, 4, false}, // nine people
		{5, 0, 5, true},
	} {
		if got := twoPeaks(tally.Sides{Unfavourable: c.unfavourable, Between: c.between, Favourable: c.favourable}); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestTheGapIsHalfAPointBeyondTheInterval(t *testing.T) {
	t.Parallel()
	for i, s := range scales() {
		staff := Figure{Form: Exact, People: 20, Low: 20, High: 30}
		half := Tenths(5)
		if i == 2 {
			half = 7 // half a point is 0.625 there: 3.7 is beyond, and 3.6 is not
		}
		for _, c := range []struct {
			own  Tenths
			want Gap
		}{
			{30 + half, More}, {29 + half, Alike}, {20 - half, Less}, {21 - half, Alike}, {25, Alike},
		} {
			if got := gapOf(usual(), c.own, staff, s); got != c.want {
				t.Errorf("scale %d, %d beside 2.0–3.0: %d, want %d", i, c.own, got, c.want)
			}
		}
	}
	if gapOf(usual(), 50, Figure{Form: Exact, People: 4}, scales()[0]) != NoGap || gapOf(usual(), 50, tooFew(), scales()[0]) != NoGap {
		t.Error("there is a gap beside nothing")
	}
}

func TestRatesAreNotRoundedOverALimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answered, invited int64
		want              Percent
		full, some        bool
	}{
		{17, 24, 71, true, true},
		{26, 34, 76, true, true},
		{60, 100, 60, true, true},
		{119, 199, 59, false, true}, // 59.8 %
		{40, 100, 40, false, true},
		{79, 199, 39, false, false}, // 39.7 %
		{299, 300, 99, true, true},
		{5, 4, 100, true, true},
		{0, 10, 0, false, false},
	} {
		got := rateOf(usual(), c.answered, c.invited)
		u := Turnout{Known: true, Invited: int(c.invited), Answered: int(c.answered), Rate: got}
		if got != c.want || u.below(60) == c.full || u.below(40) == c.some {
			t.Errorf("%d of %d: %d %%, full %v, some %v", c.answered, c.invited, got, !u.below(60), !u.below(40))
		}
	}
}

func TestDetailByNumberOfPeople(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]Detail{
		0: NoDetail, 9: NoDetail, 10: Bands, 19: Bands, 20: Steps, 49: Steps, 50: Percents, 5000: Percents,
	} {
		if got := detailFor(n); got != want {
			t.Errorf("%d people: %d, want %d", n, got, want)
		}
	}
}

func TestSharesByDetail(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		counts []int64
		want   string
	}{
		{[]int64{0, 0, 9}, "[]"},
		{[]int64{0, 0, 10}, "[≤10 ≤10 ≥90]"},
		{[]int64{1, 0, 9}, "[≤10 ≤10 ≥90]"},
		{[]int64{2, 1, 7}, "[20 ≤10 70]"},
		{[]int64{2, 2, 15}, "[10 10 80]"},
		{[]int64{0, 2, 17}, "[≤10 10 90]"},
		{[]int64{1, 1, 17}, "[≤10 ≤10 90]"},
		{[]int64{0, 0, 0, 0, 20}, "[≤5 ≤5 ≤5 ≤5 ≥95]"},
		{[]int64{0, 0, 0, 1, 19}, "[≤5 ≤5 ≤5 ≤5 ≥95]"},
		{[]int64{0, 0, 0, 2, 18}, "[≤5 ≤5 ≤5 10 90]"},
		{[]int64{1, 0, 0, 0, 48}, "[≤5 ≤5 ≤5 ≤5 ≥95]"},
		{[]int64{7, 7, 7, 7, 7}, "[20 20 20 20 20]"},
		{[]int64{10, 10, 10, 10, 9}, "[20 20 20 20 20]"},
		{[]int64{50, 0, 0, 0, 0}, "[100 0 0 0 0]"},
		{[]int64{20, 20, 20}, "[34 33 33]"},
		{[]int64{1, 2, 57}, "[2 3 95]"},
	} {
		var n int64
		for _, x := range c.counts {
			n += x
		}
		list := sharesOf(detailFor(n), c.counts)
		shown := []string{}
		drawn := 0
		for _, s := range list {
			shown = append(shown, map[Bound]string{AtValue: "", OrLess: "≤", OrMore: "≥"}[s.Bound]+fmt.Sprint(int(s.Percent)))
			drawn += s.Drawn
		}
		if got := fmt.Sprint(shown); got != c.want || len(list) > 0 && drawn != 100 {
			t.Errorf("%v: %v drawn over %d, want %s", c.counts, got, drawn, c.want)
		}
	}
}

func TestOneAnswerAmongFewDoesNotShow(t *testing.T) {
	t.Parallel()
	for n := int64(10); n < 50; n++ {
		options := 5
		if n < 20 {
			options = 3
		}
		for other := range options - 1 {
			all, but := make([]int64, options), make([]int64, options)
			all[options-1], but[options-1], but[other] = n, n-1, 1
			a, b := sharesOf(detailFor(n), all), sharesOf(detailFor(n), but)
			if fmt.Sprint(a) != fmt.Sprint(b) {
				t.Errorf("%d people: %v if all say the same, %v if one does not", n, a, b)
			}
		}
	}
}

func TestBandsOfScales(t *testing.T) {
	t.Parallel()
	for options, want := range map[int]string{
		2:  "[{0 0} {1 1}]",
		3:  "[{0 0} {1 1} {2 2}]",
		4:  "[{0 1} {2 3}]",
		5:  "[{0 1} {2 2} {3 4}]",
		6:  "[{0 2} {3 5}]",
		7:  "[{0 2} {3 3} {4 6}]",
		11: "[{0 4} {5 5} {6 10}]",
	} {
		if got := fmt.Sprint(bandsOf(options)); got != want {
			t.Errorf("%d options: %s, want %s", options, got, want)
		}
	}
}

func TestARoundKeepsItsOwnLimits(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	for _, c := range []struct {
		name              string
		gates             round.Gates
		invited, answered int
		page              Page
		careful           bool
		form              Form // of the first aspect
	}{
		{"those that hold everywhere", round.Gates{}, 30, 20, Full, false, Exact},
		{"more people for a mean", round.Gates{Means: 21}, 30, 20, Guide, false, Hidden},
		{"just enough of them", round.Gates{Means: 20}, 30, 20, Full, false, Exact},
		{"a higher rate", round.Gates{RateFull: 70}, 30, 20, Full, true, Exact},
		{"a higher rate for anything", round.Gates{RateFull: 70, RateSome: 67}, 30, 20, Guide, false, Hidden},
		{"a finer interval for digits", round.Gates{RoughDecimal: 20}, 30, 20, Full, false, WordsOnly},
		{"looser ones are not taken", round.Gates{Means: 1, Single: 1, RateFull: 1}, 30, 20, Full, false, Exact},
	} {
		list := append(plain(in), asked{id: 50, invited: c.invited, people: some(in, 9, c.answered, 2.5)})
		r := roundOf(in, list...)
		r.Settings.Gates = c.gates
		u := closedAs(t, r, list...).unit(t, 50, nil)
		if u.Page != c.page || (len(u.Caution) > 0) != c.careful {
			t.Errorf("%s: page %d, caution %v", c.name, u.Page, u.Caution)
		}
		if u.Page == Full && u.Sections[0].Row.Figure.Form != c.form {
			t.Errorf("%s: form %d", c.name, u.Sections[0].Row.Figure.Form)
		}
	}
	// Where more are needed for single items, neither they nor agreement are told.
	list := append(plain(in), asked{id: 50, invited: 30, people: some(in, 9, 20, 2.5)})
	r := roundOf(in, list...)
	r.Settings.Gates = round.Gates{Single: 21}
	for _, s := range closedAs(t, r, list...).unit(t, 50, nil).Sections {
		for _, f := range s.Facets {
			if !f.Figure.Digits() || f.Accord != NoAccord || f.Items != nil {
				t.Errorf("%s of 20 where 21 are needed for items: %+v", f.ID, f)
			}
		}
	}
}
