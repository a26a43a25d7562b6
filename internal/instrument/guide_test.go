package instrument_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/instrument"
	"pejl/surveys"
)

func TestEveryBuiltInInstrumentHasAGuide(t *testing.T) {
	t.Parallel()
	lib := builtIn(t, "")
	for _, in := range lib.All() {
		g, ok := lib.Guide(in.ID)
		if !ok {
			t.Errorf("%s has no guide", in.ID)
			continue
		}
		want := 45
		if in.ID == "pulse" {
			want = 20
		}
		if g.Minutes() != want {
			t.Errorf("%s: the talk takes %d minutes, want %d", in.ID, g.Minutes(), want)
		}
		if !slices.Equal(g.Languages, in.Languages) {
			t.Errorf("%s: the guide speaks %v, the instrument %v", in.ID, g.Languages, in.Languages)
		}
		ids := []string{}
		for _, a := range in.Aspects {
			ids = append(ids, a.ID)
		}
		for i := range in.Facets {
			if len(in.Aspects) == 0 {
				ids = append(ids, in.Facets[i].ID)
			}
		}
		if len(g.Parts) != len(ids) {
			t.Errorf("%s: %d parts, want %d", in.ID, len(g.Parts), len(ids))
		}
		for _, id := range ids {
			questions := g.Questions(id)
			if len(questions) != 3 {
				t.Errorf("%s: %d questions about %s, want 3", in.ID, len(questions), id)
			}
			for _, q := range append(questions, g.Opening, g.Closing) {
				for lang, s := range q {
					if n := len(strings.Fields(s)); n > 26 || !strings.ContainsAny(s[len(s)-1:], "?.") {
						t.Errorf("%s %s %s (%d words): %s", in.ID, id, lang, n, s)
					}
				}
			}
		}
		if g.Questions("nothing") != nil {
			t.Errorf("%s: questions about nothing", in.ID)
		}
	}
	if _, ok := lib.Guide("nothing"); ok {
		t.Error("Guide found one that there is not")
	}
}

const smallGuide = `guide: small
languages: [en]
steps:
  - minutes: 10
    text: {en: Read.}
opening:
  en: What went well?
closing:
  en: What now?
parts:
  - aspect: G
    questions:
      - en: Which goal helped you?
  - aspect: W
    questions:
      - en: Which way was good?
      - en: Which way was short?
`

// small finds the instrument that the guide above is for.
func small(t *testing.T) func(id string) (*instrument.Instrument, bool) {
	t.Helper()
	in, faults := instrument.Parse("right.yaml", []byte(right(t)))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return func(id string) (*instrument.Instrument, bool) { return in, id == "small" }
}

