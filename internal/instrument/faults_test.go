package instrument_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/instrument"
)

var tenOptions = strings.Join([]string{
	"      - en: Option 0\n        da: Mulighed 0\n", "      - en: Option 1\n        da: Mulighed 1\n",
	"      - en: Option 2\n        da: Mulighed 2\n", "      - en: Option 3\n        da: Mulighed 3\n",
	"      - en: Option 4\n        da: Mulighed 4\n", "      - en: Option 5\n        da: Mulighed 5\n",
	"      - en: Option 6\n        da: Mulighed 6\n", "      - en: Option 7\n        da: Mulighed 7\n",
	"      - en: Option 8\n        da: Mulighed 8\n", "      - en: Option 9\n        da: Mulighed 9\n",
}, "")

// planted holds what authors do wrong: in testdata/right.yaml, old is replaced
// by new (where old is empty, new is the whole file), and these faults and no
// others are to be told, each with its line and column.
var planted = []struct {
	name     string
	old, new string
	want     []string
}{
	{
		"a key misspelled",
		"    items:\n      - id: G2.1", "    itmes:\n      - id: G2.1",
		[]string{"97:5: unknown key `itmes`; did you mean `items`?"},
	},
	{
		"a key of nobody's",
		"licence: CC BY 4.0\n", "licence: CC BY 4.0\ncolour: blue\n",
		[]string{"5:1: unknown key `colour`; the instrument may have `id`, `version`, `status`, `licence`, `languages`, `title`, `about`, `perspectives`, `scales`, `scale`, `aspects`, `facets`, `questions` and `evidence`"},
	},
	{
		"a key twice",
		"status: draft, not validated\n", "status: draft, not validated\nid: other\n",
		[]string{"4:1: `id` is given twice, first in line 1; keep one"},
	},
	{
		"no version",
		"version: \"1.0\"\n", "",
		[]string{"1:1: the instrument has no `version`; add `version: \"0.1\"`"},
	},
	{
		"a version as a number",
		"version: \"1.0\"", "version: 1.0",
		[]string{"2:10: `version` is read as a number, not as text; put quotes around it: \"1.0\""},
	},
	{
		"a version of letters",
		"version: \"1.0\"", "version: \"one\"",
		[]string{"2:10: `version` is \"one\"; a version is one to three numbers with dots between them, such as \"0.1\""},
	},
	{
		"an id with a capital",
		"id: small", "id: Small",
		[]string{"1:5: `id` is \"Small\"; an instrument's id has at most 40 small letters (a–z), digits and hyphens and begins with a letter"},
	},
	{
		"no languages",
		"languages: [en, da]\n", "",
		[]string{"1:1: the instrument has no `languages`; add `languages: [en, da]`"},
	},
	{
		"a language that is none",
		"languages: [en, da]", "languages: [English, da]",
		[]string{"5:13: entry 1 of `languages` is \"English\"; a language is given by its code, such as en, da, de or pt-BR"},
	},
	{
		"a language twice",
		"languages: [en, da]", "languages: [en, da, en]",
		[]string{"5:21: the language `en` is named twice; keep one"},
	},
	{
		"no Danish title",
		"  da: Et lille spørgeskema\n", "",
		[]string{"7:3: `title` has no `da`; add `da: …`, or take da out of `languages`"},
	},
	{
		"a language too many",
		"  da: Et lille spørgeskema\n", "  da: Et lille spørgeskema\n  de: Ein Fragebogen\n",
		[]string{"9:3: unknown key `de`; `title` may have `en` and `da`, or add it to `languages`"},
	},
	{
		"the country's code",
		"            da: Der er plads til at prøve.", "            dk: Der er plads til at prøve.",
		[]string{"119:13: unknown key `dk`; did you mean `da`?"},
	},
	{
		"a title without languages",
		"title:\n  en: A small instrument\n  da: Et lille spørgeskema", "title: A small instrument",
		[]string{"6:8: `title` must be given by language, one line each: `en: …`, `da: …`"},
	},
	{
		"an empty text",
		"            en: I give room to try.", "            en:",
		[]string{"121:13: the leader `text` of item `W1.1` in `en` is empty; fill it in or take the key away"},
	},
	{
		"an empty text in quotes",
		"            en: I give room to try.", "            en: \"\"",
		[]string{"121:17: the leader `text` of item `W1.1` in `en` is empty; fill it in or take the key away"},
	},
	{
		"a text read as a date",
		"      - en: Never", "      - en: 2024-01-01",
		[]string{"35:13: entry 1 of `options` of scale `often` in `en` is read as a date, not as text; put quotes around it: \"2024-01-01\""},
	},
	{
		"a text read as true",
		"      - en: Never", "      - en: true",
		[]string{"35:13: entry 1 of `options` of scale `often` in `en` is read as true or false, not as text; put quotes around it: \"true\""},
	},
	{
		"a placeholder",
		"            en: I set goals with staff.", "            en: I TODO with staff.",
		[]string{"105:17: the leader `text` of item `G2.1` in `en` still has a placeholder in it (`TODO`); write the text out"},
	},
	{
		"a placeholder in braces",
		"            en: I set goals with staff.", "            en: I set {goal} with staff.",
		[]string{"105:17: the leader `text` of item `G2.1` in `en` still has a placeholder in it (`{`); write the text out"},
	},
	{
		"a line break",
		"            en: I set goals with staff.", "            en: |\n              I set goals\n              with staff.",
		[]string{"105:17: the leader `text` of item `G2.1` in `en` has a line break in it; write it on one line, or after `>` over several"},
	},
	{
		"a text too long",
		"            en: I set goals with staff.", "            en: I set goals " + strings.Repeat("again and ", 40) + "again.",
		[]string{"105:17: the leader `text` of item `G2.1` in `en` is 418 characters long; 300 is the most"},
	},
	{
		"no perspectives",
		"perspectives:\n", "perspective:\n",
		[]string{"12:1: unknown key `perspective`; did you mean `perspectives`?"},
	},
	{
		"perspectives twice",
		"  - id: leader\n", "  - id: staff\n",
		[]string{"23:9: the perspective id `staff` is used twice, first in line 13; perspective ids must differ"},
	},
	{
		"meaning without words",
		"    referent:\n      en: our leaders\n      da: ledelsen\n", "",
		[]string{"13:5: perspective `staff` says what is meant but not by which words; add `referent`"},
	},
	{
		"a wording missing",
		"          leader:\n            en: I set goals with staff.\n            da: Jeg sætter mål med medarbejderne.\n", "",
		[]string{"101:11: `text` of item `G2.1` has no wording for the perspective `leader`; add `leader:` with the text in each language"},
	},
	{
		"a perspective misspelled",
		"          leader:\n            en: I set goals", "          laeder:\n            en: I set goals",
		[]string{"104:11: unknown key `laeder`; did you mean `leader`?"},
	},
	{
		"one option",
		"      - en: Not at all\n        da: Slet ikke\n", "",
		[]string{"50:7: `options` of scale `much` has 1, too few; add at least 1 more"},
	},
	{
		"twelve options",
		"      - en: Never\n        da: Aldrig\n", tenOptions,
		[]string{"35:7: `options` of scale `often` has 12, too many; 11 is the most"},
	},
	{
		"options alike",
		"      - en: Sometimes", "      - en: never",
		[]string{"37:13: the option “never” is used twice, first in line 35; whoever answers could not tell them apart"},
	},
	{
		"don't know like an option",
		"      da: Ved ikke", "      da: Altid",
		[]string{"43:11: the option “Altid” is used twice, first in line 40; whoever answers could not tell them apart"},
	},
	{
		"a numbering out of reach",
		"    min: 0", "    min: 99999999999999999999",
		[]string{"30:10: `min` must be a whole number from -100 to 100"},
	},
	{
		"a numbering of letters",
		"    min: 0", "    min: zero",
		[]string{"30:10: `min` must be a whole number from -100 to 100"},
	},
	{
		"a scale that is not there",
		"scale: often\n", "scale: oftne\n",
		[]string{"27:8: `scale` names the scale `oftne`, which there is not; did you mean `often`?"},
	},
	{
		"a facet on a scale that is not there",
		"    scale: much", "    scale: seldom",
		[]string{"109:12: `scale` names the scale `seldom`, which there is not; it must be `often` or `much`"},
	},
	{
		"scales and no choice",
		"scale: often\n", "",
		[]string{
			"66:5: facet `G1` does not say which scale it is answered on; add `scale: often` here or once at the top of the file",
			"91:5: facet `G2` does not say which scale it is answered on; add `scale: often` here or once at the top of the file",
		},
	},
	{
		"no scales",
		"scales:\n", "scalse:\n",
		[]string{"28:1: unknown key `scalse`; did you mean `scales`?"},
	},
	{
		"two numberings in an aspect",
		"    aspect: G\n    name:\n      en: Shared", "    aspect: G\n    scale: much\n    name:\n      en: Shared",
		[]string{"92:5: facet `G2` is answered on 1–2 but facet `G1` of the same aspect on 0–2; the facets of an aspect are added up, so give them one numbering"},
	},
	{
		"an aspect that is not there",
		"  - id: W1\n    aspect: W", "  - id: W1\n    aspect: X",
		[]string{"108:13: `aspect` names the aspect `X`, which there is not; it must be `G` or `W`"},
	},
	{
		"a facet without an aspect",
		"  - id: W1\n    aspect: W\n", "  - id: W1\n",
		[]string{"107:5: facet `W1` does not say which aspect it belongs to; add `aspect: G`"},
	},
	{
		"an aspect without facets",
		"  - id: W1\n    aspect: W\n", "  - id: W1\n    aspect: G\n",
		[]string{
			"59:5: aspect `W` has no facets; give it some or take it away",
			"107:5: facet `W1` is answered on 1–2 but facet `G1` of the same aspect on 0–2; the facets of an aspect are added up, so give them one numbering",
		},
	},
	{
		"aspects out of order",
		"  - id: G1\n    aspect: G\n", "  - id: G1\n    aspect: W\n",
		[]string{
			"92:5: facet `G2` comes after facets of a later aspect; keep the facets of aspect `G` together, in the order of `aspects`",
			"107:5: facet `W1` is answered on 1–2 but facet `G1` of the same aspect on 0–2; the facets of an aspect are added up, so give them one numbering",
		},
	},
	{
		"a fault in every part",
		"    min: 0\n    stem:", "    min: nil\n    steam:",
		[]string{
			"30:10: `min` must be a whole number from -100 to 100",
			"31:5: unknown key `steam`; did you mean `stem`?",
		},
	},
	{
		"an item id twice",
		"      - id: G2.1", "      - id: g1.2",
		[]string{"98:13: the item id `g1.2` is used twice, first in line 83; an id stands for one item or question for ever, because trends are built on it"},
	},
	{
		"an item id with a space",
		"      - id: G2.1", "      - id: G2 1",
		[]string{"98:13: item id is \"G2 1\"; an id begins with a letter and has at most 32 letters (a–z), digits, dots, hyphens and underscores"},
	},
	{
		"a facet id like an aspect's",
		"  - id: W1\n    aspect: W", "  - id: w\n    aspect: W",
		[]string{"107:9: the facet id `w` is used twice, first in line 59; the ids of facets and aspects must differ"},
	},
	{
		"a facet name twice",
		"      en: Shared goals", "      en: clear goals",
		[]string{"95:11: the facet name “clear goals” is used twice, first in line 70; readers cannot tell them apart"},
	},
	{
		"a wording twice",
		"            en: We set our goals together.", "            en: Our leaders say what matters.",
		[]string{"102:17: the wording “Our leaders say what matters.” is used twice, first in line 78; the same question would be asked twice"},
	},
	{
		"no items",
		"      - id: W1.1\n        short: true\n        text:\n          staff:\n            en: There is room to try.\n            da: Der er plads til at prøve.\n          leader:\n            en: I give room to try.\n            da: Jeg giver plads til at prøve.\nquestions", "      []\nquestions",
		[]string{"114:7: `items` of facet `W1` is an empty list; add at least 1"},
	},
	{
		"a scale for nobody",
		"    scale: much\n", "",
		[]string{"44:5: no facet is answered on scale `much`; name it in a facet or take it away"},
	},
	{
		"items that are no list",
		"    items:\n      - id: G2.1\n        short: true", "    items:\n      G2.1:\n        short: true",
		[]string{"98:7: `items` of facet `G2` must be a list: one `- …` for each entry"},
	},
	{
		"a mark that is neither",
		"        short: true", "        short: yes",
		[]string{"75:16: `short` must be `true` or `false`"},
	},
	{
		"a facet without short items",
		"      - id: W1.1\n        short: true\n", "      - id: W1.1\n",
		[]string{"107:5: facet `W1` has no item in the short form, though others have; mark at least one with `short: true`"},
	},
	{
		"a question's id like an item's",
		"  - id: EV", "  - id: G1.1",
		[]string{"124:9: the question id `G1.1` is used twice, first in line 74; an id stands for one item or question for ever"},
	},
	{
		"a type of nobody's",
		"    type: single", "    type: singel",
		[]string{"125:11: `type` is `singel`; did you mean `single`?"},
	},
	{
		"a question per facet",
		"    per: aspect", "    per: facet",
		[]string{"126:10: `per` is `facet`; it must be `aspect`"},
	},
	{
		"a question for nobody",
		"    perspectives: [staff]", "    perspectives: [pupil]",
		[]string{"127:20: entry 1 of `perspectives` names the perspective `pupil`, which there is not; it must be `staff` or `leader`"},
	},
	{
		"a question for one twice",
		"    perspectives: [staff]", "    perspectives: [staff, staff]",
		[]string{"127:27: entry 2 of `perspectives` names `staff` a second time; keep one"},
	},
	{
		"options to own words",
		"    on_request: true", "    options: facets",
		[]string{"145:14: `options` do not go with `type: text`, which is answered in own words; take them away"},
	},
	{
		"no options",
		"    options: facets\n", "",
		[]string{"136:5: question `PR` has no `options`; add a list of them, or `options: facets`"},
	},
	{
		"more than there are",
		"    max: 2", "    max: 4",
		[]string{"138:10: `max` must be a whole number from 1 to 3"},
	},
	{
		"how many is not said",
		"    max: 2\n", "",
		[]string{"136:5: question `PR` does not say how many options may be chosen; add `max: 2`"},
	},
	{
		"how many of one",
		"    type: multi", "    type: single",
		[]string{"138:10: `max` does not go with `type: single`; take it away or write `type: multi`"},
	},
	{
		"facets of an aspect with one",
		"    max: 2\n", "    max: 2\n    per: aspect\n",
		[]string{"143:14: `options` are the facets of each aspect, but aspect `W` has only one; take `per: aspect` away"},
	},
	{
		"evidence of an unknown facet",
		"  - facet: G1", "  - facet: G3",
		[]string{"153:12: `facet` names the facet `G3`, which there is not; did you mean `G1`?"},
	},
	{
		"alpha beyond one",
		"    alpha: 0.81", "    alpha: 81",
		[]string{"154:12: `alpha` must be a number from -1 to 1, with a point as decimal sign"},
	},
	{
		"alpha with a comma",
		"    alpha: 0.81", "    alpha: 0,81",
		[]string{"154:12: `alpha` must be a number from -1 to 1, with a point as decimal sign"},
	},
	{
		"alpha of nothing",
		"    alpha: 0.81", "    alpha: .nan",
		[]string{"154:12: `alpha` must be a number from -1 to 1, with a point as decimal sign"},
	},
	{
		"evidence without people",
		"    n: 240\n", "",
		[]string{"153:5: the evidence has no `n`; add `n: 100`"},
	},
	{
		"a tab",
		"  - id: G2\n    aspect: G", "  - id: G2\n\taspect: G",
		[]string{"93:1: a tab; write spaces instead"},
	},
	{
		"a control character",
		"            en: I set goals", "            en: I\u0007 set goals",
		[]string{"105:18: the invisible character U+0007; take it away"},
	},
	{
		"a control character written as an escape",
		"            en: I set goals with staff.", "            en: \"I set\\u202e goals\"",
		[]string{"105:17: the leader `text` of item `G2.1` in `en` has the invisible character U+202E in it; take it away"},
	},
	{
		"a direction turned",
		"            en: I set goals", "            en: I set\u202e goals",
		[]string{"105:22: the invisible character U+202E; take it away"},
	},
	{
		"not UTF-8",
		"Fuldt ud", "Fuldt \xff ud",
		[]string{"53:19: this byte is not UTF-8; save the file as UTF-8"},
	},
	{
		"an anchor",
		"    aspect: W\n", "    aspect: &w W\n",
		[]string{"108:13: an anchor (`&w`); take it away, anchors are not used here"},
	},
	{
		"an alias",
		"    aspect: W\n", "    aspect: *w\n",
		[]string{"108:5: not YAML: an alias (`*…`) names nothing; write the text out, or put quotes around a text that begins with `*`"},
	},
	{
		"an alias of an anchor",
		"  - id: G\n    name:\n      en: Goals\n      da: Mål\n  - id: W\n    name:\n      en: Ways\n      da: Veje\n", "  - id: G\n    name: &n\n      en: Goals\n      da: Mål\n  - id: W\n    name: *n\n",
		[]string{
			"56:11: an anchor (`&n`); take it away, anchors are not used here",
			"60:11: an alias (`*n`); write the text out, aliases are not used here",
		},
	},
	{
		"a tag",
		"    n: 240", "    n: !!int 240",
		[]string{"155:8: a tag (`!!int`); take it away, put quotes around what is text"},
	},
	{
		"a merge key",
		"    constructs: goal setting", "    <<: {constructs: goal setting}",
		[]string{"72:5: a merge key (`<<`); write the keys out"},
	},
	{
		"a key that is a list",
		"    constructs: goal setting", "    [constructs]: goal setting",
		[]string{"72:5: a key must be one word, such as `id:`"},
	},
	{
		"a second document",
		"aspects:\n", "---\naspects:\n",
		[]string{"54:1: a second document begins here; write one instrument to a file and take away the `---`"},
	},
	{
		"a colon in a text",
		"            en: There is room to try.", "            en: There is room: try.",
		[]string{"118:13: not YAML: this line is indented otherwise than the lines above, or a text with `: ` in it needs quotes around it"},
	},
	{
		"quotes that do not close",
		"            en: There is room to try.", "            en: \"There is room to try.",
		[]string{"118:13: not YAML: quotes are opened here and never closed"},
	},
	{
		"text after quotes",
		"            en: There is room to try.", "            en: \"There\" is room to try.",
		[]string{"118:13: not YAML: this line is indented otherwise than the lines above, or something follows a closing quote"},
	},
	{
		"a text that begins with @",
		"            en: There is room to try.", "            en: @all There is room to try.",
		[]string{"118:13: not YAML: a text cannot begin with this character; put quotes around the text"},
	},
	{
		"a line pushed in",
		"            da: Der er plads til at prøve.", "             da: Der er plads til at prøve.",
		[]string{"119:14: not YAML: this line is indented otherwise than the lines above, or a text with `: ` in it needs quotes around it"},
	},
	{
		"a line pulled out",
		"            da: Der er plads til at prøve.", "           da: Der er plads til at prøve.",
		[]string{"119:12: not YAML: this line is indented otherwise than the lines above, or something follows a closing quote"},
	},
	{
		"a bracket that does not close",
		"languages: [en, da]", "languages: [en, da",
		[]string{"5:1: not YAML: a bracket is opened and never closed, a comma is missing, or a text between brackets needs quotes, as one with a question mark does"},
	},
	{
		"a question between brackets",
		"languages: [en, da]", "languages: [en, da]\nabout: {en: How often?, da: Hvor ofte?}",
		[]string{"6:1: not YAML: a bracket is opened and never closed, a comma is missing, or a text between brackets needs quotes, as one with a question mark does"},
	},
	{
		"a first line further in than the rest",
		"", " id: x\nversion: \"1.0\"\n",
		[]string{"2:1: not YAML: this line stands further left than the first; begin the keys of the file in the first column"},
	},
	{
		"a list for the file",
		"", "- id: x\n",
		[]string{"1:1: the instrument must be keys with values below it: `id`, `version`, `status`, `licence`, `languages`, `title`, `about`, `perspectives`, `scales`, `scale`, `aspects`, `facets`, `questions` and `evidence`"},
	},
	{
		"a word for the file",
		"", "hello\n",
		[]string{"1:1: the instrument must be keys with values below it: `id`, `version`, `status`, `licence`, `languages`, `title`, `about`, `perspectives`, `scales`, `scale`, `aspects`, `facets`, `questions` and `evidence`"},
	},
	{
		"nothing",
		"", "# nothing yet\n",
		[]string{"1:1: the file is empty; surveys/README.md shows how to begin"},
	},
	{
		"too deep",
		"", "a: " + strings.Repeat("[", 40) + strings.Repeat("]", 40),
		[]string{"1:35: nested more than 32 deep; an instrument needs less than ten"},
	},
}

