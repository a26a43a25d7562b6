package main

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/browsertest"
	"pejl/internal/chart"
	"pejl/internal/demo"
	"pejl/internal/fault"
	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/view"
	"pejl/web"
)

// signIn goes in by the door.
func signIn(p *browsertest.Page, email string) {
	p.Visit("/sign-in")
	p.Fill("#email", email)
	p.Fill("#password", demo.Password)
	p.Follow("main button.button")
}

// needDrawings skips a story in which charts are looked at where nobody has built
// the assets, except where CI is true: there it fails.
func needDrawings(t *testing.T) {
	t.Helper()
	if _, err := fs.Stat(web.Static, chart.BundleName); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("no charts here (make assets builds them): %v", err)
	}
}

// A leader signs in, answers about themselves in the round under way, changes an
// answer, and takes it all away again.
func TestALeaderRatesThemselves(t *testing.T) {
	t.Parallel()
	v := theMunicipality(t)
	const who = "thomas.bjerre@fjordby.example"
	a, err := v.org.AccountByEmail(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	rater := round.Rater{AccountID: a.ID, Leads: []string{v.units["Sønderåskolen"].Path}}
	p := browser.Open(t, v.base, browsertest.Laptop("da"))
	signIn(p, who)
	if at := p.Address(); !strings.HasSuffix(at, "/home") {
		t.Fatalf("signing in leads to %s:\n%s", at, p.Text("main"))
	}
	self := fmt.Sprintf("/rounds/%d/self", v.open.ID)
	p.Follow(fmt.Sprintf("main a[href=%q]", self))
	press := func(value string) { p.Follow(fmt.Sprintf("button[name=go][value=%q]:not(.first)", value)) }
	press("next")
	want := v.open.Instrument.Blanks()
	q := view.NewQuestionnaire(v.open.Instrument, instrument.Leader, nil)
	for n := range q.Parts {
		for _, at := range q.Parts[n].Items {
			want[at] = instrument.Answer((at*2 + 1) % len(q.Scale(at).Options))
			p.Choose(view.PrefixItem+q.Instrument.Items()[at].ID, view.AnswerValue(q.Scale(at), want[at]))
		}
		press("next")
	}
	press("send")
	saved := func() {
		t.Helper()
		got, err := v.rounds.SelfRating(t.Context(), v.open.ID, rater)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ints(want), ints(got.Answers)); diff != "" {
			t.Errorf("another rating is kept (-given +kept):\n%s", diff)
		}
	}
	saved()

	p.Follow("main a.button") // change
	press("next")
	first := q.Parts[0].Items[0]
	want[first] = instrument.DontKnow
	p.Choose(view.PrefixItem+q.Instrument.Items()[first].ID, view.DontKnow)
	for range q.Parts {
		press("next")
	}
	press("send")
	saved()

	p.Follow(fmt.Sprintf("form[action=%q] button", self+"/delete"))
	if _, err := v.rounds.SelfRating(t.Context(), v.open.ID, rater); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the rating is still there, or: %v", err)
	}
	p.Follow(".top .me button") // out again
	p.Visit("/home")
	if !strings.Contains(p.Address(), "/sign-in") {
		t.Errorf("whoever has signed out sees %s", p.Address())
	}
}

