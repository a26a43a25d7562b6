package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"pejl/internal/config"
	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/store/storetest"
)

// BenchmarkClosing closes a round of 1,000,000 responses of 24 items in 5,000 units
// as an administrator does, in a process of its own, and then reads it: profiles of
// single units and comparisons of 200, over HTTP. It takes a few minutes.
//
// Reported are the time and the peak memory of closing with the codes deleted and
// the database compacted, and the percentiles of the pages, each unit's for the
// first time, without and with drawings.
func BenchmarkClosing(b *testing.B) {
	const units, each = 5000, 200
	for range b.N {
		db := storetest.SQLite(b)
		env := map[string]string{"PEJL_DATA": b.TempDir(), "PEJL_DATABASE": db}
		b.StopTimer()
		roundOf(b, env, "core", "short", units, each)
		fill(b, db, 24, each)
		runCommand(b, env, "round", "close", "1")
		cmd := exec.CommandContext(b.Context(), program(b), "round", "close", "--now", "1")
		for k, v := range env {
			cmd.Env = append(cmd.Environ(), k+"="+v)
		}
		b.StartTimer()
		began := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("close: %v\n%s", err, out)
		}
		b.ReportMetric(time.Since(began).Seconds(), "closing-s")
		b.StopTimer()
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			b.ReportMetric(float64(usage.Maxrss)/1024, "closing-peak-MB")
		}
		read(b, env)
	}
}

// fill writes made-up answers into the piles of round 1, as they would lie there.
func fill(b *testing.B, db string, items, each int) {
	b.Helper()
	conn, err := sql.Open("sqlite", "file:"+db+"?_pragma=busy_timeout(10000)")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	rng := rand.New(rand.NewPCG(1, 2))
	var ids []int64
	rows, err := conn.QueryContext(b.Context(), "SELECT unit_id FROM piles WHERE round_id = 1")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			b.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	tx, err := conn.BeginTx(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, id := range ids {
		var vectors [][]byte
		level := 2 + rng.NormFloat64()*.3
		for range each {
			person := level + rng.NormFloat64()*.6
			v := make([]byte, items)
			for i := range v {
				v[i] = byte(min(max(int(person+rng.NormFloat64()*.8+.5), 0), 4))
			}
			vectors = append(vectors, v)
		}
		pile := round.AddToPile(nil, vectors)
		if _, err := tx.ExecContext(b.Context(), "UPDATE piles SET answers = ? WHERE round_id = 1 AND unit_id = ?", pile, id); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// read looks at pages of the closed round as the municipality's officer.
func read(b *testing.B, env map[string]string) {
	b.Helper()
	cfg, err := config.Parse(nil, testGetenv(b, env))
	if err != nil {
		b.Fatal(err)
	}
	h, err := open(b.Context(), cfg, logger(cfg, &bytes.Buffer{}), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer h.close()
	s, err := h.server()
	if err != nil {
		b.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	ctx := context.Background()
	top, err := h.org.UnitByNumber(ctx, "1")
	if err != nil {
		b.Fatal(err)
	}
	a, err := h.org.AddAccount(ctx, "Bo Ny", "bo@fjordby.example", "en lang og stille nat", "")
	if err != nil {
		b.Fatal(err)
	}
	if err := h.org.AddGrant(ctx, org.Grant{AccountID: a.ID, UnitID: top.ID, Role: org.Consultant}); err != nil {
		b.Fatal(err)
	}
	token, _, err := h.org.SignIn(ctx, "bo@fjordby.example", "en lang og stille nat")
	if err != nil {
		b.Fatal(err)
	}
	schools, err := h.org.Children(ctx, top.ID)
	if err != nil {
		b.Fatal(err)
	}
	get := func(path string) time.Duration {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, web.URL+path, nil)
		if err != nil {
			b.Fatal(err)
		}
		req.AddCookie(&http.Cookie{Name: "pejl", Value: token})
		began := time.Now()
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		var page bytes.Buffer
		if _, err := page.ReadFrom(res.Body); err != nil || res.StatusCode != http.StatusOK {
			b.Fatalf("%s: status %d, %v", path, res.StatusCode, err)
		}
		return time.Since(began)
	}
	percentiles := func(name string, took []time.Duration) {
		slices.Sort(took)
		for _, q := range []int{50, 95} {
			b.ReportMetric(float64(took[(len(took)-1)*q/100].Microseconds())/1000, fmt.Sprintf("%s-p%d-ms", name, q))
		}
	}
	for _, name := range []string{"profile-first", "profile"} {
		var took []time.Duration
		for i := range 40 {
			took = append(took, get(fmt.Sprintf("/rounds/1/units/%d", schools[i].ID)))
		}
		percentiles(name, took)
	}
	for _, name := range []string{"compare-200-first", "compare-200"} {
		var took []time.Duration
		for i := range 8 {
			var query strings.Builder
			for _, u := range schools[200*i : 200*(i+1)] {
				fmt.Fprintf(&query, "&unit=%d", u.ID)
			}
			took = append(took, get("/rounds/1/compare?level=aspect"+query.String()))
		}
		percentiles(name, took)
	}
}
