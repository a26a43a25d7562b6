package main

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// gatedOutput computes what may be shown of a file, in JSON.
func gatedOutput(t *testing.T, args ...string) figures {
	t.Helper()
	stdout, stderr, code := ran(t, append([]string{"profile"}, args...)...)
	if code != 0 || stderr != "" {
		t.Fatalf("exit %d\n%s", code, stderr)
	}
	var got figures
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// everyNumber calls f with every number of some JSON and the keys that lead to it.
func everyNumber(x any, path string, f func(path string, x float64)) {
	switch x := x.(type) {
	case map[string]any:
		for k, v := range x {
			everyNumber(v, path+"."+k, f)
		}
	case []any:
		for _, v := range x {
			everyNumber(v, path, f)
		}
	case float64:
		f(path, x)
	}
}

func TestGatedProfileOfSyntheticData(t *testing.T) {
	t.Parallel()
	f := fixtures()[0]
	f.args = []string{"--unit", "school", "--round", "wave", "--ignore", "municipality,team,role", "--dont-know", "9"}
	got := gatedOutput(t, f.command(f.dir(t))...)
	full := gatedOutput(t, f.command(f.dir(t), "--gates", "off")...)
	everyNumber(map[string]any(got), "", func(path string, x float64) {
		if r := math.Round(10*x) / 10; r != x || strings.HasSuffix(path, ".percent") && math.Round(x) != x {
			t.Errorf("%s is %v, which is not rounded", path, x)
		}
	})
	kinds := map[string]int{}
	for _, wave := range []string{"1", "2"} {
		r, all := got.in(t, "rounds", "round", wave), full.in(t, "rounds", "round", wave)
		if len(r.list(t, "units")) != len(all.list(t, "units")) {
			t.Errorf("round %s: %d units, %d without gates", wave, len(r.list(t, "units")), len(all.list(t, "units")))
		}
		for _, u := range r.list(t, "units") {
			page := u["page"].(string)
			kinds[page]++
			exact := all.in(t, "units", "unit", u["unit"])
			n := exact["n"].(float64)
			holds(t, "invited", u["invited"], exact["invited"], 0)
			holds(t, "n", u["n"], n, 0)
			rate := n / exact["invited"].(float64)
			if want := pageFor(n, rate); page != want {
				t.Errorf("round %s, %v: %v of %v answered, and the page is %s, not %s", wave, u["unit"], n, exact["invited"], page, want)
			}
			for _, s := range u.list(t, "facets") {
				if page != "full" && s["value"] != nil {
					t.Errorf("round %s, %v: a number on a page of words", wave, u["unit"])
				}
				if v, ok := s["value"].(float64); ok && s["form"] == "exact" {
					if mean := exact.in(t, "facets", "id", s["id"])["mean"].(float64); math.Abs(v-mean) > .05+1e-9 {
						t.Errorf("round %s, %v: %v is shown for %v", wave, u["unit"], v, mean)
					}
				}
			}
		}
	}
	for _, page := range []string{"full", "calm", "guide"} {
		if kinds[page] == 0 {
			t.Errorf("no unit has a page of kind %s: %v", page, kinds)
		}
	}
}

// pageFor is gates P, R and D as they are written down.
func pageFor(n, rate float64) string {
	switch {
	case n < 5 || rate < .4:
		return "guide"
	case n < 10:
		return "calm"
	}
	return "full"
}

// people writes answers to the small instrument, cells by turns.
func people(n int, unit string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s,%d,%d,%d\n", unit, i%3, (i+1)%3, 1+i*3%10)
	}
	return b.String()
}