func TestParseGuide(t *testing.T) {
	t.Parallel()
	got, faults := instrument.ParseGuide("g.yaml", []byte(smallGuide), small(t))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	en := func(s string) instrument.Text { return instrument.Text{"en": s} }
	want := &instrument.Guide{
		Instrument: "small", Languages: []string{"en"},
		Steps:   []instrument.Step{{Minutes: 10, Text: en("Read.")}},
		Opening: en("What went well?"), Closing: en("What now?"),
		Parts: []instrument.Part{
			{Of: "G", Questions: []instrument.Text{en("Which goal helped you?")}},
			{Of: "W", Questions: []instrument.Text{en("Which way was good?"), en("Which way was short?")}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseGuideTellsEveryFault(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, old, new string
		want           []string
	}{
		{
			"an instrument that is not there", "guide: small", "guide: smal",
			[]string{"1:8: `guide` names the instrument `smal`, which there is not; give its id"},
		},
		{
			"an aspect that is not there", "- aspect: W", "- aspect: V",
			[]string{"14:13: `aspect` names the aspect `V`, which there is not; it must be `G` or `W`"},
		},
		{
			"an aspect twice", "- aspect: W", "- aspect: G",
			[]string{
				"11:3: `parts` have none for the aspect `W`; add it",
				"14:13: the aspect `G` is used twice, first in line 11; put its questions together",
			},
		},
		{
			"a facet where there are aspects", "- aspect: W", "- facet: W1",
			[]string{"14:5: unknown key `facet`; the part may have `aspect` and `questions`", "14:5: the part has no `aspect`; add `aspect: …`"},
		},
		{
			"an aspect left out", "  - aspect: G\n    questions:\n      - en: Which goal helped you?\n", "",
			[]string{"11:3: `parts` have none for the aspect `G`; add it"},
		},
		{
			"a question twice", "Which way was short?", "Which way was good?",
			[]string{"17:13: the question “Which way was good?” is used twice, first in line 16; ask it once"},
		},
		{
			"no time", "minutes: 10", "minutes: 0",
			[]string{"4:14: `minutes` must be a whole number from 1 to 480"},
		},
		{
			"no closing", "closing:\n  en: What now?\n", "",
			[]string{"1:1: the guide has no `closing`; add `closing: {en: …}`"},
		},
		{
			"another language", "  en: What went well?", "  da: Hvad gik godt?",
			[]string{
				"7:3: unknown key `da`; `opening` may have `en`, or add it to `languages`",
				"7:3: `opening` has no `en`; add `en: …`, or take en out of `languages`",
			},
		},
		{
			"a tab", "    text: {en: Read.}", "\ttext: {en: Read.}",
			[]string{"5:1: a tab; write spaces instead"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			g, faults := instrument.ParseGuide("g", []byte(plant(t, smallGuide, tc.old, tc.new)), small(t))
			if g != nil {
				t.Error("a guide came out of a file with faults")
			}
			var got []string
			for _, f := range faults {
				got = append(got, strings.TrimPrefix(f.String(), "g:"))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A school may talk about a built-in instrument in its own way.
func TestAnAddedGuideTakesThePlaceOfTheBuiltInOne(t *testing.T) {
	t.Parallel()
	own, err := os.ReadFile(filepath.Join("..", "..", "surveys", "guides", "pulse.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	lib := builtIn(t, added(t, "guides/mine.yaml", strings.Replace(string(own), "minutes: 5", "minutes: 6", 1)))
	if g, _ := lib.Guide("pulse"); g.Minutes() != 21 {
		t.Errorf("the guide takes %d minutes, so it is not the added one", g.Minutes())
	}
	_, err = instrument.Load(surveys.FS, added(t, "guides/mine.yaml", strings.Replace(string(own), "guide: pulse", "guide: puls", 1)))
	if err == nil || !strings.Contains(err.Error(), "mine.yaml:5:8: `guide` names the instrument `puls`") {
		t.Errorf("a guide to nothing: %v", err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	file := func(name, src string) instrument.File { return instrument.File{Name: name, Source: []byte(src)} }
	none := func(string) (*instrument.Instrument, bool) { return nil, false }
	src := right(t)
	newer := plant(t, src, `version: "1.0"`, `version: "1.1"`)
	for _, tc := range []struct {
		name  string
		files []instrument.File
		known func(string) (*instrument.Instrument, bool)
		want  []string
	}{
		{"right", []instrument.File{file("a", src), file("b", newer)}, none, nil},
		{"a guide before its instrument", []instrument.File{file("g", smallGuide), file("a", src)}, none, nil},
		{"a guide to a known instrument", []instrument.File{file("g", smallGuide)}, small(t), nil},
		{
			"a guide to nothing known", []instrument.File{file("g", smallGuide)}, none,
			[]string{"g:1:8: `guide` names the instrument `small`, which there is not; give its id"},
		},
		{
			"one version twice", []instrument.File{file("a", src), file("b", src)}, none,
			[]string{"b:1:1: instrument `small` version 1.0 is also in a; raise `version`, or choose another `id`"},
		},
		{
			"faults in the order of the files",
			[]instrument.File{file("g", plant(t, smallGuide, "minutes: 10", "minutes: 0")), file("b", "id: x\tb"), file("a", src)}, none,
			[]string{"g:4:14: `minutes` must be a whole number from 1 to 480", "b:1:6: a tab; write spaces instead"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range instrument.Check(tc.files, tc.known) {
				got = append(got, f.String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
