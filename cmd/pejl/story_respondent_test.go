package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"pejl/internal/browsertest"
	"pejl/internal/instrument"
	"pejl/internal/view"
)

// A teacher answers all of core in Danish on a telephone, goes back once, looks
// through the answers and sends them. Just that is kept.
func TestATeacherAnswersByTouch(t *testing.T) {
	t.Parallel()
	house := standWithRound(t, "core", "long", 12, "--texts")
	te := house.teacherOf(t, 3, browsertest.Phone("da"))
	p := te.page
	p.Visit("/")
	p.Fill("#code", " "+strings.ToLower(house.codes[3])+" ")
	p.Follow("main .button")
	if lang := browsertest.Eval[string](p, "document.documentElement.lang"); lang != "da" || !strings.Contains(p.Text("main"), "Skole 1") {
		t.Errorf("the introduction is in %q and says:\n%s", lang, p.Text("main"))
	}
	if checked := p.Count(":checked"); checked != 0 {
		t.Errorf("%d answers are chosen before anybody chose", checked)
	}
	te.press("next")
	for n := range te.all.Parts {
		if p.Count("main :checked") != 0 {
			t.Errorf("something is chosen on page %d before anybody chose", n+1)
		}
		te.answerPart(n)
		te.noFault()
		if n == 1 { // back and forth again
			te.press("back")
			te.holds(0)
			te.press("next")
			te.holds(1)
		}
		te.press("next")
	}
	review := p.Text("main")
	if strings.Contains(review, "ikke besvaret") || !strings.Contains(review, "55") {
		t.Errorf("everything is answered, and the last page says:\n%.300s", review)
	}
	te.press("send")
	if !p.Has("main[data-sent]") {
		t.Fatalf("no thanks, but %s", p.Text("main"))
	}
	te.leftNoTrace()
	house.kept(t, te)
	p.Visit("/s/" + te.code)
	if p.Has("form button[name=go]") {
		t.Error("the code can be used a second time")
	}
}

// Another answers in English with the keyboard alone. Where the keyboard is can
// always be seen, and it goes down the page.
func TestATeacherAnswersByKeyboard(t *testing.T) {
	t.Parallel()
	house := standWithRound(t, "core", "long", 12, "--texts")
	te := house.teacherOf(t, 5, browsertest.Laptop("en"))
	p := te.page
	k := &keyboard{teacher: te}
	p.Visit("/")
	k.tabTo(func(f browsertest.Focus) bool { return f.ID == "code" })
	p.Type(house.codes[5])
	p.FollowKey(kb.Enter)
	k.tabTo(func(f browsertest.Focus) bool { return f.Type == "checkbox" }) // "this is my own device"
	k.tabToButton("next")
	p.FollowKey(kb.Enter)

	k.arrows(0)
	k.tabToButton("next")
	p.FollowKey(" ")

	k.numbers(1)
	k.tabToButton("next")
	p.FollowKey(kb.Enter)

	k.numbers(2)
	// A wrong answer is taken back with Delete and given anew.
	last := te.all.Parts[2].Items[len(te.all.Parts[2].Items)-1]
	p.TypeShift(kb.Tab)
	k.untilField(view.PrefixItem + te.all.Instrument.Items()[last].ID)
	p.Type(kb.Delete)
	p.Wait(fmt.Sprintf("!document.querySelector('[name=%q]:checked')", view.PrefixItem+te.all.Instrument.Items()[last].ID))
	p.Type(k.digit(last))
	k.tabToButton("back")
	k.tabToButton("next")
	p.FollowKey(kb.Enter)

	for _, i := range te.all.Parts[3].Asks {
		a := &te.all.Asks[i]
		name := view.PrefixAsk + a.Key
		te.says.Texts[a.Key] = "More visits 1 2 3 0, please." // digits are digits here
		k.tabTo(func(f browsertest.Focus) bool { return f.Name == name })
		p.Type(te.says.Texts[a.Key])
	}
	te.holds(3)
	k.tabToButton("next")
	p.FollowKey(kb.Enter)
	for n := range te.all.Parts[:3] {
		te.press("page-" + strconv.Itoa(n+1))
		te.holds(n)
		for range len(te.all.Parts) - n {
			te.press("next")
		}
	}
	k.tabToButton("send")
	p.FollowKey(kb.Enter)
	if !p.Has("main[data-sent]") {
		t.Fatalf("no thanks, but %s", p.Text("main"))
	}
	house.kept(t, te)
}

