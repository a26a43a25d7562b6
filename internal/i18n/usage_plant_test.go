package i18n_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"pejl/internal/i18n"
)

// TestPlantedFaultsAreFound shows that the test of the sources can fail.
func TestPlantedFaultsAreFound(t *testing.T) {
	t.Parallel()
	entries := texts{"page.title": "x", "page.n": map[string]string{"one": "{n}", "other": "{n}"}}
	clean := map[string]string{
		"internal/page/page.go":   "package page\nfunc f(l L) { l.T(\"page.title\"); l.T(\"page.n\", \"n\", 3) }",
		"internal/page/x_test.go": "package page\nfunc g(l L) { l.T(\"no.such\") }",
	}
	const (
		goFile = "internal/page/more.go"
		html   = "web/templates/round/page.html"
	)
	for _, c := range []struct {
		name, file, source string
		want               []string
	}{
		{"nothing wrong", goFile, "package page", nil},
		{"a test may use what it likes", "internal/page/y_test.go", "package page\nvar _ = l.T(\"no.such\")", nil},
		{"a key that is not there", goFile, "package page\n\nvar _ = l.T(\"page.titel\")",
			[]string{`internal/page/more.go:3: there is no key "page.titel"`}},
		{"in a command", "cmd/pejl/main.go", "package main\nvar _ = l.T(\"page.titel\")",
			[]string{`cmd/pejl/main.go:2: there is no key "page.titel"`}},
		{"in a fault", goFile, "package page\nvar _ = fault.New(fault.Gone, \"page.gone\")",
			[]string{`internal/page/more.go:2: there is no key "page.gone"`}},
		{"in a wrapped fault", goFile, "package page\nvar _ = fault.Wrap(err, fault.Gone, \"page.gone\")",
			[]string{`internal/page/more.go:2: there is no key "page.gone"`}},
		{"inside package fault", "internal/fault/more.go", "package fault\nvar _ = Wrap(f, Invalid, \"page.gone\")",
			[]string{`internal/fault/more.go:2: there is no key "page.gone"`}},
		{"under a name", goFile, "package page\nconst title = \"page.titel\"\nvar _ = l.T(title)",
			[]string{`internal/page/more.go:3: there is no key "page.titel"`}},
		{"in a sentence", goFile, "package page\nvar _ = Sentence{Key: \"page.titel\", Args: nil}",
			[]string{`internal/page/more.go:2: there is no key "page.titel"`}},
		{"a field that is no key of ours", goFile, "package page\nvar _ = Button{Key: \"Enter\"}", nil},
		{"in a table", goFile, "package page\nvar t = []struct{ a, key string }{{\"x.y\", \"page.titel\"}}",
			[]string{`internal/page/more.go:2: there is no key "page.titel"`}},
		{"in a table of our own type", goFile, "package page\ntype row struct{ key string }\nvar t = map[int]row{1: {\"page.titel\"}, 2: {key: \"page.title\"}}",
			[]string{`internal/page/more.go:3: there is no key "page.titel"`}},
		{"handed to a function", goFile, "package page\nfunc orNotFound(err error, key string) error { return fault.New(fault.NotFound, key) }\nvar _ = orNotFound(err, \"page.titel\")",
			[]string{`internal/page/more.go:3: there is no key "page.titel"`}},
		{"put together by a sum", goFile, "package page\nvar _ = l.T(\"page.\" + name)",
			[]string{"internal/page/more.go:2: the key is put together at run time; write it out"}},
		{"put together by a function", goFile, "package page\nvar _ = l.T(fmt.Sprintf(\"page.%s\", name))",
			[]string{"internal/page/more.go:2: the key is put together at run time; write it out"}},
		{"put together in a sentence", goFile, "package page\nvar _ = Sentence{Key: \"page.\" + name}",
			[]string{"internal/page/more.go:2: the key is put together at run time; write it out"}},
		{"a key from a table", goFile, "package page\nvar _ = l.T(keys[kind])", nil},
		{"a missing argument", goFile, "package page\nvar _ = l.T(\"page.n\")",
			[]string{"internal/page/more.go:2: page.n takes [n], here it is given []"}},
		{"an unknown argument", goFile, "package page\nvar _ = fault.New(fault.Gone, \"page.title\", \"of\", 3)",
			[]string{"internal/page/more.go:2: page.title takes [], here it is given [of]"}},
		{"arguments that come along", goFile, "package page\nvar _ = l.T(\"page.n\", args...)", nil},
		{"arguments in a map", goFile, "package page\nvar _ = l.TMap(\"page.n\", args)", nil},

		{"in a template", html, "<h1>\n{{.T \"page.titel\"}}</h1>", []string{html + `:2: there is no key "page.titel"`}},
		{"deep in a template", html, `{{define "x"}}{{with .A}}{{range .B}}{{if .C}}{{else}}<p title="{{$.Page.T "page.titel"}}">{{end}}{{end}}{{end}}{{end}}`,
			[]string{html + `:1: there is no key "page.titel"`}},
		{"in brackets", html, `{{template "x" (.T "page.titel")}}`, []string{html + `:1: there is no key "page.titel"`}},
		{"of something in brackets", html, `{{(index .L 0).T "page.titel"}}`, []string{html + `:1: there is no key "page.titel"`}},
		{"into a pipe", html, `{{.T "page.titel" | upper}}`, []string{html + `:1: there is no key "page.titel"`}},
		{"put together in a template", html, `{{.T (printf "page.%s" .Name)}}`,
			[]string{html + ":1: the key is put together at run time; write it out"}},
		{"out of a pipe", html, `{{printf "page.%s" .Name | .T}}`,
			[]string{html + ":1: T stands without a key, or gets one through a pipe; write it out"}},
		{"a wrong argument in a template", html, `{{.T "page.n" "m" 3}}`,
			[]string{html + ":1: page.n takes [n], here it is given [m]"}},
		{"right in a template", html, `{{.T "page.n" "n" .N}}{{.T .Sentence.Key}}`, nil},
		{"a mail", "web/templates/mail/x.txt", `{{.T "page.titel"}}`,
			[]string{`web/templates/mail/x.txt:1: there is no key "page.titel"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := check(t, entries, clean, c.file, c.source)
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestPlantedUnusedKeyIsFound shows that a key which nothing uses is found, and
// which uses count.
func TestPlantedUnusedKeyIsFound(t *testing.T) {
	t.Parallel()
	entries := texts{"page.spare": "x"}
	unused := []string{"web/locales: page.spare is used nowhere"}
	for _, c := range []struct {
		name, file, source string
		want               []string
	}{
		{"nowhere", "internal/page/page.go", "package page", unused},
		{"in a comment", "internal/page/page.go", "package page // \"page.spare\"", unused},
		{"in a test", "internal/page/page_test.go", "package page\nvar _ = l.T(\"page.spare\")", unused},
		{"in part", "internal/page/page.go", "package page\nvar _ = \"page.spare.wheel\"", unused},
		{"in the text of a template", "web/templates/x.html", "page.spare", unused},
		{"in what npm fetched", "web/node_modules/x.js", "'page.spare'", unused},
		{"in Go", "internal/page/page.go", "package page\nvar keys = []string{`page.spare`}", nil},
		{"in a template", "web/templates/x.html", `{{.T "page.spare"}}`, nil},
		{"handed on by a template", "web/templates/x.html", `{{template "row" (dict "head" "page.spare")}}`, nil},
		{"in a script", "web/src/respond.js", "const k = 'page.spare';", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := check(t, entries, nil, c.file, c.source); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// check runs the test of the sources over a small tree. The keys that the package
// itself needs count as used.
func check(t *testing.T, entries texts, clean map[string]string, file, source string) []string {
	t.Helper()
	u := usage{texts: load(t, map[string]texts{"en": entries, "da": entries}), used: map[string]bool{}}
	for _, key := range i18n.OwnKeys() {
		u.used[key] = true
	}
	tree := fstest.MapFS{file: {Data: []byte(source)}}
	for name, source := range clean {
		tree[name] = &fstest.MapFile{Data: []byte(source)}
	}
	if err := u.read(tree); err != nil {
		t.Fatal(err)
	}
	return u.faults()
}
