package profile

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// chain is rounds of the same units one after another, each closed with those before
// it in view.
type chain struct {
	t        testing.TB
	closings []*Closing
	changed  map[int64]time.Time
	gates    round.Gates
}

// add closes a round that ends so many days after the first of 2025.
func (c *chain) add(in *instrument.Instrument, day int, edit func(*round.Round), list ...asked) *Closing {
	c.t.Helper()
	r := roundOf(in, list...)
	r.ID, r.State = int64(len(c.closings)+1), round.Closed
	r.ClosesAt = time.Date(2025, time.January, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, day)
	r.Settings.Gates = c.gates
	if edit != nil {
		edit(r)
	}
	h := History{Changed: c.changed, Cells: c.cells}
	for _, cl := range c.closings {
		h.Rounds = append(h.Rounds, cl.Reader())
	}
	cl, err := CloseAfter(c.t.Context(), r, LimitsOf(r), h, func(each func(round.Pile) error) error {
		for _, a := range list {
			if err := each(pileOf(a)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.closings = append(c.closings, cl)
	return cl
}

func (c *chain) cells(_ context.Context, rd *Reader, units []int64) (map[int64]*privacy.Cell, error) {
	found := map[int64]*privacy.Cell{}
	for _, u := range units {
		if cell := c.closings[rd.round.ID-1].Cell(u, instrument.Staff); cell != nil {
			found[u] = cell
		}
	}
	return found, nil
}

// last is the profile of a unit in the last round, as the service reads it.
func (c *chain) last(unit int64) *Unit {
	c.t.Helper()
	n := len(c.closings) - 1
	var past []Past
	for _, id := range c.closings[n].Whole.Earlier {
		if cell := c.closings[id-1].Cell(unit, instrument.Staff); cell != nil {
			past = append(past, Past{c.closings[id-1].Reader(), cell})
		}
	}
	return c.closings[n].Reader().UnitSince(c.closings[n].Cell(unit, instrument.Staff), nil, past)
}

// moved is the same people with every answer to some items a few options higher.
func moved(in *instrument.Instrument, people []instrument.Answers, steps int, items ...int) []instrument.Answers {
	var list []instrument.Answers
	for _, p := range people {
		a := slices.Clone(p)
		for _, i := range items {
			if a[i] == instrument.DontKnow || a[i] == instrument.Blank {
				continue
			}
			last := len(in.ScaleOf(in.FacetByID(in.Items()[i].Facet)).Options) - 1
			x := int(a[i])
			if in.Items()[i].Reverse {
				x -= steps
			} else {
				x += steps
			}
			a[i] = instrument.Answer(min(max(x, 0), last))
		}
		list = append(list, a)
	}
	return list
}

func words(u *Unit) string {
	s := ""
	for _, section := range u.Sections {
		for _, r := range section.Facets {
			if r.Trend == nil {
				s += "."
			} else {
				s += string("-=+Lofnsrx"[r.Trend.Word])
			}
		}
	}
	return s
}

// TestPlantedChangesAreFound moves one facet of one school, and no other.
func TestPlantedChangesAreFound(t *testing.T) {
	t.Parallel()
	for i, in := range []*instrument.Instrument{scaled(t, 1, 5, 4, 4, 4), scaled(t, 0, 5, 4, 4, 4), scaled(t, 1, 6, 4, 4, 4)} {
		c := &chain{t: t}
		before := append(plain(in), asked{id: 50, invited: 40, people: some(in, 9, 32, 1.6)})
		c.add(in, 0, nil, before...)
		after := append(plain(in), asked{id: 50, invited: 40, people: moved(in, before[4].people, 1, 4, 5, 6, 7)})
		c.add(in, 365, nil, after...)
		u := c.last(50)
		if got := words(u); got != "=+=" {
			t.Errorf("scale %d: %s", i, got)
		}
		r := u.Sections[0].Facets[1]
		if len(r.Trend.Points) != 2 || !r.Trend.Points[1].Changed || r.Trend.Points[0].Changed {
			t.Errorf("scale %d: points %+v", i, r.Trend.Points)
		}
		if r.Trend.Noticeable < 3 || r.Trend.Noticeable > 9 {
			t.Errorf("scale %d: the smallest noticeable change is %d tenths", i, r.Trend.Noticeable)
		}
		if r.Trend.Points[0].Figure.Value >= r.Trend.Points[1].Figure.Value || r.Trend.Points[1].Figure.Value != r.Figure.Value {
			t.Errorf("scale %d: %+v", i, r.Trend.Points)
		}
		if ch := u.Changes; ch == nil || len(ch.Higher) != 1 || ch.Higher[0] != r || len(ch.Lower) != 0 || ch.Judged != 3 {
			t.Errorf("scale %d: %+v", i, ch)
		}
		if got := words(c.last(100)); got != "===" {
			t.Errorf("scale %d: nothing moved at unit 100, and it says %s", i, got)
		}
		// And back again, a year later: lower, with a line on both sides.
		c.add(in, 730, nil, before...)
		u = c.last(50)
		if got := words(u); got != "=L=" {
			t.Errorf("scale %d, the way back: %s", i, got)
		}
		if p := u.Sections[0].Facets[1].Trend.Points; len(p) != 3 || !p[1].Changed || !p[2].Changed || len(u.History) != 3 || u.History[2].RoundID != 3 {
			t.Errorf("scale %d, three rounds: %+v", i, p)
		}
	}
}

// TestChanceIsHardlyEverAChange draws the people of many schools anew, from the same
// model: among all facets of all schools, few may be called changed.
func TestChanceIsHardlyEverAChange(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 4, 4, 4, 4, 4, 4)
	school := func(seed, year uint64) []instrument.Answers { return some(in, 1000*year+seed, 25, 2.4) }
	c := &chain{t: t}
	for year := range 2 {
		var list []asked
		for i := range 100 {
			list = append(list, asked{id: int64(100 + i), invited: 30, people: school(uint64(i), uint64(year))})
		}
		c.add(in, 365*year, nil, list...)
	}
	changed, schools := 0, 0
	for i := range 100 {
		u := c.last(int64(100 + i))
		if u.Changes == nil || u.Changes.Judged != 6 {
			t.Fatalf("unit %d: %+v", 100+i, u.Changes)
		}
		if n := len(u.Changes.Higher) + len(u.Changes.Lower); n > 0 {
			changed += n
			schools++
		}
	}
	// With nothing to find, ten per cent of families have a finding at most.
	if schools > 17 { // three standard errors over ten in a hundred, and one
		t.Errorf("%d facets of %d of 100 schools are called changed", changed, schools)
	}
	t.Logf("%d facets of %d of 100 schools", changed, schools)
}

func TestWhenAChangeIsNotJudged(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 4, 4, 4)
	people := some(in, 9, 32, 2)
	higher := moved(in, people, 1, 0, 1, 2, 3)
	school := func(invited int, people []instrument.Answers) asked {
		return asked{id: 50, area: north, invited: invited, people: people}
	}
	for _, c := range []struct {
		name      string
		days      int
		then, now asked
		thenEdit  func(*round.Round)
		gates     round.Gates
		changed   int // the day it is marked as changed, 0 for never
		want      string
	}{
		{name: "ninety days", days: 90, then: school(40, people), now: school(40, higher), want: "+=="},
		{name: "eighty-nine days", days: 89, then: school(40, people), now: school(40, higher), want: "sss"},
		{name: "ten people then", days: 365, then: school(12, people[:10]), now: school(40, higher), want: "+=="},
		{name: "nine people then", days: 365, then: school(12, people[:9]), now: school(40, higher), want: "fff"},
		{name: "ten people now", days: 365, then: school(40, people), now: school(12, higher[:10]), want: "+=="},
		{name: "nine people now", days: 365, then: school(40, people), now: school(12, higher[:9]), want: "..."},
		{name: "the rate falls by a quarter", days: 365, then: school(32, people), now: school(42, higher), want: "+=="},
		{name: "it falls by more", days: 365, then: school(32, people), now: school(43, higher), want: "rrr"},
		{name: "a third answered then", days: 365, then: school(97, people), now: school(40, higher), want: "fff"},
		{name: "it stood elsewhere", days: 365, then: asked{id: 50, area: south, invited: 40, people: people}, now: school(40, higher), want: "xxx"},
		{name: "it was something else", days: 365, then: asked{id: 50, area: north, kind: daycare, invited: 40, people: people}, now: school(40, higher), want: "xxx"},
		{name: "marked between", days: 365, then: school(40, people), now: school(40, higher), changed: 200, want: "xxx"},
		{name: "marked before both", days: 365, then: school(40, people), now: school(40, higher), changed: -1, want: "+=="},
		{name: "marked after both", days: 365, then: school(40, people), now: school(40, higher), changed: 366, want: "+=="},
		{name: "more people by the installation's limit", days: 365, then: school(40, people), now: school(40, higher), gates: round.Gates{ChangePeople: 33}, want: "fff"},
		{name: "more days by it", days: 365, then: school(40, people), now: school(40, higher), gates: round.Gates{ChangeDays: 366}, want: "sss"},
		{name: "a larger change by it", days: 365, then: school(40, people), now: school(40, higher), gates: round.Gates{ChangeLeast: 200}, want: "==="},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ch := &chain{t: t, gates: c.gates, changed: map[int64]time.Time{}}
			if c.changed != 0 {
				ch.changed[50] = time.Date(2025, time.January, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, c.changed)
			}
			ch.add(in, 0, c.thenEdit, append(plain(in), c.then)...)
			ch.add(in, c.days, nil, append(plain(in), c.now)...)
			u := ch.last(50)
			if got := words(u); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			for _, l := range speakers(t) {
				said(l, u)
			}
		})
	}
}