// keyboard is a teacher who has no mouse.
type keyboard struct{ *teacher }

// step presses Tab once and looks where that leads.
func (k *keyboard) step(before int) browsertest.Focus {
	k.t.Helper()
	k.page.Type(kb.Tab)
	f := k.page.Focus()
	if f.Order < 0 {
		return f // round the corner, past the end of the page
	}
	if f.Fault != "" {
		k.t.Errorf("at %s %s %q: %s", f.Tag, f.Name, f.Label, f.Fault)
	}
	if f.Order < before {
		k.t.Errorf("the keyboard goes up the page, to %s %s %q", f.Tag, f.Name, f.Label)
	}
	return f
}

// tabTo goes on until it comes to what is looked for.
func (k *keyboard) tabTo(there func(browsertest.Focus) bool) {
	k.t.Helper()
	f := k.page.Focus()
	for range 200 {
		if f = k.step(f.Order); f.Order < 0 {
			break
		}
		if there(f) {
			return
		}
	}
	k.t.Fatalf("the keyboard does not come there; it ended at %+v", f)
}

func (k *keyboard) tabToButton(value string) {
	k.t.Helper()
	k.tabTo(func(f browsertest.Focus) bool { return f.Tag == "button" && f.Name == view.FieldGo && f.Value == value })
}

// untilField goes up the page until it is in a field.
func (k *keyboard) untilField(name string) {
	k.t.Helper()
	for range 40 {
		if k.page.Focus().Name == name {
			return
		}
		k.page.TypeShift(kb.Tab)
	}
	k.t.Fatalf("Shift and Tab do not come to %s", name)
}

// arrows answers a page with Tab, the arrows and Space, one item after another.
func (k *keyboard) arrows(n int) {
	k.t.Helper()
	part := &k.all.Parts[n]
	for _, at := range part.Items {
		name, value := k.itemField(at)
		k.tabTo(func(f browsertest.Focus) bool { return f.Name == name })
		down := len(k.all.Scale(at).Options) // don't know comes last
		if k.says.Answers[at] != instrument.DontKnow {
			down = int(k.says.Answers[at])
		}
		if down == 0 {
			k.page.Type(" ")
		}
		for range down {
			k.page.Type(kb.ArrowRight)
		}
		k.page.Wait(fmt.Sprintf("document.querySelector('[name=%q]:checked').value === %q", name, value))
	}
	k.asks(n)
	k.holds(n)
}

// asks answers the side questions of a page with Tab, the arrows and Space.
func (k *keyboard) asks(n int) {
	k.t.Helper()
	for _, i := range k.all.Parts[n].Asks {
		a := &k.all.Asks[i]
		name := view.PrefixAsk + a.Key
		for _, option := range k.says.Choices[a.Key] {
			if a.Most() > 1 {
				k.tabTo(func(f browsertest.Focus) bool { return f.Name == name && f.Value == view.ChoiceValue(option) })
				k.page.Type(" ")
				continue
			}
			k.tabTo(func(f browsertest.Focus) bool { return f.Name == name })
			if option == 0 {
				k.page.Type(" ")
			}
			for range option {
				k.page.Type(kb.ArrowDown)
			}
		}
	}
}

// numbers answers the items of a page with the number keys alone, without going
// anywhere first, and the side questions as usual.
func (k *keyboard) numbers(n int) {
	k.t.Helper()
	for _, at := range k.all.Parts[n].Items {
		name, value := k.itemField(at)
		k.page.Type(k.digit(at))
		k.page.Wait(fmt.Sprintf("document.querySelector('[name=%q]:checked')?.value === %q", name, value))
		if f := k.page.Focus(); f.Fault != "" {
			k.t.Errorf("after %s is answered by number, at %s: %s", name, f.Name, f.Fault)
		}
	}
	k.asks(n)
	k.holds(n)
}

