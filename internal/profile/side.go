package profile

import (
	"slices"

	"pejl/internal/instrument"
	"pejl/internal/tally"
)

// Side is a side question and how the answers to it are spread: what people base
// their answers on, say.
type Side struct {
	ID      string // of the question
	Aspect  string // the aspect it was asked about; "" at the end
	Text    instrument.Text
	People  int // who answered it
	Detail  Detail
	Options []SideOption // in the instrument's order
	Says    []Sentence
}

// SideOption is one option. The shares of a question with one answer add up to a
// hundred; those of one with several do not.
type SideOption struct {
	Name  instrument.Text
	Share Share
}

// Wishes is which facets people want to work on first, each beside its figure.
type Wishes struct {
	ID     string
	Text   instrument.Text
	People int // who answered
	Detail Detail
	List   []Wish // in the instrument's order
	Says   []Sentence
}

// Wish is how many chose a facet. Row is the facet on the same page.
type Wish struct {
	Row   *Row
	Share Share
}

// sides puts the side questions where they belong: those about an aspect into its
// section, the others at the end of the page. Only single answers of ten or more are
// told, so that the calm page has none.
func (rd *Reader) sides(u *Unit, k *tally.Kept) {
	asks := rd.round.Instrument.Asks(rd.round.Perspective, rd.round.Settings.Texts, rd.round.Settings.Questions)
	counted := 0
	for i := range asks {
		a := &asks[i]
		if a.Width() == 0 {
			continue
		}
		counts, ok := k.Choices(counted)
		counted++
		if !ok || counts[0] < fewestSingle {
			continue
		}
		section := u.section(a.Aspect)
		if a.Question.FacetOptions {
			w := wishesOf(u, a, counts)
			switch {
			case w == nil:
			case section != nil:
				section.Wishes = w
			default:
				u.Wishes = w
			}
			continue
		}
		s := sideOf(a, counts)
		if section != nil {
			section.Sides = append(section.Sides, s)
		} else {
			u.Sides = append(u.Sides, s)
		}
	}
}

// section finds the section of an aspect; nil for what is asked at the end.
func (u *Unit) section(aspect string) *Section {
	for i := range u.Sections {
		if s := &u.Sections[i]; aspect != "" && s.Aspect != nil && s.Aspect.ID == aspect {
			return s
		}
	}
	return nil
}

func sideOf(a *instrument.Asked, counts []int64) *Side {
	s := &Side{ID: a.Question.ID, Aspect: a.Aspect, Text: a.Question.Text, People: int(counts[0]), Detail: detailFor(counts[0])}
	shares := sharesOf(s.Detail, counts[1:])
	if a.Most() > 1 {
		shares = eachOf(counts)
	}
	for i, share := range shares {
		s.Options = append(s.Options, SideOption{Name: a.Options[i], Share: share})
	}
	if at := foremost(shares); at >= 0 {
		s.Says = []Sentence{say("profile.side.most", "option", a.Options[at], "share", shares[at].Sentence())}
	}
	return s
}

// wishesOf sets the chosen facets beside their rows. It is nil where the facets are
// not all on the page.
func wishesOf(u *Unit, a *instrument.Asked, counts []int64) *Wishes {
	w := &Wishes{ID: a.Question.ID, Text: a.Question.Text, People: int(counts[0]), Detail: detailFor(counts[0])}
	var rows []*Row
	for i := range u.Sections {
		s := &u.Sections[i]
		if a.Aspect == "" || s.Aspect != nil && s.Aspect.ID == a.Aspect {
			rows = append(rows, s.Facets...)
		}
	}
	if len(rows) != len(a.Options) {
		return nil
	}
	shares := eachOf(counts)
	if a.Most() == 1 {
		shares = sharesOf(w.Detail, counts[1:])
	}
	for i, share := range shares {
		w.List = append(w.List, Wish{Row: rows[i], Share: share})
	}
	at := foremost(shares)
	if at < 0 {
		w.Says = []Sentence{say("profile.wishes.spread")}
		return w
	}
	w.Says = []Sentence{say("profile.wishes.most", "theme", rows[at].Name, "share", shares[at].Sentence())}
	if slices.Contains(u.Peaks.Growth, rows[at]) {
		w.Says = append(w.Says, say("profile.wishes.growth"))
	}
	return w
}

// eachOf tells how many of all chose each option, where they could choose several.
func eachOf(counts []int64) []Share {
	list := make([]Share, 0, len(counts)-1)
	for _, c := range counts[1:] {
		s, _ := shareOf(c, counts[0])
		list = append(list, s)
	}
	return list
}

// foremost finds the option that was clearly chosen most as the shares are told, or
// −1 where two are told alike.
func foremost(shares []Share) int {
	best, tied := -1, false
	for i, s := range shares {
		switch {
		case best < 0 || s.Percent > shares[best].Percent:
			best, tied = i, false
		case s.Percent == shares[best].Percent:
			tied = true
		}
	}
	if tied || best >= 0 && shares[best].Bound == OrLess {
		return -1
	}
	return best
}

// Unseen is a statement that many cannot judge, and the facet it belongs to.
type Unseen struct {
	Row  *Row
	Item *Item
}

// unseen gathers what many cannot judge, in the instrument's order.
func unseen(sections []Section) []Unseen {
	var list []Unseen
	for _, s := range sections {
		for _, r := range s.Facets {
			for _, it := range r.Items {
				if it.CannotSay {
					list = append(list, Unseen{r, it})
				}
			}
		}
	}
	return list
}
