package instrument

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// What ids, versions and languages look like.
var (
	instrumentID = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	partID       = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]{0,31}$`)
	versionForm  = regexp.MustCompile(`^[0-9]{1,4}(\.[0-9]{1,4}){0,2}$`)
	languageTag  = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
	placeholder  = regexp.MustCompile(`\b(TODO|TBD|FIXME|XXX+)\b|(?i:lorem ipsum)|[{}]|<[^<>]*>|^(\.\.\.|…)$`)
)

// Lengths in characters. A statement that nears its limit is too long to answer
// anyway; the limits keep pages whole.
const (
	labelLength = 120
	itemLength  = 300
	textLength  = 1_200
)

// word returns a scalar that the parser reads as text.
func (v value) word(limit int) (string, bool) {
	if v.empty() {
		return "", false
	}
	if v.node.Kind != yaml.ScalarNode {
		v.fault("must be a single text")
		return "", false
	}
	if v.node.Tag != "!!str" {
		v.fault("is read as %s, not as text; put quotes around it: %q", kindOf(v.node), short(v.node.Value))
		return "", false
	}
	s := strings.TrimSpace(v.node.Value)
	if i := strings.IndexFunc(s, forbidden); i >= 0 {
		c, _ := utf8.DecodeRuneInString(s[i:])
		if c == '\n' {
			v.fault("has a line break in it; write it on one line, or after `>` over several")
		} else {
			v.fault("has the invisible character %U in it; take it away", c)
		}
		return "", false
	}
	if n := utf8.RuneCountInString(s); n > limit {
		v.fault("is %d characters long; %d is the most", n, limit)
		return "", false
	}
	return s, true
}

// phrase returns a text that people will read, so nothing unfinished.
func (v value) phrase(limit int) (string, bool) {
	s, ok := v.word(limit)
	if !ok {
		return "", false
	}
	if p := placeholder.FindString(s); p != "" {
		v.fault("still has a placeholder in it (`%s`); write the text out", short(p))
		return "", false
	}
	return s, true
}

// text returns a text in every language of the file. Each is handed to check
// with its node, where check is given.
func (v value) text(limit int, check func(lang, s string, n *yaml.Node)) Text {
	if v.empty() {
		return nil
	}
	if v.node.Kind != yaml.MappingNode {
		v.fault("must be given by language, one line each: `%s: …`", strings.Join(v.r.tags(), ": …`, `"))
		return nil
	}
	known := v.r.langs
	if known == nil { // the languages are at fault already: take what is there
		for i := 0; i+1 < len(v.node.Content); i += 2 {
			known = append(known, v.node.Content[i].Value)
		}
	}
	v.more = ", or add it to `languages`"
	o := v.object(known...)
	t := Text{}
	for _, lang := range known {
		part, ok := o.get(lang)
		if !ok {
			v.fault("has no `%s`; add `%s: …`, or take %s out of `languages`", lang, lang, lang)
			continue
		}
		part.name = v.name + " in `" + lang + "`"
		if s, ok := part.phrase(limit); ok {
			t[lang] = s
			if check != nil {
				check(lang, s, part.node)
			}
		}
	}
	return t
}

// tags returns the languages of the file, or an example where they are unknown.
func (r *reader) tags() []string {
	if len(r.langs) == 0 {
		return []string{"en"}
	}
	return r.langs
}

// id returns a name that machines use.
func (v value) id(form *regexp.Regexp, rule string) (string, bool) {
	s, ok := v.word(labelLength)
	if ok && !form.MatchString(s) {
		v.fault("is %q; %s", short(s), rule)
		return "", false
	}
	return s, ok
}

// ruleOfIDs is the rule for the ids of the parts of an instrument.
const ruleOfIDs = "an id begins with a letter and has at most 32 letters (a–z), digits, dots, hyphens and underscores"

// boolean returns true or false.
func (v value) boolean() (b, ok bool) {
	if v.empty() {
		return false, false
	}
	if v.node.Tag != "!!bool" {
		v.fault("must be `true` or `false`")
		return false, false
	}
	return strings.EqualFold(v.node.Value, "true"), true
}

// whole returns a whole number between low and high.
func (v value) whole(low, high int) int {
	if v.empty() {
		return 0
	}
	n, err := strconv.Atoi(v.node.Value)
	if v.node.Tag != "!!int" || err != nil || n < low || n > high {
		v.fault("must be a whole number from %d to %d", low, high)
		return 0
	}
	return n
}

// fraction returns a number from low to high.
func (v value) fraction(low, high float64) float64 {
	if v.empty() {
		return 0
	}
	x, err := strconv.ParseFloat(v.node.Value, 64)
	number := v.node.Tag == "!!float" || v.node.Tag == "!!int"
	if !number || err != nil || math.IsNaN(x) || x < low || x > high {
		v.fault("must be a number from %g to %g, with a point as decimal sign", low, high)
		return 0
	}
	return x
}

// choice returns one of the words that the format knows.
func (v value) choice(words ...string) (string, bool) {
	s, ok := v.word(labelLength)
	if !ok || slices.Contains(words, s) {
		return s, ok
	}
	if meant := nearest(s, words); meant != "" {
		v.fault("is `%s`; did you mean `%s`?", short(s), meant)
	} else {
		v.fault("is `%s`; it must be %s", short(s), or(words))
	}
	return "", false
}

// oneOf returns the id of a part that the file must have.
func (v value) oneOf(what string, words []string) (string, bool) {
	s, ok := v.word(labelLength)
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
	if !ok || slices.Contains(words, s) {
		return s, ok
	}
	switch meant := nearest(s, words); {
	case meant != "":
		v.fault("names the %s `%s`, which there is not; did you mean `%s`?", what, short(s), meant)
	case len(words) == 0:
		v.fault("names the %s `%s`, but the file has no %ss; add it or take this away", what, short(s), what)
	default:
		v.fault("names the %s `%s`, which there is not; it must be %s", what, short(s), or(words))
	}
	return "", false
}

// kindOf says how the parser reads a scalar.
func kindOf(n *yaml.Node) string {
	switch n.Tag {
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "true or false"
	case "!!timestamp":
		return "a date"
	}
	return "something else"
}