func TestParseTellsEveryFault(t *testing.T) {
	t.Parallel()
	base := right(t)
	for _, tc := range planted {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			src := tc.new
			if tc.old != "" {
				src = plant(t, base, tc.old, tc.new)
			}
			in, faults := instrument.Parse("f.yaml", []byte(src))
			if in != nil {
				t.Error("an instrument came out of a file with faults")
			}
			var got []string
			for _, f := range faults {
				got = append(got, strings.TrimPrefix(f.String(), "f.yaml:"))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// An author mends a file once, not once for every fault in it.
func TestParseTellsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	src := right(t)
	for _, p := range [][2]string{
		{`version: "1.0"`, "version: 1.0"},
		{"    min: 0", "    min: zero"},
		{"    items:\n      - id: G2.1", "    itmes:\n      - id: G2.1"},
		{"    alpha: 0.81", "    alpha: 81"},
		{"            en: I give room to try.", "            en:"},
	} {
		src = plant(t, src, p[0], p[1])
	}
	_, faults := instrument.Parse("f.yaml", []byte(src))
	var lines []int
	for _, f := range faults {
		lines = append(lines, f.Line)
	}
	if diff := cmp.Diff([]int{2, 30, 97, 121, 154}, lines); diff != "" {
		t.Errorf("lines of the faults (-want +got):\n%s", diff)
	}
}

// A file of nothing but faults does not fill the terminal.
func TestParseTellsAHundredFaultsAtMost(t *testing.T) {
	t.Parallel()
	_, faults := instrument.Parse("f.yaml", []byte(strings.Repeat("? x\n: y\n", 300)))
	if n := len(faults); n != 101 {
		t.Fatalf("%d faults, want 100 and a word about it", n)
	}
	if want := "100 faults so far; mend these and check again"; faults[100].Message != want {
		t.Errorf("the last says %q, want %q", faults[100].Message, want)
	}
}
