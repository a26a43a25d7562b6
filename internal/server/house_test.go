package server_test

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"pejl/internal/i18n"
	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/server"
	"pejl/internal/store"
	"pejl/internal/store/storetest"
	"pejl/surveys"
	"pejl/web"
)

// house is a whole Pejl: real handlers over the real services and a database of
// its own, with a clock that the test moves and waiting that takes no time.
type house struct {
	t       testing.TB
	server  *server.Server
	handler http.Handler
	rounds  *round.Service
	people  *org.Service
	db      *store.Store
	clock   *clock
	log     *lines
	waits   *waits
	round   *round.Round
	codes   []string
}

// clock is a time that stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

// waits remembers how long was waited instead of waiting.
type waits struct {
	mu     sync.Mutex
	all    []time.Duration
	during func() // what happens meanwhile; nil is nothing
}

func (w *waits) wait(_ context.Context, d time.Duration) {
	w.mu.Lock()
	w.all = append(w.all, d)
	w.mu.Unlock()
	if w.during != nil {
		w.during()
	}
}

// lines is a log that can be read while it is written.
type lines struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

// plan is the round a house is built with, and may be changed before.
func plan(t testing.TB) round.Plan {
	t.Helper()
	source, err := fs.ReadFile(surveys.FS, "core.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return round.Plan{
		Source: source, Form: instrument.Short, Perspective: instrument.Staff,
		Title:   "Hvordan oplever du ledelsen af det pædagogiske arbejde?",
		OpensAt: opens, ClosesAt: opens.Add(10 * 24 * time.Hour),
		Settings: round.Settings{Texts: true, ResultsAt: "På personalemødet den 12. maj"},
		Units:    []round.Unit{{Kind: "school", Name: "Egemark Skole", Invited: 12}},
	}
}

var opens = time.Date(2026, 4, 14, 6, 0, 0, 0, time.UTC)

// build makes a house with one open round.
func build(t testing.TB, change ...func(*round.Plan)) *house {
	t.Helper()
	p := plan(t)
	for _, f := range change {
		f(&p)
	}
	h := &house{t: t, clock: &clock{at: opens.Add(time.Hour)}, log: &lines{}, waits: &waits{}}
	db := storetest.Open(t)
	h.db = db
	var key round.Key
	copy(key[:], "a key for tests, and for nothing else")
	h.rounds, h.people = round.NewService(db, key, h.clock.now), org.NewService(db, h.clock.now)
	ctx := context.Background()
	for i := range p.Units {
		u, err := h.people.AddUnit(ctx, 0, org.School, p.Units[i].Name, "")
		h.must(err)
		p.Units[i].UnitID, p.Units[i].Path = u.ID, u.Path
		p.UnitID = u.ID
	}
	r, err := h.rounds.New(ctx, p)
	h.must(err)
	h.must(h.rounds.Open(ctx, r.ID))
	units, err := h.rounds.Codes(ctx, r.ID)
	h.must(err)
	for _, u := range units {
		h.codes = append(h.codes, u.Codes...)
	}
	h.round = r

	texts, err := i18n.Load(sub(t, web.Locales, "locales"))
	h.must(err)
	texts.Report(func(p i18n.Problem) { t.Error(p) })
	s, err := server.New(server.Deps{
		Rounds: h.rounds, People: h.people, Texts: texts,
		Templates: sub(t, web.Templates, "templates"), Static: sub(t, web.Static, "static"),
		Key: []byte("0123456789abcdef"), Now: h.clock.now, Wait: h.waits.wait,
		Log: slog.New(slog.NewTextHandler(h.log, nil)),
	})
	h.must(err)
	h.server, h.handler = s, s.Handler()
	return h
}

func sub(t testing.TB, from fs.FS, dir string) fs.FS {
	t.Helper()
	out, err := fs.Sub(from, dir)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// reply is an answer, read.
type reply struct {
	*http.Response
	body string
}

func (h *house) do(r *http.Request) reply {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	res := w.Result()
	body, err := io.ReadAll(res.Body)
	h.must(err)
	return reply{res, string(body)}
}

func (h *house) get(path string) reply {
	return h.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (h *house) post(path string, body string) reply {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.do(r)
}

// form reads the form of a page as a browser would send it: hidden fields, what
// is ticked, own words.
func (r reply) form() url.Values {
	v := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="(hidden|radio|checkbox)" name="([^"]*)" value="([^"]*)"( checked)?>`).FindAllStringSubmatch(r.body, -1) {
		if m[1] == "hidden" || m[4] != "" {
			v.Add(unhtml(m[2]), unhtml(m[3]))
		}
	}
	for _, m := range regexp.MustCompile(`(?s)<textarea name="([^"]*)"[^>]*>\n(.*?)</textarea>`).FindAllStringSubmatch(r.body, -1) {
		v.Set(unhtml(m[1]), unhtml(m[2]))
	}
	return v
}

var unescaper = strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&#43;", "+", "&lt;", "<", "&gt;", ">", "&amp;", "&")

func unhtml(s string) string { return unescaper.Replace(s) }

// press sends the form of a page with some fields set and a button pressed.
func (h *house) press(code string, r reply, button string, set ...string) reply {
	h.t.Helper()
	v := r.form()
	for i := 0; i+1 < len(set); i += 2 {
		v.Set(set[i], set[i+1])
	}
	v.Set("go", button)
	return h.post("/s/"+code, v.Encode())
}

// items names the fields of a page's items, in order.
func (r reply) items() []string {
	var names []string
	for _, m := range regexp.MustCompile(`<input type="radio" name="(i\.[^"]*)" value="1"`).FindAllStringSubmatch(r.body, -1) {
		names = append(names, m[1])
	}
	return names
}
