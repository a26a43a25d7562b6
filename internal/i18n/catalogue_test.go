package i18n_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pejl/internal/i18n"
)

func TestLoadNamesEveryFault(t *testing.T) {
	t.Parallel()
	forms := func(pairs ...string) map[string]any {
		m := map[string]any{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	for _, c := range []struct {
		name   string
		en, da texts
		want   []string // parts of the message
	}{
		{"a key missing in one language", texts{"a.b": "x", "a.c": "x"}, texts{"a.b": "x"},
			[]string{"da.json: a.c: is missing, en.json has it"}},
		{"a key missing in the other", texts{}, texts{"a.b": "x"},
			[]string{"en.json: a.b: is missing, da.json has it"}},
		{"other arguments", texts{"a.b": "{one} {two}"}, texts{"a.b": "{one} {too}"},
			[]string{"en.json: a.b: has the arguments [one two], in da.json they are [one too]"}},
		{"plural here, not there, without the number", texts{"a.b": forms("one", "1", "other", "more")}, texts{"a.b": "x"},
			[]string{"a.b: has the arguments"}},
		{"a key of the package missing", texts{"quote.open": nil}, texts{"quote.open": nil},
			[]string{"en.json: quote.open: is needed as a text without arguments", "da.json: quote.open"}},
		{"a layout with an argument", texts{"date.layout.day": "{n}"}, texts{},
			[]string{"en.json: date.layout.day: is needed as a text without arguments"}},
		{"an open brace", texts{"a.b": "{n"}, texts{"a.b": "n}"},
			[]string{`a.b: a brace has no partner in "{n"`, `a.b: a brace has no partner in "n}"`}},
		{"a brace in a brace", texts{"a.b": "{{n}}"}, texts{"a.b": "{n}"}, []string{"{{n} is not an argument"}},
		{"no name", texts{"a.b": "{}"}, texts{"a.b": "{}"}, []string{"{} is not an argument"}},
		{"a name that is none", texts{"a.b": "{N m}"}, texts{"a.b": "{N m}"}, []string{"{N m} is not an argument"}},
		{"an empty text", texts{"a.b": " "}, texts{"a.b": "x"}, []string{"a.b: the text is empty"}},
		{"a missing form", texts{"a.b": forms("other", "{n}")}, texts{"a.b": forms("one", "1")},
			[]string{`the plural form "one" is missing`, `the plural form "other" is missing`}},
		{"a form the language does not have", texts{"a.b": forms("one", "1", "few", "2", "other", "3")}, texts{"a.b": "x"},
			[]string{`"few" is not a plural form of this language`}},
		{"forms with different arguments", texts{"a.b": forms("one", "1 {unit}", "other", "{n}")}, texts{"a.b": "x"},
			[]string{`the form "one" takes [unit], the form "other" []`}},
		{"a fault in a form", texts{"a.b": forms("one", "{", "other", "{n}")}, texts{"a.b": "x"},
			[]string{"a.b: one: a brace has no partner"}},
		{"a key of one word", texts{"hello": "x"}, texts{"hello": "x"}, []string{"hello: a key is words"}},
		{"a key in capitals", texts{"a.B": "x"}, texts{"a.B": "x"}, []string{"a.B: a key is words"}},
		{"a number for a text", texts{"a.b": 7}, texts{"a.b": "x"}, []string{"a.b: is neither a text nor an object"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := i18n.Load(files(t, map[string]texts{"en": c.en, "da": c.da}))
			if err == nil {
				t.Fatal("loaded")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the message lacks %q:\n%v", want, err)
				}
			}
		})
	}
}

func TestLoadRefusesFilesThatAreNoCatalogue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, data, want string }{
		{"no catalogue at all", "README.md", "", "there is no catalogue en.json"},
		{"a list", "en.json", "[]", "en.json:1: a catalogue is an object"},
		{"not JSON", "en.json", "{\n\"a.b\": oops}", "en.json:2: a.b: invalid character"},
		{"cut off", "en.json", "{\"a.b\": \"x\"", "en.json:1: "},
		{"more after the end", "en.json", "{}\n{}", "en.json:2: something stands after the end"},
		{"a key twice", "en.json", "{\n\"a.b\": \"x\",\n\"a.b\": \"y\"}", "en.json:3: a.b: is written twice"},
		{"no language", "notes-on-danish.json", "{}", "notes-on-danish.json: the file name is not a language"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := i18n.Load(fstest.MapFS{c.file: {Data: []byte(c.data)}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a message with %q", err, c.want)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	english := real(t)
	danish, err := english.WithDefault("da")
	if err != nil {
		t.Fatal(err)
	}
	if got := english.Languages(); !slices.Equal(got, []string{"en", "da"}) {
		t.Errorf("languages %v, want the default first", got)
	}
	if got := danish.Languages(); !slices.Equal(got, []string{"da", "en"}) {
		t.Errorf("languages %v, want the default first", got)
	}
	for _, c := range []struct{ name, choice, browser, en, da string }{
		{"nothing said", "", "", "en", "da"},
		{"chosen by hand", "da", "en-GB,en", "da", "da"},
		{"chosen what we lack", "fr", "da", "da", "da"},
		{"chosen nonsense", "../../etc", "", "en", "da"},
		{"a Danish browser", "", "da-DK,da;q=0.9,en-GB;q=0.8", "da", "da"},
		{"an American browser", "", "en-US,en;q=0.9", "en", "en"},
		{"a Faroese browser reads Danish", "", "fo", "da", "da"},
		{"weights count", "", "en;q=0.3, da;q=0.7", "da", "da"},
		{"first what we lack, then Danish", "", "de-DE,da;q=0.5", "da", "da"},
		{"only what we lack", "", "fr-FR,fr", "en", "da"},
		{"anything", "", "*", "en", "da"},
		{"broken", "", ";;;=q,,\x00", "en", "da"},
		{"absurdly long", "", "da" + strings.Repeat(",da", 500), "en", "da"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := english.Match(c.choice, c.browser); got != c.en {
				t.Errorf("English by default: %q, want %q", got, c.en)
			}
			if got := danish.Match(c.choice, c.browser); got != c.da {
				t.Errorf("Danish by default: %q, want %q", got, c.da)
			}
		})
	}
	if _, err := english.WithDefault("fr"); err == nil || !strings.Contains(err.Error(), `"fr"`) {
		t.Errorf("a default we lack: %v", err)
	}
	if got := english.In("fr").Lang() + danish.In("fr").Lang(); got != "enda" {
		t.Errorf("In with a language we lack speaks %q", got)
	}
}

func TestKeysAndArgs(t *testing.T) {
	t.Parallel()
	c := real(t)
	if !slices.Contains(c.Keys(), "form.faults") || !slices.IsSorted(c.Keys()) {
		t.Errorf("keys: %v", c.Keys())
	}
	if args, ok := c.Args("form.faults"); !ok || !slices.Equal(args, []string{"n"}) {
		t.Errorf("arguments: %v %v", args, ok)
	}
	if _, ok := c.Args("no.such"); ok {
		t.Error("a key that is not there has arguments")
	}
}
