package chart

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Advance widths of the printable ASCII characters in thousandths of an em, as
// in Helvetica and the faces made to its measure (Arial, Liberation Sans). The
// pages use the reader's system sans; this is near the middle of those.
const asciiFirst, asciiLast = ' ', '~'

var regularWidths = [asciiLast - asciiFirst + 1]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

var boldWidths = [asciiLast - asciiFirst + 1]uint16{
	278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
	975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
	333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
	611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
}

// Letters and signs that no accent and base letter make up.
var otherWidths = map[rune]uint16{
	'æ': 889, 'Æ': 1000, 'ø': 611, 'Ø': 778, 'œ': 944, 'Œ': 1000, 'ß': 611, 'ð': 556, 'þ': 556,
	'\u00a0': 278, '\u202f': 200, '–': 556, '—': 1000, '…': 1000, '‑': 333, '−': 584,
	'»': 556, '«': 556, '“': 450, '”': 450, '„': 450, '‘': 250, '’': 250, '‚': 250,
	'•': 350, '·': 333, '≤': 549, '≥': 549, '€': 556, '½': 834,
}

// textWidth estimates how wide s is when set in the system sans at size px.
func textWidth(s string, size float64, bold bool) float64 {
	var thousandths float64
	for _, r := range s {
		thousandths += float64(advance(r, bold))
	}
	return thousandths / 1000 * size
}

func advance(r rune, bold bool) uint16 {
	if r >= asciiFirst && r <= asciiLast {
		if bold {
			return boldWidths[r-asciiFirst]
		}
		return regularWidths[r-asciiFirst]
	}
	if w, ok := otherWidths[r]; ok {
		if bold && w < 900 {
			w += w / 20
		}
		return w
	}
	if unicode.Is(unicode.Mn, r) || unicode.IsControl(r) {
		return 0
	}
	if base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r))); base != r {
		return advance(base, bold)
	}
	if r >= 0x1100 {
		return 1000
	}
	return 600
}

// clean makes a text fit for a label: one line, no control characters, single
// ordinary spaces, whole UTF-8.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || r == unicode.ReplacementChar || r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
	return strings.Join(words, " ")
}

// face is how a label is set: its size in px and whether it is bold.
type face struct {
	size float64
	bold bool
}

func (f face) width(s string) float64 { return textWidth(s, f.size, f.bold) }

// widest is the width of the longest line of a wrapped text.
func (f face) widest(lines []string) float64 {
	var w float64
	for _, l := range lines {
		w = max(w, f.width(l))
	}
	return w
}

// slack allows for faces that run wider than the table, as Noto Sans does. In the
// few that run wider still a label may reach past its column.
const slack = 1.08

// wrap breaks a text at spaces so that no line is wider than limit, and evens
// the lines out; a single word that is too long is broken with a hyphen.
func (f face) wrap(s string, limit float64) []string {
	s = clean(s)
	if s == "" {
		return nil
	}
	limit /= slack
	lines := f.fill(s, limit)
	if len(lines) < 2 {
		return lines
	}
	// The narrowest measure that needs no further line gives even lines.
	low, high := limit*0.6, limit
	for high-low > 1 {
		mid := (low + high) / 2
		if tried := f.fill(s, mid); len(tried) > len(lines) || f.longest(s) > mid*slack {
			low = mid
		} else {
			high = mid
		}
	}
	return f.fill(s, high)
}

// longest is the room the widest single word of s needs.
func (f face) longest(s string) float64 {
	var w float64
	for word := range strings.SplitSeq(clean(s), " ") {
		w = max(w, f.width(word)*slack)
	}
	return w
}

// wrapTo is wrap in at most so many lines; what does not fit ends in an ellipsis.
func (f face) wrapTo(s string, limit float64, most int) []string {
	lines := f.wrap(s, limit)
	if len(lines) <= most {
		return lines
	}
	// The lines were evened out over more of them: fill them up again.
	lines = f.fill(clean(s), limit/slack)
	last := []rune(lines[most-1])
	for len(last) > 0 && f.width(string(last)+"…")*slack > limit {
		last = last[:len(last)-1]
	}
	return append(lines[:most-1:most-1], strings.TrimRight(string(last), " -,:")+"…")
}

func (f face) fill(s string, limit float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(s, " ") {
		for f.width(word) > limit && len([]rune(word)) > 6 {
			head, tail := f.split(word, limit)
			if line != "" {
				lines = append(lines, line)
				line = ""
			}
			lines = append(lines, head)
			word = tail
		}
		switch {
		case line == "":
			line = word
		case f.width(line+" "+word) <= limit:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// split breaks one word: after a hyphen it already has where that fits, else
// with a hyphen of its own that leaves at least four letters for the next line.
func (f face) split(word string, limit float64) (head, tail string) {
	runes := []rune(word)
	cut := 2
	for n := 3; n <= len(runes)-4; n++ {
		if f.width(string(runes[:n])+"-") > limit {
			break
		}
		cut = n
	}
	for n := cut; n > 2; n-- {
		if runes[n-1] == '-' || runes[n-1] == '/' {
			return string(runes[:n]), string(runes[n:])
		}
	}
	return string(runes[:cut]) + "-", string(runes[cut:])
}
