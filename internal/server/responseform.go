package server

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"pejl/internal/fault"
	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/view"
)

// sentField is one field of a form as it came.
type sentField struct {
	name, value string
}

// sentForm is a form as it came, before anything is known of the round it is for.
type sentForm struct {
	fields []sentField
	broken bool // part of it was not a form
}

// maxFields is more than any questionnaire has.
const maxFields = 2000

// readFields takes a form apart. What cannot be read is left out and noted; all
// the rest stands.
func readFields(body []byte) sentForm {
	var f sentForm
	f.fields = make([]sentField, 0, bytes.Count(body, []byte("&"))%maxFields+1)
	for len(body) > 0 {
		var pair []byte
		pair, body, _ = bytes.Cut(body, []byte("&"))
		if len(pair) == 0 {
			continue
		}
		name, value, _ := bytes.Cut(pair, []byte("="))
		n, ok1 := unescape(name)
		v, ok2 := unescape(value)
		if !ok1 || !ok2 || !utf8.ValidString(n) || len(f.fields) == maxFields {
			f.broken = true
			continue
		}
		f.fields = append(f.fields, sentField{n, v})
	}
	return f
}

func unescape(b []byte) (string, bool) {
	if bytes.IndexByte(b, '%') < 0 && bytes.IndexByte(b, '+') < 0 {
		return string(b), true
	}
	s, err := url.QueryUnescape(string(b))
	return s, err == nil
}

// get gives the first field of that name.
func (f sentForm) get(name string) string {
	for i := range f.fields {
		if f.fields[i].name == name {
			return f.fields[i].value
		}
	}
	return ""
}

// filledForm is a form read as answers to a questionnaire. Whatever is wrong with
// it, Given holds all that could be read.
type filledForm struct {
	At     int
	Go     string
	Given  round.Response
	Faults fault.Fields // by the name of the field
	Odd    *fault.Error // something that belongs to no question, or nil
}

// readForm reads a form as answers to a questionnaire.
func readForm(sent sentForm, q *view.Questionnaire) filledForm {
	f := filledForm{Given: q.Empty()}
	if sent.broken {
		f.Odd = fault.New(fault.Invalid, "form.unreadable")
	}
	var twice []int
	for _, field := range sent.fields {
		if id, ok := strings.CutPrefix(field.name, view.PrefixItem); ok {
			f.item(q, id, field, &twice)
		} else if key, ok := strings.CutPrefix(field.name, view.PrefixAsk); ok {
			f.ask(q, key, field)
		} else {
			f.own(field)
		}
	}
	for _, at := range twice {
		f.Given.Answers[at] = instrument.Blank
	}
	f.At = min(max(f.At, 0), q.Review())
	f.tooMany(q)
	return f
}

// own reads a field of our own.
func (f *filledForm) own(field sentField) {
	switch field.name {
	case view.FieldAt:
		f.At, _ = strconv.Atoi(field.value) // what is no number is the first page
	case view.FieldGo:
		f.Go = field.value
	case view.FieldLanguage, view.FieldOpened:
	default:
		f.Odd = fault.New(fault.Invalid, "form.strange")
	}
}

func (f *filledForm) item(q *view.Questionnaire, id string, field sentField, twice *[]int) {
	at, ok := q.Instrument.Position(id)
	if !ok {
		f.Odd = fault.New(fault.Invalid, "form.strange")
		return
	}
	answer, ok := view.ReadAnswer(q.Scale(at), field.value)
	switch {
	case !ok:
		f.Faults.Add(field.name, fault.New(fault.Invalid, "form.answer_unreadable"))
	case f.Given.Answers[at] != instrument.Blank:
		if !slices.Contains(*twice, at) {
			*twice = append(*twice, at)
			f.Faults.Add(field.name, fault.New(fault.Invalid, "form.answer_twice"))
		}
	default:
		f.Given.Answers[at] = answer
	}
}

func (f *filledForm) ask(q *view.Questionnaire, key string, field sentField) {
	a, ok := q.Asked(key)
	switch {
	case !ok:
		f.Odd = fault.New(fault.Invalid, "form.strange")
	case a.Question.Type == instrument.Open:
		f.text(key, field)
	default:
		f.choice(a, field)
	}
}

func (f *filledForm) choice(a *instrument.Asked, field sentField) {
	option, ok := view.ReadChoice(a, field.value)
	switch chosen := f.Given.Choices[a.Key]; {
	case !ok:
		f.Faults.Add(field.name, fault.New(fault.Invalid, "form.answer_unreadable"))
	case slices.Contains(chosen, option):
		f.Faults.Add(field.name, fault.New(fault.Invalid, "form.answer_twice"))
	default:
		f.Given.Choices[a.Key] = append(chosen, option)
	}
}

// text reads own words. Line ends come as two signs and are kept as one.
func (f *filledForm) text(key string, field sentField) {
	if f.Given.Texts[key] != "" {
		f.Faults.Add(field.name, fault.New(fault.Invalid, "form.answer_twice"))
		return
	}
	text := strings.ReplaceAll(field.value, "\r\n", "\n")
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		f.Faults.Add(field.name, fault.New(fault.Invalid, "form.text_unreadable"))
		text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
	}
	if utf8.RuneCountInString(text) > round.MaxText {
		f.Faults.Add(field.name, fault.New(fault.Invalid, "response.text_too_long", "n", round.MaxText))
	}
	if text = strings.TrimSpace(text); text != "" {
		f.Given.Texts[key] = text
	}
}

// tooMany finds side questions with more options ticked than may be. The ticks
// stay, so that the person can choose which to take away.
func (f *filledForm) tooMany(q *view.Questionnaire) {
	for i := range q.Asks {
		a := &q.Asks[i]
		if len(f.Given.Choices[a.Key]) > a.Most() {
			f.Faults.Add(view.PrefixAsk+a.Key, fault.New(fault.Invalid, "response.too_many", "n", a.Most()))
		}
	}
}

// wrong reports whether anything is.
func (f *filledForm) wrong() bool { return f.Odd != nil || f.Faults.Len() > 0 }

// page is the page to show: where the person wants to go, or stays when something
// is wrong, then that of the first fault.
func (f *filledForm) page(q *view.Questionnaire) int {
	switch {
	case f.Faults.Len() > 0 && !f.turning():
		return q.PageOfField(f.Faults.All()[0].Name)
	case f.Odd != nil || f.turning() || f.Go == view.GoSend:
		return f.At
	case f.Go == view.GoBack:
		return max(0, f.At-1)
	}
	if to, ok := strings.CutPrefix(f.Go, view.GoPage); ok {
		n, err := strconv.Atoi(to)
		if err != nil {
			return f.At
		}
		return min(max(n, 0), q.Review())
	}
	return min(f.At+1, q.Review())
}

// turning reports whether the person only wants the same page in another language.
func (f *filledForm) turning() bool { return strings.HasPrefix(f.Go, view.GoLanguage) }