// digit is the number key of what was said to an item.
func (k *keyboard) digit(at int) string {
	if k.says.Answers[at] == instrument.DontKnow {
		return "0"
	}
	return strconv.Itoa(int(k.says.Answers[at]) + 1)
}

// A third answers with JavaScript switched off, goes back and changes the language
// in the middle. Nothing is lost, and no answer stands in an address.
func TestATeacherAnswersWithoutScript(t *testing.T) {
	t.Parallel()
	house := standWithRound(t, "core", "long", 12, "--texts")
	te := house.teacherOf(t, 7, browsertest.Screen{Width: 390, Height: 844, Touch: true, NoScript: true, Language: "da"})
	p := te.page
	p.Visit("/s/" + te.code)
	if p.Has("#own") || p.Has("#keys") {
		t.Error("the page offers what only a script can do")
	}
	te.press("next")
	te.answerPart(0)
	te.press("next")
	te.answerPart(1)
	te.press("lang-en") // the page as it stands, in English
	te.holds(1)
	if lang := browsertest.Eval[string](p, "document.documentElement.lang"); lang != "en" {
		t.Errorf("English gives %q", lang)
	}
	te.press("back")
	te.holds(0)
	te.press("lang-da")
	te.holds(0)
	te.press("next")
	te.holds(1)
	te.press("next")
	te.answerPart(2)
	te.press("next")
	te.answerPart(3)
	te.press("back")
	te.holds(2)
	te.press("next")
	te.holds(3)
	te.press("next")
	te.press("lang-en")
	if !strings.Contains(p.Text("main"), "55") {
		t.Errorf("the review counts otherwise: %.200s", p.Text("main"))
	}
	te.press("send")
	if !p.Has("main[data-sent]") {
		t.Fatalf("no thanks, but %s", p.Text("main"))
	}
	te.leftNoTrace()
	for _, r := range p.Requests() {
		if strings.HasSuffix(strings.SplitN(r.URL, "?", 2)[0], ".js") {
			t.Errorf("a script was fetched: %s", r.URL)
		}
	}
	house.kept(t, te)
}

// Whoever gives nothing on the way is told so kindly, and led there.
func TestWhatIsNotAnsweredIsPointedOut(t *testing.T) {
	t.Parallel()
	house := standWithRound(t, "core", "short", 12)
	te := house.teacherOf(t, 1, browsertest.Phone("en"))
	p := te.page
	p.Visit("/s/" + te.code)
	te.press("next")
	te.answerPart(0)
	te.press("next")
	te.press("next") // the second part is passed by
	te.answerPart(2)
	te.press("next")
	blank := te.all.Parts[1].Items
	if note := p.Text("main .note"); !strings.Contains(note, strconv.Itoa(len(blank))) && !strings.Contains(strings.ToLower(note), "eight") {
		t.Errorf("%d items are blank; the note says %q", len(blank), note)
	}
	p.Follow("main .note button")
	first := te.all.Instrument.Items()[blank[0]].ID
	if top := browsertest.Eval[float64](p, fmt.Sprintf("document.getElementById(%q).getBoundingClientRect().top", "item-"+first)); top < 0 || top > 844 {
		t.Errorf("the way to the first blank item ends %.0f px away from it", top)
	}
	for _, at := range blank {
		te.says.Answers[at] = instrument.Blank
	}
	for _, i := range te.all.Parts[1].Asks {
		delete(te.says.Choices, te.all.Asks[i].Key)
	}
	te.press("next")
	te.press("next")
	te.press("send")
	house.kept(t, te)
}