// TestLongAndShortRoundsCompare holds a short round against a long one on the items
// they share, and says so.
func TestLongAndShortRoundsCompare(t *testing.T) {
	t.Parallel()
	long, short := core(t)
	people := some(long, 9, 32, 2.2)
	reduced := func(people []instrument.Answers) []instrument.Answers {
		var list []instrument.Answers
		for _, p := range people {
			a := short.Blanks()
			for i, it := range short.Items() {
				at, _ := long.Position(it.ID)
				a[i] = p[at]
			}
			list = append(list, a)
		}
		return list
	}
	var first []int // the items of the first facet in the short form
	for i, it := range short.Items() {
		if it.Facet == short.Facets[0].ID {
			first = append(first, i)
		}
	}
	for _, back := range []bool{false, true} {
		c := &chain{t: t}
		a := append(plain(long), asked{id: 50, invited: 40, people: people})
		b := append(plain(short), asked{id: 50, invited: 40, people: moved(short, reduced(people), 1, first...)})
		if back {
			c.add(short, 0, nil, b...)
			c.add(long, 365, nil, a...)
		} else {
			c.add(long, 0, nil, a...)
			c.add(short, 365, nil, b...)
		}
		u := c.last(50)
		r := u.Sections[0].Facets[0]
		want := Higher
		if back {
			want = Lower
		}
		if r.Trend == nil || r.Trend.Word != want || r.Trend.Items != len(first) || len(r.Trend.Points) != 2 {
			t.Fatalf("back %v: %+v", back, r.Trend)
		}
		// What is drawn is about the same items: it moves by what was planted, on items
		// where nobody was at the end.
		rise := r.Trend.Points[1].Figure.Value - r.Trend.Points[0].Figure.Value
		if back {
			rise = -rise
		}
		if rise < 5 || rise > 11 || !r.Trend.Points[1].Changed {
			t.Errorf("back %v: the points are %d tenths apart", back, rise)
		}
		if other := u.Sections[1].Facets[0].Trend; other.Word != NoChange || other.Points[0].Figure.Value != other.Points[1].Figure.Value {
			t.Errorf("back %v: where nothing moved: %+v", back, other)
		}
		// The aspects have no items in common that are counted apart.
		if row := u.Sections[0].Row; row.Trend == nil || row.Trend.Word != OtherItems || row.Trend.Points[0].Figure.Shown() {
			t.Errorf("back %v: the aspect: %+v", back, row.Trend)
		}
	}
}

