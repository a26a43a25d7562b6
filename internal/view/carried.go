package view

import (
	"pejl/internal/instrument"
	"pejl/internal/round"
)

// Field is one hidden field of a form.
type Field struct {
	Name, Value string
}

// fields are the hidden fields that carry everything given on other pages than
// one. The items come first and own words last, so that a form which is cut off
// for its length loses as little as can be.
func (q *Questionnaire) fields(given *round.Response, but int) []Field {
	var list []Field
	q.carry(given, but, func(prefix, name, value string) {
		list = append(list, Field{Name: prefix + name, Value: value})
	})
	return list
}

// Fields are the fields that carry everything a person has answered.
func (q *Questionnaire) Fields(given *round.Response) []Field { return q.fields(given, -1) }

// appendFields appends the same fields as they stand in a page.
func (q *Questionnaire) appendFields(dst []byte, given *round.Response, but int) []byte {
	q.carry(given, but, func(prefix, name, value string) {
		dst = append(dst, `<input type="hidden" name="`...)
		dst = appendEscaped(append(dst, prefix...), name)
		dst = append(dst, `" value="`...)
		dst = appendEscaped(dst, value)
		dst = append(dst, "\">\n"...)
	})
	return dst
}

func (q *Questionnaire) carry(given *round.Response, but int, each func(prefix, name, value string)) {
	for at, item := range q.Instrument.Items() {
		if a := given.Answers[at]; a != instrument.Blank && q.partOf[at]+1 != but {
			each(PrefixItem, item.ID, AnswerValue(q.scales[at], a))
		}
	}
	q.carryAsks(but, func(a *instrument.Asked) {
		for _, option := range given.Choices[a.Key] {
			each(PrefixAsk, a.Key, ChoiceValue(option))
		}
	})
	q.carryAsks(but, func(a *instrument.Asked) {
		if own := given.Texts[a.Key]; own != "" {
			each(PrefixAsk, a.Key, own)
		}
	})
}

func (q *Questionnaire) carryAsks(but int, each func(*instrument.Asked)) {
	for i := range q.Parts {
		if i+1 == but {
			continue
		}
		for _, at := range q.Parts[i].Asks {
			each(&q.Asks[at])
		}
	}
}

// untouched reports whether nothing on a page has been answered.
func (q *Questionnaire) untouched(at int, given *round.Response) bool {
	if at == 0 {
		return true
	}
	part := &q.Parts[at-1]
	for _, ask := range part.Asks {
		key := q.Asks[ask].Key
		if len(given.Choices[key]) > 0 || given.Texts[key] != "" {
			return false
		}
	}
	return answeredOf(given.Answers, part.Items) == 0
}

// Answered counts the items that have an answer.
func Answered(given instrument.Answers) int {
	n := 0
	for _, a := range given {
		if a != instrument.Blank {
			n++
		}
	}
	return n
}

// answeredOf counts those of some items that have an answer.
func answeredOf(given instrument.Answers, items []int) int {
	n := 0
	for _, at := range items {
		if given[at] != instrument.Blank {
			n++
		}
	}
	return n
}

// firstBlank is the first item without an answer, or -1.
func firstBlank(given instrument.Answers) int {
	for at, a := range given {
		if a == instrument.Blank {
			return at
		}
	}
	return -1
}
