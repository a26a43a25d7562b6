package server_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"pejl/internal/instrument"
	"pejl/internal/round"
)

// answerAll goes from the first page to the review, answering everything 4.
func (h *house) answerAll(code string) reply {
	h.t.Helper()
	page := h.get("/s/" + code)
	for range 10 {
		if strings.Contains(page.body, `value="send"`) {
			return page
		}
		page = h.press(code, page, "next", sets(page)...)
		if page.StatusCode != http.StatusOK {
			h.t.Fatalf("%d: %s", page.StatusCode, page.body)
		}
	}
	h.t.Fatal("there is no end to the pages")
	return reply{}
}

// piles are the responses that have been stored.
func (h *house) piles() []instrument.Answers {
	h.t.Helper()
	var list []instrument.Answers
	h.must(h.db.Piles(context.Background(), h.round.ID, func(p round.Pile) error {
		p.Each(len(h.round.Instrument.Items()), func(a instrument.Answers) {
			list = append(list, append(instrument.Answers{}, a...))
		})
		return nil
	}))
	return list
}

func (h *house) wants(r reply, status int, texts ...string) {
	h.t.Helper()
	if r.StatusCode != status {
		h.t.Errorf("the status is %d, want %d", r.StatusCode, status)
	}
	for _, text := range texts {
		if !strings.Contains(r.body, text) {
			h.t.Errorf("the page does not say %q:\n%s", text, r.body)
		}
	}
}

func TestATeacherAnswersWithoutAScript(t *testing.T) {
	t.Parallel()
	h := build(t)
	code := h.codes[0]
	first := h.get("/s/" + code)
	h.wants(first, http.StatusOK, h.round.Title, "Egemark Skole", "About 4 minutes, 24 items",
		"Friday 24 April 2026 at 06:00", "På personalemødet den 12. maj", "averages of 5 or more people",
		"The principal, the deputies", "this code has been used")
	if strings.Contains(first.body, "checked") {
		t.Error("something is ticked before the person ticks it")
	}
	one := h.press(code, first, "next")
	h.wants(one, http.StatusOK, "Part 1 of 3", "8 items, about 1½ minutes", "1 of 8", "Think of the present school year", "On to part 2")

	// Two answers, one of them "don’t know", a side question with two ticks; then
	// on, and back in Danish: nothing is lost.
	v := one.form()
	items := one.items()
	v.Set(items[0], "5")
	v.Set(items[1], "dk")
	v["q.PR.D"] = []string{"1", "3"}
	v.Set("go", "next")
	two := h.post("/s/"+code, v.Encode())
	h.wants(two, http.StatusOK, "Part 2 of 3")
	da := h.press(code, two, "lang-da", two.items()[0], "2")
	h.wants(da, http.StatusOK, "Del 2 af 3", `<html lang="da">`, `value="2" checked`)
	back := h.press(code, da, "back")
	h.wants(back, http.StatusOK, "Del 1 af 3", fmt.Sprintf(`name=%q value="5" checked`, items[0]), fmt.Sprintf(`name=%q value="dk" checked`, items[1]))
	if got := back.form()["q.PR.D"]; len(got) != 2 {
		t.Errorf("of two ticks %v are left", got)
	}

	page := back
	for range 3 {
		page = h.press(code, page, "next")
	}
	h.wants(page, http.StatusOK, "Til sidst", "<textarea")
	review := h.press(code, page, "next", "q.OT1", "  Tiden til at »tale«\r\n& mere <b>+ 1  ")
	h.wants(review, http.StatusOK, "3 af 24 besvaret", "21 udsagn er ikke besvaret", "Vis mine 2 af 8 svar",
		"Næsten altid", "Ved ikke / kan ikke vurdere", "Tiden til at »tale«\n&amp; mere &lt;b&gt;&#43; 1")
	if len(h.piles()) != 0 {
		t.Fatal("something was stored before the person sent it")
	}
	// To the first unanswered item, and from there to the end.
	jump := h.press(code, review, "page-1")
	h.wants(jump, http.StatusOK, "Del 1 af 3")
	thanks := h.press(code, review, "send")
	h.wants(thanks, http.StatusOK, "Tak. Dine svar er modtaget.", "24. april")
	if strings.Contains(thanks.body, code) {
		t.Error("the code stands in the page after it was spent")
	}
	got := h.piles()
	if len(got) != 1 {
		t.Fatalf("%d responses are stored, want 1", len(got))
	}
	at, _ := h.round.Instrument.Position(strings.TrimPrefix(items[0], "i."))
	if got[0][at] != 4 || got[0][at+1] != instrument.DontKnow {
		t.Errorf("stored %v", got[0])
	}
	for _, r := range []reply{first, one, two, review, thanks} {
		if c := r.Header.Values("Set-Cookie"); len(c) > 0 {
			t.Errorf("a respondent was given a cookie: %v", c)
		}
		if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("headers: %v", r.Header)
		}
	}
	if h.log.String() != "" {
		t.Errorf("the log says: %s", h.log)
	}
}