func TestGatedProfileLeavesOutFewPeople(t *testing.T) {
	t.Parallel()
	whole := "u,a1,a2,b1\n" + people(20, "big") + people(12, "other")
	dir := folder(t, "whole.csv", whole, "with.csv", whole+people(3, "tiny"), "loose.csv", whole+people(7, ""))
	read := func(file string) figures {
		return gatedOutput(t, "--instrument", tiny, "--unit", "u", "--responses", filepath.Join(dir, file)).in(t, "rounds", "round", "")
	}
	before, with, loose := read("whole.csv"), read("with.csv"), read("loose.csv")
	small := with.in(t, "units", "unit", "tiny")
	if small["page"] != "guide" || small["n"] != nil || len(small.list(t, "facets")) != 0 {
		t.Errorf("of three people this is shown: %v", small)
	}
	if all := figures(with["all"].(map[string]any)); all["n"] != 32.0 || all["left_out"] != 3.0 {
		t.Errorf("everybody: n %v, left out %v", all["n"], all["left_out"])
	}
	for _, name := range []string{"big", "other"} {
		want, _ := json.Marshal(before.in(t, "units", "unit", name))
		for what, r := range map[string]figures{"a small unit": with, "people of no unit": loose} {
			if got, _ := json.Marshal(r.in(t, "units", "unit", name)); string(got) != string(want) {
				t.Errorf("%s changes the profile of %s:\n%s\n%s", what, name, got, want)
			}
		}
	}
	all := figures(loose["all"].(map[string]any))
	if n := all.in(t, "facets", "id", "B")["n"]; n != 39.0 {
		t.Errorf("everybody is %v people, want 39 with those of no unit", n)
	}
	if units := loose.list(t, "units"); len(units) != 2 {
		t.Errorf("%d units", len(units))
	}
}

func TestGatedProfileOfGroups(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("u,g,a1,a2,b1\n")
	for _, g := range []struct {
		name string
		n    int
	}{{"teacher", 14}, {"pedagogue", 8}, {"leader", 2}} {
		for line := range strings.Lines(people(g.n, "x")) {
			b.WriteString(strings.Replace(line, "x,", "x,"+g.name+",", 1))
		}
	}
	dir := folder(t, "a.csv", b.String(), "roster.csv", "u,g,invited\nx,teacher,20\nx,pedagogue,9\nx,leader,5\n", "coarse.csv", "u,invited\nx,34\n")
	args := []string{"--instrument", tiny, "--unit", "u", "--group", "g", "--responses", filepath.Join(dir, "a.csv")}
	r := gatedOutput(t, append(args, "--roster", filepath.Join(dir, "roster.csv"))...).in(t, "rounds", "round", "")
	var got []string
	for _, u := range r.list(t, "units") {
		got = append(got, fmt.Sprint(u["group"], " ", u["page"], " ", u["n"], " of ", u["invited"], ", left out ", u["left_out"]))
	}
	// Whoever sees the unit and its two larger groups must not see the leaders by
	// taking one from the other, so the unit is shown without them.
	want := []string{
		"<nil> full 24 of 34, left out 2", "leader guide 2 of 5, left out 0",
		"pedagogue calm 8 of 9, left out 0", "teacher full 14 of 20, left out 0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	_, stderr, code := ran(t, append([]string{"profile", "--roster", filepath.Join(dir, "coarse.csv")}, args...)...)
	if code != 1 || !strings.Contains(stderr, "coarse.csv:1:3: there is no column \"g\"") {
		t.Errorf("a roster without groups: exit %d\n%s", code, stderr)
	}
}

func TestGatedProfileSaysWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	dir := folder(t, "a.csv", "u,a1,a2,b1\n"+people(12, "x")+people(2, "y"), "roster.csv", "u,invited\nx,10\nz,0\n", "none.csv", "u,a1,a2,b1\n")
	args := []string{"--instrument", tiny, "--unit", "u", "--responses", filepath.Join(dir, "a.csv")}
	for lang, want := range map[string][]string{
		"en": {"12 people answered. How many were asked is not known.", "Fewer than 5 people answered."},
		"da": {"12 personer har svaret. Hvor mange der er spurgt, vides ikke.", "Færre end 5 personer har svaret."},
	} {
		r := gatedOutput(t, append(args, "--language", lang)...).in(t, "rounds", "round", "")
		for i, unit := range []string{"x", "y"} {
			u := r.in(t, "units", "unit", unit)
			if says := u["says"].([]any); says[0] != want[i] || u["invited"] != nil || u["rate"] != nil {
				t.Errorf("%s: %v, %v invited", unit, says, u["invited"])
			}
		}
	}
	// More answers than people, a unit that was not asked, and a unit in no roster.
	stdout, stderr, code := ran(t, append([]string{"profile", "--roster", filepath.Join(dir, "roster.csv")}, args...)...)
	if code != 0 || !strings.Contains(stderr, "note: y is not in ") {
		t.Fatalf("exit %d\n%s", code, stderr)
	}
	var got figures
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	r := got.in(t, "rounds", "round", "")
	if says := r.in(t, "units", "unit", "x")["says"].([]any); !strings.HasPrefix(says[0].(string), "12 answers from 10 people") {
		t.Errorf("more answers than people: %v", says)
	}
	if z := r.in(t, "units", "unit", "z"); z["page"] != "guide" {
		t.Errorf("nobody was asked: %v", z)
	}
	stdout, stderr, code = ran(t, "profile", "--instrument", tiny, "--unit", "u", "--responses", filepath.Join(dir, "none.csv"))
	if code != 0 || !strings.HasPrefix(stderr, "note: there are no answers in ") || !strings.Contains(stdout, `"rounds":[]`) {
		t.Errorf("no answers: exit %d\n%s%s", code, stdout, stderr)
	}
}