// TestChangeIsThatOfTheFigures holds the decision against the formula, by hand.
func TestChangeIsThatOfTheFigures(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 4, 4, 4)
	c := &chain{t: t}
	list := append(plain(in), asked{id: 50, invited: 40, people: some(in, 9, 32, 2)})
	c.add(in, 0, nil, list...)
	list[4].people = some(in, 11, 28, 2.4)
	c.add(in, 365, nil, list...)
	d := c.closings[1].Reader().unit[50]
	for set := range 3 {
		a, b := c.closings[0].Whole.Sets[set].Spread, c.closings[1].Whole.Sets[set].Spread
		sp := math.Sqrt((a.SD*a.SD*float64(a.DF) + b.SD*b.SD*float64(b.DF)) / float64(a.DF+b.DF))
		first, _ := c.closings[0].Cell(50, instrument.Staff).Kept().Score(set)
		second, _ := c.closings[1].Cell(50, instrument.Staff).Kept().Score(set)
		least := 2.801585218 * sp * math.Sqrt(1/float64(first.People)+1/float64(second.People))
		if got := int(d.noticeable(set)); got != int(math.Round(10*least)) {
			t.Errorf("facet %d: %d tenths, by hand %v", set, got, least)
		}
	}
}

// TestTheFirstVersionIsStillRead reads what was stored before anything was decided
// at closing.
func TestTheFirstVersionIsStillRead(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 4, 4, 4)
	list := append(plain(in), asked{id: 50, invited: 40, people: some(in, 9, 32, 2)})
	cl := closed(t, in, list...)
	w := *cl.Whole
	w.Version, w.Units, w.Earlier = firstVersion, nil, nil
	w.Sets = slices.Clone(w.Sets)
	for i := range w.Sets {
		w.Sets[i].Measured, w.Sets[i].Between, w.Sets[i].Own = nil, nil, nil
	}
	rd, err := NewReader(roundOf(in, list...), w.Encode())
	if err != nil {
		t.Fatal(err)
	}
	u := rd.Unit(cl.Cell(50, instrument.Staff), nil)
	for _, r := range u.Sections[0].Facets {
		if r.Trend != nil || r.Comparison != nil || !r.Figure.Digits() || r.Within == nil {
			t.Errorf("%s: %+v", r.ID, r)
		}
	}
	c := rd.Compare([]Named{{"A", cl.Cell(50, instrument.Staff)}, {"B", cl.Cell(100, instrument.Staff)}}, tally.Facet, Alphabetical)
	for _, p := range c.Panels {
		if p.Compares || p.Why.Key != "profile.standing.not_decided" {
			t.Errorf("panel %s: %+v", p.ID, p)
		}
	}
	w.Version = wholeVersion + 1
	if _, err := NewReader(roundOf(in, list...), w.Encode()); err == nil {
		t.Error("figures of a later version are read")
	}
}

func TestSeasons(t *testing.T) {
	t.Parallel()
	l := speakers(t)
	for month, want := range map[time.Month][2]string{
		time.January: {"winter 2024/25", "vinteren 2024/25"}, time.May: {"spring 2025", "foråret 2025"},
		time.June: {"summer 2025", "sommeren 2025"}, time.November: {"autumn 2025", "efteråret 2025"},
		time.December: {"winter 2025/26", "vinteren 2025/26"},
	} {
		m := Moment{At: time.Date(2025, month, 15, 0, 0, 0, 0, time.UTC)}
		for i := range l {
			if got := Say(l[i], m.Sentence()); got != want[i] {
				t.Errorf("%v: %s, want %s", month, got, want[i])
			}
		}
	}
	if got := Say(l[0], (Moment{At: time.Date(2099, 12, 1, 0, 0, 0, 0, time.UTC)}).Sentence()); got != "winter 2099/00" {
		t.Error(got)
	}
}
