package stats

// Needed is how many of k items a person must have answered to have a score:
// half of them, rounded up (the rule of the Danish ministry's well-being
// survey).
func Needed(k int) int { return (k + 1) / 2 }

// ScoreMoments gives the moments of the person scores of a facet or aspect of
// k items: the mean of the answered items of everybody who answered at least
// [Needed] of them, each person with weight 1.
func ScoreMoments(k int, totals ...Totals) (Moments, bool) {
	if k < 1 {
		return Moments{}, false
	}
	scored := make([]Totals, 0, len(totals))
	for _, t := range totals {
		if t.Items > k {
			return Moments{}, false
		}
		if t.Items >= Needed(k) {
			scored = append(scored, t)
		}
	}
	return MomentsOf(scored...)
}

// Keyed is an answer in the direction of its facet: min + max − x for a
// reverse item. A code outside the scale, such as "don't know", has no keyed
// value.
func Keyed(x, min, max int, reverse bool) (int, bool) {
	if x < min || x > max {
		return 0, false
	}
	if reverse {
		return min + max - x, true
	}
	return x, true
}

// Index puts a mean on the 0–100 view of its scale.
func Index(mean, min, max float64) (float64, bool) {
	if !finite(mean, min, max) || max <= min {
		return 0, false
	}
	x := 100 * (mean - min) / (max - min)
	return exists(x, finite(x))
}

// A Side says towards which end of the scale an answer lies.
type Side int

// The sides of a scale.
const (
	Unfavourable Side = iota - 1
	Neutral
	Favourable
)

// SideOf places a total over so many items, each from min to max: favourable
// if 5(x − min) ≥ 3(max − min), unfavourable if 5(x − min) ≤ 2(max − min) for
// the mean x = total/items. It is decided in integers, so 3.4 on a scale from
// 1 to 5 is favourable on every machine. One answer is a total over 1 item.
func SideOf(total, items, min, max int) (Side, bool) {
	if items < 1 || max <= min || total < items*min || total > items*max {
		return Neutral, false
	}
	x, span := 5*(total-items*min), items*(max-min)
	switch {
	case x >= 3*span:
		return Favourable, true
	case x <= 2*span:
		return Unfavourable, true
	}
	return Neutral, true
}

// Sides counts the answers on each side from option counts: counts[i] people
// chose option min + i, and the scale ends with the last option.
func Sides(min int, counts []int64) (favourable, neutral, unfavourable int64, ok bool) {
	max := min + len(counts) - 1
	for i, c := range counts {
		side, ok := SideOf(min+i, 1, min, max)
		if !ok || c < 0 {
			return 0, 0, 0, false
		}
		switch side {
		case Favourable:
			favourable += c
		case Unfavourable:
			unfavourable += c
		default:
			neutral += c
		}
	}
	return favourable, neutral, unfavourable, len(counts) > 1
}
