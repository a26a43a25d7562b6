package profile

import (
	"strings"

	"pejl/internal/instrument"
)

// captionOf is what stands under the chart of a section: who answered, what the
// aspect's figure says, and how rough it is.
func captionOf(u *Unit, s Section, shown bool) []Sentence {
	list := []Sentence{u.Turnout.Sentence()}
	if !shown {
		return append(list, say("profile.few"))
	}
	if s.Row != nil && s.Row.Figure.Shown() {
		list = append(list, s.Row.Says...)
	} else {
		list = append(list, say("profile.bars"))
	}
	if s.Row != nil && s.Row.Trend != nil && s.Row.Trend.Word.Told() {
		list = append(list, s.Row.Trend.Says[0])
	}
	divided, rough, words := 0, false, false
	for _, r := range s.Facets {
		if r.Accord == Divided {
			divided++
		}
		rough = rough || r.Figure.Form == Rough
		words = words || r.Figure.Form == WordsOnly
	}
	if divided > 0 && (s.Row == nil || s.Row.Accord != Divided) {
		list = append(list, say("profile.divided_themes", "n", divided))
	}
	if rough {
		list = append(list, say("profile.rough"))
	}
	if words && u.Page == Full {
		list = append(list, say("profile.words_only"))
	}
	return list
}

// meanSentence says a figure: where it lies and how far the uncertainty reaches.
func (rd *Reader) meanSentence(r *Row, t Turnout) Sentence {
	f := r.Figure
	within := f.LowAt == f.Word && f.HighAt == f.Word
	staff := rd.round.Perspective == instrument.Staff && experienced(r.Scale)
	switch {
	case staff && t.below(rd.gates.RateFull) && within:
		return say("profile.mean.some.within", "word", f.Word)
	case staff && t.below(rd.gates.RateFull):
		return say("profile.mean.some", "word", f.Word, "low", f.LowAt, "high", f.HighAt)
	case staff && within:
		return say("profile.mean.staff.within", "word", f.Word)
	case staff:
		return say("profile.mean.staff", "word", f.Word, "low", f.LowAt, "high", f.HighAt)
	case within:
		return say("profile.mean.answer.within", "word", f.Word)
	}
	return say("profile.mean.answer", "word", f.Word, "low", f.LowAt, "high", f.HighAt)
}

// frequency reports that a scale tells how often, so that "more often" fits it. The
// built-in scales are known by what their IDs begin with; for any other scale the
// sentences are such as fit all.
func frequency(s *instrument.Scale) bool { return strings.HasPrefix(s.ID, "freq") }

// experienced reports that "staff experience this …" can be followed by an option.
func experienced(s *instrument.Scale) bool {
	return frequency(s) || strings.HasPrefix(s.ID, "extent") || strings.HasPrefix(s.ID, "week")
}
