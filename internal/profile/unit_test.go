package profile

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"pejl/internal/instrument"
	"pejl/internal/tally"
)

func TestPagesByTurnout(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	const id = 50
	for _, c := range []struct {
		name              string
		invited, answered int
		page              Page
		lead              string
	}{
		{"full", 25, 20, Full, "20 of 25 answered (80%)."},
		{"at sixty per cent", 20, 12, Full, "12 of 20 answered (60%)."},
		{"just under sixty", 42, 25, Full, "25 of 42 answered (59%). That is enough to show a picture, but too few to say what everybody experiences."},
		{"at forty", 50, 20, Full, "20 of 50 answered (40%). That is enough to show a picture, but too few to say what everybody experiences."},
		{"just under forty", 51, 20, Guide, "20 of 51 answered (39%). Too few have answered to speak for the staff. Here is a guide for talking about it instead. Next time, set 15 minutes aside at a joint meeting, so that everybody has time to answer."},
		{"ten", 12, 10, Full, "10 of 12 answered (83%)."},
		{"nine", 12, 9, Calm, "9 of 12 answered (75%). With fewer than 10 answers we show the picture in words only."},
		{"five", 6, 5, Calm, "5 of 6 answered (83%). With fewer than 10 answers we show the picture in words only."},
		{"four", 6, 4, Guide, "4 of 6 answered (67%). Too few answers to show. Here is a guide for talking about it instead."},
		{"four of many", 20, 4, Guide, "4 of 20 answered (20%). Too few answers to show. Here is a guide for talking about it instead. Next time, set 15 minutes aside at a joint meeting, so that everybody has time to answer."},
		{"nobody", 20, 0, Guide, "None of the 20 who were asked has answered. Too few answers to show. Here is a guide for talking about it instead. Next time, set 15 minutes aside at a joint meeting, so that everybody has time to answer."},
		{"four asked", 4, 4, Guide, "Fewer than 5 were asked. Too few answers to show. Here is a guide for talking about it instead."},
		{"more than were asked", 10, 12, Full, "12 answers from 10 people who were asked: more than there can be. See whether the number of people invited is right."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := speakers(t)[0]
			cl := closed(t, in, append(plain(in), asked{id: id, invited: c.invited, people: some(in, 9, c.answered, 2.5)})...)
			u := cl.unit(t, id, nil)
			if got := (Emphasis{}).Join(l, u.Lead); u.Page != c.page || got != c.lead {
				t.Errorf("page %d, %q; want %d, %q", u.Page, got, c.page, c.lead)
			}
			if (c.page == Guide) != (len(u.Sections) == 0) || (u.Page == Full && u.Turnout.below(60)) != (len(u.Caution) > 0) {
				t.Errorf("%d sections, caution %v", len(u.Sections), u.Caution)
			}
			for _, s := range u.Sections {
				for _, r := range s.Facets {
					if c.page == Calm && (r.Figure.Form != WordsOnly || r.Items != nil || r.Accord != NoAccord) {
						t.Errorf("the calm page tells more than words of %s: %+v", r.ID, r.Figure)
					}
				}
			}
		})
	}
}

func TestEverySentenceIsInBothLanguages(t *testing.T) {
	t.Parallel()
	long, short := core(t)
	for _, l := range speakers(t) {
		for i, in := range []*instrument.Instrument{long, short, scaled(t, 0, 5, 2, 1), scaled(t, 1, 6, 4)} {
			own := alike(in, 1, 0)[0]
			split := append(alike(in, 12, 0), alike(in, 12, len(in.Scales[0].Options)-1)...)
			units := append(plain(in),
				asked{id: 50, invited: 25, people: some(in, 9, 20, 2.5)},
				asked{id: 51, invited: 25, people: some(in, 9, 12, 2.5)},
				asked{id: 52, invited: 12, people: some(in, 9, 7, 3)},
				asked{id: 53, invited: 30, people: split},
				asked{id: 54, invited: 12, people: alike(in, 11, 0)},
				asked{id: 55, invited: 8, people: some(in, 9, 3, 3)},
				asked{id: 56, invited: 90, people: some(in, 10, 80, 3.4)},
				asked{id: 57, invited: 20, people: repeat(in, 15)},
			)
			cl := closed(t, in, units...)
			var list []Named
			for _, c := range cl.Cells {
				for _, line := range said(l, cl.unit(t, c.Unit(), own)) {
					if strings.ContainsAny(line, "[]{}") {
						t.Errorf("instrument %d, unit %d: %q", i, c.Unit(), line)
					}
				}
				list = append(list, Named{fmt.Sprint("Unit ", c.Unit()), c})
			}
			for _, order := range []Order{Alphabetical, AsGiven} {
				for _, s := range cl.Reader().Compare(list, tally.Facet, order).Caption {
					Say(l, s)
				}
			}
		}
	}
}

