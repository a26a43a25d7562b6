package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestWrongCodesFromOneAddressLockNobodyOut lets a staff room mistype thirty
// codes: each costs time, and a code that works is answered at once all along.
func TestWrongCodesFromOneAddressLockNobodyOut(t *testing.T) {
	t.Parallel()
	h := build(t)
	for i := range 30 {
		h.wants(h.get("/s/"+h.codes[0][:3]+"ABCDEFGHJ"+string("0123456789"[i%10])), http.StatusNotFound)
		before := len(h.waits.all)
		h.wants(h.get("/s/"+h.codes[1]), http.StatusOK)
		if len(h.waits.all) != before {
			t.Fatal("a code that works had to wait")
		}
	}
	if len(h.waits.all) != 30 {
		t.Fatalf("waited %d times for 30 wrong codes", len(h.waits.all))
	}
	for _, d := range h.waits.all {
		if d < 400*time.Millisecond || d > time.Second {
			t.Errorf("a typing error cost %v", d)
		}
	}
	// A machine that tries on is thinned out ever more; the code still works.
	for range 300 {
		h.get("/s/" + h.codes[0][:3] + "ABCDEFGHJK")
	}
	if last := h.waits.all[len(h.waits.all)-1]; last < 10*time.Second {
		t.Errorf("after 330 wrong codes one more costs %v", last)
	}
	h.wants(h.get("/s/"+h.codes[1]), http.StatusOK)
}

// TestNoTraceOfARespondent looks at what is left of everything a respondent may
// do, the mistakes and our own among them.
func TestNoTraceOfARespondent(t *testing.T) {
	t.Parallel()
	h := build(t)
	code := h.codes[0]
	h.get("/")
	h.post("/", "code=wrong")
	h.get("/s/wrong")
	h.get("/s/" + code + "/more")
	h.post("/s/"+code, strings.Repeat("x", 1<<20))
	h.press(code, h.answerAll(code), "send")
	r := httptest.NewRequest(http.MethodDelete, "/s/"+code, nil)
	h.do(r)
	if h.log.String() != "" {
		t.Errorf("the log says: %s", h.log)
	}
	h.get("/sign-in")
	if got := h.log.String(); !strings.Contains(got, "route=/sign-in") {
		t.Errorf("the log of other pages says: %s", got)
	}
}

// TestAPanicNamesNoCode has a respondent's page panic.
func TestAPanicNamesNoCode(t *testing.T) {
	t.Parallel()
	h := build(t)
	panicking := &broken{Reader: strings.NewReader("")}
	r := httptest.NewRequest(http.MethodPost, "/s/"+h.codes[0], panicking)
	res := h.do(r)
	h.wants(res, http.StatusInternalServerError)
	log := h.log.String()
	if !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "route=/s/:code") {
		t.Errorf("the log does not say where it was: %s", log)
	}
	for _, secret := range []string{h.codes[0], "what was answered"} {
		if strings.Contains(log, secret) || strings.Contains(res.body, secret) {
			t.Errorf("%q is in the log or the page:\n%s\n%s", secret, log, res.body)
		}
	}
}

// broken is a body that panics with what is in it.
type broken struct{ *strings.Reader }

func (*broken) Read([]byte) (int, error) { panic("what was answered") }

// TestTheFirstPageIsSmall counts what a browser fetches for it.
func TestTheFirstPageIsSmall(t *testing.T) {
	t.Parallel()
	h := build(t)
	fetch := func(path string) reply {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip, br")
		return h.do(r)
	}
	page := fetch("/s/" + h.codes[0])
	if page.Header.Get("Content-Encoding") != "gzip" {
		t.Error("the page is not compressed")
	}
	size, requests := len(page.body), 1
	for _, url := range assets(h.get("/s/" + h.codes[0]).body) {
		f := fetch(url)
		h.wants(f, http.StatusOK)
		if !strings.Contains(f.Header.Get("Cache-Control"), "immutable") || f.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", url, f.Header)
		}
		size, requests = size+len(f.body), requests+1
	}
	t.Logf("%d bytes in %d requests", size, requests)
	if size > 30<<10 || requests > 4 {
		t.Errorf("%d bytes in %d requests", size, requests)
	}
	if r := h.get("/static/respond.css"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a file without a hash in its name is answered with %d", r.StatusCode)
	}
}

func assets(page string) []string {
	var list []string
	for _, part := range strings.Split(page, `="/static/`)[1:] {
		url, _, _ := strings.Cut(part, `"`)
		list = append(list, "/static/"+url)
	}
	return list
}

// TestFormsFromOtherSites refuses what another site had a browser send, and lets
// through what old browsers send from our own pages without saying where from.
func TestFormsFromOtherSites(t *testing.T) {
	t.Parallel()
	h := build(t)
	for _, c := range []struct {
		path, site, origin string
		status             int
	}{
		{"/s/" + h.codes[0], "cross-site", "https://evil.example", http.StatusForbidden},
		{"/s/" + h.codes[0], "same-origin", "null", http.StatusBadRequest}, // no stamp: the page comes back
		{"/s/" + h.codes[0], "", "null", http.StatusBadRequest},
		{"/sign-out", "cross-site", "https://evil.example", http.StatusForbidden},
		{"/sign-out", "", "https://evil.example", http.StatusForbidden},
		{"/sign-out", "", "null", http.StatusForbidden},
		{"/sign-out", "same-origin", "", http.StatusSeeOther},
		{"/sign-out", "", "http://example.com", http.StatusSeeOther},
	} {
		r := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader("lang=en&go=next"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for name, value := range map[string]string{"Sec-Fetch-Site": c.site, "Origin": c.origin} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		if got := h.do(r).StatusCode; got != c.status {
			t.Errorf("%+v: %d", c, got)
		}
	}
}
