package profile

import (
	"cmp"
	"slices"

	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/stats"
)

// Practice is one statement over all shown units: how common what it says is. It is
// what stands in for norms.
type Practice struct {
	ItemID  string
	FacetID string
	Text    instrument.Text
	Facet   instrument.Text
	Scale   *instrument.Scale
	Reverse bool
	Value   Tenths // the mean, keyed: high where the practice is common
	Word    Word
	Units   int // shown units in which single statements are told
	People  int
	Reach   Reach
}

// Reach says whether a practice is alike everywhere.
type Reach uint8

// The reaches.
const (
	Varies           Reach = iota
	CommonEverywhere       // favourable in nearly every unit
	RareEverywhere         // unfavourable in nearly every unit
)

// everywhere is in how many units of a hundred a practice must be alike.
const everywhere = 90

// Label is the reach as it stands in a table.
func (r Reach) Label() Sentence {
	switch r {
	case CommonEverywhere:
		return say("profile.practice.common")
	case RareEverywhere:
		return say("profile.practice.rare")
	default:
		return say("profile.practice.varies")
	}
}

// practices orders the statements from the most common to the rarest, over the
// compared units among the cells. There are none where the statements of fewer than
// three units are told.
func (rd *Reader) practices(cells []*privacy.Cell) []Practice {
	type ordered struct {
		Practice
		index float64
	}
	var list []ordered
	for pos, it := range rd.round.Instrument.Items() {
		f := rd.facet[it.Facet]
		scale := rd.round.Instrument.ScaleOf(f)
		all := make([]int64, len(scale.Options))
		p := Practice{
			ItemID: it.ID, FacetID: f.ID, Text: it.Text[rd.round.Perspective], Facet: f.Name, Scale: scale, Reverse: it.Reverse,
		}
		common, rare := 0, 0
		for _, c := range cells {
			if c.Total() || rd.judge(c, rd.turnout(c)).page != Full {
				continue
			}
			counts, ok := c.Kept().Options(pos)
			if !ok {
				continue
			}
			counts = slices.Clone(counts)
			if it.Reverse {
				slices.Reverse(counts)
			}
			var n, sum int64
			for x, k := range counts {
				all[x] += k
				n += k
				sum += k * int64(x)
			}
			p.Units++
			p.People += int(n)
			span := int64(len(scale.Options) - 1)
			switch {
			case 5*sum >= 3*span*n:
				common++
			case 5*sum <= 2*span*n:
				rare++
			}
		}
		m, ok := stats.CountMoments(scale.Min, all)
		if !ok || p.Units < fewestUnits {
			continue
		}
		p.Value = tenthsOf(m.Mean, scale.Min, scale.Max())
		p.Word = wordOf(scale, p.Value)
		switch {
		case 100*common >= everywhere*p.Units:
			p.Reach = CommonEverywhere
		case 100*rare >= everywhere*p.Units:
			p.Reach = RareEverywhere
		}
		index, _ := stats.Index(p.Value.Float(), float64(scale.Min), float64(scale.Max()))
		list = append(list, ordered{p, index})
	}
	slices.SortStableFunc(list, func(a, b ordered) int { return cmp.Compare(b.index, a.index) })
	out := make([]Practice, len(list))
	for i, o := range list {
		out[i] = o.Practice
	}
	return out
}
