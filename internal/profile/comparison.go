package profile

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/tally"
)

// Named is a cell to be compared, under the name readers know it by.
type Named struct {
	Name string
	Cell *privacy.Cell
}

// Order is the order in which units stand beside each other. There is none by score.
type Order uint8

// The orders.
const (
	Alphabetical Order = iota // as a Danish reader looks names up: æ, ø and å last
	AsGiven
)

// Comparison is several units side by side, never a ranking.
type Comparison struct {
	Panels  []Panel
	Units   []Compared
	Shown   int        // units that have at least one figure
	Caption []Sentence // what stands under the charts
	// ByEye says how the bars of Place are to be read, and its shrunken means. Reading
	// says how the words are: how many units they are about, and what chance does.
	ByEye   []Sentence
	Reading []Sentence
	// Practices are the statements from the most common to the rarest, over all units
	// that are shown.
	Practices []Practice
}

// Panel is one facet or aspect on which the units are compared.
type Panel struct {
	Level tally.Level
	ID    string
	Name  instrument.Text
	Scale *instrument.Scale
	// Aspect is the ID of the aspect it is, or belongs to; it may be empty.
	Aspect string

	Compares bool         // whether units are compared here
	Why      Sentence     // why they are not; else none
	Caution  Sentence     // where it is measured less than soundly; else none
	Middle   *Tenths      // the median of all units, which a word is about
	Bands    []MiddleBand // the middle half, for each kind of unit that there are enough of
	// How many of the units of the comparison stand where.
	Below, Same, Above int
}

// Compared is one unit of a comparison.
type Compared struct {
	UnitID  int64
	Name    string
	Turnout Turnout
	Careful bool     // under 60 % answered
	Why     Sentence // why nothing can be shown of it; else none
	Figures []Figure // one for each panel; none where nothing can be shown
	Places  []Place  // where it stands, one for each figure
}

// Compare sets units side by side on every facet or every aspect.
func (rd *Reader) Compare(list []Named, level tally.Level, order Order) *Comparison {
	c := &Comparison{}
	var sets []int
	var cells []*privacy.Cell
	for i, p := range rd.shape.Sets() {
		if p.Level != level {
			continue
		}
		sets = append(sets, i)
		panel := Panel{Level: level, ID: p.ID, Name: rd.name(p), Scale: p.Scale, Aspect: rd.aspect(p)}
		rd.panel(&panel, i)
		c.Panels = append(c.Panels, panel)
	}
	for _, n := range inOrder(list, order) {
		u := Compared{UnitID: n.Cell.Unit(), Name: n.Name, Turnout: rd.turnout(n.Cell)}
		v := rd.judge(n.Cell, u.Turnout)
		if u.Why = v.why; v.page != Guide {
			u.Careful = u.Turnout.below(rd.gates.RateFull)
			shown := false
			for _, set := range sets {
				f := rd.figure(n.Cell, set, v.page == Calm)
				shown = shown || f.Shown()
				u.Figures = append(u.Figures, f)
				u.Places = append(u.Places, rd.place(n.Cell, set, f))
			}
			if shown {
				c.Shown++
			}
		}
		c.Units = append(c.Units, u)
		cells = append(cells, n.Cell)
	}
	c.count()
	c.Practices = rd.practices(cells)
	c.Caption = []Sentence{
		say("profile.comparison.bars"),
		say("profile.comparison.shown", "n", c.Shown, "all", len(c.Units)),
	}
	if order == Alphabetical {
		c.Caption = append([]Sentence{say("profile.comparison.alphabetical")}, c.Caption...)
	} else {
		c.Caption = append([]Sentence{say("profile.comparison.own_order")}, c.Caption...)
	}
	c.read()
	return c
}

// name is what a set is called in the instrument.
func (rd *Reader) name(p tally.Set) instrument.Text {
	if p.Level != tally.Aspect {
		return rd.facet[p.ID].Name
	}
	for i := range rd.round.Instrument.Aspects {
		if a := &rd.round.Instrument.Aspects[i]; a.ID == p.ID {
			return a.Name
		}
	}
	return nil
}

// aspect is the ID of the aspect that a set is, or belongs to.
func (rd *Reader) aspect(p tally.Set) string {
	if p.Level == tally.Aspect {
		return p.ID
	}
	return rd.facet[p.ID].Aspect
}

func inOrder(list []Named, order Order) []Named {
	if order == AsGiven {
		return list
	}
	sorted := slices.Clone(list)
	c := collate.New(language.Danish)
	slices.SortStableFunc(sorted, func(a, b Named) int { return c.CompareString(a.Name, b.Name) })
	return sorted
}
