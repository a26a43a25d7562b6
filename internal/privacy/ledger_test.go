package privacy_test

import (
	"testing"

	"pgregory.net/rapid"

	"pejl/internal/privacy"
	"pejl/internal/privacy/privacytest"
)

// TestLedgerRefusesWhatGivesAway goes through the ways in which cells give each
// other away, at K = 5, over blocks of 5, 4, 1, 5, 9 and 0 people.
func TestLedgerRefusesWhatGivesAway(t *testing.T) {
	t.Parallel()
	counts := []int64{5, 4, 1, 5, 9, 0}
	type offer struct {
		cell []int
		want bool
	}
	for name, offers := range map[string][]offer{
		"under K":                     {{[]int{1}, false}, {[]int{1, 2}, true}},
		"nobody":                      {{[]int{}, false}, {[]int{5}, false}},
		"exactly K":                   {{[]int{0}, true}},
		"group minus part":            {{[]int{0, 1}, true}, {[]int{0}, false}},
		"part first, then the group":  {{[]int{0}, true}, {[]int{0, 1}, false}, {[]int{0, 1, 2}, true}},
		"overlap under K":             {{[]int{1, 2, 3}, true}, {[]int{2, 4}, false}},
		"overlap of K and rest of K":  {{[]int{0, 3}, true}, {[]int{3, 4}, true}},
		"the same again":              {{[]int{0, 1}, true}, {[]int{0, 1}, true}, {[]int{0, 1, 5}, true}},
		"an empty block is no matter": {{[]int{0, 5}, true}, {[]int{0}, true}},
		"the rest would be 1":         {{[]int{0, 1, 2, 3, 4}, true}, {[]int{0, 1, 3, 4}, false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := privacy.NewLedger(5, counts)
			for _, o := range offers {
				if got := l.Offer(o.cell); got != o.want {
					t.Errorf("%v: %v, want %v", o.cell, got, o.want)
				}
			}
		})
	}
}

// hostile draws blocks of people and cells over them that overlap in any way.
func hostile(t *rapid.T) (counts []int64, cells [][]int) {
	counts = rapid.SliceOfN(rapid.Int64Range(0, 12), 1, 10).Draw(t, "people")
	cell := rapid.Custom(func(t *rapid.T) []int {
		var c []int
		for b := range counts {
			if rapid.Bool().Draw(t, "in") {
				c = append(c, b)
			}
		}
		return c
	})
	return counts, rapid.SliceOfN(cell, 1, 14).Draw(t, "cells")
}

func TestNothingCanBeWorkedOutOfALedger(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		counts, offered := hostile(t)
		k := rapid.Int64Range(2, 10).Draw(t, "k")
		l := privacy.NewLedger(k, counts)
		var shown [][]int
		for _, c := range offered {
			if l.Offer(c) {
				shown = append(shown, c)
			}
		}
		if finds := privacytest.Attack(shown, counts, k); len(finds) > 0 {
			t.Errorf("from cells %v over %v: %v", shown, counts, finds)
		}
		for _, n := range l.Atoms() {
			if n != 0 && n < k {
				t.Errorf("an atom holds %d", n)
			}
		}
	})
}

// TestAThresholdGivesAway shows that the attack is one: the same cells, each shown
// if it is large enough by itself, give small groups away, in plain cases and in many
// of the drawn ones.
func TestAThresholdGivesAway(t *testing.T) {
	t.Parallel()
	counts := []int64{20, 30, 3}
	finds := privacytest.Attack([][]int{{0, 1, 2}, {0}, {1}}, counts, 5)
	if len(finds) != 1 || finds[0].People != 3 || finds[0].Blocks[0] != 2 {
		t.Fatalf("municipality minus schools: %v", finds)
	}
	// Three overlapping groups: a+b, b+c and c+a give each of the three away.
	if finds = privacytest.Attack([][]int{{0, 1}, {1, 2}, {2, 0}}, []int64{4, 4, 4}, 5); len(finds) != 3 {
		t.Errorf("three overlapping groups: %v", finds)
	}
	given, drawn := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		counts, offered := hostile(t)
		var shown [][]int
		for _, c := range offered {
			var n int64
			for _, b := range c {
				n += counts[b]
			}
			if n >= 5 {
				shown = append(shown, c)
			}
		}
		drawn++
		if len(privacytest.Attack(shown, counts, 5)) > 0 {
			given++
		}
	})
	if given*20 < drawn {
		t.Errorf("a threshold gave something away in %d of %d cases only: is the attack one?", given, drawn)
	}
}
