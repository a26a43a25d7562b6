package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"pejl/internal/instrument"
)

// columns says which columns of a responses file mean what, and which values mean
// what beside the options. Nothing is guessed: a column that is neither an item nor
// named here is a fault, and so is a value.
type columns struct {
	Unit     string
	Group    string
	Round    string
	Ignore   []string
	Beside   []string // columns of the roster, which may be ignored too
	DontKnow string   // the value that stands for "don't know"; "" where there is none
	Missing  []string // the values that stand for no answer
	Comma    rune
}

// row is one person's line in a responses file.
type row struct {
	Round, Unit, Group string
	Answers            instrument.Answers
}

// role is what a column of a responses file holds.
type role uint8

const (
	ignored role = iota
	unitName
	groupName
	roundName
	itemAnswer
)

// readResponses reads a responses file against an instrument, one row a person and
// one column an item, and calls each with every row that is right. It returns all
// that is wrong with the file.
func readResponses(file string, from io.Reader, in *instrument.Instrument, cols columns, each func(row)) *faults {
	fs := &faults{file: file}
	var (
		head  []string
		roles []role
		codes []itemCode // of each column that is an item
		items []int      // its position
	)
	heading := func(line int, fields []string) bool {
		head = fields
		roles, items = rolesOf(fs, line, fields, in, cols)
		if len(fs.list) > 0 {
			return false
		}
		codes = itemCodes(fs, line, fields, items, in, cols)
		return len(fs.list) == 0
	}
	scan(fs, from, cols.Comma, heading, func(line int, fields []string) {
		r, before := row{Answers: in.Blanks()}, fs.count()
		for c, text := range fields {
			switch roles[c] {
			case unitName:
				r.Unit = fs.name(line, c+1, head[c], text)
			case groupName:
				r.Group = fs.name(line, c+1, head[c], text)
			case roundName:
				if r.Round = fs.name(line, c+1, head[c], text); text == "" {
					fs.add(line, c+1, "%s is empty: the row belongs to no round", head[c])
				}
			case itemAnswer:
				code, ok := codes[c].values[text]
				if !ok {
					fs.add(line, c+1, "%s: %s", head[c], codes[c].complaint(text))
				}
				r.Answers[items[c]] = code
			}
		}
		if fs.count() == before {
			each(r)
		}
	})
	return fs
}

// rolesOf reads the heading: what each column holds, and of an item where it stands
// in the instrument.
func rolesOf(fs *faults, line int, head []string, in *instrument.Instrument, cols columns) ([]role, []int) {
	roles, items := make([]role, len(head)), make([]int, len(head))
	found := make([]bool, len(in.Items()))
	named := map[string]role{}
	for name, r := range map[string]role{cols.Unit: unitName, cols.Group: groupName, cols.Round: roundName} {
		if name != "" {
			named[name] = r
		}
	}
	for c, name := range head {
		at, isItem := in.Position(name)
		r, isNamed := named[name]
		isIgnored := slices.Contains(cols.Ignore, name)
		switch {
		case isNamed && isItem:
			fs.add(line, c+1, "%q is an item of %s and was also named as the unit, group or round", name, in.ID)
		case isNamed && isIgnored:
			fs.add(line, c+1, "%q was named as the unit, group or round and is also to be ignored", name)
		case isItem && isIgnored:
			fs.add(line, c+1, "%q is an item of %s and cannot be ignored: whoever leaves it out needs an instrument without it", name, in.ID)
			found[at] = true
		case isNamed:
			roles[c] = r
		case isItem:
			roles[c], items[c], found[at] = itemAnswer, at, true
		case !isIgnored:
			fs.add(line, c+1, "%q is not an item of %s; if it is to be left out, say so with --ignore%s", name, in.ID, nearly(name, in))
		}
	}
	for i, it := range in.Items() {
		if !found[i] {
			fs.add(line, len(head)+1, "the item %s of %s has no column", it.ID, in.ID)
		}
	}
	for _, name := range []string{cols.Unit, cols.Group, cols.Round} {
		if name != "" && !slices.Contains(head, name) {
			fs.add(line, len(head)+1, "there is no column %q", name)
		}
	}
	for _, name := range cols.Ignore {
		if !slices.Contains(head, name) && !slices.Contains(cols.Beside, name) {
			fs.add(line, len(head)+1, "there is no column %q to ignore", name)
		}
	}
	return roles, items
}

// nearly points to the item that a heading was probably meant for.
func nearly(name string, in *instrument.Instrument) string {
	for _, it := range in.Items() {
		if it.ID != name && strings.EqualFold(it.ID, strings.TrimSpace(name)) {
			return fmt.Sprintf(" (an item is called %q)", it.ID)
		}
	}
	return ""
}

// itemCode reads the cells of one item.
type itemCode struct {
	values   map[string]instrument.Answer
	expected string
}

// itemCodes prepares, for each column of an item, what its cells may hold. A value
// that would mean two things is a fault.
func itemCodes(fs *faults, line int, head []string, items []int, in *instrument.Instrument, cols columns) []itemCode {
	codes := make([]itemCode, len(head))
	for c, name := range head {
		if at, ok := in.Position(name); !ok || items[c] != at {
			continue
		}
		scale := in.ScaleOf(in.FacetByID(in.Items()[items[c]].Facet))
		code := itemCode{values: map[string]instrument.Answer{}}
		for k := range scale.Options {
			code.values[strconv.Itoa(scale.Min+k)] = instrument.Answer(k)
		}
		special := func(text, means string, a instrument.Answer) {
			if _, taken := code.values[text]; taken {
				fs.add(line, c+1, "%q was said to mean %s, but is an option of %s (%d to %d)", text, means, name, scale.Min, scale.Max())
				return
			}
			code.values[text] = a
		}
		code.expected = fmt.Sprintf("a whole number from %d to %d", scale.Min, scale.Max())
		if cols.DontKnow != "" {
			special(cols.DontKnow, "don't know", instrument.DontKnow)
			code.expected += fmt.Sprintf(", %s (don't know)", cols.DontKnow)
		}
		for _, m := range cols.Missing {
			special(m, "no answer", instrument.Blank)
		}
		code.expected += missingWords(cols.Missing)
		codes[c] = code
	}
	return codes
}

// complaint says what is wrong with a cell.
func (c itemCode) complaint(text string) string {
	says := fmt.Sprintf("%q is not %s", text, c.expected)
	if text == "" {
		says = "the cell is empty, not " + c.expected
	}
	if _, ok := c.values[strings.TrimSpace(text)]; ok && text != "" {
		return says + "; there are spaces around it"
	}
	return says
}

func missingWords(missing []string) string {
	words := ""
	for _, m := range missing {
		if m == "" {
			words += " or empty"
		} else {
			words += " or " + m
		}
	}
	if words != "" {
		words += " (no answer)"
	}
	return words
}