// TestWhatIsWrongComesBackWithTheRest sends forms that no page of ours sends.
func TestWhatIsWrongComesBackWithTheRest(t *testing.T) {
	t.Parallel()
	h := build(t)
	code := h.codes[0]
	first := h.press(code, h.get("/s/"+code), "next")
	items := first.items()
	second := h.press(code, first, "next", items[0], "5", items[1], "3", "q.EV.D", "2")
	kept := func(t *testing.T, r reply, without ...string) {
		t.Helper()
		for name, value := range map[string]string{items[0]: "5", items[1]: "3", "q.EV.D": "2"} {
			if len(without) > 0 && without[0] == name {
				continue
			}
			if got := r.form()[name]; len(got) != 1 || got[0] != value {
				t.Errorf("%s is %q now", name, got)
			}
		}
	}
	for _, c := range []struct {
		name   string
		change func(url.Values) string
		status int
		says   string
		gone   string
	}{
		{"nothing", url.Values.Encode, 200, "Part 3 of 3", ""},
		{"an item that is not there", add("i.D9.9", "3"), 400, "does not belong to this round", ""},
		{"another round’s side question", add("q.XX", "1"), 400, "does not belong to this round", ""},
		{"a field that is none", add("evil", "1"), 400, "does not belong to this round", ""},
		{"an option out of range", add("i.O1.1", "6"), 400, "could not read this answer", ""},
		{"an option below the range", add("i.O1.1", "0"), 400, "could not read this answer", ""},
		{"a number with a sign", add("i.O1.1", "+4"), 400, "could not read this answer", ""},
		{"a doubled field", add(items[0], "4"), 400, "two answers here", items[0]},
		{"the same twice", add(items[0], "5"), 400, "two answers here", items[0]},
		{"three ticks of two", add("q.PR.D", "1", "q.PR.D", "2", "q.PR.D", "3"), 400, "Choose at most 2 here", ""},
		{"three ticks, and the way there", add("q.PR.D", "1", "q.PR.D", "2", "q.PR.D", "3"), 400, `<a href="#ask-PR.D">`, ""},
		{"a tick twice", add("q.PR.D", "1", "q.PR.D", "1"), 400, "two answers here", ""},
		{"two radio buttons", add("q.EV.D", "3"), 400, "Choose only one here", "q.EV.D"},
		{"a tick that is not there", add("q.PR.D", "9"), 400, "could not read this answer", ""},
		{"broken UTF-8 in own words", raw("&q.OT1=%ff%fe"), 400, "Some signs could not be read", ""},
		{"own words for ever", add("q.OT1", strings.Repeat("æ", round.MaxText+1)), 400, "at most 4,000 characters", ""},
		{"broken UTF-8 in a name", raw("&%ff=1"), 400, "could not be read", ""},
		{"a broken escape", raw("&i.O1.1=%zz"), 400, "could not be read", ""},
		{"ten megabytes", raw("&q.OT1=" + strings.Repeat("a", 10<<20)), 413, "More was sent than we take", ""},
		{"ten megabytes of fields", raw(strings.Repeat("&a=1", 10<<20/4)), 413, "More was sent than we take", ""},
		{"a page that is not there", set("at", "99"), 200, "Look through your answers", ""},
		{"a page that is no number", set("at", "x"), 200, "Part 1 of 3", ""},
		{"a button that is not there", set("go", "page-77"), 200, "Look through your answers", ""},
		{"no stamp", set("opened", ""), 400, "open for long", ""},
		{"a forged stamp", set("opened", "1.1.1.staff.AAAAAAAAAAAAAAAAAAAAAA"), 400, "open for long", ""},
		{"another code’s stamp", set("opened", h.get("/s/"+h.codes[1]).form().Get("opened")), 400, "open for long", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := second.form()
			v.Set("go", "next")
			r := h.post("/s/"+code, c.change(v))
			if r.StatusCode != c.status || !strings.Contains(r.body, c.says) {
				t.Errorf("%d, want %d and %q:\n%.3000s", r.StatusCode, c.status, c.says, r.body)
			}
			kept(t, r, c.gone)
			if r.form().Get("opened") == "" {
				t.Error("the page has no stamp")
			}
		})
	}
}

