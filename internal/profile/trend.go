package profile

import (
	"fmt"
	"slices"
	"time"

	"pejl/internal/privacy"
	"pejl/internal/tally"
)

// Past is a unit in an earlier round.
type Past struct {
	Reader *Reader
	Cell   *privacy.Cell
}

// Moment is a round as it stands on the axis of a trend.
type Moment struct {
	RoundID int64
	Title   string
	At      time.Time // when the round ended
}

// Sentence names the moment as it stands in a sentence: "spring 2025".
func (m Moment) Sentence() Sentence {
	year, month := m.At.Year(), m.At.Month()
	switch {
	case month == time.December:
		return say("profile.season.winter", "year", winter(year))
	case month <= time.February:
		return say("profile.season.winter", "year", winter(year-1))
	case month <= time.May:
		return say("profile.season.spring", "year", fmt.Sprint(year))
	case month <= time.August:
		return say("profile.season.summer", "year", fmt.Sprint(year))
	}
	return say("profile.season.autumn", "year", fmt.Sprint(year))
}

// winter is the winter that begins in a year: 2025/26.
func winter(year int) string { return fmt.Sprintf("%d/%02d", year, (year+1)%100) }

// Trend is how a facet or aspect of a unit went from round to round.
type Trend struct {
	Points []Point // one for each moment of the unit's history, this round's last
	Word   Change  // since Since
	Since  Moment
	// Noticeable is the smallest change that these numbers of answers could have
	// shown, 0 where none is judged.
	Noticeable Tenths
	// Items is how many items all the points are about, where that is not all of
	// them; else 0.
	Items int
	Says  []Sentence
}

// Point is one round of a trend: the figure as the round's own profile has it, or as
// it is on the items that the rounds have in common. Nothing is shown of a round in
// which the unit had no full profile.
type Point struct {
	Figure Figure
	// Changed reports a clear change since the point before: a line may be drawn.
	Changed bool
}

// Changes is what a unit's trends come to since the round they look back to.
type Changes struct {
	Higher, Lower []*Row
	Judged        int // facets
	Says          []Sentence
}

func momentOf(rd *Reader) Moment {
	return Moment{RoundID: rd.round.ID, Title: rd.round.Title, At: rd.round.ClosesAt}
}

// trend looks back over the earlier rounds of a unit; nil where there are none.
func (rd *Reader) trend(c *privacy.Cell, set int, past []Past) *Trend {
	if len(past) == 0 || !rd.whole.looksBack() {
		return nil
	}
	decided := rd.unit[c.Unit()]
	t := &Trend{Word: decided.change(set), Noticeable: decided.noticeable(set)}
	since := slices.IndexFunc(past, func(p Past) bool { return decided != nil && p.Reader.round.ID == decided.Since })
	if since >= 0 {
		t.Since = momentOf(past[since].Reader)
	} else {
		t.Word = NoEarlier
	}
	now, then := rd.line(set, past, since)
	level := rd.shape.Sets()[set].Level
	if now != set {
		t.Items = len(rd.shape.Sets()[now].Items)
	}
	before := int64(0) // the round of the last point that is shown
	for i, p := range past {
		point := Point{Figure: Figure{Why: say("profile.change.unshown")}}
		if then[i] >= 0 {
			point.Figure = p.Reader.pointOf(p.Cell, then[i])
			if now == set && p.Reader.shape.Sets()[then[i]].Level != level {
				t.Items = len(rd.shape.Sets()[set].Items)
			}
		}
		if point.Figure.Shown() {
			was := p.Reader.unit[c.Unit()]
			at := p.Reader.shape.Find(level, rd.shape.Sets()[set].ID)
			point.Changed = was != nil && before != 0 && was.Since == before && was.change(at).Clear()
			before = p.Reader.round.ID
		}
		t.Points = append(t.Points, point)
	}
	last := Point{Figure: rd.pointOf(c, now)}
	last.Changed = t.Word.Clear() && before == t.Since.RoundID && last.Figure.Shown()
	t.Points = append(t.Points, last)
	t.Says = rd.changeSays(t, set, since, then, past, last.Figure)
	return t
}

// looksBack reports that the round was closed with its earlier rounds in view.
func (w *Whole) looksBack() bool { return len(w.Earlier) > 0 }

// line chooses what the points of a trend are about: the set as it is, or its
// short-form items where they bring more rounds together, first of all the one that
// the change is judged against. It gives the place of the set now and in each earlier
// round, −1 where it was not asked so.
func (rd *Reader) line(set int, past []Past, since int) (now int, then []int) {
	id, level := rd.shape.Sets()[set].ID, rd.shape.Sets()[set].Level
	best := -1
	for _, l := range []tally.Level{level, tally.ShortFacet} {
		at := rd.shape.Find(l, id)
		if at < 0 || l != level && level != tally.Facet {
			continue
		}
		list := make([]int, len(past))
		found := 0
		for i, p := range past {
			list[i] = p.Reader.same(level, rd, at)
			if list[i] < 0 {
				continue
			}
			found++
			if i == since {
				found += len(past)
			}
		}
		if found > best {
			best, now, then = found, at, list
		}
	}
	return now, then
}