func TestGatedProfileByStricterLimits(t *testing.T) {
	t.Parallel()
	file := filepath.Join(folder(t, "a.csv", "u,a1,a2,b1\n"+people(12, "x")+people(7, "y")), "a.csv")
	args := []string{"--instrument", tiny, "--unit", "u", "--responses", file}
	pages := func(more ...string) string {
		r := gatedOutput(t, append(more, args...)...).in(t, "rounds", "round", "")
		return fmt.Sprint(r.in(t, "units", "unit", "x")["page"], " ", r.in(t, "units", "unit", "y")["page"])
	}
	if got := pages(); got != "full calm" {
		t.Errorf("by the limits that hold everywhere: %s", got)
	}
	if got := pages("--limits", "means=8"); got != "full guide" {
		t.Errorf("from 8 people on: %s", got)
	}
	if page := filePage(t, append([]string{"--limits", "means=8,single=14"}, args...)...); !strings.Contains(page, "nothing about fewer than 8 people, single statements from 14") ||
		!strings.Contains(page, "Fewer than 8 people answered.") {
		t.Error("the page does not say by which limits it was made")
	}
	if _, stderr, code := ran(t, append([]string{"profile", "--limits", "means=4"}, args...)...); code != 2 || !strings.Contains(stderr, "limits can only be made stricter") {
		t.Errorf("a laxer limit: exit %d\n%s", code, stderr)
	}
}

// TestGatedProfileReadsTheShortForm holds that the items of the long form are faults
// in a file of the short form, and that both are computed.
func TestGatedProfileReadsTheShortForm(t *testing.T) {
	t.Parallel()
	both := strings.Replace(builtInSurvey(t, "core.yaml"), "id: core", "id: both", 1)
	dir := folder(t, "both.yaml", both)
	args := []string{"profile", "--instrument", filepath.Join(dir, "both.yaml"), "--unit", "u", "--gates", "off", "--responses", filepath.Join(dir, "a.csv")}
	long := headings(t, args)
	short := headings(t, append(args, "--form", "short"))
	if len(short) == 0 || len(short) >= len(long) {
		t.Fatalf("%d items in the short form, %d in the long one", len(short), len(long))
	}
	write := func(name string, items []string) string {
		return filepath.Join(folder(t, name, "u,"+strings.Join(items, ",")+"\nx"+strings.Repeat(",3", len(items))+"\n"), name)
	}
	for _, tc := range []struct {
		file []string
		form string
		code int
	}{{long, "long", 0}, {short, "short", 0}, {short, "long", 1}, {long, "short", 1}} {
		_, stderr, code := ran(t, "profile", "--instrument", filepath.Join(dir, "both.yaml"), "--unit", "u", "--gates", "off",
			"--responses", write("b.csv", tc.file), "--form", tc.form)
		if code != tc.code {
			t.Errorf("%d items as the %s form: exit %d, want %d\n%s", len(tc.file), tc.form, code, tc.code, stderr)
		}
	}
}

// headings learns the items of a form from the faults of a file without them.
func headings(t *testing.T, args []string) []string {
	t.Helper()
	dir := folder(t, "none.csv", "u\n")
	_, stderr, code := ran(t, append(append([]string{}, args...), "--responses", filepath.Join(dir, "none.csv"))...)
	if code != 1 {
		t.Fatalf("exit %d\n%s", code, stderr)
	}
	var items []string
	for line := range strings.Lines(stderr) {
		_, rest, found := strings.Cut(line, ": the item ")
		if item, _, ok := strings.Cut(rest, " of both has no column"); found && ok {
			items = append(items, item)
		}
	}
	return items
}
