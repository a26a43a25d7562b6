package view

import (
	"strconv"
	"strings"

	"pejl/internal/instrument"
)

// The names of the fields of a respondent's form. Answers have a prefix, so that
// no id of an instrument can be taken for a field of ours.
const (
	FieldLanguage = "lang"   // the language the page was in
	FieldOpened   = "opened" // the stamp: when the person's page was first opened
	FieldAt       = "at"     // the number of the page
	FieldGo       = "go"     // the button pressed
	PrefixItem    = "i."
	PrefixAsk     = "q."
)

// The values of FieldGo. A button that leads to a page has GoPage before the
// page's number, one for a language GoLanguage before its name.
const (
	GoNext     = "next"
	GoBack     = "back"
	GoSend     = "send"
	GoPage     = "page-"
	GoLanguage = "lang-"
)

// Place is the id of the place on its page where a field of the form stands.
func Place(field string) string {
	if id, ok := strings.CutPrefix(field, PrefixItem); ok {
		return placeOfItem(id)
	}
	return placeOfAsk(strings.TrimPrefix(field, PrefixAsk))
}

func placeOfItem(id string) string { return "item-" + id }

func placeOfAsk(key string) string { return "ask-" + key }

// DontKnow is the value of an item that somebody cannot judge.
const DontKnow = "dk"

// AnswerValue is what an item's field holds for an answer: the number the option
// has on its scale, or DontKnow. A blank item has no field.
func AnswerValue(s *instrument.Scale, a instrument.Answer) string {
	if a == instrument.DontKnow {
		return DontKnow
	}
	return strconv.Itoa(s.Min + int(a))
}

// ReadAnswer is the answer that a field's value stands for.
func ReadAnswer(s *instrument.Scale, value string) (instrument.Answer, bool) {
	if value == DontKnow {
		return instrument.DontKnow, s.DontKnow != nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || strconv.Itoa(n) != value || n < s.Min || n > s.Max() {
		return instrument.Blank, false
	}
	return instrument.Answer(n - s.Min), true
}

// ChoiceValue is what a side question's field holds for its option number i,
// counted from 0.
func ChoiceValue(i int) string { return strconv.Itoa(i + 1) }

// ReadChoice is the option that a field's value stands for.
func ReadChoice(a *instrument.Asked, value string) (int, bool) {
	n, err := strconv.Atoi(value)
	if err != nil || strconv.Itoa(n) != value || n < 1 || n > len(a.Options) {
		return 0, false
	}
	return n - 1, true
}