// same finds the set of a round that holds exactly the items of another's, or −1.
func (rd *Reader) same(level tally.Level, other *Reader, set int) int {
	asked := other.asked(set)
	for _, l := range []tally.Level{level, tally.ShortFacet} {
		if at := rd.shape.Find(l, other.shape.Sets()[set].ID); at >= 0 && slices.Equal(rd.asked(at), asked) {
			return at
		}
	}
	return -1
}

// pointOf is the figure of a cell for a trend: only where the cell has a full
// profile, and enough people.
func (rd *Reader) pointOf(c *privacy.Cell, set int) Figure {
	sc, ok := c.Kept().Score(set)
	if !ok || sc.People < int64(rd.gates.ChangePeople) || rd.judge(c, rd.turnout(c)).page != Full {
		return tooFew()
	}
	return rd.figure(c, set, false)
}

// changeSays puts a change into words.
func (rd *Reader) changeSays(t *Trend, set, since int, then []int, past []Past, now Figure) []Sentence {
	if since < 0 {
		return nil
	}
	list := []Sentence{rd.changeSentence(t.Word, t.Since.Sentence())}
	if t.Word.Told() {
		before := 0
		if then[since] >= 0 {
			before = past[since].Reader.pointOf(past[since].Cell, then[since]).People
		}
		if t.Noticeable > 0 && before > 0 {
			if t.Word.Clear() {
				list = append(list, say("profile.change.least_clear", "before", before, "now", now.People, "least", t.Noticeable))
			} else {
				list = append(list, say("profile.change.least", "before", before, "now", now.People, "least", t.Noticeable))
			}
		}
		if t.Items > 0 {
			list = append(list, say("profile.change.items", "n", t.Items))
		}
		switch m := rd.whole.Sets[set].Measured; {
		case m == nil || m.Soundness == Sound:
		case m.Soundness == Careful:
			list = append(list, m.Sentence(rd.gates))
		default:
			list = append(list, say("profile.change.pilot"))
		}
	}
	return slices.DeleteFunc(list, Sentence.None)
}

// changeSentence is the change in a word, or why there is none.
func (rd *Reader) changeSentence(c Change, since Sentence) Sentence {
	switch c {
	case NoChange:
		return say("profile.change.none", "since", since)
	case Higher:
		return say("profile.change.higher", "since", since)
	case Lower:
		return say("profile.change.lower", "since", since)
	case OtherItems:
		return say("profile.change.other_items", "since", since)
	case FewThen:
		return say("profile.change.few_then", "since", since, "n", rd.gates.ChangePeople)
	case FewNow:
		return say("profile.change.few_now", "since", since, "n", rd.gates.ChangePeople)
	case TooSoon:
		return say("profile.change.too_soon", "since", since, "n", rd.gates.ChangeDays)
	case RateFell:
		return say("profile.change.rate_fell", "since", since)
	case NotTheSame:
		return say("profile.change.not_the_same", "since", since)
	case NoEarlier:
	}
	return Sentence{}
}

// Label is the change as it stands in a table: one of three words, or none.
func (c Change) Label() Sentence {
	switch c {
	case NoChange:
		return say("profile.change.none.label")
	case Higher:
		return say("profile.change.higher.label")
	case Lower:
		return say("profile.change.lower.label")
	default:
		return Sentence{}
	}
}

// changesOf gathers what has clearly changed over the facets of a unit.
func (rd *Reader) changesOf(sections []Section) *Changes {
	ch := &Changes{}
	var since Moment
	for _, s := range sections {
		for _, r := range s.Facets {
			if r.Trend == nil || !r.Trend.Word.Told() {
				continue
			}
			ch.Judged++
			since = r.Trend.Since
			switch r.Trend.Word {
			case Higher:
				ch.Higher = append(ch.Higher, r)
			case Lower:
				ch.Lower = append(ch.Lower, r)
			default:
			}
		}
	}
	if ch.Judged == 0 {
		return nil
	}
	at := since.Sentence()
	for _, r := range ch.Higher {
		ch.Says = append(ch.Says, say("profile.changes.higher", "theme", r.Name, "since", at))
	}
	for _, r := range ch.Lower {
		ch.Says = append(ch.Says, say("profile.changes.lower", "theme", r.Name, "since", at))
	}
	switch rest := ch.Judged - len(ch.Higher) - len(ch.Lower); {
	case rest == ch.Judged:
		ch.Says = append(ch.Says, say("profile.changes.none", "since", at))
	case rest > 0:
		ch.Says = append(ch.Says, say("profile.changes.rest", "n", rest))
	}
	if ch.Judged > 1 && len(ch.Higher)+len(ch.Lower) > 0 {
		ch.Says = append(ch.Says, say("profile.changes.family", "n", ch.Judged, "share", Percent(rd.gates.ChangeFalse)))
	}
	return ch
}
