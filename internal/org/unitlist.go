package org

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"pejl/internal/fault"
)

const (
	maxListBytes = 8 << 20
	maxListLines = 20_000
	maxInvited   = 100_000
	maxName      = 200 // characters
)

// UnitLine is one line of a list of units.
type UnitLine struct {
	Row     int // line of the file; the headings stand in the first
	Number  string
	Name    string
	Kind    Kind
	Parent  string // number or name of a unit in the list or already known; "" is the top
	Invited int    // how many are to be asked there; 0 for none
}

// LineFault is one thing wrong in a list of units, and where it stands. Column
// is counted from 1, and 0 where the whole line is meant.
type LineFault struct {
	Row, Column int
	Fault       *fault.Error
}

// The columns of a list, with the headings they are known by.
const (
	colNumber = iota
	colName
	colKind
	colParent
	colInvited
	columns
)

var headings = map[string]int{
	"number": colNumber, "no": colNumber, "nummer": colNumber, "nr": colNumber, "institutionsnummer": colNumber,
	"name": colName, "unit": colName, "navn": colName, "enhed": colName,
	"kind": colKind, "type": colKind, "slags": colKind,
	"parent": colParent, "under": colParent, "overordnet": colParent,
	"invited": colInvited, "inviterede": colInvited, "antal": colInvited,
}

var kindWords = map[string]Kind{
	"authority": Authority, "municipality": Authority, "kommune": Authority, "forvaltning": Authority,
	"area": Area, "district": Area, "område": Area, "distrikt": Area,
	"school": School, "skole": School,
	"daycare": Daycare, "dagtilbud": Daycare, "daginstitution": Daycare,
	"team": Team,
}

// ReadUnits reads a list of units as spreadsheets write them: headings in the
// first line, in English or Danish and in any order; comma, semicolon or tab
// between the columns; UTF-8, UTF-16 with its mark, or Windows-1252. Only the
// name is needed; a unit without a kind is a school. It returns all that is wrong
// with the list, and lines only where nothing is.
func ReadUnits(r io.Reader) ([]UnitLine, []LineFault) {
	data, err := io.ReadAll(io.LimitReader(r, maxListBytes+1))
	if err != nil {
		return nil, []LineFault{{Fault: fault.Wrap(err, fault.Invalid, "units.unreadable")}}
	}
	if len(data) > maxListBytes {
		return nil, []LineFault{{Fault: fault.New(fault.TooLarge, "units.too_many", "n", maxListLines)}}
	}
	text := asUTF8(data)
	l := &list{csv: csv.NewReader(bytes.NewReader(text))}
	l.csv.Comma = separator(text)
	l.csv.FieldsPerRecord = -1
	l.csv.TrimLeadingSpace = l.csv.Comma != '\t'
	l.csv.ReuseRecord = true
	if l.headings() {
		l.lines()
	}
	if len(l.faults) > 0 {
		return nil, l.faults
	}
	return l.read, nil
}

// list is a list of units while it is being read.
type list struct {
	csv    *csv.Reader
	column [columns]int // place of each column in the file, or -1
	width  int
	read   []UnitLine
	faults []LineFault
}

func (l *list) add(row, column int, f *fault.Error) {
	l.faults = append(l.faults, LineFault{row, column, f})
}

// next reads one line; false at the end, or after a line that cannot be taken
// apart, since what follows it cannot either.
func (l *list) next() (record []string, row int, ok bool) {
	record, err := l.csv.Read()
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		l.add(e.StartLine, 0, fault.Wrap(err, fault.Invalid, "units.quotes"))
	}
	if err != nil {
		return nil, 0, false
	}
	row, _ = l.csv.FieldPos(0)
	for i := range record {
		record[i] = tidy(record[i])
	}
	return record, row, true
}

func (l *list) headings() bool {
	for i := range l.column {
		l.column[i] = -1
	}
	record, row, ok := l.next()
	if !ok {
		if len(l.faults) == 0 {
			l.add(1, 0, fault.New(fault.Invalid, "units.empty"))
		}
		return false
	}
	l.width = len(record)
	for i, h := range record {
		column, known := headings[strings.ToLower(strings.TrimSuffix(h, "."))]
		switch {
		case h == "": // a column without a heading has to be empty
		case !known:
			l.add(row, i+1, fault.New(fault.Invalid, "units.heading", "heading", h))
		case l.column[column] >= 0:
			l.add(row, i+1, fault.New(fault.Invalid, "units.heading_twice", "heading", h))
		default:
			l.column[column] = i
		}
	}
	if l.column[colName] < 0 {
		l.add(row, 0, fault.New(fault.Invalid, "units.no_name_column"))
	}
	return len(l.faults) == 0
}

func (l *list) lines() {
	for {
		record, row, ok := l.next()
		if !ok {
			break
		}
		if strings.Join(record, "") == "" {
			continue
		}
		if len(l.read) == maxListLines {
			l.add(row, 0, fault.New(fault.TooLarge, "units.too_many", "n", maxListLines))
			return
		}
		l.line(record, row)
	}
	if len(l.read) == 0 && len(l.faults) == 0 {
		l.add(1, 0, fault.New(fault.Invalid, "units.empty"))
	}
}

func (l *list) line(record []string, row int) {
	for i, value := range record {
		if value != "" && !slices.Contains(l.column[:], i) {
			l.add(row, i+1, fault.New(fault.Invalid, "units.no_heading", "value", value))
		}
	}
	value := func(column int) (string, int) {
		at := l.column[column]
		if at < 0 || at >= len(record) {
			return "", at + 1
		}
		return record[at], at + 1
	}
	u := UnitLine{Row: row, Kind: School}
	var at int
	if u.Name, at = value(colName); u.Name == "" {
		l.add(row, at, fault.New(fault.Invalid, "units.name"))
	}
	l.readable(row, at, u.Name)
	u.Number, at = value(colNumber)
	l.readable(row, at, u.Number)
	u.Parent, _ = value(colParent)
	if word, at := value(colKind); word != "" {
		if u.Kind = kindWords[strings.ToLower(word)]; u.Kind == "" {
			l.add(row, at, fault.New(fault.Invalid, "units.kind", "kind", word))
		}
	}
	if number, at := value(colInvited); number != "" {
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 || n > maxInvited {
			l.add(row, at, fault.New(fault.Invalid, "units.invited", "value", number, "most", maxInvited))
		}
		u.Invited = n
	}
	l.read = append(l.read, u)
}

// readable refuses names and numbers that no page, slip or terminal could show.
func (l *list) readable(row, column int, text string) {
	if utf8.RuneCountInString(text) > maxName || strings.ContainsFunc(text, unicode.IsControl) {
		l.add(row, column, fault.New(fault.Invalid, "units.odd_name", "most", maxName))
	}
}

// asUTF8 finds out how a text is written and writes it as UTF-8 without a mark.
func asUTF8(data []byte) []byte {
	from := utf.BOMOverride(transform.Nop)
	if !utf8.Valid(data) && !bytes.HasPrefix(data, []byte("\xff\xfe")) && !bytes.HasPrefix(data, []byte("\xfe\xff")) {
		from = charmap.Windows1252.NewDecoder()
	}
	text, _, err := transform.Bytes(from, data)
	if err != nil {
		return data
	}
	return text
}

// separator is what stands between the headings.
func separator(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	best := ','
	for _, r := range ",;\t" {
		if bytes.Count(first, []byte(string(r))) > bytes.Count(first, []byte(string(best))) {
			best = r
		}
	}
	return best
}
