package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"pejl/internal/round"
)

// BenchmarkRespondents answers the 24 items of the short core over HTTP, each
// respondent with a code of their own, from the first page to the thanks, on the
// database of the tests. The CPU reported is that of server and clients together.
func BenchmarkRespondents(b *testing.B) {
	for _, c := range []struct {
		name   string
		review bool
	}{{"5 requests", false}, {"6 requests, with the review", true}} {
		b.Run(c.name, func(b *testing.B) {
			h := build(b, func(p *round.Plan) {
				p.Settings.Texts = false
				for i := range p.Units {
					p.Units[i].Invited = 1
				}
				for i := range 40 {
					p.Units = append(p.Units, round.Unit{Kind: "school", Name: "Skole " + string(rune('A'+i)), Invited: b.N/40 + 1})
				}
			})
			web := httptest.NewServer(h.handler)
			defer web.Close()
			transport := &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}
			client := &http.Client{Transport: transport}
			defer transport.CloseIdleConnections()
			steps := journey(h, c.review)
			var next atomic.Int64
			b.SetParallelism(8)
			b.ResetTimer()
			before := cpu()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					steps.answer(b, client, web.URL, h.codes[next.Add(1)])
				}
			})
			b.ReportMetric(float64(cpu()-before)/float64(b.N)/1e6, "cpu-ms/respondent")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "respondents/s")
		})
	}
}

// steps are the forms a respondent sends, but for the stamp of their own page.
type steps []string

// journey goes through the pages once, and notes what is sent.
func journey(h *house, review bool) steps {
	page := h.get("/s/" + h.codes[0])
	var list steps
	for {
		v := page.form()
		for _, name := range page.items() {
			v.Set(name, "4")
		}
		v.Del("opened")
		last := strings.Contains(page.body, `value="send"`)
		if !review && len(list) == 3 {
			last = true
		}
		v.Set("go", "next")
		if last {
			v.Set("go", "send")
		}
		list = append(list, v.Encode()+"&opened=")
		if last {
			return list
		}
		page = h.press(h.codes[0], page, "next", sets(page)...)
	}
}

func sets(page reply) []string {
	var set []string
	for _, name := range page.items() {
		set = append(set, name, "4")
	}
	return set
}

func (s steps) answer(b *testing.B, client *http.Client, base, code string) {
	b.Helper()
	ask := func(method, body string) string {
		r, err := http.NewRequest(method, base+"/s/"+code, strings.NewReader(body))
		if err != nil {
			b.Error(err)
			return ""
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if method == http.MethodPost {
			r.Header.Set("Accept-Encoding", "gzip")
		}
		res, err := client.Do(r)
		if err != nil {
			b.Error(err)
			return ""
		}
		defer res.Body.Close()
		page, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			b.Error(res.StatusCode, err)
		}
		return string(page)
	}
	page := ask(http.MethodGet, "")
	_, rest, _ := strings.Cut(page, `name="opened" value="`)
	stamp, _, _ := strings.Cut(rest, `"`)
	for _, step := range s {
		ask(http.MethodPost, step+url.QueryEscape(stamp))
	}
}

// cpu is the processor time this process has used, in nanoseconds.
func cpu() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
