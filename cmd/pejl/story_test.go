package main

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/browsertest"
	"pejl/internal/config"
	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/view"
)

// The stories of this package are told with one real browser.
var browser browsertest.Browser

func TestMain(m *testing.M) {
	defer browser.Close()
	defer visited.close()
	m.Run()
}

// standing is a house that is up.
type standing struct {
	*house
	base  string   // where it is
	codes []string // of its round, where it has one of its own
}

// stand opens a house and lets it answer requests.
func stand(t testing.TB, h *house) *standing {
	t.Helper()
	s, err := h.server()
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	return &standing{house: h, base: srv.URL}
}

// standWithRound stands a house up with one round under way, of one school.
func standWithRound(t testing.TB, instrument, form string, invited int, flags ...string) *standing {
	t.Helper()
	browser.Need(t)
	env := map[string]string{"PEJL_DATA": t.TempDir()}
	codes := roundOf(t, env, instrument, form, 1, invited, flags...)
	cfg, err := config.Parse(nil, testGetenv(t, env))
	if err != nil {
		t.Fatal(err)
	}
	h, err := open(t.Context(), cfg, slog.New(slog.NewTextHandler(t.Output(), nil)), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	s := stand(t, h)
	s.codes = codes
	return s
}

// teacher is somebody who answers, and what they are going to say.
type teacher struct {
	t    testing.TB
	page *browsertest.Page
	code string
	all  *view.Questionnaire
	says round.Response
}

// teacherOf plans the answers of somebody invited to the house's round: every item,
// with a don't-know among them here and there, and every side question.
func (s *standing) teacherOf(t testing.TB, nth int, screen browsertest.Screen) *teacher {
	t.Helper()
	inv, err := s.rounds.Invitation(t.Context(), s.codes[nth], time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	q := view.NewQuestionnaire(inv.Round.Instrument, inv.Round.Perspective, inv.Asks)
	says := q.Empty()
	for at := range says.Answers {
		options := len(q.Scale(at).Options)
		if n := (at*7 + 3 + nth) % (options + 1); n < options {
			says.Answers[at] = instrument.Answer(n)
		} else {
			says.Answers[at] = instrument.DontKnow
		}
	}
	for i := range q.Asks {
		a := &q.Asks[i]
		switch {
		case a.Question.Type == instrument.Open:
			says.Texts[a.Key] = fmt.Sprintf("Ord nr. %d: at tage på besøg i timerne. »Æøå« & <b>fed</b>", i+1)
		case a.Most() > 1:
			says.Choices[a.Key] = []int{i % (len(a.Options) - 1), len(a.Options) - 1}
		default:
			says.Choices[a.Key] = []int{i % len(a.Options)}
		}
	}
	code, _ := round.ReadCode(s.codes[nth])
	return &teacher{t: t, page: browser.Open(t, s.base, screen), code: code, all: q, says: says}
}

// itemField names the field of an item and the value that the answer to it has.
func (te *teacher) itemField(at int) (name, value string) {
	return view.PrefixItem + te.all.Instrument.Items()[at].ID, view.AnswerValue(te.all.Scale(at), te.says.Answers[at])
}

// answerPart taps, clicks and writes everything that is asked on one page.
func (te *teacher) answerPart(n int) {
	te.t.Helper()
	part := &te.all.Parts[n]
	for _, at := range part.Items {
		te.page.Choose(te.itemField(at))
	}
	for _, i := range part.Asks {
		a := &te.all.Asks[i]
		for _, option := range te.says.Choices[a.Key] {
			te.page.Choose(view.PrefixAsk+a.Key, view.ChoiceValue(option))
		}
		if text := te.says.Texts[a.Key]; text != "" {
			te.page.Fill(fmt.Sprintf("textarea[name=%q]", view.PrefixAsk+a.Key), text)
		}
	}
}

// holds fails unless a page shows what was said on it.
func (te *teacher) holds(n int) {
	te.t.Helper()
	want := map[string]bool{}
	part := &te.all.Parts[n]
	for _, at := range part.Items {
		name, value := te.itemField(at)
		want[name+"="+value] = true
	}
	for _, i := range part.Asks {
		a := &te.all.Asks[i]
		for _, option := range te.says.Choices[a.Key] {
			want[view.PrefixAsk+a.Key+"="+view.ChoiceValue(option)] = true
		}
		if text := te.says.Texts[a.Key]; text != "" {
			want[view.PrefixAsk+a.Key+"="+text] = true
		}
	}
	got := map[string]bool{}
	for _, field := range browsertest.Eval[[]string](te.page, `[...document.querySelectorAll('fieldset :checked, textarea')].map(el => el.name + '=' + el.value)`) {
		got[field] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		te.t.Errorf("page %d shows other answers (-said +shown):\n%s", n+1, diff)
	}
}

// press presses a button of the form by its value: next, back, send, lang-da …
func (te *teacher) press(value string) {
	te.t.Helper()
	te.page.Follow(fmt.Sprintf("button[name=go][value=%q]:not(.first)", value))
}

// noFault fails when the page says that something was wrong.
func (te *teacher) noFault() {
	te.t.Helper()
	if te.page.Has("[role=alert]") {
		te.t.Fatalf("something is wrong: %s", te.page.Text("[role=alert]"))
	}
}

// kept holds what the house keeps against what one teacher said and nothing else:
// the pile, the side counts, the texts; and the code is spent.
func (s *standing) kept(t testing.TB, te *teacher) {
	t.Helper()
	type all struct {
		Answers [][]int
		Counts  []uint32
		Texts   map[string][]string
	}
	want := all{Answers: [][]int{ints(te.says.Answers)}, Counts: te.says.Counts(te.all.Asks), Texts: map[string][]string{}}
	for key, text := range te.says.Texts {
		want.Texts[key] = []string{text}
	}
	got := all{Texts: map[string][]string{}}
	err := s.store.Piles(t.Context(), 1, func(p round.Pile) error {
		p.Each(len(te.says.Answers), func(a instrument.Answers) { got.Answers = append(got.Answers, ints(a)) })
		got.Counts = p.Counts
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.store.Texts(t.Context(), 1, func(p round.TextPile) error {
		got.Texts[p.Question] = append(got.Texts[p.Question], p.Bodies...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is kept is not what was said (-said +kept):\n%s", diff)
	}
	seat, _, err := s.store.SeatByHash(t.Context(), s.key.Hash(te.code))
	if err != nil || !seat.Spent {
		t.Errorf("the code is not spent: %+v %v", seat, err)
	}
}

func ints(a instrument.Answers) []int {
	list := make([]int, len(a))
	for i, v := range a {
		list[i] = int(v)
	}
	return list
}

// leftNoTrace holds what every respondent is promised: no cookie, and no answer in
// any address.
func (te *teacher) leftNoTrace() {
	te.t.Helper()
	for _, r := range te.page.Requests() {
		if r.SetsCookie {
			te.t.Errorf("a cookie was set by %s %s", r.Method, r.URL)
		}
		at, err := url.Parse(r.URL)
		if err != nil || strings.HasPrefix(at.Path, "/static/") {
			continue
		}
		for name := range at.Query() {
			if name != view.FieldLanguage {
				te.t.Errorf("there is more in an address than the code and the language: %s %s", r.Method, r.URL)
			}
		}
	}
	if cookie := browsertest.Eval[string](te.page, "document.cookie"); cookie != "" {
		te.t.Errorf("the browser holds the cookie %q", cookie)
	}
}