// repeat is n people who cannot judge anything.
func repeat(in *instrument.Instrument, n int) []instrument.Answers {
	return slices.Repeat([]instrument.Answers{slices.Repeat(instrument.Answers{instrument.DontKnow}, len(in.Items()))}, n)
}

func TestTheSentenceUnderAChart(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	cl := closed(t, in, append(plain(in), asked{id: 50, invited: 24, people: some(in, 3, 17, 3)})...)
	u := cl.unit(t, 50, nil)
	for i, want := range []string{
		"17 of 24 answered (71%). On average staff experience this *often*; the uncertainty reaches from between *sometimes* and *often* to *often*. The figures are rough, because few have answered.",
		"17 af 24 har svaret (71\u00a0%). I gennemsnit oplever medarbejderne dette *ofte*; usikkerheden rækker fra mellem *af og til* og *ofte* til *ofte*. Tallene er grove, for der er få svar.",
	} {
		if got := (Emphasis{"*", "*"}).Join(speakers(t)[i], u.Sections[0].Caption); got != want {
			t.Errorf("%s", got)
		}
	}
}

// TestUnanimousAndAlmost is attack 5: among fewer than fifty people, one answer that
// is one step off on one item gives the same page as none, at either end, and among
// fewer than twenty so does one person who is one step off on every item.
func TestUnanimousAndAlmost(t *testing.T) {
	t.Parallel()
	_, short := core(t)
	for _, in := range []*instrument.Instrument{short, scaled(t, 0, 5, 2, 4), scaled(t, 1, 6, 3, 3)} {
		last := len(in.Scales[0].Options) - 1
		for _, n := range []int{5, 9, 10, 13, 19, 20, 35, 49} {
			for end, off := range map[int]int{0: 1, last: last - 1} {
				all := alike(in, n, end)
				item := slices.Clone(all)
				item[0] = slices.Clone(item[0])
				item[0][0] = keyedAnswer(in, in.Items()[0], off)
				person := slices.Clone(all)
				person[0] = alike(in, 1, off)[0]
				want := page(t, in, n, all)
				if diff := cmp.Diff(want, page(t, in, n, item), allow()...); diff != "" {
					t.Errorf("%s, %d people at %d, one step off on one item:\n%s", in.ID, n, end, diff)
				}
				if diff := cmp.Diff(want, page(t, in, n, person), allow()...); diff != "" {
					t.Errorf("%s, %d people at %d, one person a step off:\n%s", in.ID, n, end, diff)
				}
			}
		}
	}
}

// page is the profile of a unit in a round whose spread stays the same: that one
// answer moves the spread of a whole round by a thousandth is not what is tried here.
func page(t *testing.T, in *instrument.Instrument, n int, people []instrument.Answers) *Unit {
	t.Helper()
	spread := closed(t, in, plain(in)...).Reader()
	return spread.Unit(closed(t, in, asked{id: 50, invited: n + 1, people: people}).Cell(50, instrument.Staff), nil)
}

// allow lets figures be compared field by field, texts by their places.
func allow() []cmp.Option {
	return []cmp.Option{cmpopts.IgnoreTypes(&instrument.Aspect{}, &instrument.Scale{}), cmpopts.EquateComparable()}
}

