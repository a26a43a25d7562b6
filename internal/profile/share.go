package profile

import (
	"cmp"
	"slices"
)

// Bound says whether a share is told as itself or as a limit.
type Bound uint8

// The bounds.
const (
	AtValue Bound = iota
	OrLess
	OrMore
)

// Share is a part of the people, as every output shows it. Drawn is how long its
// bar is, in per cent: bars of the same sentences are equally long.
type Share struct {
	Percent Percent
	Bound   Bound
	Drawn   int
}

// Sentence is the share in words.
func (s Share) Sentence() Sentence {
	switch s.Bound {
	case OrLess:
		return say("profile.share.or_less", "share", s.Percent)
	case OrMore:
		return say("profile.share.or_more", "share", s.Percent)
	default:
		return say("profile.share.exact", "share", s.Percent)
	}
}

// Detail says how finely the answers to an item may be told.
type Detail uint8

// The details of gate D.
const (
	NoDetail Detail = iota
	Bands           // three bands, in steps of ten per cent
	Steps           // every option, in steps of five per cent
	Percents        // every option, in whole per cent
)

// detailFor is gate D for items.
func detailFor(people int64) Detail {
	switch {
	case people < fewestSingle:
		return NoDetail
	case people < bandsUnder:
		return Bands
	case people < stepsUnder:
		return Steps
	}
	return Percents
}

// step is how many per cent a share moves at a time.
func (d Detail) step() int64 {
	switch d {
	case Bands:
		return 10
	case Steps:
		return 5
	default:
		return 1
	}
}

// sharesOf tells counts as shares that add up to a hundred, by the largest remainder.
// In bands the rounding of each share is its own: nobody or one person is "10 % or
// less", all or all but one "90 % or more".
func sharesOf(d Detail, counts []int64) []Share {
	var n int64
	for _, c := range counts {
		n += c
	}
	if n == 0 || d == NoDetail {
		return nil
	}
	step := d.step()
	rounded := apportion(counts, 100/step)
	list := make([]Share, len(counts))
	for i, c := range counts {
		p := Percent(rounded[i] * step)
		switch {
		case d == Percents:
		case d == Bands && c <= 1, d == Steps && p <= Percent(step):
			p, list[i].Bound = Percent(step), OrLess
		case d == Bands && c >= n-1, d == Steps && p >= Percent(100-step):
			p, list[i].Bound = Percent(100-step), OrMore
		case d == Bands:
			p = min(max(p, Percent(step)), Percent(100-step))
		}
		list[i].Percent = p
	}
	draw(list, step)
	return list
}

// shareOf tells one part of n people, beside which nothing else is told.
func shareOf(part, n int64) (Share, bool) {
	list := sharesOf(detailFor(n), []int64{part, n - part})
	if list == nil {
		return Share{}, false
	}
	s := list[0]
	switch s.Bound {
	case OrLess:
		s.Drawn = int(s.Percent) / 2
	case OrMore:
		s.Drawn = 50 + int(s.Percent)/2
	default:
		s.Drawn = int(s.Percent)
	}
	return s, true
}

// draw gives the bars their lengths: a limit is drawn midway between it and the end,
// and all together fill the hundred.
func draw(list []Share, step int64) {
	weights := make([]int64, len(list))
	for i, s := range list {
		switch w := 2 * int64(s.Percent); s.Bound {
		case OrLess:
			weights[i] = w / 2
		case OrMore:
			weights[i] = w + step
		default:
			weights[i] = w
		}
	}
	for i, n := range apportion(weights, 100) {
		list[i].Drawn = int(n)
	}
}

// apportion divides seats after weights by the largest remainder. Where remainders
// are equal, the larger weight goes first, then the earlier one.
func apportion(weights []int64, seats int64) []int64 {
	var sum int64
	for _, w := range weights {
		sum += w
	}
	out := make([]int64, len(weights))
	if sum == 0 {
		return out
	}
	order := make([]int, len(weights))
	left := seats
	for i, w := range weights {
		order[i] = i
		out[i] = w * seats / sum
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(weights[b]*seats%sum, weights[a]*seats%sum), cmp.Compare(weights[b], weights[a]))
	})
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}
