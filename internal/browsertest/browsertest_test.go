package browsertest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"pejl/internal/browsertest"
)

var browser browsertest.Browser

func TestMain(m *testing.M) {
	defer browser.Close()
	m.Run()
}

// site serves one page; what is posted to it comes back with cookies.
func site(t *testing.T, body string) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		if r.Method == http.MethodPost {
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
			body := "<!doctype html><title>sent</title><p id=got>" + r.FormValue("word") + " " + r.FormValue("n") + " " + r.Header.Get("Accept-Language")
			_, _ = w.Write([]byte(body))
			return
		}
		_, _ = w.Write([]byte(`<!doctype html><html lang="en"><title>page</title><meta name=viewport content="width=device-width">` + body))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// A person writes, chooses and sends, by mouse or by finger, with scripts or not.
func TestAPersonCanFillInAForm(t *testing.T) {
	t.Parallel()
	const form = `<form method=post><label>Word <input name=word value=old></label>
<div style="height:3000px"></div><label><input type=radio name=n value=1>One</label><button>Send</button></form>
<script>document.title = 'scripted'</script>`
	base := site(t, form)
	for name, screen := range map[string]browsertest.Screen{
		"mouse":     browsertest.Laptop("da"),
		"finger":    browsertest.Phone("da"),
		"no script": {Width: 390, Height: 844, NoScript: true, Language: "da"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := browser.Open(t, base, screen)
			p.Visit("/")
			if got, want := browsertest.Eval[string](p, "document.title"), map[bool]string{true: "page", false: "scripted"}[screen.NoScript]; got != want {
				t.Errorf("the title is %q; want %q", got, want)
			}
			if got := browsertest.Eval[bool](p, "matchMedia('(hover: hover)').matches"); got == screen.Touch {
				t.Errorf("hovering is %v on a screen that is touched: %v", got, screen.Touch)
			}
			p.Fill("input[name=word]", "ny æble")
			p.Choose("n", "1")
			p.Follow("button")
			if got := p.Text("#got"); got != "ny æble 1 da" {
				t.Errorf("sent %q", got)
			}
			requests := p.Requests()
			if len(requests) < 2 || requests[0].SetsCookie || requests[0].Bytes < 3 {
				t.Errorf("requests %+v", requests)
			}
			last := requests[len(requests)-1]
			for _, r := range requests {
				if r.Method == http.MethodPost {
					last = r
				}
			}
			if !last.SetsCookie || last.Status != http.StatusOK {
				t.Errorf("the answer to the form is seen as %+v", last)
			}
		})
	}
}

// What does not fit is found, and what does is left alone.
func TestWhatIsCutOffIsFound(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body string
		want string // part of what is reported, or empty
	}{
		"fits":              {"<p>Short.</p>", ""},
		"too wide":          {"<p style='width:500px'>Long.</p>", "on a screen of 320"},
		"cut":               {"<p style='width:50px;overflow:hidden;white-space:nowrap'>A long sentence.</p>", "is cut off"},
		"cut by its box":    {"<div style='width:50px;overflow:hidden'><p style='width:300px'>A long sentence that goes on.</p></div>", "cut off by its surroundings"},
		"scrolls in secret": {"<div style='overflow-x:auto'><p style='width:500px'>x</p></div>", "cannot be reached by the keyboard"},
		"scrolls in a region": {
			"<div style='overflow-x:auto' tabindex=0 role=region aria-label=Numbers><p style='width:500px'>x</p></div>", "",
		},
		"a drawing too wide": {"<svg width=300 height=20 style='overflow:hidden'><text x=280 y=15>A long word in a drawing</text></svg>", "reaches beyond the screen: text"},
		"for the ear":        {"<a style='position:absolute;left:-999rem' href=#x>Skip</a>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := browser.Open(t, site(t, tt.body), browsertest.Screen{Width: 320, Height: 600})
			p.Visit("/")
			got := p.Cut()
			if all := strings.Join(got, "\n"); (tt.want == "") != (len(got) == 0) || !strings.Contains(all, tt.want) {
				t.Errorf("found %q; want %q", got, tt.want)
			}
		})
	}
}

// The rules of accessibility bite, and see the appearance that is on.
func TestViolationsAreFound(t *testing.T) {
	t.Parallel()
	p := browser.Open(t, site(t, `<style>body{color:#000;background:#fff}@media(prefers-color-scheme:dark){p{color:#222;background:#000}}</style>
<main><h1>Title</h1><p>Text</p></main>`), browsertest.Laptop("en"))
	p.Visit("/")
	if got := p.Violations(); len(got) != 0 {
		t.Errorf("a good page breaks %v", got)
	}
	p.SetDark(true)
	got := p.Violations()
	if len(got) != 1 || got[0].ID != "color-contrast" || !strings.Contains(got[0].String(), "<p>") {
		t.Errorf("dark on dark gives %v", got)
	}
}

// Where the keyboard is, and whether that can be seen, is told.
func TestTheFocusIsTold(t *testing.T) {
	t.Parallel()
	p := browser.Open(t, site(t, `<style>#b{outline:0}</style><main><a href=# id=a>A</a><a href=# id=b>B</a>
<div style="position:fixed;inset:auto 0 0 0;height:90px;background:#fff"></div><div style="height:2000px"></div></main>`), browsertest.Laptop("en"))
	p.Visit("/")
	p.Type(kb.Tab)
	if f := p.Focus(); f.ID != "a" || f.Fault != "" {
		t.Errorf("the first Tab leads to %+v", f)
	}
	p.Type(kb.Tab)
	if f := p.Focus(); f.ID != "b" || f.Fault == "" {
		t.Errorf("a focus without an outline is %+v", f)
	}
}

// A control that the Tab key passes by is named.
func TestWhatTheKeyboardPassesByIsFound(t *testing.T) {
	t.Parallel()
	p := browser.Open(t, site(t, `<main><a href=# id=a>A</a><div role=button tabindex=0 style="outline:0">B</div>
<label><input type=radio name=n value=1>1</label><label><input type=radio name=n value=2>2</label>
<details><summary>More</summary><a href=#>Hidden</a></details>
<button id=c>C</button><script>document.querySelector('#c').addEventListener('focus', e => e.target.blur())</script></main>`), browsertest.Laptop("en"))
	p.Visit("/")
	got := strings.Join(p.Unreached(), "\n")
	if strings.Count(got, "\n") != 1 || !strings.Contains(got, "nothing shows that it has the focus: <div") || !strings.Contains(got, "never comes to <button") {
		t.Errorf("found %q", got)
	}
}
