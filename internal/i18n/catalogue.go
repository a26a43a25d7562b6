// Package i18n puts a key and its arguments into words: one catalogue of texts
// per language, checked when it is loaded, and a localizer that also writes
// numbers, dates, lists and quotations the way the language does.
package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/text/language"
)

// fallbackLanguage is spoken to those who ask for no language that we have, until
// WithDefault says otherwise.
const fallbackLanguage = "en"

// maxAcceptLanguage bounds the header that is parsed; browsers send a tenth of it.
const maxAcceptLanguage = 1000

// Catalogue holds every text in every language. It does not change after Load and
// may be used by many goroutines at once.
type Catalogue struct {
	tongues   map[string]*tongue
	languages []string // the default first, the others by name
	matcher   language.Matcher
	report    *atomic.Pointer[func(Problem)]
}

// tongue is one language: its texts and its habits.
type tongue struct {
	name     string
	tag      language.Tag
	messages map[string]*message
	numbers  numerals
	dates    calendar
}

// Problem is a slip found while a text was made: a key that is not there, or
// arguments that do not fit it.
type Problem struct {
	Lang, Key, What string
}

// String says the problem in one line.
func (p Problem) String() string { return fmt.Sprintf("%s: %s: %s", p.Lang, p.Key, p.What) }

// Load reads the catalogues <language>.json at the root of fsys. It fails, naming
// every fault, when a file cannot be read, a text is badly written, or the
// languages differ in their keys or in the arguments of a key.
func Load(fsys fs.FS) (*Catalogue, error) {
	files, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list catalogues: %w", err)
	}
	c := &Catalogue{tongues: map[string]*tongue{}, report: new(atomic.Pointer[func(Problem)])}
	var faults []error
	for _, file := range files {
		t, err := loadTongue(fsys, file)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		c.tongues[t.name] = t
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	if c.tongues[fallbackLanguage] == nil {
		return nil, fmt.Errorf("there is no catalogue %s.json", fallbackLanguage)
	}
	if err := c.compare(); err != nil {
		return nil, err
	}
	for _, t := range c.tongues {
		t.dates = t.calendar()
	}
	c.setDefault(fallbackLanguage)
	return c, nil
}

func loadTongue(fsys fs.FS, file string) (*tongue, error) {
	name := strings.TrimSuffix(path.Base(file), ".json")
	tag, err := language.Parse(name)
	if err != nil {
		return nil, fmt.Errorf("%s: the file name is not a language: %w", file, err)
	}
	b, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	messages, err := parse(file, b, pluralForms(tag))
	if err != nil {
		return nil, err
	}
	t := &tongue{name: name, tag: tag, messages: messages, numbers: numeralsOf(tag)}
	var missing []error
	for _, key := range ownKeys() {
		if m := messages[key]; m == nil || m.plural || len(m.args) > 0 {
			missing = append(missing, fmt.Errorf("%s: %s: is needed as a text without arguments", file, key))
		}
	}
	return t, errors.Join(missing...)
}

// compare holds every language to the keys and arguments of all the others.
func (c *Catalogue) compare() error {
	keys := map[string]*message{}
	from := map[string]string{}
	names := slices.Sorted(maps.Keys(c.tongues))
	for _, name := range names {
		for key, m := range c.tongues[name].messages {
			if keys[key] == nil {
				keys[key], from[key] = m, name
			}
		}
	}
	var faults []error
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		for _, name := range names {
			switch m := c.tongues[name].messages[key]; {
			case m == nil:
				faults = append(faults, fmt.Errorf("%s.json: %s: is missing, %s.json has it", name, key, from[key]))
			case !slices.Equal(m.args, keys[key].args):
				faults = append(faults, fmt.Errorf("%s.json: %s: has the arguments %v, in %s.json they are %v",
					name, key, m.args, from[key], keys[key].args))
			}
		}
	}
	return errors.Join(faults...)
}

// WithDefault gives a catalogue over the same texts that speaks lang to those who
// ask for no language that we have.
func (c *Catalogue) WithDefault(lang string) (*Catalogue, error) {
	if c.tongues[lang] == nil {
		return nil, fmt.Errorf("no catalogue for the language %q, only for %s", lang, strings.Join(c.languages, ", "))
	}
	d := *c
	d.setDefault(lang)
	return &d, nil
}

func (c *Catalogue) setDefault(lang string) {
	c.languages = slices.SortedFunc(maps.Keys(c.tongues), func(a, b string) int {
		switch {
		case a == lang:
			return -1
		case b == lang:
			return 1
		}
		return strings.Compare(a, b)
	})
	tags := make([]language.Tag, len(c.languages))
	for i, name := range c.languages {
		tags[i] = c.tongues[name].tag
	}
	c.matcher = language.NewMatcher(tags)
}

// Languages lists the languages there are, the default first.
func (c *Catalogue) Languages() []string { return slices.Clone(c.languages) }

// Keys lists every key, sorted.
func (c *Catalogue) Keys() []string {
	return slices.Sorted(maps.Keys(c.tongues[c.languages[0]].messages))
}

// Args lists the arguments a text takes, sorted, and whether there is such a text.
// The number that chooses between plural forms is among them even where no form
// prints it.
func (c *Catalogue) Args(key string) ([]string, bool) {
	m := c.tongues[c.languages[0]].messages[key]
	if m == nil {
		return nil, false
	}
	return slices.Clone(m.args), true
}

// In gives the localizer of a language, or of the default when there is no such
// language. It tells the time in UTC until WithZone says otherwise.
func (c *Catalogue) In(lang string) *Localizer {
	t := c.tongues[lang]
	if t == nil {
		t = c.tongues[c.languages[0]]
	}
	return &Localizer{catalogue: c, tongue: t, zone: time.UTC}
}

// Match chooses a language: the one chosen by hand if we have it, else the best of
// those the browser's Accept-Language names, else the default.
func (c *Catalogue) Match(choice, acceptLanguage string) string {
	if c.tongues[choice] != nil {
		return choice
	}
	if acceptLanguage == "" || len(acceptLanguage) > maxAcceptLanguage {
		return c.languages[0]
	}
	// What can be read of a broken header is used; nothing readable matches nothing.
	tags, _, _ := language.ParseAcceptLanguage(acceptLanguage)
	_, i, _ := c.matcher.Match(tags...)
	return c.languages[i]
}

// Report has every later Problem told to f, so that a test can fail on it and a
// server can log it; nil stops that. It holds for all localizers of the catalogue.
func (c *Catalogue) Report(f func(Problem)) {
	if f == nil {
		c.report.Store(nil)
		return
	}
	c.report.Store(&f)
}
