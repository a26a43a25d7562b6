package profile

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/round"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// changes is gate T: each unit that has a full profile is held against the latest
// earlier round, long enough ago, in which it had one.
func (d *deciding) changes(ctx context.Context) error {
	pending := map[int64]int{} // from the unit to its cell
	for i, page := range d.pages {
		if page == Full {
			pending[d.cells[i].Unit()] = i
		}
	}
	for k := len(d.history.Rounds) - 1; k >= 0; k-- {
		past := d.history.Rounds[k]
		if !askedBoth(past.round, d.round) {
			continue
		}
		if len(d.whole.Earlier) < mostEarlier {
			d.whole.Earlier = append(d.whole.Earlier, past.round.ID)
		}
		if len(pending) == 0 {
			continue
		}
		units := slices.Sorted(maps.Keys(pending))
		if d.tooSoon(past.round) {
			for _, unit := range units {
				if past.round.Unit(unit) != nil {
					d.without(pending[unit], past, TooSoon)
				}
			}
			continue
		}
		cells, err := d.history.Cells(ctx, past, units)
		if err != nil {
			return fmt.Errorf("look back to round %d: %w", past.round.ID, err)
		}
		for _, unit := range units {
			c := cells[unit]
			if c == nil {
				continue
			}
			if past.judge(c, past.turnout(c)).page != Full {
				d.without(pending[unit], past, FewThen)
				continue
			}
			d.since(pending[unit], past, c)
			delete(pending, unit)
		}
	}
	slices.Reverse(d.whole.Earlier)
	return nil
}

// tooSoon reports that an earlier round is too near to be looked back to.
func (d *deciding) tooSoon(then *round.Round) bool {
	return d.round.ClosesAt.Sub(then.ClosesAt) < time.Duration(d.gates.ChangeDays)*24*time.Hour
}

// without writes down why nothing is judged of a unit, unless a later round had a
// reason already.
func (d *deciding) without(cell int, past *Reader, why Change) {
	if u := &d.whole.Units[cell]; u.Since == 0 {
		u.Since = past.round.ID
		u.Change = strings.Repeat(string('0'+rune(why)), len(d.shape.Sets()))
	}
}

// since judges the changes of one unit since an earlier round. The facets are one
// family of findings, and the aspects another (Benjamini & Hochberg 1995).
func (d *deciding) since(cell int, past *Reader, then *privacy.Cell) {
	now := d.cells[cell]
	u := &d.whole.Units[cell]
	u.Since, u.Change, u.Noticeable = 0, "", nil
	switch {
	case d.notTheSame(now, then, past.round):
		d.without(cell, past, NotTheSame)
		return
	case rateFell(d.gates, past.turnout(then), d.turnout(now)):
		d.without(cell, past, RateFell)
		return
	}
	u.Since = past.round.ID
	u.Noticeable = make([]int, len(d.shape.Sets()))
	change := make([]byte, len(d.shape.Sets()))
	for i := range change {
		change[i] = '0' + byte(NoEarlier)
	}
	for _, level := range []tally.Level{tally.Facet, tally.Aspect} {
		var family []int
		var diffs []*big.Rat
		var p []float64
		for set, s := range d.shape.Sets() {
			if s.Level != level {
				continue
			}
			f, why := d.difference(set, now, past, then)
			change[set] = '0' + byte(why)
			if why.Told() {
				family, diffs, p = append(family, set), append(diffs, f.exact), append(p, f.p)
				u.Noticeable[set] = f.noticeable
			}
		}
		adjusted, _ := stats.BenjaminiHochberg(p)
		for i, set := range family {
			change[set] = '0' + byte(changeOf(d.gates, d.shape.Sets()[set].Scale, diffs[i], adjusted[i]))
		}
	}
	u.Change = string(change)
}

// difference is a change before it is judged.
type difference struct {
	exact      *big.Rat
	p          float64
	noticeable int // in tenths
}

// difference compares a set of now with what it was then. NoChange stands for one
// that can be judged.
func (d *deciding) difference(set int, now *privacy.Cell, past *Reader, then *privacy.Cell) (difference, Change) {
	b, ok := d.basis(set, past)
	if !ok {
		return difference{}, OtherItems
	}
	first, ok1 := then.Kept().Score(b.then)
	second, ok2 := now.Kept().Score(b.now)
	least := int64(d.gates.ChangePeople)
	switch {
	case !ok1 || first.People < least:
		return difference{}, FewThen
	case !ok2 || second.People < least:
		return difference{}, FewNow
	}
	scale := d.shape.Sets()[set].Scale
	spread, ok := spreadOfBoth(past.whole.Sets[b.then].Spread, d.whole.Sets[b.now].Spread)
	if !ok {
		return difference{}, NoEarlier
	}
	exact := new(big.Rat).Sub(toldMean(scale, second), toldMean(scale, first))
	noticeable, ok := stats.SmallestNoticeable(int(first.People), int(second.People), spread)
	if !ok {
		return difference{}, NoEarlier
	}
	f := difference{exact: exact, p: 1, noticeable: int(widthOf(noticeable))}
	if c, ok := stats.Change(toldMoments(scale, first), toldMoments(scale, second), spread, confidence); ok {
		f.p = c.P
	}
	return f, NoChange
}

