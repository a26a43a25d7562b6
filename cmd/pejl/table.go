package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFaults bounds how many faults of one file are told.
const maxFaults = 100

// tableFault is one thing wrong with a table. The row is the line of the file and the
// column counts cells, both from 1, so that the heading is row 1.
type tableFault struct {
	File        string
	Row, Column int
	Message     string
}

func (f tableFault) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Row, f.Column, f.Message)
}

// faults collects what is wrong with one file.
type faults struct {
	file string
	list []tableFault
	more int // how many there are besides
}

func (fs *faults) count() int { return len(fs.list) + fs.more }

func (fs *faults) add(row, column int, format string, args ...any) {
	if len(fs.list) == maxFaults {
		fs.more++
		return
	}
	fs.list = append(fs.list, tableFault{fs.file, row, column, fmt.Sprintf(format, args...)})
}

// tell prints the faults, one a line.
func (fs *faults) tell(w io.Writer) {
	for _, f := range fs.list {
		_, _ = fmt.Fprintln(w, f)
	}
	if fs.more > 0 {
		_, _ = fmt.Fprintf(w, "%s: and %s\n", fs.file, number(fs.more, "more fault"))
	}
}

// name takes the name of a unit, a group or a round as it is. Two names that look
// alike and are not would part one school in two.
func (fs *faults) name(row, column int, head, text string) string {
	switch {
	case strings.TrimSpace(text) != text:
		fs.add(row, column, "%s: there are spaces around %q", head, text)
	case strings.ContainsFunc(text, unicode.IsControl):
		fs.add(row, column, "%s: there is a line break or another control character in %q", head, text)
	}
	return text
}

// scan goes once through a delimited file: heading gets the first row and says
// whether to go on, each gets every other row. The slice that each gets is only valid
// during the call. Rows of a wrong width are faults and left out.
func scan(fs *faults, from io.Reader, comma rune, heading func(line int, fields []string) bool, each func(line int, fields []string)) {
	in := bufio.NewReader(from)
	if !skipMark(fs, in) {
		return
	}
	r := csv.NewReader(in)
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = comma, -1, true
	width := 0
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			fs.unreadable(err, len(fields)+1)
			return
		}
		line, _ := r.FieldPos(0)
		if at := notText(fields); at >= 0 {
			fs.add(line, at+1, "this is not UTF-8 text; save the file as “CSV UTF-8”")
			return
		}
		if width == 0 {
			width = len(fields)
			head := append([]string(nil), fields...)
			if !fs.heading(line, head, comma) || !heading(line, head) {
				return
			}
			continue
		}
		if len(fields) != width {
			fs.add(line, min(len(fields), width)+1, "this row has %s, the heading has %d", number(len(fields), "cell"), width)
			continue
		}
		each(line, fields)
	}
	if width == 0 {
		fs.add(1, 1, "the file is empty; its first row must name the columns")
	}
}

// skipMark skips the mark that some programs put before UTF-8, and refuses that of
// UTF-16.
func skipMark(fs *faults, in *bufio.Reader) bool {
	first, _ := in.Peek(3)
	switch s := string(first); {
	case s == "\ufeff":
		_, _ = in.Discard(len(s))
	case strings.HasPrefix(s, "\xff\xfe"), strings.HasPrefix(s, "\xfe\xff"):
		fs.add(1, 1, "the file is UTF-16; save it as “CSV UTF-8”")
		return false
	}
	return true
}

// notText finds the first cell that is not UTF-8 text, or returns −1.
func notText(fields []string) int {
	for i, f := range fields {
		if !utf8.ValidString(f) || strings.ContainsRune(f, 0) {
			return i
		}
	}
	return -1
}

// heading judges the names of the columns.
func (fs *faults) heading(line int, head []string, comma rune) bool {
	before := fs.count()
	if len(head) == 1 {
		for _, other := range []rune{';', ',', '\t', '|'} {
			if other != comma && strings.ContainsRune(head[0], other) {
				fs.add(line, 1, "there is only one column; if the columns are parted by %q, say so with --delimiter", other)
				return false
			}
		}
	}
	first := map[string]int{}
	for i, name := range head {
		if at, twice := first[name]; twice {
			fs.add(line, i+1, "the column %q stands twice; it is also column %d", name, at+1)
			continue
		}
		first[name] = i
	}
	return fs.count() == before
}

// unreadable says what keeps a row from being read.
func (fs *faults) unreadable(err error, column int) {
	var pe *csv.ParseError
	switch {
	case !errors.As(err, &pe):
		fs.add(1, 1, "the file cannot be read: %v", err)
	case errors.Is(err, csv.ErrBareQuote):
		fs.add(pe.Line, column, "there is a quotation mark within a cell that does not begin with one")
	case errors.Is(err, csv.ErrQuote):
		fs.add(pe.StartLine, column, "the cell begins with a quotation mark that is not closed as it should be")
	default:
		fs.add(pe.Line, column, "%v", pe.Err)
	}
}

// delimiter reads what parts the columns: one character, or the word tab.
func delimiter(text string) (rune, error) {
	if text == "tab" || text == `\t` {
		return '\t', nil
	}
	r, size := utf8.DecodeRuneInString(text)
	if size != len(text) || size == 0 || r == utf8.RuneError || strings.ContainsRune("\"\r\n\ufeff\x00", r) {
		return 0, fmt.Errorf("%s is not one character that can part columns, such as ; or tab", strconv.Quote(text))
	}
	return r, nil
}