// A draft is kept in the browser only by somebody who says that the device is
// theirs, comes back after a reload, and is gone when the answers are sent.
func TestADraftIsKeptOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	house := standWithRound(t, "core", "short", 12)
	te := house.teacherOf(t, 2, browsertest.Phone("da"))
	p := te.page
	stored := func() int { return browsertest.Eval[int](p, "localStorage.length + sessionStorage.length") }
	p.Visit("/s/" + te.code)
	te.press("next")
	te.answerPart(0)
	te.press("next")
	if n := stored(); n != 0 {
		t.Fatalf("%d things are stored, and nobody was asked", n)
	}
	te.press("back")
	te.press("back")
	p.Press("#own")
	p.Wait("localStorage.length === 1")
	te.press("next")
	te.holds(0)
	te.press("next")
	te.answerPart(1)
	kept := browsertest.Eval[string](p, "JSON.stringify(localStorage)")
	for _, at := range append(append([]int{}, te.all.Parts[0].Items...), te.all.Parts[1].Items...) {
		if name, _ := te.itemField(at); !strings.Contains(kept, name) {
			t.Errorf("the draft lacks %s: %s", name, kept)
		}
	}

	p.Visit("/") // away, and back another day
	p.Visit("/s/" + te.code)
	if !p.Has("#draft") {
		t.Fatal("nothing is said of the draft")
	}
	te.press("next")
	te.holds(0)
	te.press("next")
	te.holds(1)
	te.press("next")
	te.answerPart(2)
	te.press("next")
	te.press("send")
	if n := stored(); n != 0 {
		t.Errorf("%d things are stored after the answers were sent", n)
	}
	house.kept(t, te)

	// Another, on the same kind of device, forgets the draft, and takes the tick away.
	te = house.teacherOf(t, 4, browsertest.Phone("da"))
	p = te.page
	p.Visit("/s/" + te.code)
	p.Press("#own")
	p.Wait("localStorage.length === 1")
	te.press("next")
	te.answerPart(0)
	p.Visit("/s/" + te.code)
	p.Press("#forget")
	p.Wait("document.querySelector('#draft').hidden")
	p.Press("#own")
	p.Wait("localStorage.length === 0")
	te.press("next")
	if p.Count("main :checked") != 0 {
		t.Error("what was to be forgotten came back")
	}
}

// The first page is small: it opens where the network is bad.
func TestTheFirstPageIsSmall(t *testing.T) {
	t.Parallel()
	const most, requests = 30_000, 4
	house := standWithRound(t, "core", "long", 12)
	for _, screen := range []browsertest.Screen{browsertest.Phone("da"), browsertest.Laptop("en")} {
		te := house.teacherOf(t, 0, screen)
		p := te.page
		p.Visit("/s/" + te.code)
		// The icon: a browser without a window may fetch it late, or not at all.
		n, bytes := 1, browsertest.Eval[int](p, "fetch(document.querySelector('link[rel=icon]').href).then(r => r.blob()).then(b => b.size + 400)")
		for _, r := range p.Requests() {
			if !strings.HasPrefix(r.URL, "data:") && !strings.Contains(r.URL, "favicon") {
				n++
				bytes += r.Bytes
			}
		}
		if bytes > most || n > requests {
			t.Errorf("the first page takes %d bytes in %d requests; want at most %d in %d", bytes, n, most, requests)
		}
		t.Logf("%d bytes in %d requests", bytes, n)
	}
}

// With forced colours a person still sees what is chosen and where the keyboard is.
func TestForcedColoursShowWhatIsChosen(t *testing.T) {
	t.Parallel()
	house := standWithRound(t, "core", "short", 12)
	te := house.teacherOf(t, 0, browsertest.Screen{Width: 1280, Height: 900, ForcedColours: true, Language: "en"})
	p := te.page
	p.Visit("/s/" + te.code)
	te.press("next")
	te.answerPart(0)
	faults := browsertest.Eval[[]string](p, `[...document.querySelectorAll('label:has(:checked)')].filter(label => {
  const s = getComputedStyle(label), plain = [...document.querySelectorAll('label:has(input:not(:checked))')].map(l => getComputedStyle(l));
  return s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2 || plain.every(o => o.outlineStyle === s.outlineStyle);
}).map(label => label.innerText)`)
	if len(faults) > 0 {
		t.Errorf("what is chosen cannot be told from what is not: %q", faults)
	}
	if border := browsertest.Eval[string](p, "getComputedStyle(document.querySelector('.button')).borderTopStyle"); border != "solid" {
		t.Errorf("a button has the border %q", border)
	}
	p.Reach()
	p.Shot("forced-colours-part-en-1280")
}
