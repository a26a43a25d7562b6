package i18n_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"pejl/internal/fault"
	"pejl/internal/i18n"
)

// rounds are texts with every kind of place in them.
func rounds(t testing.TB) *i18n.Catalogue {
	return load(t, map[string]texts{
		"en": {
			"round.title":    "Round",
			"round.answered": map[string]string{"one": "One of {of} has answered.", "other": "{n} of {of} have answered."},
			"round.days":     map[string]string{"one": "one day", "other": "{count} days"},
			"round.last":     map[string]string{"one": "the last one", "other": "the last ones"},
			"round.closes":   "It closes {when} for {who}, {who}!",
		},
		"da": {
			"round.title":    "Måling",
			"round.answered": map[string]string{"one": "Én af {of} har svaret.", "other": "{n} af {of} har svaret."},
			"round.days":     map[string]string{"one": "én dag", "other": "{count} dage"},
			"round.last":     map[string]string{"one": "den sidste", "other": "de sidste"},
			"round.closes":   "Den lukker {when} for {who}, {who}!",
		},
	})
}

func TestT(t *testing.T) {
	t.Parallel()
	c := rounds(t)
	seen := watch(c)
	noon := time.Date(2026, 4, 24, 12, 0, 0, 0, time.UTC)
	type pairs = []any
	for _, c2 := range []struct {
		name, key string
		args      pairs
		en, da    string
	}{
		{"plain", "round.title", nil, "Round", "Måling"},
		{"many", "round.answered", pairs{"n", 17, "of", 1024}, "17 of 1,024 have answered.", "17 af 1.024 har svaret."},
		{"one", "round.answered", pairs{"n", 1, "of", 24}, "One of 24 has answered.", "Én af 24 har svaret."},
		{"none", "round.answered", pairs{"of", 24, "n", 0}, "0 of 24 have answered.", "0 af 24 har svaret."},
		{"one of another type", "round.answered", pairs{"n", int64(1), "of", uint8(2)}, "One of 2 has answered.", "Én af 2 har svaret."},
		{"in words", "round.answered", pairs{"n", "under 5", "of", 24}, "under 5 of 24 have answered.", "under 5 af 24 har svaret."},
		{"a part", "round.answered", pairs{"n", 1.5, "of", 24}, "1.5 of 24 have answered.", "1,5 af 24 har svaret."},
		{"count", "round.days", pairs{"count", 1}, "one day", "én dag"},
		{"counts", "round.days", pairs{"count", 2}, "2 days", "2 dage"},
		{"chosen, not written", "round.last", pairs{"n", 1}, "the last one", "den sidste"},
		{"chosen, not written, more", "round.last", pairs{"n", 21}, "the last ones", "de sidste"},
		{"time and list", "round.closes", pairs{"when", noon, "who", []string{"A", "B", "C"}},
			"It closes 24 April 2026 for A, B and C, A, B and C!", "Den lukker 24. april 2026 for A, B og C, A, B og C!"},
		{"stringers and others", "round.closes", pairs{"when", 3 * time.Hour, "who", true},
			"It closes 3h0m0s for true, true!", "Den lukker 3h0m0s for true, true!"},
	} {
		if got := c.In("en").T(c2.key, c2.args...); got != c2.en {
			t.Errorf("%s: %q, want %q", c2.name, got, c2.en)
		}
		if got := c.In("da").T(c2.key, c2.args...); got != c2.da {
			t.Errorf("%s: %q, want %q", c2.name, got, c2.da)
		}
	}
	if list := seen.take(); len(list) > 0 {
		t.Errorf("reported: %v", list)
	}
}