// widthOf rounds a width to tenths, and never to none.
func widthOf(x float64) Tenths { return max(1, tenthsOf(x, 0, 0)) }

// spreadOfBoth pools the spread within units of two rounds. Each is already held at
// its least where its units were too few.
func spreadOfBoth(a, b *stats.Spread) (stats.Spread, bool) {
	if a == nil || b == nil {
		return stats.Spread{}, false
	}
	return stats.BothSpreads(*a, *b)
}

// basis is what two rounds are compared on: the sets of each that hold the same
// items.
type basis struct{ now, then int }

// basis finds the items that both rounds asked: all of a facet's, or those of its
// short form, which are counted apart in a long one.
func (rd *Reader) basis(set int, past *Reader) (basis, bool) {
	p := rd.shape.Sets()[set]
	for _, now := range []tally.Level{p.Level, tally.ShortFacet} {
		for _, then := range []tally.Level{p.Level, tally.ShortFacet} {
			if p.Level == tally.Aspect && (now != p.Level || then != p.Level) {
				continue
			}
			b := basis{rd.shape.Find(now, p.ID), past.shape.Find(then, p.ID)}
			if b.now >= 0 && b.then >= 0 && slices.Equal(rd.asked(b.now), past.asked(b.then)) {
				return b, true
			}
		}
	}
	return basis{}, false
}

// asked lists the items of a set in the order of their IDs, with how they are
// answered.
func (rd *Reader) asked(set int) []string {
	p := rd.shape.Sets()[set]
	list := make([]string, 0, len(p.Items)+1)
	for _, pos := range p.Items {
		it := rd.round.Instrument.Items()[pos]
		list = append(list, fmt.Sprint(it.ID, " ", it.Reverse))
	}
	slices.Sort(list)
	return append(list, fmt.Sprint(p.Scale.Min, " to ", p.Scale.Max()))
}

// notTheSame reports that a unit cannot be held against what it was: it has been
// marked so, it stands elsewhere or is something else, or other units make it up.
func (d *deciding) notTheSame(now, then *privacy.Cell, past *round.Round) bool {
	if at, ok := d.history.Changed[now.Unit()]; ok && at.After(past.ClosesAt) && !at.After(d.round.ClosesAt) {
		return true
	}
	a, b := past.Unit(now.Unit()), d.round.Unit(now.Unit())
	if now.Total() || then.Total() || a == nil || b == nil {
		return !slices.Equal(parts(past, now.Unit()), parts(d.round, now.Unit()))
	}
	return a.Kind != b.Kind || parent(a.Path) != parent(b.Path)
}

// parts are the asked units that are at or below a unit.
func parts(r *round.Round, unit int64) []int64 {
	in := "/" + fmt.Sprint(unit) + "/"
	var list []int64
	for i := range r.Units {
		if u := &r.Units[i]; u.UnitID == unit || strings.Contains(u.Path, in) {
			list = append(list, u.UnitID)
		}
	}
	slices.Sort(list)
	return list
}

// parent is the path above a unit's own, without what lies further up.
func parent(path string) string {
	ids := strings.Split(strings.Trim(path, "/"), "/")
	if len(ids) < 2 {
		return ""
	}
	return ids[len(ids)-2]
}

// toldMean is the mean of a cell as far as it may be told: at the limit where it
// lies beyond it (gate E), so that no word tells a unanimous answer from one that
// is almost so.
func toldMean(s *instrument.Scale, sc tally.Score) *big.Rat {
	mean := exactMean(sc, s.Min)
	if end := endOf(mean, s, sc.People); end != Exact {
		return big.NewRat(int64(endValue(s, end, sc.People)), 10)
	}
	return mean
}

// toldMoments is as much of a cell as a comparison of means is made with.
func toldMoments(s *instrument.Scale, sc tally.Score) stats.Moments {
	mean, _ := toldMean(s, sc).Float64()
	return stats.Moments{N: int(sc.People), Mean: mean}
}