func TestDividedViewsLead(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	split := append(alike(in, 12, 1), alike(in, 11, 4)...)
	u := closed(t, in, append(plain(in), asked{id: 50, invited: 25, people: split})...).unit(t, 50, nil)
	for _, s := range u.Sections {
		for _, r := range append(s.Facets, s.Row) {
			if r.Accord != Divided {
				t.Errorf("%s: accord %d", r.ID, r.Accord)
			}
		}
	}
}

func TestAccordByTheLimits(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 1)
	for _, c := range []struct {
		options []int // how many chose each
		want    Accord
	}{
		// With one item of five options r*wg = 1 − s²/2.
		{[]int{0, 1, 8, 1, 0}, Largely},  // .888
		{[]int{1, 1, 7, 1, 1}, Largely},  // .50
		{[]int{1, 2, 5, 2, 1}, Some},     // .40
		{[]int{2, 1, 7, 1, 2}, Some},     // .25
		{[]int{2, 2, 5, 2, 2}, Divided},  // .166, with a third between
		{[]int{0, 4, 2, 4, 0}, Largely},  // .555, with a fifth between
		{[]int{0, 5, 0, 5, 0}, Divided},  // .444, and two peaks
		{[]int{0, 6, 1, 4, 0}, Divided},  // .545, and two peaks
		{[]int{0, 1, 2, 1, 0}, NoAccord}, // four people
		{[]int{0, 0, 9, 0, 0}, NoAccord},
		{[]int{0, 0, 10, 0, 0}, Largely},
	} {
		var people []instrument.Answers
		for option, n := range c.options {
			people = append(people, alike(in, n, option)...)
		}
		if got := accordOf(usual(), tallied(t, in, people).KeepAll(), 0); got != c.want {
			t.Errorf("%v: %d, want %d", c.options, got, c.want)
		}
	}
}

func tallied(t testing.TB, in *instrument.Instrument, people []instrument.Answers) *tally.Tally {
	t.Helper()
	tl := tally.ShapeOf(in, nil).New()
	for _, p := range people {
		if err := tl.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	return tl
}

func TestTheLeadersOwnAnswer(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 4, 2)
	cl := closed(t, in, append(plain(in), asked{id: 50, invited: 25, people: some(in, 5, 20, 2)})...)
	if u := cl.unit(t, 50, nil); u.Sections[0].Facets[0].Own != nil {
		t.Error("there is an own answer where none was given")
	}
	own := alike(in, 1, 4)[0]
	own[1], own[2], own[3] = instrument.Blank, instrument.DontKnow, 3 // two of four are enough
	own[4] = instrument.Blank                                         // and one of two
	u := cl.unit(t, 50, own)
	first, second := u.Sections[0].Facets[0], u.Sections[0].Facets[1]
	if first.Own == nil || first.Own.Value != 45 || first.Own.Gap != More || first.Own.Says.Key != "profile.gap.more_often" {
		t.Errorf("own answer: %+v", first.Own)
	}
	if second.Own == nil || second.Own.Value != 50 {
		t.Errorf("own answer: %+v", second.Own)
	}
	// The first item is reverse: the option chosen is the first, and is marked as such.
	if it := first.Items[0]; it.Own == nil || *it.Own != 0 || !it.Reverse {
		t.Errorf("own option: %+v", it)
	}
	if first.Items[1].Own != nil {
		t.Error("a blank is marked as an option")
	}
	own[3] = instrument.Blank
	if u := cl.unit(t, 50, own); u.Sections[0].Facets[0].Own != nil {
		t.Error("one of four items gives a score")
	}
	without := cl.unit(t, 50, nil)
	if diff := cmp.Diff(without.Sections[0].Facets[0].Figure, first.Figure, allow()...); diff != "" {
		t.Errorf("the leader's answer moves the staff's figure: %s", diff)
	}
}

