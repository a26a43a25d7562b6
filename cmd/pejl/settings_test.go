package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fails runs a command that has to be refused, and returns what it says.
func fails(t *testing.T, env map[string]string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	err := run(t.Context(), args, testGetenv(t, env), &out, &errs)
	if report(err, &errs) == 0 {
		t.Fatalf("pejl %s is not refused: %s", strings.Join(args, " "), out.String())
	}
	return errs.String()
}

// TestSettingsReachTheServer asks a server for what its settings change.
func TestSettingsReachTheServer(t *testing.T) {
	t.Parallel()
	env := map[string]string{"PEJL_DATA": t.TempDir(), "PEJL_LANGUAGE": "da", "PEJL_BODY_LIMIT": "64kB"}
	codes := roundOf(t, env, "pulse", "long", 1, 10)
	_, base := served(t, env)
	for browser, want := range map[string]string{"": "da", "fr": "da", "en-GB": "en"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Language", browser)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || !strings.Contains(string(page), `<html lang="`+want+`">`) {
			t.Errorf("a browser that asks for %q is not answered in %s: %v", browser, want, err)
		}
	}
	status, page := pushed(t, base, "/s/"+codes[0], "i.P1=2&at=1&x="+strings.Repeat("a", 10<<20))
	if status != http.StatusRequestEntityTooLarge || !strings.Contains(page, "Der blev sendt mere") {
		t.Errorf("ten megabytes are answered with status %d:\n%s", status, page)
	}
}

// pushed sends a form as browsers do: all of it before anything is read.
func pushed(t *testing.T, base, path, form string) (int, string) {
	t.Helper()
	var d net.Dialer
	c, err := d.DialContext(t.Context(), "tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, err = fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", path, len(form), form)
	if err != nil {
		t.Fatalf("the server hung up on a form: %v", err)
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(page)
}

// TestCodesFitTheServer opens and prints with the key and limits of the server.
func TestCodesFitTheServer(t *testing.T) {
	t.Parallel()
	env := map[string]string{"PEJL_DATA": t.TempDir()}
	list, key := filepath.Join(t.TempDir(), "units.csv"), filepath.Join(t.TempDir(), "key")
	for file, text := range map[string]string{list: "name,invited\nØsterskolen,10\n", key: strings.Repeat("hemmelig", 8)} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	runCommand(t, env, "round", "new", "--instrument", "pulse", "--units", list)
	runCommand(t, env, "round", "open", "1", "--key-file", key, "--limits", "means=8")
	if said := fails(t, env, "round", "codes", "1"); !strings.Contains(said, "another key") {
		t.Errorf("with another key pejl round codes says: %s", said)
	}
	codes := strings.Fields(runCommand(t, env, "round", "codes", "1", "--key-file", key))
	h, base := served(t, map[string]string{"PEJL_DATA": env["PEJL_DATA"], "PEJL_KEY_FILE": key})
	res, err := http.Get(base + "/s/" + codes[1])
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(page), "averages of 8 or more people, single statements only from 10") {
		t.Errorf("the code opens a page with status %d, %v:\n%s", res.StatusCode, err, page)
	}
	r, err := h.rounds.Round(t.Context(), 1)
	if err != nil || r.Settings.Gates.Means != 8 {
		t.Errorf("the round holds to the limits %+v; %v", r.Settings.Gates, err)
	}
}

// TestRoundsThatCannotBe asks for rounds that are refused before anything is kept.
func TestRoundsThatCannotBe(t *testing.T) {
	t.Parallel()
	env := map[string]string{"PEJL_DATA": t.TempDir()}
	apart, whole := filepath.Join(t.TempDir(), "apart.csv"), filepath.Join(t.TempDir(), "whole.csv")
	for file, text := range map[string]string{
		apart: "name,invited\nØst,10\nVest,10\n",
		whole: "name,kind,parent,invited\nEgn,area,,\nØst,,Egn,10\nVest,,Egn,10\n",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if said := fails(t, env, "round", "new", "--instrument", "core", "--units", apart); !strings.Contains(said, apart+":3:1: Vest and Øst have no unit above them both") {
		t.Errorf("units with nothing above them: %s", said)
	}
	if said := fails(t, env, "round", "new", "--instrument", "core", "--units", whole, "--perspective", "leader"); !strings.Contains(said, "signed in") {
		t.Errorf("leaders asked by code: %s", said)
	}
	if said := fails(t, env, "round", "new", "--instrument", "core", "--units", whole, "--questions", "BG1, XY9"); !strings.Contains(said, "“XY9”") {
		t.Errorf("a side question that there is not: %s", said)
	}
	if said := runCommand(t, env, "round", "new", "--instrument", "core", "--units", whole, "--questions", "BG1"); !strings.HasPrefix(said, "Round 1, ") {
		t.Errorf("rounds were kept before: %s", said)
	}
}
