package view

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"pejl/internal/instrument"
	"pejl/internal/profile"
)

// Prose is what a profile says, with the option words set apart.
type Prose []Span

// Span is a stretch of prose.
type Span struct {
	Text string
	Word bool // an option word
}

// apart marks the option words while a sentence is put together. Neither sign is
// in any text, nor could it be printed.
func apart() profile.Emphasis { return profile.Emphasis{Open: "\x01", Close: "\x02"} }

// prose puts sentences into words, one after another.
func prose(l profile.Speaker, list ...profile.Sentence) Prose {
	var p Prose
	rest := apart().Join(l, list)
	for rest != "" {
		before, after, found := strings.Cut(rest, apart().Open)
		if before != "" {
			p = append(p, Span{Text: before})
		}
		if !found {
			break
		}
		word, more, _ := strings.Cut(after, apart().Close)
		p = append(p, Span{Text: word, Word: true})
		rest = more
	}
	return p
}

// Picture is a chart drawn in two layouts, of which the style sheet shows one.
// The zero value stands for a chart that could not be drawn: its table is enough.
type Picture struct {
	Wide, Narrow template.HTML
}

// NewPicture takes the drawings of the chart package, which are whole svg elements
// with every text in them escaped.
func NewPicture(wide, narrow string) Picture {
	return Picture{Wide: template.HTML(wide), Narrow: template.HTML(narrow)} // #nosec G203 -- see above
}

// Drawn reports that there is something to show.
func (p Picture) Drawn() bool { return p.Wide != "" }

// tongue speaks the reader's language, and reads an instrument in it.
type tongue struct {
	profile.Speaker
	languages []string // of the instrument
}

func (t tongue) text(x instrument.Text) string { return x.In(t.Lang(), t.languages...) }

// foreign is the language of an instrument that does not speak the reader's, for
// the lang attribute; else it is empty.
func (t tongue) foreign() string {
	for _, l := range t.languages {
		if l == t.Lang() {
			return ""
		}
	}
	if len(t.languages) == 0 {
		return ""
	}
	return t.languages[0]
}

// capital begins a sentence.
func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}
