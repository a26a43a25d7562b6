package view

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/surveys"
)

func library(t testing.TB) *instrument.Library {
	t.Helper()
	lib, err := instrument.Load(surveys.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// questionnaire lays out a built-in instrument for its first perspective, with
// everything asked that can be asked.
func questionnaire(in *instrument.Instrument) *Questionnaire {
	var all []string
	for i := range in.Questions {
		all = append(all, in.Questions[i].ID)
	}
	p := in.Perspectives[0].ID
	return NewQuestionnaire(in, p, in.Asks(p, true, all))
}

func testRound(in *instrument.Instrument) *round.Round {
	return &round.Round{
		ID: 7, Instrument: in, Title: `Hvad virker? <b>"Os" & I'erne</b> + mere`, ClosesAt: time.Date(2026, 4, 24, 14, 0, 0, 0, time.UTC),
		Settings: round.Settings{Purpose: "Til en samtale.", ResultsAt: "12. maj", Contact: "Kim & Co."},
	}
}

// random fills a form in as anybody might, unkind people among them.
func random(q *Questionnaire, r *rand.Rand) *Filled {
	f := &Filled{Action: "/s/J0E0A5ZRJ2S2V", Opened: "abc.1.2.staff.x-_y", Unit: `Øster "Å" <Skole> & 'Co' + 1`, Given: q.Empty()}
	for at := range f.Given.Answers {
		scale := q.Scale(at)
		switch n := r.IntN(len(scale.Options) + 3); {
		case n < len(scale.Options):
			f.Given.Answers[at] = instrument.Answer(n)
		case n == len(scale.Options) && scale.DontKnow != nil:
			f.Given.Answers[at] = instrument.DontKnow
		}
	}
	for i := range q.Asks {
		a := &q.Asks[i]
		if a.Question.Type == instrument.Open && r.IntN(2) == 0 {
			f.Given.Texts[a.Key] = "Vi \"ved\" ikke <script>alert('x')</script> + &amp; \x00\n\n~0~ æøå"
		}
		for o := range a.Options {
			if len(f.Given.Choices[a.Key]) < a.Most() && r.IntN(3) == 0 {
				f.Given.Choices[a.Key] = append(f.Given.Choices[a.Key], o)
			}
		}
	}
	return f
}

// TestCutPagesEqualTheirTemplates holds what is copied together to what the
// template writes, on every page of every instrument, in both languages.
func TestCutPagesEqualTheirTemplates(t *testing.T) {
	t.Parallel()
	p := testPages(t)
	for _, in := range library(t).All() {
		for _, lang := range []string{"en", "da"} {
			t.Run(in.ID+" in "+lang, func(t *testing.T) {
				t.Parallel()
				r := rand.New(rand.NewPCG(1, 2))
				q := questionnaire(in)
				b, err := p.Booklet(testRound(in), q, lang)
				if err != nil {
					t.Fatal(err)
				}
				packed := 0
				for i := range 20 {
					f := random(q, r)
					if i == 0 {
						f.Given = q.Empty()
					}
					if i == 1 {
						for at := range f.Given.Answers {
							f.Given.Answers[at] = 0
						}
					}
					for at := 0; at <= q.Review(); at++ {
						got, err := b.Append(nil, at, f)
						if err != nil {
							t.Fatal(err)
						}
						want, err := b.plain(at, f)
						if err != nil {
							t.Fatal(err)
						}
						if zipped, ok := b.AppendGzip(nil, at, f); ok {
							packed++
							if unzipped := gunzip(t, zipped); unzipped != string(want) {
								t.Fatalf("page %d, packed (+) and plain (-):\n%s", at, cmp.Diff(string(want), unzipped))
							}
						}
						if string(got) != string(want) {
							t.Fatalf("page %d, cut (+) and plain (-):\n%s", at, cmp.Diff(string(want), string(got)))
						}
					}
				}
				if packed <= 20 {
					t.Errorf("%d pages were packed: the introductions, and no page of items", packed)
				}
			})
		}
	}
}

func gunzip(t *testing.T, b []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func BenchmarkPage(b *testing.B) {
	p := testPages(b)
	in, _ := library(b).Get("core")
	short, _ := in.ShortForm()
	for _, c := range []struct {
		name string
		in   *instrument.Instrument
	}{{"core short", short}, {"core", in}} {
		q := questionnaire(c.in)
		set, err := p.Booklet(testRound(c.in), q, "da")
		if err != nil {
			b.Fatal(err)
		}
		f := random(q, rand.New(rand.NewPCG(1, 2)))
		for at := 0; at <= q.Review(); at++ {
			b.Run(fmt.Sprintf("%s/cut/%d", c.name, at), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					page, err := set.Append(nil, at, f)
					if err != nil {
						b.Fatal(err)
					}
					b.SetBytes(int64(len(page)))
				}
			})
			b.Run(fmt.Sprintf("%s/packed/%d", c.name, at), func(b *testing.B) {
				b.ReportAllocs()
				fresh := *f
				fresh.Given = q.Empty()
				for b.Loop() {
					page, ok := set.AppendGzip(nil, at, &fresh)
					if !ok {
						b.Skip("this page is not compressed beforehand")
					}
					b.ReportMetric(float64(len(page)), "B/page")
				}
			})
			b.Run(fmt.Sprintf("%s/template/%d", c.name, at), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					page, err := set.plain(at, f)
					if err != nil {
						b.Fatal(err)
					}
					b.SetBytes(int64(len(page)))
				}
			})
		}
	}
}

// TestPreviewShowsEverything holds the preview of every instrument to what is in
// its file.
func TestPreviewShowsEverything(t *testing.T) {
	t.Parallel()
	p := testPages(t)
	for _, in := range library(t).All() {
		page, err := p.Preview(in, "da")
		if err != nil {
			t.Fatal(err)
		}
		want := []string{in.ID, in.Version, in.Status, in.Licence}
		text := func(texts ...instrument.Text) {
			for _, of := range texts {
				for _, lang := range in.Languages {
					want = append(want, of[lang])
				}
			}
		}
		text(in.Title, in.About)
		for _, v := range in.Perspectives {
			text(v.Referent, v.Means)
			for _, item := range in.Items() {
				text(item.Text[v.ID])
			}
		}
		for _, a := range in.Aspects {
			text(a.Name, a.Says)
		}
		for _, f := range in.Facets {
			text(f.Name)
			want = append(want, f.Constructs)
		}
		for _, s := range in.Scales {
			text(append([]instrument.Text{s.Stem, s.DontKnow}, s.Options...)...)
		}
		for _, q := range in.Questions {
			text(append([]instrument.Text{q.Text, q.Hint}, q.Options...)...)
		}
		for _, w := range want {
			if !strings.Contains(string(page), string(appendEscaped(nil, w))) {
				t.Errorf("the preview of %s does not show %q", in.ID, w)
			}
		}
		for _, outside := range []string{"<script", "<link", "src=", "url("} {
			if strings.Contains(string(page), outside) {
				t.Errorf("the preview of %s is not whole without others: %s", in.ID, outside)
			}
		}
		short := 0
		for _, item := range in.Items() {
			if item.Short {
				short++
			}
		}
		if got := strings.Count(string(page), "<small>★"); got != short {
			t.Errorf("%d of %d items of %s are marked as short", got, short, in.ID)
		}
		if dir := os.Getenv("PEJL_KEEP_PAGES"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, in.ID+".html"), page, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}
