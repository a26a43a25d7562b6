package profile

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pejl/internal/instrument"
	"pejl/internal/tally"
)

// synth is the synthetic municipality that the reference results were computed
// from: three facets, two reverse items, two rounds.
type synth struct {
	in      *instrument.Instrument
	invited map[string]map[int64]int // by round and school
	people  map[string][]synthPerson // by round
}

type synthPerson struct {
	school  int64
	answers instrument.Answers
}

func readSynth(t testing.TB) *synth {
	t.Helper()
	var b strings.Builder
	b.WriteString("id: synth\nversion: \"1\"\nstatus: for tests\nlicence: CC0\nlanguages: [en]\n" +
		"title: {en: Synth}\nperspectives:\n  - id: staff\n    name: {en: staff}\n" +
		"    referent: {en: we}\n    means: {en: All.}\nscales:\n  - id: freq\n" +
		"    stem: {en: \"How often?\"}\n    dont_know: {en: Don’t know}\n    options:\n")
	for i := range 5 {
		fmt.Fprintf(&b, "      - {en: Option %d}\n", i)
	}
	b.WriteString("facets:\n")
	at := 0
	for _, f := range []struct {
		id string
		k  int
	}{{"LEAD", 5}, {"TRUST", 4}, {"WORK", 3}} {
		fmt.Fprintf(&b, "  - id: %s\n    name: {en: %s}\n    items:\n", f.id, f.id)
		for range f.k {
			at++
			fmt.Fprintf(&b, "      - {id: q%02d, reverse: %v, text: {staff: {en: Item %d.}}}\n", at, at == 4 || at == 8, at)
		}
	}
	in, faults := instrument.Parse("synth.yaml", []byte(b.String()))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	s := &synth{in: in, invited: map[string]map[int64]int{}, people: map[string][]synthPerson{}}
	for _, row := range lines(t, "synth_c_roster.csv") {
		wave, school := row[0], number(t, row[2])
		if s.invited[wave] == nil {
			s.invited[wave] = map[int64]int{}
		}
		s.invited[wave][school] += int(number(t, row[4]))
	}
	for _, row := range lines(t, "synth_c.csv") {
		p := synthPerson{school: number(t, row[2]), answers: in.Blanks()}
		for i, cell := range row[5:] {
			switch x := number(t, "0"+cell); {
			case cell == "":
			case x == 9:
				p.answers[i] = instrument.DontKnow
			default:
				p.answers[i] = instrument.Answer(x - 1)
			}
		}
		s.people[row[0]] = append(s.people[row[0]], p)
	}
	return s
}

// lines reads a file of the reference data, without its heading.
func lines(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open("../stats/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func number(t testing.TB, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(strings.TrimLeft(s, "S"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// units puts people into schools; at says in which place of the list of people each
// stands.
func (s *synth) units(wave string, at []int) []asked {
	by := map[int64][]instrument.Answers{}
	for i, p := range s.people[wave] {
		j := i
		if at != nil {
			j = at[i]
		}
		by[p.school] = append(by[p.school], s.people[wave][j].answers)
	}
	var list []asked
	for school, invited := range s.invited[wave] {
		list = append(list, asked{id: 1000 + school, invited: max(invited, 1), people: by[school]})
	}
	slices.SortFunc(list, func(a, b asked) int { return int(a.id - b.id) })
	return list
}

// TestUnitsDifferAsTheReferenceSays holds what is frozen at closing against the
// results of lme4, which are over all schools: those of one to four people, which
// are never shown, are left out of both.
func TestUnitsDifferAsTheReferenceSays(t *testing.T) {
	t.Parallel()
	s := readSynth(t)
	for _, wave := range []string{"1", "2"} {
		w := closed(t, s.in, s.units(wave, nil)...).Whole
		for set, id := range []string{"LEAD", "TRUST", "WORK"} {
			b := w.Sets[set].Between
			if w.Sets[set].ID != id || b == nil || w.Sets[set].Measured.Soundness != Sound {
				t.Fatalf("%s of round %s: %+v, measured %+v", id, wave, b, w.Sets[set].Measured)
			}
			if b.Model.P > 1e-6 || b.Bars < 1.38 || b.Bars > 1.6 || len(b.Bands) != 1 || b.Bands[0].Low >= b.Bands[0].High {
				t.Errorf("%s of round %s: %+v", id, wave, b)
			}
		}
	}
	// On the schools that are shown, the model is the one of the whole file for
	// practical purposes.
	var ref struct {
		Waves map[string]map[string]struct {
			Reliability struct {
				Alpha float64 `json:"alpha_raw"`
			}
			BySchool struct {
				REML   struct{ Mu, Tau2, Sigma2 float64 }
				Groups []struct {
					Group  string
					N      int
					Lambda float64
					Above  float64 `json:"p_above_median_eb"`
				}
			} `json:"by_school"`
		}
	}
	file, err := os.ReadFile("../stats/testdata/synth_c.ref.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &ref); err != nil {
		t.Fatal(err)
	}
	for wave, facets := range ref.Waves {
		c := closed(t, s.in, s.units(wave, nil)...)
		for id, f := range facets {
			set := c.shape.Find(tally.Facet, id)
			got := c.Whole.Sets[set].Between.Model
			for _, x := range []struct{ got, want float64 }{
				{got.Mu, f.BySchool.REML.Mu}, {got.Tau2, f.BySchool.REML.Tau2}, {got.Sigma2, f.BySchool.REML.Sigma2},
			} {
				if math.Abs(x.got-x.want) > .05*math.Abs(x.want) {
					t.Errorf("%s of round %s: %v, of all schools %v", id, wave, x.got, x.want)
				}
			}
			words := 0
			for _, g := range f.BySchool.Groups {
				standing := c.Reader().unit[1000+number(t, g.Group)].standing(set)
				if !standing.Compared() || math.Abs(g.Above-.95) < .02 || math.Abs(g.Above-.05) < .02 {
					continue
				}
				words++
				want := NoDifference
				switch {
				case g.Above >= .95:
					want = ClearlyAbove
				case g.Above <= .05:
					want = ClearlyBelow
				}
				if standing != want || g.Lambda < .48 || g.N < 10 {
					t.Errorf("%s of %s, round %s: %d; %+v", id, g.Group, wave, standing, g)
				}
			}
			if words < 15 {
				t.Errorf("%s of round %s: only %d schools stand somewhere", id, wave, words)
			}
		}
	}
}

// TestChanceSwitchesNoComparisonOn lets the people of the synthetic municipality
// change schools at random, so that no school differs from another in truth.
func TestChanceSwitchesNoComparisonOn(t *testing.T) {
	t.Parallel()
	s := readSynth(t)
	const times = 200
	on, all, words := 0, 0, 0
	for _, wave := range []string{"1", "2"} {
		for seed := range uint64(times) {
			at := rand.New(rand.NewPCG(seed, 3)).Perm(len(s.people[wave]))
			w := closed(t, s.in, s.units(wave, at)...).Whole
			for set := range 3 {
				all++
				if slices.ContainsFunc(w.Units, func(u Decided) bool { return u.standing(set).Compared() }) {
					on++
				}
				if slices.ContainsFunc(w.Units, func(u Decided) bool { s := u.standing(set); return s == ClearlyAbove || s == ClearlyBelow }) {
					words++
				}
			}
		}
	}
	if 100*on > 8*all {
		t.Errorf("a comparison is on in %d of %d facets where there is none to make", on, all)
	}
	t.Logf("on in %d of %d facets, with a clear word in %d", on, all, words)
}
