package profile

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"pejl/internal/instrument"
)

// Sentence is something a profile says: a key of the catalogues and its arguments,
// in pairs of name and value. An argument may be an int, a string, a Tenths, a
// Percent, a Word, an instrument.Text, or another Sentence.
type Sentence struct {
	Key  string
	Args []any
}

// say makes a sentence.
func say(key string, args ...any) Sentence { return Sentence{Key: key, Args: args} }

// None reports that there is nothing to say.
func (s Sentence) None() bool { return s.Key == "" }

// Speaker puts keys and numbers into a language.
type Speaker interface {
	Lang() string
	T(key string, args ...any) string
	Number(v float64, decimals int) string
	Percent(share float64) string
}

// Emphasis marks the option words in a sentence, so that a page can set them apart.
// The zero value leaves them as they are.
type Emphasis struct{ Open, Close string }

// Say puts a sentence into words.
func Say(l Speaker, s Sentence) string { return Emphasis{}.Say(l, s) }

// Say puts a sentence into words, with the option words marked.
func (e Emphasis) Say(l Speaker, s Sentence) string {
	if s.None() {
		return ""
	}
	args := slices.Clone(s.Args)
	for i := 1; i < len(args); i += 2 {
		args[i] = e.value(l, args[i])
	}
	return l.T(s.Key, args...)
}

// Join puts sentences into words, one after another.
func (e Emphasis) Join(l Speaker, list []Sentence) string {
	var b strings.Builder
	for _, s := range list {
		if s.None() {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(e.Say(l, s))
	}
	return b.String()
}

func (e Emphasis) value(l Speaker, v any) any {
	switch v := v.(type) {
	case Sentence:
		return e.Say(l, v)
	case Tenths:
		return l.Number(v.Float(), 1)
	case Percent:
		return l.Percent(float64(v) / 100)
	case Word:
		return v.say(l, e)
	case instrument.Text:
		return textIn(v, l.Lang())
	}
	return v
}

// textIn finds a text in a language, or else in any that it has.
func textIn(t instrument.Text, lang string) string {
	others := make([]string, 0, len(t))
	for l := range t {
		others = append(others, l)
	}
	slices.Sort(others)
	return t.In(lang, others...)
}

// Tenths is a number of points as it is shown, in tenths.
type Tenths int

// Float is the number of points.
func (t Tenths) Float() float64 { return float64(t) / 10 }

// Percent is a share as it is shown.
type Percent int

// tenthsOf rounds a level on a scale from min to max to tenths, halves away from the
// middle of the scale, so that mirrored answers give mirrored figures.
func tenthsOf(x float64, min, max int) Tenths {
	middle := 5 * (min + max)
	return Tenths(middle + int(math.Round(10*x-float64(middle))))
}

// Word says a level by the options of its scale: at an option, or between two.
type Word struct {
	Scale     *instrument.Scale
	Low, High int // places of options; equal where the level is at one
}

// wordOf is the rule for the word of a level: within two tenths of an option it is
// that option, and else it lies between two. It is read off the rounded number, so
// that a reader who sees both sees the same.
func wordOf(s *instrument.Scale, t Tenths) Word {
	t = min(max(t, Tenths(10*s.Min)), Tenths(10*s.Max()))
	above := int(t) - 10*s.Min
	low, rest := above/10, above%10
	switch {
	case rest <= 2:
		return Word{s, low, low}
	case rest >= 8:
		return Word{s, low + 1, low + 1}
	}
	return Word{s, low, low + 1}
}

// At is where the word stands on the scale: at its option, or midway between its two.
// A mark that says no more than the word is drawn here.
func (w Word) At() Tenths { return Tenths(10*w.Scale.Min + 5*(w.Low+w.High)) }

// Sentence is the word as it stands alone.
func (w Word) Sentence() Sentence { return say("profile.word.alone", "word", w) }

func (w Word) say(l Speaker, e Emphasis) string {
	option := func(i int) string {
		return e.Open + inSentence(textIn(w.Scale.Options[i], l.Lang())) + e.Close
	}
	if w.Low == w.High {
		return option(w.Low)
	}
	return l.T("profile.word.between", "low", option(w.Low), "high", option(w.High))
}

// inSentence writes an option as it stands within a sentence: with a small letter,
// unless it begins with an abbreviation.
func inSentence(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}
