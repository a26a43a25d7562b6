package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pejl/internal/store/storetest"
)

// BenchmarkAnswering measures whole respondents over HTTP: 30 items in 3 pages,
// five requests each, a code of their own, durable commits, against the real
// program in a process of its own. One iteration is one respondent.
//
// Reported are completed answers per second, the percentiles of the time that one
// request takes, and the processor time that the server spends on a respondent.
// The people asking share the machine with the server.
func BenchmarkAnswering(b *testing.B) {
	for _, db := range []string{"sqlite", "postgres"} {
		for _, clients := range []int{8, 32} {
			b.Run(fmt.Sprintf("%s/clients=%d/units=50", db, clients), func(b *testing.B) {
				benchmarkAnswering(b, db, clients, 50)
			})
		}
		b.Run(db+"/clients=32/one unit", func(b *testing.B) { benchmarkAnswering(b, db, 32, 1) })
	}
}

func benchmarkAnswering(b *testing.B, db string, clients, units int) {
	b.Helper()
	path := ""
	if db == "sqlite" {
		path = storetest.SQLite(b)
	} else {
		path = storetest.Postgres(b)
	}
	dir := b.TempDir()
	surveys := filepath.Join(dir, "surveys")
	if err := os.Mkdir(surveys, 0o700); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(surveys, "thirty.yaml"), []byte(thirty()), 0o600); err != nil {
		b.Fatal(err)
	}
	env := map[string]string{"PEJL_DATA": filepath.Join(dir, "data"), "PEJL_DATABASE": path, "PEJL_SURVEYS": surveys}
	codes := roundOf(b, env, "thirty", "long", units, (b.N+units-1)/units)
	var list []string
	for k, v := range env {
		list = append(list, k+"="+v)
	}
	p := start(b, list)
	defer p.kill()
	parts := thirtyAnswers()
	r := newRespondents(p.address, clients)
	took := make([][]time.Duration, clients)
	var next atomic.Int64
	var wg sync.WaitGroup
	before := cpu(b, p)
	b.ResetTimer()
	for c := range clients {
		wg.Go(func() {
			var page bytes.Buffer
			for {
				at := next.Add(1) - 1
				if at >= int64(b.N) {
					return
				}
				began := time.Now()
				if err := r.walk(context.Background(), codes[at], parts, &page); err != nil {
					b.Error(err)
					return
				}
				took[c] = append(took[c], time.Since(began))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	used := cpu(b, p) - before
	all := slices.Concat(took...)
	slices.Sort(all)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
	b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "server-cpu-ms/answer")
	for _, q := range []int{50, 95, 99} {
		b.ReportMetric(float64(all[(len(all)-1)*q/100].Microseconds())/1000, fmt.Sprintf("p%d-ms/person", q))
	}
}

// cpu is the processor time that a process has used so far.
func cpu(b *testing.B, p *process) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		b.Skipf("the processor time of another process cannot be read here: %v", err)
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	var user, system int64
	_, _ = fmt.Sscan(fields[11]+" "+fields[12], &user, &system)
	const ticks = 100 // a second, on Linux
	return time.Duration(user+system) * time.Second / ticks
}

// thirty is an instrument of 30 items in three aspects.
func thirty() string {
	var s strings.Builder
	s.WriteString(`id: thirty
version: "1"
status: draft, not validated
licence: CC0
languages: [en]
title: {en: Thirty items}
perspectives:
  - {id: staff, name: {en: staff}}
scales:
  - id: often
    stem: {en: "How often does this apply?"}
    options: [{en: Never}, {en: Rarely}, {en: Sometimes}, {en: Often}, {en: Almost always}]
    dont_know: {en: "Don't know"}
aspects:
  - {id: A, name: {en: Aspect A}}
  - {id: B, name: {en: Aspect B}}
  - {id: C, name: {en: Aspect C}}
facets:
`)
	for _, aspect := range "ABC" {
		for f := 1; f <= 2; f++ {
			fmt.Fprintf(&s, "  - id: %c%d\n    aspect: %c\n    name: {en: Facet %c%d}\n    items:\n", aspect, f, aspect, aspect, f)
			for i := 1; i <= 5; i++ {
				fmt.Fprintf(&s, "      - {id: %c%d.%d, text: {staff: {en: Our leaders do thing number %d of facet %c%d.}}}\n", aspect, f, i, i, aspect, f)
			}
		}
	}
	return s.String()
}

// thirtyAnswers are the answers of one person, a page at a time.
func thirtyAnswers() (parts [3]string) {
	for p, aspect := range "ABC" {
		for f := 1; f <= 2; f++ {
			for i := 1; i <= 5; i++ {
				parts[p] += "&" + url.QueryEscape(fmt.Sprintf("i.%c%d.%d", aspect, f, i)) + fmt.Sprintf("=%d", 1+(p+f*i)%5)
			}
		}
	}
	return parts
}