// A principal signs in and reads the profile of a closed round in both languages:
// drawings in the page itself, each with its sentence and a table of the same
// numbers; and nothing of another school.
func TestAPrincipalReadsTheProfile(t *testing.T) {
	t.Parallel()
	needDrawings(t)
	v := theMunicipality(t)
	p := browser.Open(t, v.base, browsertest.Laptop("da"))
	signIn(p, "henrik.lund@fjordby.example") // whose language changes for no other story
	p.Follow(".latest h3 a")
	for _, lang := range []string{"da", "en"} {
		if got := browsertest.Eval[string](p, "document.documentElement.lang"); got != lang {
			t.Fatalf("the profile is in %q, not %q", got, lang)
		}
		if h1 := p.Text("h1"); h1 != "Fjordbakkeskolen" {
			t.Errorf("the profile is of %q", h1)
		}
		// What the tables say, the drawings say too.
		type section struct {
			Name, Caption, Drawn string
			Means                []string
		}
		sections := browsertest.Eval[[]section](p, `[...document.querySelectorAll('section.aspect')].map(s => ({
  name: s.querySelector('h2').innerText, caption: s.querySelector('.caption').innerText,
  drawn: [...s.querySelectorAll('figure svg.cw text')].map(t => t.textContent).join('|'),
  means: [...s.querySelectorAll('td[data-figure^="mean."]')].map(td => td.textContent.trim()),
}))`)
		if len(sections) != 3 {
			t.Fatalf("%d aspects have a section", len(sections))
		}
		for _, s := range sections {
			if s.Caption == "" || len(s.Means) < 4 {
				t.Errorf("%s has the sentence %q and %d rows", s.Name, s.Caption, len(s.Means))
			}
			if s.Drawn == "" {
				t.Errorf("%s has no drawing", s.Name)
			}
			for _, mean := range s.Means[:4] {
				if !strings.Contains(s.Drawn, mean) {
					t.Errorf("%s: the table says %s, and the drawing does not: %s", s.Name, mean, s.Drawn)
				}
			}
		}
		comma := strings.Contains(sections[0].Means[0], ",")
		if comma != (lang == "da") {
			t.Errorf("in %s a mean is %s", lang, sections[0].Means[0])
		}
		for _, label := range browsertest.Eval[[]string](p, `[...document.querySelectorAll('main svg[role=img]')].filter(s => !s.getAttribute('aria-label')).map(s => s.outerHTML.slice(0, 100))`) {
			t.Errorf("a drawing has no name: %s", label)
		}
		if lang == "da" {
			p.Follow("footer button[name=lang][value=en]")
		}
	}
	p.Visit(v.address(v.closed, "Havneskolen", ""))
	if status := p.Requests()[len(p.Requests())-1].Status; p.Has("svg.cw") || !strings.Contains(p.Text("main"), "404") {
		t.Errorf("the profile of another school is answered with %d:\n%s", status, p.Text("main"))
	}
}

// A consultant goes from the list of rounds to all schools side by side, chooses
// what is compared, and reads one of them.
func TestAConsultantCompares(t *testing.T) {
	t.Parallel()
	needDrawings(t)
	v := theMunicipality(t)
	p := browser.Open(t, v.base, browsertest.Laptop("da"))
	signIn(p, consultant)
	p.Visit("/rounds")
	p.Follow(fmt.Sprintf(`main a[href="/rounds/%d"]`, v.closed.ID))
	p.Follow(fmt.Sprintf(`main a[href="/rounds/%d/compare"]`, v.closed.ID))
	names := func() []string {
		return browsertest.Eval[[]string](p, `[...new Set([...document.querySelectorAll('table.compared tbody th')].map(th => th.innerText.trim()))]`)
	}
	got := names()
	if len(got) != 12 || !slices.Contains(got, "Tangø Skole") {
		t.Errorf("side by side are %q", got)
	}
	if !slices.IsSortedFunc(got, danish) {
		t.Errorf("not in alphabetical order: %q", got)
	}
	if !p.Has("figure.compare svg.cw") {
		t.Error("nothing is drawn")
	}
	row := browsertest.Eval[string](p, fmt.Sprintf(`document.querySelector('tr[data-unit="%d"]').innerText`, v.units["Tangø Skole"].ID))
	if strings.ContainsAny(row, ",") {
		t.Errorf("the school that is too small has figures: %q", row)
	}
	// Two of them only.
	p.Press(".pick summary")
	for _, unit := range []string{"Havneskolen", "Egemark Skole"} {
		p.Choose("unit", fmt.Sprint(v.units[unit].ID))
	}
	p.Follow(".filters button")
	chosen := names()
	if diff := cmp.Diff([]string{"Egemark Skole", "Havneskolen"}, chosen); diff != "" {
		t.Errorf("chosen are (-want +got):\n%s", diff)
	}
	p.Follow("table.compared tbody a")
	if h1 := p.Text("h1"); h1 != "Egemark Skole" {
		t.Errorf("the first of them leads to %q", h1)
	}
	if p.Has("[data-figure^='own.']") {
		t.Error("a consultant sees what the leader said of themselves")
	}
}

// danish compares by the alphabet of Danish, whose last letters are æ, ø and å.
func danish(a, b string) int {
	key := strings.NewReplacer("æ", "{", "ø", "|", "å", "}")
	return strings.Compare(key.Replace(strings.ToLower(a)), key.Replace(strings.ToLower(b)))
}