func add(pairs ...string) func(url.Values) string {
	return func(v url.Values) string {
		for i := 0; i < len(pairs); i += 2 {
			v.Add(pairs[i], pairs[i+1])
		}
		return v.Encode()
	}
}

func set(name, value string) func(url.Values) string {
	return func(v url.Values) string { v.Set(name, value); return v.Encode() }
}

func raw(more string) func(url.Values) string {
	return func(v url.Values) string { return v.Encode() + more }
}

func TestNothingWrongIsEverSent(t *testing.T) {
	t.Parallel()
	h := build(t)
	code := h.codes[0]
	review := h.answerAll(code)
	for _, change := range []func(url.Values) string{
		add("i.D9.9", "3"), add("i.D1.1", "5"), add("q.PR.D", "1", "q.PR.D", "2", "q.PR.D", "3"),
		set("opened", ""), set("i.D1.1", "77"), raw("&x=%zz"), raw("&q.OT1=" + strings.Repeat("a", 1<<20)),
	} {
		v := review.form()
		v.Set("go", "send")
		if r := h.post("/s/"+code, change(v)); r.StatusCode == http.StatusOK {
			t.Errorf("sent: %s", r.body)
		}
	}
	if got := h.piles(); len(got) != 0 {
		t.Fatalf("%d responses are stored", len(got))
	}
	// What came back can be sent as it stands.
	stale := h.post("/s/"+code, set("opened", "")(review.form()))
	h.wants(h.press(code, stale, "send"), http.StatusOK, "Your answers have arrived")
}

func TestUnknownAndSpentCodesGetOnePage(t *testing.T) {
	t.Parallel()
	h := build(t)
	h.press(h.codes[0], h.answerAll(h.codes[0]), "send")
	spent, unknown, none := h.get("/s/"+h.codes[0]), h.get("/s/"+h.codes[0][:3]+"ZZZZZZZZZZ"), h.get("/s/no-code")
	h.wants(spent, http.StatusNotFound, "We cannot use that code.")
	if spent.body != unknown.body || unknown.body != none.body || fmt.Sprint(spent.Header) != fmt.Sprint(unknown.Header) {
		t.Error("an unknown code can be told from a spent one")
	}
	if len(h.waits.all) != 3 || h.waits.all[0] != h.waits.all[1] {
		t.Errorf("waited %v", h.waits.all)
	}
	typed := h.post("/", url.Values{"code": {strings.ToLower(h.codes[0])}, "lang": {"da"}}.Encode())
	h.wants(typed, http.StatusNotFound, "Den kode kan vi ikke bruge.", `value="`+strings.ToLower(h.codes[0]))
	late := h.post("/s/"+h.codes[0], "go=send&lang=en")
	h.wants(late, http.StatusNotFound, "We cannot use that code.")
}

