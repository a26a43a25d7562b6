package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pejl/internal/chart"
	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/view"
	"pejl/web"
)

// without is the files of a program that was built without the chart bundle.
var without = fstest.MapFS{}

// drawing is a chart in a page, and not one of the signs that stand in keys.
var drawing = regexp.MustCompile(`<svg[^>]*role="img"[^>]*aria-label="[^"]+`)

// read asks for a page that is there.
func (p *person) read(path string) string {
	p.t.Helper()
	r := p.ask(http.MethodGet, path, nil)
	if r.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %d %s", path, r.StatusCode, r.body)
	}
	return r.body
}

func (v *town) profile(unit string) string {
	return view.ProfileAddress(v.core.ID, v.units[unit].ID)
}

func holds(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if !strings.Contains(page, s) {
			t.Errorf("the page does not say %q", s)
		}
	}
}

func lacks(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if i := strings.Index(page, s); i >= 0 {
			t.Errorf("the page says %q: …%s…", s, page[max(0, i-80):min(len(page), i+80)])
		}
	}
}

// said are the figures of a page: what stands in each element that names one.
func said(page string) map[string][]string {
	all := map[string][]string{}
	for _, m := range regexp.MustCompile(`(?s)data-figure="([^"]+)">(.*?)</(?:td|span|p)>`).FindAllStringSubmatch(page, -1) {
		text := strings.TrimSpace(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[2], ""))
		all[m[1]] = append(all[m[1]], text)
	}
	return all
}

func TestAProfileIsDrawnIntoItsPage(t *testing.T) {
	t.Parallel()
	renderer, err := chart.New(web.Static, chart.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if !renderer.Available() {
		t.Skip("the chart bundle is not built; make assets builds it")
	}
	v := settle(t, web.Static)
	lone := v.enter(principal, "da")
	page := lone.read(v.profile("Egemark Skole"))
	// The emblem, the aspects, three times the facets and twelve times the items, each wide and narrow.
	if n := len(drawing.FindAllString(page, -1)); n < 2*(1+1+3+12) {
		t.Errorf("there are %d drawings", n)
	}
	holds(t, page, "har svaret (", "I gennemsnit oplever medarbejderne dette", "Dit eget svar (kun du ser det)", "Plads til vækst")
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(page))
	_ = w.Close()
	if packed.Len() > 200<<10 {
		t.Errorf("the page comes to %d bytes, compressed", packed.Len())
	}
	if again := lone.read(v.profile("Egemark Skole")); again != page {
		t.Error("the same page is not the same twice")
	}
	if strings.Contains(v.log.String(), "level=ERROR") {
		t.Error(v.log.String())
	}

	krogh := v.enter(consultant, "en")
	page = krogh.read(view.CompareAddress(v.core.ID))
	if n := len(drawing.FindAllString(page, -1)); n != 2 {
		t.Errorf("a comparison has %d drawings", n)
	}
	holds(t, page, "12 units", "In alphabetical order, never a ranking.")
}

