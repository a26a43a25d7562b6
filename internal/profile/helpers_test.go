package profile

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pejl/internal/i18n"
	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/surveys"
	"pejl/web"
)

// core is the built-in core instrument, long and short.
func core(t testing.TB) (long, short *instrument.Instrument) {
	t.Helper()
	lib, err := instrument.Load(surveys.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	long, ok := lib.Get("core")
	if !ok {
		t.Fatal("there is no core instrument")
	}
	short, _ = long.ShortForm()
	return long, short
}

// scaled writes an instrument of one aspect, facets of so many items, and a scale
// with so many options from a number on. The first item of every facet with more
// than two is reverse.
func scaled(t testing.TB, lowest, options int, facets ...int) *instrument.Instrument {
	t.Helper()
	var b strings.Builder
	b.WriteString("id: made\nversion: \"1\"\nstatus: for tests\nlicence: CC0\nlanguages: [en, da]\n" +
		"title: {en: Made, da: Lavet}\nperspectives:\n  - id: staff\n    name: {en: staff, da: medarbejdere}\n" +
		"    referent: {en: we, da: vi}\n    means: {en: All., da: Alle.}\nscales:\n  - id: freq\n" +
		"    stem: {en: \"How often?\", da: \"Hvor ofte?\"}\n    dont_know: {en: Don’t know, da: Ved ikke}\n")
	fmt.Fprintf(&b, "    min: %d\n    options:\n", lowest)
	for i := range options {
		fmt.Fprintf(&b, "      - {en: Option %d, da: Svar %d}\n", lowest+i, lowest+i)
	}
	b.WriteString("aspects:\n  - {id: A, name: {en: Aspect, da: Aspekt}, says: {en: It., da: Det.}}\nfacets:\n")
	for f, k := range facets {
		fmt.Fprintf(&b, "  - id: F%d\n    aspect: A\n    name: {en: Facet %d, da: Tema %d}\n    items:\n", f, f, f)
		for i := range k {
			fmt.Fprintf(&b, "      - {id: F%di%d, reverse: %v, text: {staff: {en: Item %d of %d., da: Udsagn %d i %d.}}}\n",
				f, i, k > 2 && i == 0, i, f, i, f)
		}
	}
	in, faults := instrument.Parse("made.yaml", []byte(b.String()))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return in
}

// asked is a unit of a round with what its people answered.
type asked struct {
	id      int64
	area    int64 // 0 puts it right under the municipality
	kind    string
	invited int
	people  []instrument.Answers
}

const (
	town  = 1
	north = 2
	south = 3
)

// roundOf is a round over a municipality with two areas.
func roundOf(in *instrument.Instrument, list ...asked) *round.Round {
	r := &round.Round{ID: 7, UnitID: town, Instrument: in, Perspective: instrument.Staff, State: round.Closing}
	for _, a := range list {
		path := fmt.Sprintf("/99/%d/%d/", town, a.id)
		if a.area != 0 {
			path = fmt.Sprintf("/99/%d/%d/%d/", town, a.area, a.id)
		}
		kind := a.kind
		if kind == "" {
			kind = school
		}
		r.Units = append(r.Units, round.Unit{UnitID: a.id, Path: path, Kind: kind, Invited: a.invited, Name: fmt.Sprint("Unit ", a.id)})
	}
	return r
}

// pileOf is what the people of a unit answered, as it lies in the store.
func pileOf(a asked) round.Pile {
	var vectors [][]byte
	for _, p := range a.people {
		v := make([]byte, len(p))
		for i, c := range p {
			v[i] = byte(c)
		}
		vectors = append(vectors, v)
	}
	return round.Pile{UnitID: a.id, Group: instrument.Staff, Answers: round.AddToPile(nil, vectors)}
}

// closed closes a round over these units.
func closed(t testing.TB, in *instrument.Instrument, list ...asked) *Closing {
	t.Helper()
	return closedAs(t, roundOf(in, list...), list...)
}

// closedAs closes a round by its own limits.
func closedAs(t testing.TB, r *round.Round, list ...asked) *Closing {
	t.Helper()
	c, err := Close(t.Context(), r, LimitsOf(r), func(each func(round.Pile) error) error {
		for _, a := range list {
			if err := each(pileOf(a)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// alike is n people who all say the same keyed place of the scale on every item.
func alike(in *instrument.Instrument, n, option int) []instrument.Answers {
	var list []instrument.Answers
	for range n {
		a := in.Blanks()
		for i, it := range in.Items() {
			a[i] = keyedAnswer(in, it, option)
		}
		list = append(list, a)
	}
	return list
}

func keyedAnswer(in *instrument.Instrument, it *instrument.Item, option int) instrument.Answer {
	last := len(in.ScaleOf(in.FacetByID(it.Facet)).Options) - 1
	if it.Reverse {
		return instrument.Answer(last - option)
	}
	return instrument.Answer(option)
}

// some is n people who answer around a keyed place of the scale, the same for one seed.
func some(in *instrument.Instrument, seed uint64, n int, about float64) []instrument.Answers {
	random := rand.New(rand.NewPCG(seed, 1))
	var list []instrument.Answers
	for range n {
		person := random.NormFloat64() * .6
		a := in.Blanks()
		for i, it := range in.Items() {
			last := len(in.ScaleOf(in.FacetByID(it.Facet)).Options) - 1
			switch {
			case random.IntN(25) == 0:
				a[i] = instrument.DontKnow
			case random.IntN(25) == 0:
			default:
				x := int(about + person + random.NormFloat64()*.8 + .5)
				a[i] = keyedAnswer(in, it, min(max(x, 0), last))
			}
		}
		list = append(list, a)
	}
	return list
}

// plain is a handful of ordinary schools, so that the pooled spread is nobody's own.
func plain(in *instrument.Instrument) []asked {
	var list []asked
	for i := range 4 {
		list = append(list, asked{id: int64(100 + i), area: north, invited: 30, people: some(in, uint64(i), 25, 2.4)})
	}
	return list
}

// unit is the profile of one unit.
func (c *Closing) unit(t testing.TB, id int64, own instrument.Answers) *Unit {
	t.Helper()
	cell := c.Cell(id, instrument.Staff)
	if cell == nil {
		t.Fatalf("there is no cell of unit %d", id)
	}
	return c.Reader().Unit(cell, own)
}

// speakers are the real languages. A key that is missing or is given the wrong
// arguments fails the test.
func speakers(t testing.TB) []*i18n.Localizer {
	t.Helper()
	sub, err := fs.Sub(web.Locales, "locales")
	if err != nil {
		t.Fatal(err)
	}
	c, err := i18n.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	c.Report(func(p i18n.Problem) { t.Errorf("%v", p) })
	return []*i18n.Localizer{c.In("en"), c.In("da")}
}

// said is everything a unit's profile says, in a language.
func said(l Speaker, u *Unit) []string {
	var list []string
	add := func(ss ...Sentence) {
		for _, s := range ss {
			if !s.None() {
				list = append(list, Say(l, s))
			}
		}
	}
	add(u.Turnout.Sentence(), u.Why)
	add(u.Lead...)
	add(u.Caution...)
	add(u.Peaks.Sentence())
	if u.Changes != nil {
		add(u.Changes.Says...)
	}
	sides := u.Sides
	wishes := []*Wishes{u.Wishes}
	for _, s := range u.Sections {
		sides, wishes = append(sides, s.Sides...), append(wishes, s.Wishes)
	}
	for _, s := range sides {
		add(s.Says...)
		for _, o := range s.Options {
			add(o.Share.Sentence())
		}
	}
	for _, w := range wishes {
		if w == nil {
			continue
		}
		add(w.Says...)
		for _, one := range w.List {
			add(one.Share.Sentence())
		}
	}
	for _, s := range u.Sections {
		add(s.Caption...)
		rows := s.Facets
		if s.Row != nil {
			rows = append([]*Row{s.Row}, rows...)
		}
		for _, r := range rows {
			add(r.Figure.Sentence(), r.Figure.Interval(), r.Accord.Label())
			add(r.Says...)
			if r.Within != nil {
				add(r.Within.Sentence())
			}
			if r.Comparison != nil {
				add(r.Comparison.Says, r.Comparison.Standing.Label())
			}
			if r.Trend != nil {
				add(r.Trend.Says...)
				add(r.Trend.Word.Label())
				for _, p := range r.Trend.Points {
					add(p.Figure.Sentence(), p.Figure.Interval())
				}
			}
			if r.Own != nil {
				add(r.Own.Says, r.Own.Word.Sentence())
			}
			for _, it := range r.Items {
				add(it.Finding())
				for _, s := range it.Shares {
					add(s.Sentence())
				}
				if it.DontKnow != nil {
					add(it.DontKnow.Sentence())
				}
			}
		}
	}
	return slices.Clip(list)
}
