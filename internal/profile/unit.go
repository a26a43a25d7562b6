package profile

import (
	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// Page says what kind of page a unit gets.
type Page uint8

// The pages.
const (
	Guide Page = iota // nothing but why, and the dialogue guide
	Calm              // words only, on one page with the dialogue guide
	Full
)

// Unit is everything that may be read about one unit in one round.
type Unit struct {
	UnitID   int64
	Group    round.Group
	Page     Page
	Turnout  Turnout
	LeftOut  int        // answers that a total leaves out
	Why      Sentence   // why there is nothing but the guide
	Lead     []Sentence // what stands first: who answered, and what it is enough for
	Caution  []Sentence // "read with care", where too few answered; else none
	Sections []Section
	Peaks    Peaks
	History  []Moment // the rounds of the trends in time order, this one last; none without a trend
	Changes  *Changes // what the trends come to; nil where no change is judged
	Wishes   *Wishes  // where to begin, where it is asked over all facets at once; else in the sections
	Sides    []*Side  // side questions that are asked at the end
	Unseen   []Unseen // what many cannot judge
	Texts    []Texts  // in their own words, where enough people wrote
}

// Section is an aspect with its facets, or the facets that belong to none.
type Section struct {
	Aspect  *instrument.Aspect // nil where the instrument has none
	Row     *Row               // the aspect itself; nil where it has no score
	Facets  []*Row
	Caption []Sentence // what stands under the chart
	Wishes  *Wishes    // where to begin; nil where it is not asked, or cannot be told
	Sides   []*Side    // side questions about the aspect
}

// Row is a facet or an aspect.
type Row struct {
	Level  tally.Level
	ID     string
	Name   instrument.Text
	Scale  *instrument.Scale
	Figure Figure
	Accord Accord
	Says   []Sentence // the figure and the accord, in words
	Own    *Own       // the leader's own answer, on that leader's page alone
	Items  []*Item    // of a facet, where single items may be shown
	// What follows is there on full pages only, and nil where there is nothing to say.
	Within     *Within // beside the unit's own mean over its facets; of a facet
	Comparison *Beside // beside the other units, which are not named
	Trend      *Trend  // from round to round
}

// Turnout is how many were asked and how many answered.
type Turnout struct {
	Known    bool // false where fewer were asked than may be told of
	Least    int  // how many must be asked for that
	Invited  int
	Answered int
	Rate     Percent // of those asked; at most 100
}

// Sentence is the turnout in words.
func (t Turnout) Sentence() Sentence {
	switch {
	case !t.Known:
		return say("profile.turnout.few", "n", max(t.Least, fewAsked))
	case t.Answered == 0:
		return say("profile.turnout.none", "invited", t.Invited)
	case t.Answered > t.Invited:
		return say("profile.turnout.more", "answered", t.Answered, "invited", t.Invited)
	}
	return say("profile.turnout", "answered", t.Answered, "invited", t.Invited, "rate", t.Rate)
}

// Unit makes the profile of a unit from its cell. own is what a leader of the unit
// answered about themselves, for that leader's own page or where they share it, and
// nil otherwise.
func (rd *Reader) Unit(c *privacy.Cell, own instrument.Answers) *Unit {
	return rd.UnitSince(c, own, nil)
}

// UnitSince is Unit with what the unit was in earlier rounds, oldest first.
func (rd *Reader) UnitSince(c *privacy.Cell, own instrument.Answers, past []Past) *Unit {
	u := &Unit{UnitID: c.Unit(), Group: c.Group(), Turnout: rd.turnout(c), LeftOut: int(c.LeftOut())}
	v := rd.judge(c, u.Turnout)
	u.Page, u.Why, u.Lead = v.page, v.why, rd.lead(c, u.Turnout, v)
	if u.Page == Guide {
		return u
	}
	if u.Turnout.below(rd.gates.RateFull) {
		u.Caution = []Sentence{say("profile.caution", "rate", Percent(rd.gates.RateFull)), say("profile.advice")}
	}
	for i := range rd.round.Instrument.Aspects {
		a := &rd.round.Instrument.Aspects[i]
		u.add(rd, c, a, rd.round.Instrument.FacetsOf(a.ID), own, past)
	}
	u.add(rd, c, nil, rd.round.Instrument.FacetsOf(""), own, past)
	if u.Page != Full {
		return u
	}
	rd.within(c, u.Sections)
	u.Peaks = peaksOf(u.Sections)
	u.Unseen = unseen(u.Sections)
	rd.sides(u, c.Kept())
	if u.Changes = rd.changesOf(u.Sections); len(past) > 0 && rd.whole.looksBack() {
		for _, p := range past {
			u.History = append(u.History, momentOf(p.Reader))
		}
		u.History = append(u.History, momentOf(rd))
	}
	return u
}

// add adds a section, unless there is nothing in it.
func (u *Unit) add(rd *Reader, c *privacy.Cell, a *instrument.Aspect, facets []*instrument.Facet, own instrument.Answers, past []Past) {
	s := Section{Aspect: a}
	if a != nil {
		if set := rd.shape.Find(tally.Aspect, a.ID); set >= 0 {
			s.Row = rd.row(c, set, a.Name, u, own, past)
		}
	}
	shown := false
	for _, f := range facets {
		set := rd.shape.Find(tally.Facet, f.ID)
		r := rd.row(c, set, f.Name, u, own, past)
		if u.Page == Calm && !r.Figure.Shown() {
			continue // one calm page lists no refusals
		}
		if u.Page == Full {
			r.Items = rd.items(c.Kept(), set, own)
		}
		shown = shown || r.Figure.Shown()
		s.Facets = append(s.Facets, r)
	}
	if len(s.Facets) == 0 {
		return
	}
	s.Caption = captionOf(u, s, shown)
	u.Sections = append(u.Sections, s)
}

// row is one facet or aspect of a cell.
func (rd *Reader) row(c *privacy.Cell, set int, name instrument.Text, u *Unit, own instrument.Answers, past []Past) *Row {
	p := rd.shape.Sets()[set]
	r := &Row{Level: p.Level, ID: p.ID, Name: name, Scale: p.Scale, Figure: rd.figure(c, set, u.Page == Calm)}
	if r.Figure.Shown() {
		if u.Page == Full {
			r.Accord = accordOf(rd.gates, c.Kept(), set)
			r.Comparison = rd.beside(c, set)
			r.Trend = rd.trend(c, set, past)
		}
		r.Says = []Sentence{rd.meanSentence(r, u.Turnout)}
		if s := r.Accord.Sentence(); !s.None() {
			r.Says = append(r.Says, s)
		}
	}
	if own != nil {
		r.Own = ownOf(rd.gates, p, rd.keyed(own), r.Figure)
	}
	return r
}

// figure is the level of a cell on a set.
func (rd *Reader) figure(c *privacy.Cell, set int, wordsOnly bool) Figure {
	sc, ok := c.Kept().Score(set)
	if !ok {
		return tooFew()
	}
	return figureOf(rd.gates, rd.shape.Sets()[set].Scale, sc, rd.whole.Sets[set].Spread, wordsOnly)
}

// verdict is what page a cell gets, and why it gets no profile if it gets none.
type verdict struct {
	page Page
	why  Sentence
}

// judge decides what page a cell gets: gates P, R and D.
func (rd *Reader) judge(c *privacy.Cell, t Turnout) verdict {
	switch {
	case !t.Known || c.People() < int64(rd.gates.Means):
		return verdict{Guide, say("profile.few")}
	case t.below(rd.gates.RateSome) && rd.round.Perspective == instrument.Staff:
		return verdict{Guide, say("profile.low_rate.staff")}
	case t.below(rd.gates.RateSome):
		return verdict{Guide, say("profile.low_rate")}
	case c.People() < wordsUnder:
		return verdict{page: Calm}
	}
	return verdict{page: Full}
}

// lead is what stands first on a page.
func (rd *Reader) lead(c *privacy.Cell, t Turnout, v verdict) []Sentence {
	lead := []Sentence{t.Sentence()}
	if c.LeftOut() > 0 {
		lead = append(lead, say("profile.left_out", "n", int(c.LeftOut())))
	}
	switch {
	case v.page == Guide && t.Known && t.below(rd.gates.RateSome):
		return append(lead, v.why, say("profile.guide"), say("profile.advice"))
	case v.page == Guide:
		return append(lead, v.why, say("profile.guide"))
	case v.page == Calm:
		return append(lead, say("profile.calm"))
	case t.below(rd.gates.RateFull):
		return append(lead, say("profile.some_rate"))
	}
	return lead
}

func (rd *Reader) turnout(c *privacy.Cell) Turnout {
	invited, answered, ok := c.Turnout()
	least := max(fewAsked, rd.gates.Means)
	if !ok || invited < int64(least) {
		return Turnout{Least: least}
	}
	t := Turnout{Known: true, Least: least, Invited: int(invited), Answered: int(answered)}
	t.Rate = rateOf(rd.gates, answered, invited)
	return t
}

// below reports that fewer than so many per cent answered.
func (t Turnout) below(percent int) bool { return 100*t.Answered < percent*t.Invited }

// rateOf rounds to whole per cent, but never over a limit that a page is decided by.
func rateOf(g round.Gates, answered, invited int64) Percent {
	if answered >= invited {
		return 100
	}
	rate := (200*answered + invited) / (2 * invited)
	for _, limit := range []int64{int64(g.RateSome), int64(g.RateFull), 100} {
		if rate == limit && 100*answered < limit*invited {
			rate--
		}
	}
	return Percent(rate)
}
