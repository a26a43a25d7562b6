package server_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pejl/internal/org"
	"pejl/internal/round"
)

const password = "en god lang sætning"

// person is somebody with an account, in a browser.
type person struct {
	*house
	id     int64
	cookie string
}

// person makes an account with roles at units of the house, not signed in.
func (h *house) person(email string, grants ...org.Grant) *person {
	h.t.Helper()
	a, err := h.people.AddAccount(context.Background(), "Lone Brandt", email, password, "")
	h.must(err)
	for _, g := range grants {
		g.AccountID = a.ID
		h.must(h.people.AddGrant(context.Background(), g))
	}
	return &person{house: h, id: a.ID}
}

// ask sends a request with the person's cookies, and keeps those that come back.
func (p *person) ask(method, path string, form url.Values) reply {
	p.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if p.cookie != "" {
		r.Header.Set("Cookie", p.cookie)
	}
	res := p.do(r)
	for _, c := range res.Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			p.t.Errorf("the cookie %v", c)
		}
		if strings.HasPrefix(c.Name, "pejl") && c.Name != "pejl_language" {
			p.cookie = c.Name + "=" + c.Value
		}
	}
	return res
}

func (p *person) signIn() *person {
	p.t.Helper()
	a, err := p.people.Account(context.Background(), p.id)
	p.must(err)
	r := p.ask(http.MethodPost, "/sign-in", url.Values{"email": {a.Email}, "password": {password}})
	if r.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("%d: %s", r.StatusCode, r.body)
	}
	return p
}

func TestSigningIn(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.person("lone.brandt@egemark.example", org.Grant{UnitID: h.round.UnitID, Role: org.Leading})

	away := p.ask(http.MethodGet, "/me", nil)
	if away.StatusCode != http.StatusSeeOther || away.Header.Get("Location") != "/sign-in?next=%2Fme" {
		t.Fatalf("%d %v", away.StatusCode, away.Header)
	}
	h.wants(p.ask(http.MethodGet, away.Header.Get("Location"), nil), http.StatusOK, `name="next" value="/me"`)
	wrong := p.ask(http.MethodPost, "/sign-in", url.Values{"email": {`Lone.Brandt@egemark.example`}, "password": {"no"}, "next": {"/me"}})
	h.wants(wrong, http.StatusUnauthorized, `value="Lone.Brandt@egemark.example"`, `value="/me"`, "do not fit together")
	if strings.Contains(wrong.body, `value="no"`) {
		t.Error("the password comes back in the page")
	}
	p.signIn()
	me := p.ask(http.MethodGet, "/me", nil)
	h.wants(me, http.StatusOK, "Lone Brandt", "Leader at Egemark Skole", "lone.brandt@egemark.example", "/rounds/1/self")

	saved := p.ask(http.MethodPost, "/me/language", url.Values{"lang": {"da"}})
	h.wants(p.ask(http.MethodGet, saved.Header.Get("Location"), nil), http.StatusOK, "Min konto", "Gemt.")
	p.ask(http.MethodPost, "/sign-out", nil)
	if r := p.ask(http.MethodGet, "/me", nil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("after signing out: %d", r.StatusCode)
	}
}

