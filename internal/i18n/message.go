package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// message is one text of one language, taken apart when it is loaded so that
// nothing is parsed while a page is made.
type message struct {
	plural bool
	forms  [plural.Many + 1]*form // a text without plurals stands at plural.Other
	args   []string               // sorted
}

// form is one wording. Plain holds it whole when it takes no arguments.
type form struct {
	plain string
	parts []part
}

// part is a piece of text, or the place of an argument when arg is not empty.
type part struct {
	text, arg string
}

// countNames are the arguments that choose between plural forms, the first of them
// that is given.
var countNames = []string{"n", "count"}

var formNames = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other,
}

var (
	keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+$`)
	argPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// pluralForms finds the forms that whole numbers take in a language.
func pluralForms(tag language.Tag) []plural.Form {
	seen := map[plural.Form]bool{plural.Other: true}
	for n := range 1000 {
		seen[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// parse reads one catalogue, a flat object of keys. It walks the tokens rather than
// decoding into a map, because a map would hide a key written twice.
func parse(file string, b []byte, forms []plural.Form) (map[string]*message, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	line := func() int { return 1 + bytes.Count(b[:d.InputOffset()], []byte("\n")) }
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("%s:%d: a catalogue is an object of keys and texts", file, line())
	}
	messages := map[string]*message{}
	var faults []error
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, line(), err)
		}
		key, _ := t.(string)
		at := fmt.Sprintf("%s:%d: %s", file, line(), key)
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, fmt.Errorf("%s: %w", at, err)
		}
		if !keyPattern.MatchString(key) {
			faults = append(faults, fmt.Errorf("%s: a key is words of a-z, 0-9, _ and - parted by dots, at least two", at))
		}
		if messages[key] != nil {
			faults = append(faults, fmt.Errorf("%s: is written twice", at))
		}
		m, err := parseMessage(raw, forms)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", at, err))
		}
		messages[key] = m
	}
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", file, line(), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s:%d: something stands after the end of the catalogue", file, line())
	}
	return messages, errors.Join(faults...)
}

func parseMessage(raw json.RawMessage, forms []plural.Form) (*message, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		f, args, err := parseForm(text)
		m := &message{args: args}
		m.forms[plural.Other] = f
		return m, err
	}
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return &message{}, errors.New("is neither a text nor an object of plural forms")
	}
	return parsePlural(texts, forms)
}

func parsePlural(texts map[string]string, forms []plural.Form) (*message, error) {
	m := &message{plural: true}
	all := map[string]bool{}
	rest := map[plural.Form][]string{} // the arguments of a form but for the number
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		kind, known := formNames[name]
		if !known || !slices.Contains(forms, kind) {
			faults = append(faults, fmt.Errorf("%q is not a plural form of this language", name))
			continue
		}
		f, args, err := parseForm(texts[name])
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
		}
		m.forms[kind] = f
		rest[kind] = []string{}
		for _, arg := range args {
			all[arg] = true
			if !slices.Contains(countNames, arg) {
				rest[kind] = append(rest[kind], arg)
			}
		}
	}
	for _, kind := range forms {
		switch {
		case m.forms[kind] == nil:
			faults = append(faults, fmt.Errorf("the plural form %q is missing", formName(kind)))
		case !slices.Equal(rest[kind], rest[plural.Other]):
			faults = append(faults, fmt.Errorf("the form %q takes %v, the form \"other\" %v", formName(kind), rest[kind], rest[plural.Other]))
		}
	}
	if !slices.ContainsFunc(countNames, func(name string) bool { return all[name] }) {
		all[countNames[0]] = true
	}
	m.args = slices.Sorted(maps.Keys(all))
	return m, errors.Join(faults...)
}

func formName(kind plural.Form) string {
	for name, k := range formNames {
		if k == kind {
			return name
		}
	}
	return fmt.Sprint(kind)
}

// parseForm takes a wording apart at its arguments, which stand in braces, and
// gives the names of the arguments, sorted, each once.
func parseForm(text string) (*form, []string, error) {
	if strings.TrimSpace(text) == "" {
		return &form{}, nil, errors.New("the text is empty")
	}
	f := &form{}
	var args []string
	for rest := text; rest != ""; {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			f.parts = append(f.parts, part{text: rest})
			break
		}
		end := strings.IndexByte(rest, '}')
		if rest[open] == '}' || end < 0 {
			return f, nil, fmt.Errorf("a brace has no partner in %q", text)
		}
		name := rest[open+1 : end]
		if !argPattern.MatchString(name) {
			return f, nil, fmt.Errorf("{%s} is not an argument: a name is a-z, then a-z, 0-9 and _", name)
		}
		if open > 0 {
			f.parts = append(f.parts, part{text: rest[:open]})
		}
		f.parts = append(f.parts, part{arg: name})
		args = append(args, name)
		rest = rest[end+1:]
	}
	if len(args) == 0 {
		f.plain = text
	}
	slices.Sort(args)
	return f, slices.Compact(args), nil
}
