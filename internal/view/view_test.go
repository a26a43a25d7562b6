package view

import (
	"io/fs"
	"testing"

	"github.com/jba/templatecheck"

	"pejl/internal/i18n"
	"pejl/web"
)

// testPages are the real templates, texts and files.
func testPages(t testing.TB) *Pages {
	t.Helper()
	sub := func(from fs.FS, dir string) fs.FS {
		out, err := fs.Sub(from, dir)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	texts, err := i18n.Load(sub(web.Locales, "locales"))
	if err != nil {
		t.Fatal(err)
	}
	texts.Report(func(p i18n.Problem) { t.Error(p) })
	assets, err := NewAssets(sub(web.Static, "static"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(sub(web.Templates, "templates"), Site{Texts: texts, Assets: assets, Owner: "Fjordby Kommune"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestEveryTemplateFitsItsPage finds a field that a template asks for and the
// page has not, on paths that no request takes too.
func TestEveryTemplateFitsItsPage(t *testing.T) {
	t.Parallel()
	p := testPages(t)
	for _, c := range contents() {
		if err := templatecheck.CheckHTMLStrict(p.sets[c.kind()], c); err != nil {
			t.Errorf("%s: %v", c.kind().page, err)
		}
	}
}