func TestSlipsAreShownAndReported(t *testing.T) {
	t.Parallel()
	c := rounds(t)
	l := c.In("en")
	if got := l.T("round.typo"); got != "[round.typo]" {
		t.Errorf("unwatched: %q", got)
	}
	seen := watch(c)
	for _, c := range []struct {
		name, key string
		args      []any
		text      string
		want      []string
	}{
		{"no such key", "round.typo", nil, "[round.typo]", []string{"en: round.typo: there is no such key"}},
		{"no argument", "round.closes", []any{"who", "us"}, "It closes {when} for us, us!",
			[]string{`en: round.closes: the argument "when" is not given`}},
		{"no number", "round.last", nil, "the last ones", []string{`en: round.last: the argument "n" is not given`}},
		{"an unknown argument", "round.title", []any{"n", 3}, "Round", []string{`en: round.title: the text has no argument "n"`}},
		{"a name alone", "round.title", []any{"n"}, "Round", []string{`en: round.title: n is not one of a pair of name and value`}},
		{"a name that is no text", "round.title", []any{1, 2}, "Round", []string{`en: round.title: 1 is not one of a pair of name and value`}},
	} {
		if got := l.T(c.key, c.args...); got != c.text {
			t.Errorf("%s: %q, want %q", c.name, got, c.text)
		}
		if got := seen.take(); !slices.Equal(got, c.want) {
			t.Errorf("%s: reported %q, want %q", c.name, got, c.want)
		}
	}
	c.Report(nil)
	l.T("round.typo")
	if got := seen.take(); len(got) > 0 {
		t.Errorf("reported after it was stopped: %v", got)
	}
}

func TestError(t *testing.T) {
	t.Parallel()
	c := rounds(t)
	l := c.In("da")
	unexpected := l.T("error.unexpected")
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"a fault", fault.New(fault.Gone, "round.title"), "Måling"},
		{"a fault with arguments", fault.Wrap(io.EOF, fault.Conflict, "round.answered", "n", 1, "of", 2), "Én af 2 har svaret."},
		{"a fault inside", fmt.Errorf("submit: %w", fault.New(fault.Gone, "round.title")), "Måling"},
		{"a fault without a key", &fault.Error{Kind: fault.Gone, Err: io.EOF}, unexpected},
		{"any error", errors.New("constraint failed: codes.hash"), unexpected},
	} {
		if got := l.Error(c.err); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	var form fault.Fields
	form.Add("title", fault.New(fault.Invalid, "round.title"))
	form.Add("closes", fault.New(fault.Invalid, "round.title"))
	if got, want := real(t).In("en").Error(form.Err()), "2 things need mending before we can save this."; got != want {
		t.Errorf("a form: %q, want %q", got, want)
	}
}

func TestJoinAndQuote(t *testing.T) {
	t.Parallel()
	c := real(t)
	for _, c2 := range []struct {
		things []string
		en, da string
	}{
		{nil, "", ""},
		{[]string{"a"}, "a", "a"},
		{[]string{"a", "b"}, "a and b", "a og b"},
		{[]string{"a", "b", "c"}, "a, b and c", "a, b og c"},
	} {
		if en, da := c.In("en").Join(c2.things), c.In("da").Join(c2.things); en != c2.en || da != c2.da {
			t.Errorf("%v: %q and %q", c2.things, en, da)
		}
	}
	if en, da := c.In("en").Quote("Å"), c.In("da").Quote("Å"); en != "“Å”" || da != "»Å«" {
		t.Errorf("quotes: %s %s", en, da)
	}
	if en, da := c.In("en").Name(), c.In("da").Name(); en != "English" || da != "Dansk" {
		t.Errorf("names: %s %s", en, da)
	}
}

func TestTextsAreNotEscaped(t *testing.T) {
	t.Parallel()
	c := rounds(t)
	if got := c.In("en").T("round.closes", "when", "<b>", "who", "&"); !strings.Contains(got, "<b>") || !strings.Contains(got, "&") {
		t.Errorf("escaped: %q", got)
	}
}

// The hot page asks for several hundred texts; these show what one costs.
func BenchmarkPlain(b *testing.B) {
	l := rounds(b).In("da")
	b.ReportAllocs()
	for b.Loop() {
		_ = l.T("round.title")
	}
}

func BenchmarkPlural(b *testing.B) {
	l := rounds(b).In("da")
	b.ReportAllocs()
	for b.Loop() {
		_ = l.T("round.answered", "n", 17, "of", 24)
	}
}

func BenchmarkNumber(b *testing.B) {
	l := rounds(b).In("da")
	b.ReportAllocs()
	for b.Loop() {
		_ = l.Number(3.71, 1)
	}
}

func BenchmarkDateTime(b *testing.B) {
	l := rounds(b).In("da")
	at := time.Date(2026, 4, 24, 14, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		_ = l.DateTime(at)
	}
}

func BenchmarkMatch(b *testing.B) {
	c := rounds(b)
	b.ReportAllocs()
	for b.Loop() {
		_ = c.Match("", "da-DK,da;q=0.9,en-GB;q=0.8,en;q=0.7")
	}
}
