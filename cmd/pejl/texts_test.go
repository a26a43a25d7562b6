package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/store/storetest"
)

// What people write is shown where at least ten answered and three wrote, and
// nowhere else: not in small units, not for few texts, not for units together.
func TestOwnWordsAreShownWhereEnoughPeopleWrote(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, db string) {
		env := map[string]string{"PEJL_DATA": t.TempDir(), "PEJL_DATABASE": db}
		file := filepath.Join(t.TempDir(), "units.csv")
		list := "number,name,kind,parent,invited\n1,Fjordby,authority,,\n" +
			"11,Many,school,1,12\n12,Few texts,school,1,12\n13,Nine,school,1,11\n"
		if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		runCommand(t, env, "round", "new", "--instrument", "core", "--form", "short", "--units", file, "--texts")
		runCommand(t, env, "round", "open", "1")
		h, base := served(t, env)
		r := newRespondents(base, 4)
		answering := map[string]struct{ people, writing int }{"Many": {12, 4}, "Few texts": {12, 2}, "Nine": {9, 5}}
		codes, err := h.rounds.Codes(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range codes {
			want := answering[u.Unit.Name]
			for i, code := range u.Codes[:want.people] {
				answers := url.Values{}
				for _, it := range h.itemsOf(t, "core", instrument.Short) {
					answers.Set("i."+it, fmt.Sprint(1+(i+len(it))%5))
				}
				if i < want.writing {
					answers.Set("q.OT1", fmt.Sprintf("Keep this (%s, %d) <b>& that</b>", u.Unit.Name, want.writing-i))
				}
				if got, err := r.send(t.Context(), code, answers); got != taken || err != nil {
					t.Fatalf("%s: %v, %v", u.Unit.Name, got, err)
				}
			}
		}
		runCommand(t, env, "round", "close", "1")
		runCommand(t, env, "round", "close", "--now", "1")
		top, err := h.org.UnitByNumber(t.Context(), "1")
		if err != nil {
			t.Fatal(err)
		}
		a, err := h.org.AddAccount(t.Context(), "Bo Ny", "bo@fjordby.example", "en lang og stille nat", "en")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.org.AddGrant(t.Context(), org.Grant{AccountID: a.ID, UnitID: top.ID, Role: org.Consultant}); err != nil {
			t.Fatal(err)
		}
		v := (&town{house: h, t: t, url: base}).visitWith("bo@fjordby.example", "en lang og stille nat")
		for number, want := range map[string]int{"1": 0, "11": 4, "12": 0, "13": 0} {
			u, err := h.org.UnitByNumber(t.Context(), number)
			if err != nil {
				t.Fatal(err)
			}
			status, page := v.get(fmt.Sprintf("/rounds/1/units/%d", u.ID))
			if got := strings.Count(page, "Keep this"); status != http.StatusOK || got != want {
				t.Errorf("%s: status %d, %d texts are shown, want %d", u.Name, status, got, want)
			}
			if want == 0 {
				continue
			}
			if strings.Contains(page, "<b>& that") || !strings.Contains(page, "&lt;b&gt;&amp; that") {
				t.Error("what people wrote is taken for markup")
			}
			if strings.Index(page, "(Many, 1)") > strings.Index(page, "(Many, 4)") {
				t.Error("texts do not stand in the order of the alphabet")
			}
		}
	})
}
