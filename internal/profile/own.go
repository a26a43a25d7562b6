package profile

import (
	"math/big"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// Own is a leader's own answer beside that of staff.
type Own struct {
	Value Tenths
	Word  Word
	Gap   Gap
	Says  Sentence // of the gap, to the leader
}

// unkeyed stands for an answer outside the scale.
const unkeyed = -1

// keyed turns a leader's answers into keyed values above the scale's minimum.
func (rd *Reader) keyed(own instrument.Answers) []int {
	in := rd.round.Instrument
	list := make([]int, len(in.Items()))
	for i, it := range in.Items() {
		list[i] = unkeyed
		last := len(in.ScaleOf(rd.facet[it.Facet]).Options) - 1
		if i >= len(own) || int(own[i]) > last {
			continue
		}
		list[i] = int(own[i])
		if it.Reverse {
			list[i] = last - list[i]
		}
	}
	return list
}

// ownOf scores a leader's answers by the rule that holds for everybody, and sets the
// score beside the figure of staff. It is nil where too few items are answered.
func ownOf(g round.Gates, set tally.Set, keyed []int, staff Figure) *Own {
	var m, total int64
	for _, pos := range set.Items {
		if keyed[pos] != unkeyed {
			m++
			total += int64(keyed[pos])
		}
	}
	if m == 0 || m < int64(set.Need()) {
		return nil
	}
	x := big.NewRat(total, m)
	x.Add(x, big.NewRat(int64(set.Scale.Min), 1))
	o := &Own{Value: roundTenths(x, set.Scale.Min, set.Scale.Max())}
	o.Word = wordOf(set.Scale, o.Value)
	o.Gap = gapOf(g, o.Value, staff, set.Scale)
	o.Says = o.Gap.Sentence(set.Scale)
	return o
}
