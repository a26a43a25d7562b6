package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// checked runs `pejl check` as a shell would, and returns what it printed and
// its exit code.
func checked(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	err := run(t.Context(), append([]string{"check"}, args...), func(string) string { return "" }, &out, &errs)
	code = report(err, &errs)
	return out.String(), errs.String(), code
}

// folder writes files into a directory of the test's own: name and source in turn.
func folder(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// builtInSurvey returns the source of a built-in instrument or guide.
func builtInSurvey(t *testing.T, name string) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "..", "surveys", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

func TestCheckFindsNothingInTheBuiltInFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "surveys")
	for _, args := range [][]string{
		{dir},
		{filepath.Join(dir, "*.yaml"), filepath.Join(dir, "guides", "*.yaml")},
	} {
		stdout, stderr, code := checked(t, args...)
		if stdout != "" || stderr != "16 files, no faults\n" || code != 0 {
			t.Errorf("check %v: exit %d\n%s%s", args, code, stdout, stderr)
		}
	}
}

func TestCheckPrintsFaults(t *testing.T) {
	t.Parallel()
	pupil := builtInSurvey(t, "pupil.yaml")
	dir := folder(t,
		"right.yaml", strings.Replace(pupil, "id: pupil", "id: ours", 1),
		"wrong.yaml", strings.Replace(strings.Replace(pupil, "id: pupil", "id: Theirs", 1), "facets:", "facts:", 1),
	)
	stdout, stderr, code := checked(t, dir)
	wrong := filepath.Join(dir, "wrong.yaml")
	before, _, _ := strings.Cut(pupil, "facets:")
	line := strconv.Itoa(1 + strings.Count(before, "\n"))
	want := wrong + ":6:5: `id` is \"Theirs\"; an instrument's id has at most 40 small letters (a–z), digits and hyphens and begins with a letter\n" +
		wrong + ":" + line + ":1: unknown key `facts`; did you mean `facets`?\n"
	if stdout != want || code != 1 {
		t.Errorf("exit %d, want 1, and:\n%s\nwant:\n%s", code, stdout, want)
	}
	if stderr != "2 faults in 2 files\n" {
		t.Errorf("to standard error: %q", stderr)
	}
}

func TestCheckOfAGuideAlone(t *testing.T) {
	t.Parallel()
	dir := folder(t,
		"ours.yaml", strings.Replace(builtInSurvey(t, "pupil.yaml"), "id: pupil", "id: ours", 1),
		"guides/ours.yaml", strings.Replace(builtInSurvey(t, "guides/pupil.yaml"), "guide: pupil", "guide: ours", 1),
		"guides/built-in.yaml", builtInSurvey(t, "guides/core.yaml"),
		"guides/lost.yaml", strings.Replace(builtInSurvey(t, "guides/core.yaml"), "guide: core", "guide: lost", 1),
	)
	for name, want := range map[string]int{"ours.yaml": 0, "built-in.yaml": 0, "lost.yaml": 1} {
		stdout, stderr, code := checked(t, filepath.Join(dir, "guides", name))
		if code != want {
			t.Errorf("%s: exit %d, want %d\n%s%s", name, code, want, stdout, stderr)
		}
	}
}

func TestCheckNotesWhatAServerWouldRefuse(t *testing.T) {
	t.Parallel()
	file := filepath.Join(folder(t, "mine.yaml", builtInSurvey(t, "core.yaml")+"# mine\n"), "mine.yaml")
	stdout, stderr, code := checked(t, file)
	if stdout != "" || code != 0 || !strings.Contains(stderr, "note: "+file+" is another core 0.1 than the one built in") {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
}

func TestCheckUsage(t *testing.T) {
	t.Parallel()
	empty := t.TempDir()
	for _, tc := range []struct {
		args []string
		want string
		code int
	}{
		{nil, "say which files", 2},
		{[]string{"missing.yaml"}, "missing.yaml: there is no such file", 2},
		{[]string{filepath.Join(empty, "*.yaml")}, "there is no such file", 2},
		{[]string{empty}, "there is no .yaml file in this directory", 2},
		{[]string{"-x"}, "-x", 2},
	} {
		stdout, stderr, code := checked(t, tc.args...)
		if code != tc.code || stdout != "" || !strings.Contains(stderr, tc.want) {
			t.Errorf("check %v: exit %d, want %d with %q\n%s%s", tc.args, code, tc.code, tc.want, stdout, stderr)
		}
	}
	stdout, _, code := checked(t, "-h")
	if code != 0 || !strings.Contains(stdout, "exit code") {
		t.Errorf("check -h: exit %d\n%s", code, stdout)
	}
}
