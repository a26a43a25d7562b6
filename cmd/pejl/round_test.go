package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pejl/internal/config"
	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/store/storetest"
)

// served opens a house over what commands have made, and serves it.
func served(t *testing.T, env map[string]string) (*house, string) {
	t.Helper()
	cfg, err := config.Parse(nil, testGetenv(t, env))
	if err != nil {
		t.Fatal(err)
	}
	h, err := open(t.Context(), cfg, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	s, err := h.server()
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	return h, web.URL
}

// TestARoundOfAgency goes from a file of units to a profile that a principal reads,
// on both databases: with the commands an administrator has, and a browser.
func TestARoundOfAgency(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, db string) {
		env := map[string]string{"PEJL_DATA": t.TempDir(), "PEJL_DATABASE": db, "PEJL_TIME_ZONE": "Europe/Copenhagen"}
		file := filepath.Join(t.TempDir(), "enheder.csv")
		// As Excel in Denmark writes it: semicolons, Windows-1252, Danish headings.
		list := "Nummer;Navn;Type;Overordnet;Inviterede\r\n10;\xc6blevang Kommune;kommune;;\r\n" +
			"11;S\xf8skolen;skole;10;14\r\n12;\xc5skolen;skole;10;6\r\n13;\xd8skolen;skole;10;3\r\n"
		if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		said := runCommand(t, env, "round", "new", "--instrument", "agency", "--units", file, "--title", "Handlekraft 2026")
		if !strings.Contains(said, "16 items, 3 units, 23 invited") {
			t.Errorf("round new says: %s", said)
		}
		runCommand(t, env, "round", "open", "1")
		if said := runCommand(t, env, "round", "status", "1"); !strings.Contains(said, "under way") || !strings.Contains(said, "at least 0") {
			t.Errorf("round status says: %s", said)
		}
		codes := map[string][]string{}
		for line := range strings.Lines(runCommand(t, env, "round", "codes", "1", "--format", "csv")) {
			fields := strings.Split(strings.TrimSpace(line), ",")
			codes[fields[0]] = append(codes[fields[0]], fields[1])
			if fields[0] != "unit" && fields[2] != "http://localhost:8080/s/"+fields[1] {
				t.Errorf("the link is %s", fields[2])
			}
		}
		password := "en rolig morgen i skolen"
		h, base := served(t, env)
		u, err := h.org.UnitByNumber(t.Context(), "11")
		if err != nil {
			t.Fatal(err)
		}
		runCommand(t, env, "account", "add", "--email", "leder@aeblevang.example", "--name", "Ida Holst", "--role", "leader", "--unit", "11")
		account, err := h.org.AccountByEmail(t.Context(), "leder@aeblevang.example")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.org.SetPassword(t.Context(), account.ID, password); err != nil {
			t.Fatal(err)
		}
		r := newRespondents(base, 4)
		for unit, answering := range map[string]int{"Søskolen": 12, "Åskolen": 6, "Øskolen": 3} {
			if len(codes[unit]) < answering {
				t.Fatalf("there are %d codes for %s", len(codes[unit]), unit)
			}
			for i, code := range codes[unit][:answering] {
				answers := url.Values{}
				for _, it := range h.itemsOf(t, "agency", instrument.Long) {
					answers.Set("i."+it, fmt.Sprint(2+(i+len(it))%4))
				}
				if got, err := r.send(t.Context(), code, answers); got != taken || err != nil {
					t.Fatalf("%s: %v, %v", unit, got, err)
				}
			}
		}
		runCommand(t, env, "round", "close", "1")
		var errs bytes.Buffer
		if err := run(t.Context(), []string{"round", "codes", "1"}, testGetenv(t, env), &bytes.Buffer{}, &errs); err == nil {
			t.Error("codes are still given out after closing")
		}
		runCommand(t, env, "round", "close", "--now", "1")
		runCommand(t, env, "round", "close", "--now", "1") // twice is harmless
		if said := runCommand(t, env, "round", "status", "1"); !strings.Contains(said, "12") || !strings.Contains(said, "fewer than 5 asked") {
			t.Errorf("round status says: %s", said)
		}
		w := &town{house: h, t: t, url: base}
		v := w.visitWith("leder@aeblevang.example", password)
		status, page := v.get(fmt.Sprintf("/rounds/1/units/%d", u.ID))
		if status != http.StatusOK || !strings.Contains(page, "Søskolen") || !strings.Contains(page, "12") {
			t.Errorf("the profile gives status %d:\n%s", status, page)
		}
		other, err := h.org.UnitByNumber(t.Context(), "12")
		if err != nil {
			t.Fatal(err)
		}
		if status, _ := v.get(fmt.Sprintf("/rounds/1/units/%d", other.ID)); status != http.StatusNotFound {
			t.Errorf("another school's profile gives status %d", status)
		}
	})
}

// itemsOf lists the items of an instrument in a form.
func (h *house) itemsOf(t *testing.T, id string, form instrument.Form) []string {
	t.Helper()
	source, ok := h.library.Source(id)
	if !ok {
		t.Fatalf("there is no instrument %q", id)
	}
	in, err := round.Form(source, form)
	if err != nil {
		t.Fatal(err)
	}
	var items []string
	for _, it := range in.Items() {
		items = append(items, it.ID)
	}
	return items
}