// TestProfilesReadWithoutCharts reads every page of the people of a town in both
// languages, as a program shows them that has no chart bundle.
func TestProfilesReadWithoutCharts(t *testing.T) {
	t.Parallel()
	v := settle(t, without)
	for _, lang := range []string{"en", "da"} {
		for who, pages := range map[string][]string{
			principal: {"/home", "/rounds", view.RoundAddress(v.core.ID), view.RoundAddress(v.open.ID), v.profile("Egemark Skole"),
				v.profile("Egemark Skole") + "/guide", view.GuideAddress(v.open.ID, v.units["Egemark Skole"].ID), "/method-note"},
			consultant: {"/home", "/rounds", view.RoundAddress(v.core.ID), view.RoundAddress(v.open.ID), view.CompareAddress(v.core.ID),
				view.CompareAddress(v.core.ID) + "?level=facet&order=own", v.profile("Tangø Skole"), v.profile("Strandvejens Skole"),
				v.profile("Fjordby Kommune"), v.profile("Møllevangens Skole"), "/method-note"},
			manager: {"/home", "/rounds", view.CompareAddress(v.core.ID), v.profile("Havneskolen")},
		} {
			p := v.enter(who, lang)
			for _, path := range pages {
				page := p.read(path)
				if drawing.MatchString(page) {
					t.Errorf("%s is drawn without a bundle", path)
				}
				lacks(t, page, "[reading.", "[rounds.", "[profile.", "%!", "<no value>", "ZgotmplZ")
				holds(t, page, `<html lang="`+lang+`"`)
				for name, texts := range said(page) {
					if strings.HasPrefix(path, view.CompareAddress(v.core.ID)) || !strings.Contains(path, "/units/") {
						break // the same names there once for each unit
					}
					for _, text := range texts {
						if text == "" || text != texts[0] {
							t.Errorf("%s: %s is both %q and %q", path, name, text, texts[0])
						}
					}
				}
			}
		}
	}
	if strings.Contains(v.log.String(), "level=ERROR") {
		t.Error(v.log.String())
	}
}

func TestFiguresAreTheSameInBothLanguages(t *testing.T) {
	t.Parallel()
	v := settle(t, without)
	path := v.profile("Fjordbakkeskolen")
	danish, english := said(v.enter(consultant, "da").read(path)), said(v.enter(manager, "en").read(path))
	if len(danish) != len(english) || len(danish) < 200 {
		t.Fatalf("%d figures in Danish, %d in English", len(danish), len(english))
	}
	digits := regexp.MustCompile(`\d+`)
	for name, texts := range danish {
		if strings.HasPrefix(name, "lead") || strings.HasPrefix(name, "caption") {
			continue
		}
		if len(english[name]) == 0 {
			t.Errorf("%s is only in Danish", name)
			continue
		}
		d, e := digits.FindAllString(texts[0], -1), digits.FindAllString(english[name][0], -1)
		if fmt.Sprint(d) != fmt.Sprint(e) {
			t.Errorf("%s is %q and %q", name, texts[0], english[name][0])
		}
	}
}

func TestOtherUnitsAreNotThere(t *testing.T) {
	t.Parallel()
	v := settle(t, without)
	lone := v.enter(principal, "da")
	nowhere := lone.ask(http.MethodGet, "/rounds/4711/units/4711", nil)
	if nowhere.StatusCode != http.StatusNotFound {
		t.Fatalf("what does not exist is answered with %d", nowhere.StatusCode)
	}
	kindergarten := view.ProfileAddress(v.core.ID, v.units["Børnehuset Solsikken"].ID)
	for _, path := range []string{
		v.profile("Havneskolen"), v.profile("Havneskolen") + "/guide", v.profile("Tangø Skole"), v.profile("Fjordby Kommune"),
		kindergarten, view.ProfileAddress(4711, v.units["Egemark Skole"].ID), view.ProfileAddress(v.core.ID, 4711),
		"/rounds/4711", "/rounds/4711/compare", "/rounds/x", view.RoundAddress(v.core.ID) + "/units/x",
	} {
		r := lone.ask(http.MethodGet, path, nil)
		if r.StatusCode != http.StatusNotFound {
			t.Errorf("%s is answered with %d", path, r.StatusCode)
		}
		// The address comes back in the form that changes the language.
		if got, want := strings.ReplaceAll(r.body, path, "·"), strings.ReplaceAll(nowhere.body, "/rounds/4711/units/4711", "·"); got != want {
			t.Errorf("%s is answered with another page than what does not exist:\n%s", path, r.body)
		}
	}
	// A unit that the account sees but that had no part in the round.
	krogh := v.enter(consultant, "da")
	if r := krogh.ask(http.MethodGet, kindergarten, nil); r.StatusCode != http.StatusNotFound {
		t.Errorf("a unit without a part in the round is answered with %d", r.StatusCode)
	}
	// Nor does any page of hers name another school.
	for _, path := range []string{"/home", "/rounds", view.RoundAddress(v.core.ID), view.RoundAddress(v.open.ID), v.profile("Egemark Skole")} {
		lacks(t, lone.read(path), "Havneskolen", "Tangø", "Sønderåskolen")
	}
	lacks(t, lone.read(view.CompareAddress(v.core.ID)), "Havneskolen", "Tangø", "Sønderåskolen")
}

