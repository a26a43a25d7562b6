package i18n_test

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"testing"
)

// A text of a language keeps the habits of its print.
var habits = map[string][]struct {
	pattern *regexp.Regexp
	why     string
}{
	"": {
		{regexp.MustCompile(`\.\.\.`), "three dots are one sign: …"},
		{regexp.MustCompile(`"`), "straight quotation marks"},
		{regexp.MustCompile(`[A-Za-zÆØÅæøå]'`), "a straight apostrophe: ’"},
		{regexp.MustCompile(`<[a-z/]|&[a-z]+;`), "markup belongs in the template"},
		{regexp.MustCompile(`\S {2,}`), "two spaces"},
		{regexp.MustCompile(` - `), "a hyphen for a dash"},
	},
	"da": {
		{regexp.MustCompile(`[“”„]`), "Danish quotation marks are »…«"},
		{regexp.MustCompile(`[^\x{a0}]%`), "a no-break space stands before %"},
		{regexp.MustCompile(`\d\.\d`), "the decimal sign is a comma"},
	},
	"en": {
		{regexp.MustCompile(`[»«„]`), "English quotation marks are “…”"},
		{regexp.MustCompile(`[\s\x{a0}]%`), "no space stands before %"},
		{regexp.MustCompile(`(?i)\b(organiz|color\b|behavior|favor|center\b|analyz|recogniz|summariz)`), "British spelling"},
	},
}

// layouts are written for the time package, not for people.
var layouts = regexp.MustCompile(`^date\.layout\.`)

func TestTextsKeepTheHabitsOfPrint(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "da"} {
		for key, forms := range wordings(t, lang) {
			if layouts.MatchString(key) {
				continue
			}
			for _, text := range forms {
				for _, why := range breaches(lang, text) {
					t.Errorf("%s: %s: %s: %q", lang, key, why, text)
				}
			}
		}
	}
}

func TestPlantedBreachesAreFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, text string
		want       []string
	}{
		{"en", "It’s 71% of “all”…", nil},
		{"da", "Det er 71\u00a0% af »alle«, 3,5 i snit …", nil},
		{"en", "It's", []string{"a straight apostrophe: ’"}},
		{"en", "Wait...", []string{"three dots are one sign: …"}},
		{"en", "a  b - c", []string{"two spaces", "a hyphen for a dash"}},
		{"en", "See <b>here</b>", []string{"markup belongs in the template"}},
		{"en", "The color of »all«, 71 %", []string{"English quotation marks are “…”", "no space stands before %", "British spelling"}},
		{"da", "71% og 71 % af “alle”, 3.5", []string{"Danish quotation marks are »…«", "a no-break space stands before %", "the decimal sign is a comma"}},
		{"da", `"alle"`, []string{"straight quotation marks"}},
	} {
		if got := breaches(c.lang, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func breaches(lang, text string) []string {
	var why []string
	for _, group := range []string{"", lang} {
		for _, h := range habits[group] {
			if h.pattern.MatchString(text) {
				why = append(why, h.why)
			}
		}
	}
	return why
}

// wordings reads every wording of every key of a real catalogue.
func wordings(t *testing.T, lang string) map[string][]string {
	t.Helper()
	b, err := fs.ReadFile(locales(), lang+".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for key, v := range all {
		switch v := v.(type) {
		case string:
			out[key] = []string{v}
		case map[string]any:
			for _, form := range v {
				out[key] = append(out[key], form.(string))
			}
		}
	}
	return out
}
