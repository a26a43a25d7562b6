package server

import (
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"pejl/internal/instrument"
	"pejl/internal/view"
	"pejl/surveys"
)

func coreQuestionnaire(t testing.TB) *view.Questionnaire {
	t.Helper()
	source, err := fs.ReadFile(surveys.FS, "core.yaml")
	if err != nil {
		t.Fatal(err)
	}
	in, faults := instrument.Parse("core.yaml", source)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return view.NewQuestionnaire(in, instrument.Staff, in.Asks(instrument.Staff, true, nil))
}

// FuzzReadForm reads forms as hostile as can be found. Whatever comes, what is
// read could have been given by a person, or is told to be wrong; and a form read
// as right carries on unchanged when it is sent again.
func FuzzReadForm(f *testing.F) {
	for _, seed := range []string{
		"", "&", "=", "&&=&", "at=1&go=next&lang=da&opened=x", "i.D1.1=4&i.D1.2=dk&q.EV.D=2&q.PR.D=1&q.PR.D=3&q.OT1=a%0D%0Ab+c",
		"i.D1.1=4&i.D1.1=4", "i.D1.1=0", "i.D1.1=6", "i.=", "q.=", "i.D1.1", "at=-1", "at=99999999999999999999", "go=page-2",
		"q.PR.D=1&q.PR.D=2&q.PR.D=3&q.PR.D=4", "q.OT1=%FF%FE", "%FF=1", "q.OT1=%00", "%zz=1", "go=lang-", "q.OT1=" + strings.Repeat("%F0%9F%8E%88", 4001),
	} {
		f.Add([]byte(seed))
	}
	q := coreQuestionnaire(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		form := readForm(readFields(body), q)
		if !q.Instrument.Valid(form.Given.Answers) {
			t.Fatalf("the answers cannot have been given: %v", form.Given.Answers)
		}
		if form.At < 0 || form.At > q.Review() {
			t.Fatalf("page %d", form.At)
		}
		if to := form.page(q); to < 0 || to > q.Review() {
			t.Fatalf("on to page %d", to)
		}
		for key, chosen := range form.Given.Choices {
			a, ok := q.Asked(key)
			if !ok || len(chosen) > len(a.Options) {
				t.Fatalf("%s: chosen %v", key, chosen)
			}
		}
		for key, text := range form.Given.Texts {
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
				t.Fatalf("%s: %q", key, text)
			}
		}
		if form.wrong() {
			return
		}
		again := readForm(readFields([]byte(encode(q, &form))), q)
		if again.wrong() || encode(q, &again) != encode(q, &form) {
			t.Fatalf("%s\nbecame\n%s", encode(q, &form), encode(q, &again))
		}
	})
}

// encode writes a form as the pages carry it.
func encode(q *view.Questionnaire, f *filledForm) string {
	var parts []string
	for _, field := range q.Fields(&f.Given) {
		parts = append(parts, url.QueryEscape(field.Name)+"="+url.QueryEscape(field.Value))
	}
	return strings.Join(parts, "&")
}

func TestReadFieldsBoundsTheirNumber(t *testing.T) {
	t.Parallel()
	sent := readFields([]byte(strings.Repeat("a=1&", maxFields+1)))
	if len(sent.fields) != maxFields || !sent.broken {
		t.Errorf("%d fields, broken %v", len(sent.fields), sent.broken)
	}
}

func BenchmarkReadForm(b *testing.B) {
	q := coreQuestionnaire(b)
	f := filledForm{Given: q.Empty()}
	for at := range f.Given.Answers {
		f.Given.Answers[at] = 3
	}
	body := []byte("lang=da&opened=abc&at=3&go=next&" + encode(q, &f))
	b.ReportAllocs()
	for b.Loop() {
		if form := readForm(readFields(body), q); form.wrong() {
			b.Fatal(form.Odd, form.Faults.Err())
		}
	}
}