func TestALeadersOwnAnswersAreForThatLeader(t *testing.T) {
	t.Parallel()
	v := settle(t, without)
	path := v.profile("Havneskolen")
	page := v.enter(blind, "da").read(path)
	holds(t, page, `data-figure="own.T1"`, "Du oplever dette tydeligt oftere, end medarbejderne gør.", "Hvor du og medarbejderne ser det forskelligt")
	for _, who := range []string{consultant, manager} {
		page := v.enter(who, "da").read(path)
		lacks(t, page, "own.", "Du oplever dette", "Dit eget svar")
	}
	// Somebody who leads the whole municipality sees the school, and nobody's answers.
	ctx := context.Background()
	a, err := v.people.AddAccount(ctx, "Chef", "chef@fjordby.example", "tag en god pejling", "")
	v.must(err)
	v.must(v.people.AddGrant(ctx, org.Grant{AccountID: a.ID, UnitID: v.units["Fjordby Kommune"].ID, Role: org.Leading}))
	lacks(t, v.enter("chef@fjordby.example", "da").read(path), "own.", "Du oplever dette", "Dit eget svar")
}

func TestSmallUnitsGetACalmPageOrTheGuide(t *testing.T) {
	t.Parallel()
	v := settle(t, without)
	krogh := v.enter(consultant, "en")
	page := krogh.read(v.profile("Tangø Skole"))
	holds(t, page, "Too few answers to show.", "Dialogue guide", `class="ask"`)
	lacks(t, page, "mean.", "share.", "interval.", `class="aspect`)

	var daycare *round.Round
	list, err := v.rounds.List(t.Context())
	v.must(err)
	for _, r := range list {
		if r.Instrument.ID == "daycare" && r.Ended() && daycare == nil {
			daycare = r
		}
	}
	page = krogh.read(view.ProfileAddress(daycare.ID, v.units["Naturbørnehaven Egernet"].ID))
	holds(t, page, "in words only", "Dialogue guide", `class="ask"`)
	lacks(t, page, "share.", "peaks", "Statement by statement", "Too few answers")
	figures := said(page)
	n := 0
	for name, texts := range figures {
		if strings.HasPrefix(name, "mean.") || strings.HasPrefix(name, "interval.") {
			n++
			if strings.ContainsAny(texts[0], "0123456789") {
				t.Errorf("%s is %q on a page in words", name, texts[0])
			}
		}
	}
	if n < 10 {
		t.Errorf("there are %d figures in words", n)
	}

	page = krogh.read(v.profile("Strandvejens Skole"))
	holds(t, page, "Read with care", "Fewer than 60% have answered", "three bands", "With fewer than 5 answers nothing is shown; single statements only from 10.")
}