func TestWhereSigningInLeads(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.person("lone@egemark.example")
	for next, want := range map[string]string{
		"": "/home", "/rounds/1/self?again=1": "/rounds/1/self?again=1", "//evil.example": "/home",
		"https://evil.example": "/home", `/\evil.example`: "/home", "/a\r\nX: 1": "/home", "evil": "/home",
	} {
		r := p.ask(http.MethodPost, "/sign-in", url.Values{"email": {"lone@egemark.example"}, "password": {password}, "next": {next}})
		if got := r.Header.Get("Location"); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

func TestLanguageByChoiceThenByBrowser(t *testing.T) {
	t.Parallel()
	h := build(t)
	for _, c := range []struct{ path, accept, cookie, want string }{
		{"/sign-in", "", "", "en"},
		{"/sign-in", "da, en;q=0.5", "", "da"},
		{"/sign-in", "de", "", "en"},
		{"/sign-in", "da", "pejl_language=en", "en"},
		{"/sign-in?lang=da", "en", "pejl_language=en", "da"},
		{"/", "da", "pejl_language=en", "da"}, // no cookie is read from a respondent
		{"/?lang=en", "da", "", "en"},
		{"/?lang=xx", "da", "", "da"},
		{"/s/" + h.codes[0], "da", "", "da"},
	} {
		r := httptest.NewRequest(http.MethodGet, c.path, nil)
		r.Header.Set("Accept-Language", c.accept)
		r.Header.Set("Cookie", c.cookie)
		if res := h.do(r); !strings.Contains(res.body, `<html lang="`+c.want+`">`) {
			t.Errorf("%+v: %.120s", c, res.body)
		}
	}
	p := h.person("kim@egemark.example")
	r := p.ask(http.MethodPost, "/language", url.Values{"lang": {"da"}, "back": {"/sign-in?next=%2Fme"}})
	if r.Header.Get("Location") != "/sign-in?next=%2Fme" || r.Cookies()[0].Value != "da" {
		t.Errorf("%v", r.Header)
	}
}

func TestALeaderRatesThemselves(t *testing.T) {
	t.Parallel()
	h := build(t)
	lead := h.person("lone@egemark.example", org.Grant{UnitID: h.round.UnitID, Role: org.Leading}).signIn()
	first := lead.ask(http.MethodGet, "/rounds/1/self", nil)
	h.wants(first, http.StatusOK, "Rate yourself", "kept under your name", "Only you see it until you choose to share it", "delete it whenever you like")
	page := first
	send := func(button string, set ...string) reply {
		v := page.form()
		for i := 0; i < len(set); i += 2 {
			v.Set(set[i], set[i+1])
		}
		v.Set("go", button)
		return lead.ask(http.MethodPost, "/rounds/1/self", v)
	}
	for !strings.Contains(page.body, `value="send"`) {
		if strings.Contains(page.body, "Our leaders make") {
			t.Error("the items are worded for staff")
		}
		page = send("next", sets(page)...)
	}
	h.wants(page, http.StatusOK, "24 of 24 answered", "I make it clear which few goals", "Nothing has been saved yet")
	if bad := send("send", "i.D1.1", "9"); bad.StatusCode != http.StatusBadRequest {
		t.Errorf("an answer out of range: %d", bad.StatusCode)
	}
	if r := send("send"); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d: %s", r.StatusCode, r.body)
	}
	h.wants(lead.ask(http.MethodGet, "/rounds/1/self", nil), http.StatusOK, "is saved", "24 of 24 answered", "Delete my rating")
	page = lead.ask(http.MethodGet, "/rounds/1/self?again=1", nil)
	if got := page.form().Get("i.D1.1"); got != "4" {
		t.Errorf("to be changed, D1.1 is %q", got)
	}
	if len(h.piles()) != 0 {
		t.Error("a self-rating is among the responses")
	}

	for name, p := range map[string]*person{
		"another leader of the school": h.person("a@egemark.example", org.Grant{UnitID: h.round.UnitID, Role: org.Leading}),
		"a consultant":                 h.person("b@egemark.example", org.Grant{UnitID: h.round.UnitID, Role: org.Consultant}),
		"a representative":             h.person("c@egemark.example", org.Grant{UnitID: h.round.UnitID, Role: org.Representative}),
		"an administrator":             h.person("d@egemark.example", org.Grant{UnitID: h.round.UnitID, Role: org.Administrator}),
		"nobody in particular":         h.person("e@egemark.example"),
	} {
		r := p.signIn().ask(http.MethodGet, "/rounds/1/self", nil)
		if name == "another leader of the school" {
			h.wants(r, http.StatusOK, "Begin")
			p.ask(http.MethodPost, "/rounds/1/self/delete", nil)
			continue
		}
		if r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
		if r := p.ask(http.MethodPost, "/rounds/1/self", page.form()); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s may answer: %d", name, r.StatusCode)
		}
	}
	h.clock.at = h.round.ClosesAt
	lead.signIn()
	h.wants(send("send"), http.StatusGone, "Your answers have not been saved.")
	closed := lead.ask(http.MethodGet, "/rounds/1/self?again=1", nil)
	h.wants(closed, http.StatusOK, "is saved")
	if strings.Contains(closed.body, "Change my answers") {
		t.Error("a rating may be changed after the round closed")
	}
	lead.ask(http.MethodPost, "/rounds/1/self/delete", nil)
	if _, err := h.rounds.SelfRating(context.Background(), 1, round.Rater{AccountID: lead.id, Leads: []string{"/"}}); err == nil {
		t.Error("the rating is still there")
	}
}

func TestFaultsAreAnsweredInOnePlace(t *testing.T) {
	t.Parallel()
	h := build(t)
	for _, c := range []struct {
		method, path, accept string
		status               int
		says                 string
	}{
		{"GET", "/nowhere", "text/html", 404, "We cannot find that page"},
		{"GET", "/nowhere", "application/json", 404, `"kind":"not found"`},
		{"GET", "/me", "application/json", 401, `"message":"You need to sign in"`},
		{"POST", "/me", "text/html", 405, "asked for in a way"},
		{"POST", "/rounds/1/self", "text/html", 401, "You need to sign in"},
		{"GET", "/healthz", "", 200, "ok"},
		{"GET", "/readyz", "", 200, "ready"},
		{"HEAD", "/healthz", "", 200, ""},
		{"GET", "/robots.txt", "", 200, "Disallow"},
	} {
		r := httptest.NewRequest(c.method, c.path, nil)
		r.Header.Set("Accept", c.accept)
		res := h.do(r)
		if res.StatusCode != c.status || !strings.Contains(res.body, c.says) {
			t.Errorf("%+v: %d %.300s", c, res.StatusCode, res.body)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%+v: %s is %q", c, name, got)
			}
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%+v: %s", c, csp)
		}
	}
	h.wants(h.post("/sign-in", strings.Repeat("a", 1<<20)), http.StatusRequestEntityTooLarge, "More was sent than we take")
}
