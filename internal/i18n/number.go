package i18n

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	xmessage "golang.org/x/text/message"
	"golang.org/x/text/number"
)

// noNumber stands where there is no number to write.
const noNumber = "–"

// minus is the sign of a negative number; a hyphen could break off at a line's end
// and looks like the dash of a span.
const minus = "−"

// numerals are the signs a language writes numbers with.
type numerals struct {
	decimal, group               string
	percentBefore, percentBehind string
}

// numeralsOf reads the signs off numbers written by the Unicode locale data, once a
// language: asking for each number anew costs a microsecond and eleven allocations.
func numeralsOf(tag language.Tag) numerals {
	p := xmessage.NewPrinter(tag)
	var n numerals
	written := p.Sprint(number.Decimal(1234567.5))
	_, rest, _ := strings.Cut(written, "1")
	n.group, _, _ = strings.Cut(rest, "2")
	_, rest, _ = strings.Cut(written, "7")
	n.decimal, _, _ = strings.Cut(rest, "5")
	n.percentBefore, n.percentBehind, _ = strings.Cut(p.Sprint(number.Percent(0.5)), "50")
	return n
}

// Number writes v with so many decimals. What lies midway is rounded away from
// zero, as by hand; a value that is not a number, or has no end, is a dash.
func (l *Localizer) Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return noNumber
	}
	return l.tongue.numbers.write(rounded(shortest(v), 0, decimals))
}

// Int writes a whole number.
func (l *Localizer) Int(n int) string {
	return l.tongue.numbers.write(strconv.Itoa(n))
}

// Percent writes a share between 0 and 1 as whole percent.
func (l *Localizer) Percent(share float64) string {
	if math.IsNaN(share) || math.IsInf(share, 0) {
		return noNumber
	}
	n := l.tongue.numbers
	return n.percentBefore + n.write(rounded(shortest(share), 2, 0)) + n.percentBehind
}

// write puts a language's signs into a number written as Go does.
func (n numerals) write(s string) string {
	s, negative := strings.CutPrefix(s, "-")
	integer, fraction, broken := strings.Cut(s, ".")
	if !negative && !broken && len(integer) <= 3 {
		return s
	}
	b := make([]byte, 0, len(s)+len(minus)+len(integer)/3*len(n.group)+len(n.decimal))
	if negative {
		b = append(b, minus...)
	}
	for i := range len(integer) {
		if i > 0 && (len(integer)-i)%3 == 0 {
			b = append(b, n.group...)
		}
		b = append(b, integer[i])
	}
	if broken {
		b = append(b, n.decimal...)
		b = append(b, fraction...)
	}
	return string(b)
}

// shortest writes v with the digits that tell it from every other float64, which
// are the digits a person would write.
func shortest(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// rounded moves the point of a decimal so many places to the right and rounds what
// is left to so many decimals. It works on the digits and not on the binary value,
// which for 2.675 lies a hair below what it says and would round the wrong way.
func rounded(s string, shift, decimals int) string {
	s, negative := strings.CutPrefix(s, "-")
	integer, fraction, _ := strings.Cut(s, ".")
	for len(fraction) < shift+decimals+1 {
		fraction += "0"
	}
	digits := []byte("0" + integer + fraction[:shift+decimals])
	if fraction[shift+decimals] >= '5' {
		i := len(digits) - 1
		for ; digits[i] == '9'; i-- {
			digits[i] = '0'
		}
		digits[i]++
	}
	point := len(digits) - decimals
	out := strings.TrimLeft(string(digits[:point]), "0")
	if out == "" {
		out = "0"
	}
	if decimals > 0 {
		out += "." + string(digits[point:])
	}
	if negative && strings.Trim(out, "0.") != "" {
		out = "-" + out
	}
	return out
}
