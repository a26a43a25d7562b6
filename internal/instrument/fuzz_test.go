package instrument_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/instrument"
)

// FuzzParse holds that no bytes make the loader panic, that it tells either an
// instrument or faults, that every fault has a place and is fit for a terminal,
// and that what it accepts can be used.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/*.yaml", "../../surveys/*.yaml", "../../surveys/guides/*.yaml"} {
		paths, err := filepath.Glob(filepath.FromSlash(pattern))
		if err != nil {
			f.Fatal(err)
		}
		for _, p := range paths {
			src, err := os.ReadFile(p)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	base := right(f)
	for _, tc := range planted {
		src := tc.new
		if tc.old != "" {
			src = plant(f, base, tc.old, tc.new)
		}
		f.Add([]byte(src))
	}
	for _, src := range hostile(500) {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		in, faults := instrument.Parse("f", src)
		if (in == nil) == (len(faults) == 0) {
			t.Fatalf("an instrument: %t, faults: %v", in != nil, faults)
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Col < 1 || fault.Message == "" || len(fault.Message) > 2000 {
				t.Errorf("a fault without place or message, or too long: %q", fault)
			}
			if s := fault.String(); !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r\x1b\x00") {
				t.Errorf("a fault that would upset a terminal: %q", s)
			}
		}
		guided := func(string) (*instrument.Instrument, bool) { return in, in != nil }
		if g, faults := instrument.ParseGuide("f", src, guided); (g == nil) == (len(faults) == 0) {
			t.Fatalf("a guide: %t, faults: %v", g != nil, faults)
		}
		if in == nil {
			return
		}
		again, _ := instrument.Parse("g", src)
		if diff := cmp.Diff(in, again, cmp.AllowUnexported(instrument.Instrument{})); diff != "" {
			t.Errorf("the same bytes give another instrument:\n%s", diff)
		}
		if len(in.Items()) == 0 || !in.Valid(in.Blanks()) {
			t.Error("nobody could answer this instrument")
		}
		for i := range in.Facets {
			if in.ScaleOf(&in.Facets[i]) == nil {
				t.Errorf("facet %s has no scale", in.Facets[i].ID)
			}
		}
		if s, ok := in.ShortForm(); ok && len(s.Facets) != len(in.Facets) {
			t.Error("the short form leaves a facet out")
		}
	})
}

// hostile returns files made to exhaust whoever reads them, n levels or entries
// large.
func hostile(n int) map[string]string {
	laughs := "a0: &a0 [x, x, x, x, x, x, x, x]\n"
	for i := range 20 {
		name, last := string(rune('b'+i)), string(rune('a'+i))
		laughs += name + "0: &" + name + "0 [" + strings.TrimSuffix(strings.Repeat("*"+last+"0, ", 8), ", ") + "]\n"
	}
	return map[string]string{
		"a billion laughs":     laughs,
		"itself":               "a: &a\n  b: *a\n",
		"brackets":             strings.Repeat("[", n),
		"balanced brackets":    strings.Repeat("[", n) + strings.Repeat("]", n),
		"braces":               strings.Repeat("{a: ", n),
		"dashes":               strings.Repeat("- ", n),
		"question marks":       strings.Repeat("? ", n),
		"questions, a line":    strings.Repeat("?\n", n),
		"keys":                 strings.Repeat("a:\n", n),
		"entries":              "facets:\n" + strings.Repeat("  - id: x\n", n),
		"entries in brackets":  "facets: [" + strings.Repeat("{id: x},", n) + "]",
		"empty entries":        "facets: [" + strings.Repeat("{},", n) + "]",
		"commas":               "facets: [" + strings.Repeat(",", n) + "]",
		"comments":             strings.Repeat("#\n", n),
		"comments in a list":   strings.Repeat("- a #c\n#d\n", n),
		"a long text":          "id: " + strings.Repeat("b", n),
		"a text on many lines": "id: " + strings.Repeat("b\n  ", n),
		"folded":               "id: >\n" + strings.Repeat("  b\n\n", n),
		"empty lines":          strings.Repeat("\n", n),
		"spaces":               strings.Repeat(" ", n),
		"documents":            strings.Repeat("---\na: b\n", n),
		"deeper and deeper": func() string {
			var b strings.Builder
			for i := range min(n, 1_000) {
				b.WriteString(strings.Repeat(" ", i) + "a:\n")
			}
			return b.String()
		}(),
		"a huge number": "id: " + strings.Repeat("9", n),
		"escapes":       `id: "` + strings.Repeat(`\u0041`, n) + `"`,
		"open quotes":   "id: \"\n" + strings.Repeat("a: b\n", n),
		"keys never alike": func() string {
			var b strings.Builder
			for i := range n {
				b.WriteString("k" + strings.Repeat("x", i%50) + string(rune('a'+i%26)) + ":\n")
			}
			return b.String()
		}(),
	}
}

// within cuts a file where it has as many lines, brackets, commas and the like
// as the loader lets pass to its parser.
func within(src string) string {
	left := 149_000
	for i, c := range src {
		if strings.ContainsRune("\n,:[]{}-?", c) {
			if left--; left == 0 {
				return src[:i]
			}
		}
	}
	return src
}

// Hostile files as large as they are read at all, and as many-parted as they are
// parsed at all, cost seconds and megabytes, not minutes and gigabytes. The
// limits are far above what is measured, so that a slow machine does not fail
// and a change of order does.
func TestParseIsBounded(t *testing.T) { //nolint:paralleltest // measures its own time and memory
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const size = 1 << 20
	for name, src := range hostile(size / 2) {
		src = src[:min(len(src), size)]
		for _, src := range []string{src, within(src)} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			if in, _ := instrument.Parse(name, []byte(src)); in != nil {
				t.Errorf("%s: this is no instrument", name)
			}
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%s, %d kB: %v, %d MB allocated in all", name, len(src)>>10, took, allocated)
			if took > 10*time.Second || allocated > 512 {
				t.Errorf("%s, %d kB: took %v and %d MB", name, len(src)>>10, took, allocated)
			}
		}
	}
	if _, faults := instrument.Parse("f", make([]byte, 50<<20)); len(faults) != 1 {
		t.Errorf("50 MB gave %v", faults)
	}
}
