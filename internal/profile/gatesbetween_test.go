package profile

import (
	"math/big"
	"testing"

	"pejl/internal/round"
	"pejl/internal/stats"
)

func TestSoundnessByAlphaAndPeople(t *testing.T) {
	t.Parallel()
	strict := round.Gates{Alpha: 80, AlphaPeople: 200}.Stricter(round.Gates{})
	for _, c := range []struct {
		gates  round.Gates
		alpha  int // in thousandths
		people int64
		want   Soundness
	}{
		{usual(), 700, 100, Sound},
		{usual(), 699, 100, Careful},
		{usual(), 700, 99, Pilot},
		{usual(), 600, 100, Careful},
		{usual(), 599, 5000, Pilot},
		{usual(), -200, 5000, Pilot},
		{usual(), 1000, 100, Sound},
		{strict, 799, 200, Careful},
		{strict, 800, 200, Sound},
		{strict, 800, 199, Pilot},
	} {
		if got := soundnessOf(c.gates, &c.alpha, c.people); got != c.want {
			t.Errorf("alpha %d of %d people: %d, want %d", c.alpha, c.people, got, c.want)
		}
	}
	if soundnessOf(usual(), nil, 5000) != Pilot {
		t.Error("a facet of one item is sound")
	}
}

func TestStandingByReliabilityAndProbability(t *testing.T) {
	t.Parallel()
	for p, want := range map[float64]bool{0: true, .05: true, .0501: false, .5: false, 1: false} {
		if apartOf(usual(), p) != want {
			t.Errorf("p = %v: %v", p, !want)
		}
	}
	const z = 1.6448536269514722 // Φ(z) = .95
	strict := round.Gates{Clear: 99, Reliability: 70}.Stricter(round.Gates{})
	for _, scale := range scales() { // the same distance in parts of any scale
		step := float64(scale.Max()-scale.Min) / 40
		middle := float64(scale.Min) + 17*step
		for _, c := range []struct {
			gates    round.Gates
			lambda   float64
			standard float64 // how many standard deviations over the middle
			want     Standing
		}{
			{usual(), .5, z + 1e-6, ClearlyAbove},
			{usual(), .5, z - 1e-6, NoDifference},
			{usual(), .5, -z - 1e-6, ClearlyBelow},
			{usual(), .5, -z + 1e-6, NoDifference},
			{usual(), .5, 0, NoDifference},
			{usual(), .4999, 9, FewAnswers},
			{usual(), .9, 9, ClearlyAbove},
			{strict, .69, 9, FewAnswers},
			{strict, .7, 2.3, NoDifference},
			{strict, .7, 2.4, ClearlyAbove},
		} {
			s := stats.Shrunken{Mean: middle + c.standard*step, SD: step, ComparativeSD: step, Reliability: c.lambda}
			if got := standingOf(c.gates, s, middle); got != c.want {
				t.Errorf("scale from %d, λ %v, %v standard deviations over: %d, want %d", scale.Min, c.lambda, c.standard, got, c.want)
			}
		}
	}
	if standingOf(usual(), stats.Shrunken{Reliability: .8}, 3) != NoDifference {
		t.Error("a unit without a spread stands apart")
	}
}

func TestChangeBySizeAndChance(t *testing.T) {
	t.Parallel()
	strict := round.Gates{ChangeLeast: 50, ChangeFalse: 5}.Stricter(round.Gates{})
	for i, scale := range scales() {
		// A fifth of a point: 0.2 on scales of five options, 0.25 on one of six.
		fifth := big.NewRat(int64(scale.Max()-scale.Min), 20)
		under := new(big.Rat).Sub(fifth, big.NewRat(1, 1_000_000))
		for _, c := range []struct {
			gates    round.Gates
			diff     *big.Rat
			adjusted float64
			want     Change
		}{
			{usual(), fifth, .10, Higher},
			{usual(), fifth, .1001, NoChange},
			{usual(), under, .0001, NoChange},
			{usual(), new(big.Rat).Neg(fifth), .10, Lower},
			{usual(), new(big.Rat).Neg(under), .0001, NoChange},
			{usual(), new(big.Rat), 0, NoChange},
			{strict, fifth, .01, NoChange},
			{strict, new(big.Rat).Mul(fifth, big.NewRat(5, 2)), .05, Higher},
			{strict, new(big.Rat).Mul(fifth, big.NewRat(5, 2)), .06, NoChange},
		} {
			if got := changeOf(c.gates, scale, c.diff, c.adjusted); got != c.want {
				t.Errorf("scale %d: %v at %v: %d, want %d", i, c.diff, c.adjusted, got, c.want)
			}
		}
	}
}

func TestTheResponseRateMayFallByAQuarter(t *testing.T) {
	t.Parallel()
	turnout := func(answered, invited int) Turnout { return Turnout{Known: true, Invited: invited, Answered: answered} }
	for _, c := range []struct {
		then, now Turnout
		want      bool
	}{
		{turnout(80, 100), turnout(55, 100), false},
		{turnout(80, 100), turnout(54, 100), true},
		{turnout(16, 20), turnout(22, 40), false},
		{turnout(16, 20), turnout(21, 40), true},
		{turnout(50, 100), turnout(90, 100), false},
		{turnout(120, 100), turnout(75, 100), false}, // more answers than people are everybody
		{turnout(120, 100), turnout(74, 100), true},
	} {
		if got := rateFell(usual(), c.then, c.now); got != c.want {
			t.Errorf("%+v, then %+v: %v", c.then, c.now, got)
		}
	}
}
