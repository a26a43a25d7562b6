package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"pejl/internal/config"
	"pejl/internal/demo"
)

// town is the demonstration municipality, served for one test.
type town struct {
	*house
	t     *testing.T
	facts *demo.Facts
	url   string

	mu sync.Mutex
	at time.Time // what time it is there
}

func (w *town) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *town) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// demonstration builds the municipality in a database of its own.
func demonstration(t *testing.T) *town {
	t.Helper()
	cfg, err := config.Parse(nil, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	cfg.Data = t.TempDir()
	cfg.Database = config.Database{Driver: config.SQLite, Source: config.Secret(filepath.Join(cfg.Data, "pejl.db"))}
	w := &town{t: t, at: time.Date(2026, time.November, 23, 10, 5, 0, 0, cfg.Zone)}
	if w.house, w.facts, err = furnish(t.Context(), cfg, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), w.now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	s, err := w.server()
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	w.url = web.URL
	return w
}

// visitor is a browser with somebody signed in, or nobody.
type visitor struct {
	t      testing.TB
	client *http.Client
	base   string
}

// visit opens a browser; an empty address leaves it signed out.
func (w *town) visit(email string) visitor {
	w.t.Helper()
	return w.visitWith(email, demo.Password)
}

// visitWith is visit with a password.
func (w *town) visitWith(email, password string) visitor {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	v := visitor{t: w.t, base: w.url, client: &http.Client{Jar: jar, Timeout: time.Minute}}
	if email == "" {
		return v
	}
	res, err := v.client.PostForm(w.url+"/sign-in", url.Values{"email": {email}, "password": {password}})
	if err != nil {
		w.t.Fatal(err)
	}
	_ = res.Body.Close()
	if status, _ := v.get("/me"); status != http.StatusOK {
		w.t.Fatalf("%s cannot sign in: %s gives status %d", email, res.Request.URL, status)
	}
	return v
}

// get fetches a page.
func (v visitor) get(path string) (int, string) {
	v.t.Helper()
	res, err := v.client.Get(v.base + path)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil {
		v.t.Fatal(err)
	}
	return res.StatusCode, b.String()
}

// crawl fetches every page that can be reached by links from some first ones, and
// returns them by address.
func (v visitor) crawl(first ...string) map[string]string {
	v.t.Helper()
	pages := map[string]string{}
	todo := slices.Clone(first)
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if _, ok := pages[path]; ok {
			continue
		}
		status, page := v.get(path)
		if status >= http.StatusInternalServerError {
			v.t.Errorf("%s gives status %d", path, status)
		}
		pages[path] = page
		todo = append(todo, links(v.t, path, page)...)
	}
	return pages
}

// links lists the addresses on this site that a page leads to by a link.
func links(t testing.TB, at, page string) []string {
	t.Helper()
	here, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for tokens := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return found
		}
		token := tokens.Token()
		if kind != html.StartTagToken || token.Data != "a" {
			continue
		}
		for _, a := range token.Attr {
			if a.Key != "href" || strings.HasPrefix(a.Val, "#") {
				continue
			}
			to, err := here.Parse(a.Val)
			if err != nil {
				t.Errorf("%s leads to %q, which is no address", at, a.Val)
				continue
			}
			if to.Host == "" && to.Scheme == "" {
				to.Fragment = ""
				found = append(found, to.String())
			}
		}
	}
}
