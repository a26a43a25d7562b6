package i18n_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"pejl/internal/i18n"
)

// locales is where the real catalogues lie.
func locales() fs.FS { return os.DirFS("../../web/locales") }

// real loads the real catalogues.
func real(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(locales())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// texts are entries of a catalogue: a string, or a map of plural forms. A nil takes
// the key away.
type texts map[string]any

// files writes catalogues that hold what the package itself needs, and the entries
// given.
func files(t testing.TB, languages map[string]texts) fstest.MapFS {
	t.Helper()
	own := i18n.OwnKeys()
	fsys := fstest.MapFS{}
	for lang, entries := range languages {
		from := lang
		if from != "da" {
			from = "en"
		}
		b, err := fs.ReadFile(locales(), from+".json")
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]any{}
		if err := json.Unmarshal(b, &all); err != nil {
			t.Fatal(err)
		}
		maps.DeleteFunc(all, func(key string, _ any) bool { return !slices.Contains(own, key) })
		for key, text := range entries {
			if all[key] = text; text == nil {
				delete(all, key)
			}
		}
		if b, err = json.MarshalIndent(all, "", "  "); err != nil {
			t.Fatal(err)
		}
		fsys[lang+".json"] = &fstest.MapFile{Data: b}
	}
	return fsys
}

// load loads the catalogues that files writes.
func load(t testing.TB, languages map[string]texts) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(files(t, languages))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// problems gathers what a catalogue reports.
type problems struct {
	mu   sync.Mutex
	list []string
}

func watch(c *i18n.Catalogue) *problems {
	p := &problems{}
	c.Report(func(problem i18n.Problem) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.list = append(p.list, problem.String())
	})
	return p
}

func (p *problems) take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.list
	p.list = nil
	return list
}
