package profile

import (
	"pejl/internal/privacy"
)

// Beside is how a unit stands beside the others, on the page of its own leader: one
// of three words, and nothing that names another unit.
type Beside struct {
	Standing Standing
	Says     Sentence
}

// beside is the comparison of one row, nil where there is none to speak of.
func (rd *Reader) beside(c *privacy.Cell, set int) *Beside {
	s := rd.unit[c.Unit()].standing(set)
	if s.Compared() || s == FewAnswers || s == NotApart || s == NotSound {
		return &Beside{Standing: s, Says: rd.standingSentence(s, set)}
	}
	return nil
}

// standingSentence says where a unit stands, or why it stands nowhere.
func (rd *Reader) standingSentence(s Standing, set int) Sentence {
	p := &rd.whole.Sets[set]
	units := 0
	if p.Between != nil {
		units = p.Between.Model.Units
	}
	switch s {
	case NoDifference:
		return say("profile.standing.none", "n", units)
	case ClearlyAbove:
		return say("profile.standing.above", "n", units)
	case ClearlyBelow:
		return say("profile.standing.below", "n", units)
	case FewAnswers:
		return say("profile.standing.few")
	case NotApart:
		return say("profile.standing.not_apart")
	case NotSound:
		return p.Measured.Sentence(rd.gates)
	case FewUnits:
		return say("profile.standing.few_units")
	case AnotherKind:
		return say("profile.standing.another_kind")
	case NothingShown:
		return say("profile.few")
	case NotDecided:
	}
	return say("profile.standing.not_decided")
}

// Label is the standing as it stands in a table: one of three words, or none.
func (s Standing) Label() Sentence {
	switch s {
	case NoDifference:
		return say("profile.standing.none.label")
	case ClearlyAbove:
		return say("profile.standing.above.label")
	case ClearlyBelow:
		return say("profile.standing.below.label")
	default:
		return Sentence{}
	}
}

// Place is a unit on one panel of a comparison. Low and High are the bar that may be
// held against another's by eye; Shrunken is the mean drawn towards that of all
// units, the more the fewer answered. All three are there only where the unit is
// compared; told in words, they lie where their words do.
type Place struct {
	Standing  Standing
	Says      Sentence // the standing, or why there is none
	Low, High Tenths
	Shrunken  Tenths
}

// MiddleBand is the middle half of the compared units of one kind.
type MiddleBand struct {
	Kind      string // of the units
	Units     int
	Low, High Tenths
}

// place is a cell on a panel, with its figure.
func (rd *Reader) place(c *privacy.Cell, set int, f Figure) Place {
	s := rd.unit[c.Unit()].standing(set)
	p := Place{Standing: s, Says: rd.standingSentence(s, set)}
	between := rd.whole.Sets[set].Between
	sc, ok := c.Kept().Score(set)
	if !s.Compared() || between == nil || !ok || !f.Shown() {
		return p
	}
	scale := rd.shape.Sets()[set].Scale
	m := toldMoments(scale, sc)
	se, ok1 := rd.standardError(c, set)
	shrunken, ok2 := between.Model.Shrink(m)
	if !ok1 || !ok2 {
		return p
	}
	at := func(x float64) Tenths {
		t := min(max(tenthsOf(x, scale.Min, scale.Max()), Tenths(10*scale.Min)), Tenths(10*scale.Max()))
		if f.Form == WordsOnly {
			return wordOf(scale, t).At()
		}
		return t
	}
	p.Low, p.High = at(m.Mean-between.Bars*se), at(m.Mean+between.Bars*se)
	p.Shrunken = at(shrunken.Mean)
	return p
}

// panel completes the panel of a set: whether units are compared on it, with whom,
// and what is the middle.
func (rd *Reader) panel(p *Panel, set int) {
	w := &rd.whole.Sets[set]
	p.Caution = w.Measured.Sentence(rd.gates)
	switch between := w.Between; {
	case w.Measured == nil:
		p.Why = say("profile.standing.not_decided")
	case w.Measured.Soundness == Pilot:
		p.Why = p.Caution
	case w.Units < fewestUnits:
		p.Why = say("profile.standing.few_units")
	case between == nil || between.Model.Tau2 <= 0 || !apartOf(rd.gates, between.Model.P):
		p.Why = say("profile.standing.not_apart")
	}
	if !p.Why.None() {
		return
	}
	p.Compares = true
	middle := tenthsOf(w.Between.Middle, p.Scale.Min, p.Scale.Max())
	p.Middle = &middle
	for _, b := range w.Between.Bands {
		p.Bands = append(p.Bands, MiddleBand{
			Kind: b.Kind, Units: b.Units,
			Low: tenthsOf(b.Low, p.Scale.Min, p.Scale.Max()), High: tenthsOf(b.High, p.Scale.Min, p.Scale.Max()),
		})
	}
}

// count counts how the units of a comparison stand on each panel.
func (c *Comparison) count() {
	for i := range c.Panels {
		p := &c.Panels[i]
		for _, u := range c.Units {
			if i >= len(u.Places) {
				continue
			}
			switch u.Places[i].Standing {
			case ClearlyAbove:
				p.Above++
			case ClearlyBelow:
				p.Below++
			case NoDifference:
				p.Same++
			default:
			}
		}
	}
}

// read says how the words of a comparison are to be read.
func (c *Comparison) read() {
	compared, clear, panels := 0, 0, 0
	for _, u := range c.Units {
		in := false
		for _, p := range u.Places {
			in = in || p.Standing.Compared()
			if p.Standing == ClearlyAbove || p.Standing == ClearlyBelow {
				clear++
			}
		}
		if in {
			compared++
		}
	}
	for _, p := range c.Panels {
		if p.Compares {
			panels++
		}
	}
	if compared == 0 {
		c.Reading = []Sentence{say("profile.comparison.none")}
		return
	}
	c.ByEye = []Sentence{say("profile.comparison.by_eye"), say("profile.comparison.shrunken")}
	c.Reading = []Sentence{say("profile.comparison.compared", "n", compared, "all", len(c.Units))}
	if panels < len(c.Panels) {
		c.Reading = append(c.Reading, say("profile.comparison.panels", "n", panels, "all", len(c.Panels)))
	}
	if clear == 0 {
		c.Reading = append(c.Reading, say("profile.comparison.no_clear"))
		return
	}
	c.Reading = append(c.Reading, say("profile.comparison.chance"))
}