func TestComparingIsNeverRanking(t *testing.T) {
	t.Parallel()
	v := settle(t, without)
	krogh := v.enter(consultant, "da")
	at := view.CompareAddress(v.core.ID)
	rows := func(page string) (names []string) {
		for _, m := range regexp.MustCompile(`<tr role="row" data-unit="\d+"[^>]*><th[^>]*>(?:<a[^>]*>)?([^<]+)`).FindAllStringSubmatch(page, -1) {
			names = append(names, m[1])
		}
		return names
	}
	page := krogh.read(at)
	names := rows(page)
	if len(names) != 12 || names[0] != "Egemark Skole" || names[11] != "Åbrinkens Skole" {
		t.Errorf("in alphabetical order: %q", names)
	}
	holds(t, page, `class="na"><th scope="row" role="rowheader"><a href="`+v.profile("Tangø Skole")+`">Tangø Skole`, "For få svar til at vise.")
	own := rows(krogh.read(at + "?order=own&level=facet"))
	if len(own) != 4*12 {
		t.Fatalf("twelve themes stand in tables of %d rows", len(own))
	}
	own = own[:12]
	if len(own) != 12 || own[10] != "Tangø Skole" || own[11] != "Åbrinkens Skole" {
		t.Errorf("in their own order: %q", own)
	}
	picked := krogh.read(fmt.Sprintf("%s?unit=%d&unit=%d&unit=4711&unit=x", at, v.units["Havneskolen"].ID, v.units["Egemark Skole"].ID))
	if got := rows(picked); fmt.Sprint(got) != "[Egemark Skole Havneskolen]" {
		t.Errorf("picked: %q", got)
	}
	mine := v.enter(principal, "da")
	if got := rows(mine.read(at)); fmt.Sprint(got) != "[Egemark Skole]" {
		t.Errorf("a leader compares %q", got)
	}
	lacks(t, mine.read(view.RoundAddress(v.core.ID)), "/compare")
	if r := krogh.ask(http.MethodGet, view.CompareAddress(v.open.ID), nil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("an open round is compared with %d", r.StatusCode)
	}
}

// TestOneAnswerMovesNothing reads every page of every role before and after one
// more person has answered: nothing may differ but a count that moves in steps.
func TestOneAnswerMovesNothing(t *testing.T) {
	t.Parallel()
	v := settle(t, without)
	ctx := context.Background()
	visit := func() map[string]string {
		pages := map[string]string{}
		for _, who := range []string{principal, consultant, manager, blind} {
			p := v.enter(who, "da")
			for _, path := range []string{
				"/home", "/rounds", "/me", view.RoundAddress(v.open.ID), view.RoundAddress(v.core.ID),
				v.profile("Egemark Skole"), view.CompareAddress(v.open.ID), view.ProfileAddress(v.open.ID, v.units["Egemark Skole"].ID),
			} {
				r := p.ask(http.MethodGet, path, nil)
				pages[who+" "+path] = fmt.Sprint(r.StatusCode, r.Header.Get("Location"), r.body)
			}
		}
		return pages
	}
	before := visit()
	holds(t, before[principal+" /home"], "Mindst 15 af 34 har svaret")
	list, err := v.rounds.Codes(ctx, v.open.ID)
	v.must(err)
	for _, u := range list {
		if u.Unit.Name == "Egemark Skole" {
			v.must(v.rounds.Submit(ctx, u.Codes[len(u.Codes)-1], time.Time{}, round.Response{Answers: v.open.Instrument.Blanks()}))
		}
	}
	for what, page := range visit() {
		if page != before[what] {
			t.Errorf("%s has changed:\n%s\n\n%s", what, before[what], page)
		}
	}
}

func TestRepresentativesReadTheRoundAlone(t *testing.T) {
	t.Parallel()
	v := settle(t, without)
	ctx := context.Background()
	a, err := v.people.AddAccount(ctx, "TR", "tr@fjordby.example", "tag en god pejling", "")
	v.must(err)
	v.must(v.people.AddGrant(ctx, org.Grant{AccountID: a.ID, UnitID: v.units["Egemark Skole"].ID, Role: org.Representative}))
	tr := v.enter("tr@fjordby.example", "da")
	page := tr.read(view.RoundAddress(v.core.ID))
	holds(t, page, "27 af 34")
	lacks(t, page, "/units/", "/compare")
	lacks(t, tr.read("/home"), "/units/")
	for _, path := range []string{v.profile("Egemark Skole"), v.profile("Egemark Skole") + "/guide", view.CompareAddress(v.core.ID)} {
		if r := tr.ask(http.MethodGet, path, nil); r.StatusCode != http.StatusForbidden {
			t.Errorf("%s is answered with %d", path, r.StatusCode)
		}
	}
}
