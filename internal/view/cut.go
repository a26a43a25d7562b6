package view

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A page of a questionnaire is the same for everybody but for a few places: what
// has been ticked, what is carried along, where the form is sent. So its template
// is run once, with a mark in each such place, and the result is cut at the marks.
// Making the page for one person is then a matter of copying, a hundred times
// faster than running the template; a test holds both to the same bytes.

// slot writes what belongs in one place of a page.
type slot func(dst []byte, f *Filled) []byte

// cut is a page taken apart: text, slot, text, slot, …, text.
type cut struct {
	texts [][]byte
	slots []slot
	quiet []bool // the slot is empty until something on this page is answered
	size  int
}

// setter sets one page. With marks it leaves a mark wherever the page depends on
// the person; without, it writes what that person's page says there.
type setter struct {
	filled *Filled
	marks  *marks
}

// marks hands out marks. Their key is random, so that no text of an instrument
// can be taken for one; it is made of signs that no context of HTML escapes.
type marks struct {
	key   string
	slots []slot
	quiet []bool
	tails []string // what stands between a slot's mark and the slot itself
}

func newMarks() *marks { return &marks{key: rand.Text()} }

func (m *marks) put(tail string, s slot) string {
	m.slots, m.tails, m.quiet = append(m.slots, s), append(m.tails, tail), append(m.quiet, tail != "")
	return "~" + m.key + "." + strconv.Itoa(len(m.slots)-1) + "~"
}

// text sets a piece of text, or the value of an attribute.
func (s *setter) text(of func(*Filled) string) string {
	if s.marks == nil {
		return of(s.filled)
	}
	return s.marks.put("", func(dst []byte, f *Filled) []byte { return appendEscaped(dst, of(f)) })
}

// own sets what a person wrote on this page in their own words.
func (s *setter) own(of func(*Filled) string) string {
	text := s.text(of)
	if s.marks != nil {
		s.marks.quiet[len(s.marks.quiet)-1] = true
	}
	return text
}

// hidden sets the fields that carry the answers of all pages but one.
func (s *setter) hidden(q *Questionnaire, but int) (fields []Field, gap string) {
	if s.marks == nil {
		return q.fields(&s.filled.Given, but), ""
	}
	return nil, s.marks.put("", func(dst []byte, f *Filled) []byte { return q.appendFields(dst, &f.Given, but) })
}

// option sets a radio button or a checkbox. Its mark stands for the value and the
// quotation mark after it, since nothing can be marked inside a tag.
func (s *setter) option(value, label string, chosen func(*Filled) bool) Option {
	if s.marks == nil {
		return Option{Value: value, Label: label, Chosen: chosen(s.filled)}
	}
	mark := s.marks.put(value+`"`, func(dst []byte, f *Filled) []byte {
		if chosen(f) {
			return append(dst, " checked"...)
		}
		return dst
	})
	return Option{Value: mark, Label: label}
}

// cut takes a page apart at its marks. A mark may stand in several places.
func (m *marks) cut(page []byte) (*cut, error) {
	pattern := regexp.MustCompile(`~` + m.key + `\.(\d+)~`)
	c := &cut{}
	var text []byte
	rest := 0
	for _, at := range pattern.FindAllSubmatchIndex(page, -1) {
		i, err := strconv.Atoi(string(page[at[2]:at[3]]))
		if err != nil || i >= len(m.slots) {
			return nil, fmt.Errorf("cut a page: a mark with the number %s", page[at[2]:at[3]])
		}
		text = append(text, page[rest:at[0]]...)
		rest = at[1]
		if tail := m.tails[i]; tail != "" {
			text = append(text, tail...)
			if !bytes.HasPrefix(page[rest:], []byte(`"`)) {
				return nil, fmt.Errorf("cut a page: the mark of %s is not the end of an attribute", tail)
			}
			rest++
		}
		c.texts, c.slots, c.quiet = append(c.texts, text), append(c.slots, m.slots[i]), append(c.quiet, m.quiet[i])
		text = nil
	}
	c.texts = append(c.texts, append(text, page[rest:]...))
	for _, t := range c.texts {
		c.size += len(t)
	}
	if bytes.Contains(bytes.Join(c.texts, nil), []byte(m.key)) {
		return nil, fmt.Errorf("cut a page: a mark came out of its template changed")
	}
	return c, nil
}

// fill appends the page of one person.
func (c *cut) fill(dst []byte, f *Filled) []byte {
	for i, s := range c.slots {
		dst = s(append(dst, c.texts[i]...), f)
	}
	return append(dst, c.texts[len(c.slots)]...)
}

// special are the signs that html/template replaces in text and in quoted values.
const special = "\x00\"&'+<>"

// appendEscaped appends a text as html/template would write it.
func appendEscaped(dst []byte, s string) []byte {
	for {
		i := strings.IndexAny(s, special)
		if i < 0 {
			return append(dst, s...)
		}
		dst = append(dst, s[:i]...)
		switch s[i] {
		case 0:
			dst = append(dst, "\uFFFD"...)
		case '"':
			dst = append(dst, "&#34;"...)
		case '&':
			dst = append(dst, "&amp;"...)
		case '\'':
			dst = append(dst, "&#39;"...)
		case '+':
			dst = append(dst, "&#43;"...)
		case '<':
			dst = append(dst, "&lt;"...)
		case '>':
			dst = append(dst, "&gt;"...)
		}
		s = s[i+1:]
	}
}