func TestPeaksAreClearlyApart(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 4, 4, 4, 4, 4, 4)
	var people []instrument.Answers
	for _, a := range some(in, 4, 30, 2) {
		for i := range 4 { // the first facet is high, the last low
			a[i] = keyedAnswer(in, in.Items()[i], 4)
			a[20+i] = keyedAnswer(in, in.Items()[20+i], 0)
		}
		people = append(people, a)
	}
	u := closed(t, in, append(plain(in), asked{id: 50, invited: 32, people: people})...).unit(t, 50, nil)
	p := u.Peaks
	if len(p.Strongest) != 1 || p.Strongest[0].ID != "F0" || len(p.Growth) != 1 || p.Growth[0].ID != "F5" {
		t.Errorf("strongest %v, growth %v, mean %d", p.Strongest, p.Growth, p.Mean)
	}
	flat := closed(t, in, append(plain(in), asked{id: 50, invited: 32, people: alike(in, 30, 2)})...).unit(t, 50, nil)
	if p := flat.Peaks; len(p.Strongest)+len(p.Growth) > 0 || p.Sentence().Key != "profile.peaks.none" || p.Mean != 30 {
		t.Errorf("where all facets are equal: %+v", p)
	}
}

func TestManyWhoCannotSay(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 2)
	for know, want := range map[int]bool{70: false, 69: true} {
		people := alike(in, 100, 2)
		for i := know; i < 100; i++ {
			people[i][0] = instrument.DontKnow
		}
		u := closed(t, in, append(plain(in), asked{id: 50, invited: 100, people: people})...).unit(t, 50, nil)
		it := u.Sections[0].Facets[0].Items[0]
		if it.CannotSay != want || it.People != know || it.DontKnow == nil || it.Finding().None() == want {
			t.Errorf("%d of 100 can say: %+v", know, it)
		}
	}
}

func TestTotalsSayWhatTheyLeaveOut(t *testing.T) {
	t.Parallel()
	_, in := core(t)
	small := asked{id: 60, area: south, invited: 5, people: some(in, 1, 3, 2)}
	big := asked{id: 61, area: south, invited: 40, people: some(in, 2, 30, 2)}
	cl := closed(t, in, append(plain(in), small, big)...)
	u := cl.unit(t, south, nil)
	l := speakers(t)[0]
	if got := (Emphasis{}).Join(l, u.Lead); got != "33 of 45 answered (73%). 3 answers from small units are not included." {
		t.Error(got)
	}
	if n := u.Sections[0].Facets[0].Figure.People; n > 30 {
		t.Errorf("a figure of the area counts %d people", n)
	}
	if whole := cl.unit(t, town, nil); whole.LeftOut != 3 || whole.Page != Full {
		t.Errorf("the municipality leaves out %d", whole.LeftOut)
	}
	for _, id := range []int64{100, 101, 102, 103, 61} {
		if cl.unit(t, id, nil).Page != Full {
			t.Errorf("the small school costs unit %d its profile", id)
		}
	}
}

// TestPermutedAnswers is attack 3: answers that change places between the people of
// a unit leave the release and the same things shown.
func TestPermutedAnswers(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 3, 2)
	random := rand.New(rand.NewPCG(1, 1))
	var list, permuted []asked
	for i, n := range []int{3, 7, 10, 24, 4, 55} {
		a := asked{id: int64(10 + i), area: north, invited: n + 2, people: some(in, uint64(i), n, 2)}
		b := a
		b.people = nil
		for _, p := range a.people {
			b.people = append(b.people, slices.Clone(p))
		}
		for item := range in.Items() { // among those who chose an option, so that who has a value stays
			var at []int
			for j, p := range b.people {
				if int(p[item]) < 5 {
					at = append(at, j)
				}
			}
			random.Shuffle(len(at), func(x, y int) {
				p, q := b.people[at[x]], b.people[at[y]]
				p[item], q[item] = q[item], p[item]
			})
		}
		list, permuted = append(list, a), append(permuted, b)
	}
	a, b := closed(t, in, list...), closed(t, in, permuted...)
	if string(a.Release.Encode()) != string(b.Release.Encode()) {
		t.Error("the release is another")
	}
	for _, c := range a.Cells {
		x, y := a.unit(t, c.Unit(), nil), b.unit(t, c.Unit(), nil)
		if x.Page != y.Page || fmt.Sprint(x.Lead) != fmt.Sprint(y.Lead) || len(x.Sections) != len(y.Sections) {
			t.Errorf("unit %d has another page", c.Unit())
		}
	}
}