func TestACodeIsTakenAsItIsTyped(t *testing.T) {
	t.Parallel()
	h := build(t)
	code := h.codes[0]
	typed := " " + strings.ToLower(code[:3]) + " - " + strings.ReplaceAll(strings.ReplaceAll(code[3:8], "0", "o"), "1", "l") + " " + code[8:]
	r := h.post("/", url.Values{"code": {typed}, "lang": {"da"}}.Encode())
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/s/"+code+"?lang=da" {
		t.Fatalf("%d %v", r.StatusCode, r.Header)
	}
	h.wants(h.get(r.Header.Get("Location")), http.StatusOK, "Begynd")
	h.wants(h.get("/s/"+url.PathEscape(typed)), http.StatusOK, `action="/s/`+code+`"`)
}

func TestARoundBeforeAndAfterItsTime(t *testing.T) {
	t.Parallel()
	h := build(t, func(p *round.Plan) { p.OpensAt = opens.Add(2 * time.Hour) })
	h.wants(h.get("/s/"+h.codes[0]), http.StatusGone, "This round has not begun", "14 April 2026")
	h.clock.pass(2 * time.Hour)
	page := h.get("/s/" + h.codes[0])
	h.wants(page, http.StatusOK, "Begin")

	h.clock.at = h.round.ClosesAt.Add(-time.Minute)
	early := h.answerAll(h.codes[1])
	h.clock.pass(29 * time.Minute)
	h.wants(h.get("/s/"+h.codes[2]), http.StatusGone, "This round has closed")
	h.wants(h.press(h.codes[1], early, "back"), http.StatusOK, "Finally")
	h.wants(h.press(h.codes[1], early, "send"), http.StatusOK, "Your answers have arrived")

	// Another's stamp opens no door.
	h.wants(h.press(h.codes[3], early, "send"), http.StatusGone, "This round has closed")
	h.clock.pass(2 * time.Minute)
	h.wants(h.press(h.codes[1], early, "send"), http.StatusGone, "This round has closed")
	if got := h.piles(); len(got) != 1 {
		t.Errorf("%d responses are stored", len(got))
	}
}

func TestAPageLeftOpenOvernight(t *testing.T) {
	t.Parallel()
	h := build(t)
	review := h.answerAll(h.codes[0])
	h.clock.pass(25 * time.Hour)
	again := h.press(h.codes[0], review, "send")
	h.wants(again, http.StatusBadRequest, "open for long", "24 of 24 answered")
	h.wants(h.press(h.codes[0], again, "send"), http.StatusOK, "Your answers have arrived")
}

// TestTextsAreAskedOnlyWhereManyAre leaves own words out of small units.
func TestTextsAreAskedOnlyWhereManyAre(t *testing.T) {
	t.Parallel()
	h := build(t, func(p *round.Plan) { p.Units[0].Invited = 9 })
	review := h.answerAll(h.codes[0])
	if strings.Contains(review.body, "Finally") {
		t.Error("nine people were asked for own words")
	}
	bad := h.post("/s/"+h.codes[0], add("q.OT1", "Kim")(review.form()))
	h.wants(bad, http.StatusBadRequest, "does not belong to this round")
}

func TestOneCodeSentByManyAtOnce(t *testing.T) {
	t.Parallel()
	h := build(t)
	v := h.answerAll(h.codes[0]).form()
	v.Set("go", "send")
	results := make(chan int)
	for range 20 {
		go func() { results <- h.post("/s/"+h.codes[0], v.Encode()).StatusCode }()
	}
	won := 0
	for range 20 {
		if <-results == http.StatusOK {
			won++
		}
	}
	if won != 1 || len(h.piles()) != 1 {
		t.Errorf("%d were thanked, %d are stored", won, len(h.piles()))
	}
}
