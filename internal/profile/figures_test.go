package profile

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pejl/internal/instrument"
)

// reference is what R computed of one scale of a data set.
type reference struct {
	Spec struct {
		Items   []string        `json:"items"`
		Min     int             `json:"min"`
		Max     int             `json:"max"`
		Reverse json.RawMessage `json:"reverse"`
	} `json:"spec"`
	NRows     int64   `json:"n_rows"`
	NScored   int64   `json:"n_scored"`
	ScoreMean float64 `json:"score_mean"`
	ScoreSD   float64 `json:"score_sd"`
	Items     []struct {
		Item string  `json:"item"`
		N    int64   `json:"n"`
		Mean float64 `json:"mean"`
		SD   float64 `json:"sd"`
		Hist []int64 `json:"hist_raw"`
	} `json:"items"`
	Reliability struct {
		NComplete int64   `json:"n_complete"`
		K         int     `json:"k"`
		Alpha     float64 `json:"alpha_raw"`
	} `json:"reliability"`
	BySchool *refUnits `json:"by_school"`
	ByGroup  *refUnits `json:"by_group"`
}

type refUnits struct {
	ANOVA struct {
		MSB    float64 `json:"ms_between"`
		MSW    float64 `json:"ms_within"`
		ICC1K0 float64 `json:"icc1_k0"`
	} `json:"anova"`
	Groups []struct {
		Group  any     `json:"group"`
		N      int64   `json:"n"`
		Mean   float64 `json:"mean"`
		SD     float64 `json:"sd"`
		Lo     float64 `json:"t_lo"`
		Hi     float64 `json:"t_hi"`
		PoolLo float64 `json:"pool_lo"`
		PoolHi float64 `json:"pool_hi"`
	} `json:"groups"`
}

func (r reference) units() *refUnits {
	if r.BySchool != nil {
		return r.BySchool
	}
	return r.ByGroup
}

// written makes an instrument of scales of a data set.
func written(t *testing.T, scales map[string]reference) *instrument.Instrument {
	t.Helper()
	var b strings.Builder
	b.WriteString("id: data\nversion: \"1\"\nstatus: for tests\nlicence: CC0\nlanguages: [en]\n" +
		"title: {en: Data}\nperspectives:\n  - id: staff\n    name: {en: staff}\n" +
		"    referent: {en: we}\n    means: {en: All.}\nscales:\n")
	var names []string
	for name := range scales {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		spec := scales[name].Spec
		fmt.Fprintf(&b, "  - id: s-%s\n    min: %d\n    stem: {en: \"%s?\"}\n    dont_know: {en: Don’t know}\n    options:\n", strings.ToLower(name), spec.Min, name)
		for x := spec.Min; x <= spec.Max; x++ {
			fmt.Fprintf(&b, "      - {en: Option %d}\n", x)
		}
	}
	b.WriteString("facets:\n")
	for _, name := range names {
		spec := scales[name].Spec
		fmt.Fprintf(&b, "  - id: %s\n    scale: s-%s\n    name: {en: Scale %s}\n    items:\n", name, strings.ToLower(name), name)
		for _, it := range spec.Items {
			fmt.Fprintf(&b, "      - {id: %s, reverse: %v, text: {staff: {en: Item %s.}}}\n", it, strings.Contains(string(spec.Reverse), `"`+it+`"`), it)
		}
	}
	in, faults := instrument.Parse("data.yaml", []byte(b.String()))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return in
}

func TestFiguresOfSyntheticData(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"synth_a", "synth_c"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join("..", "stats", "testdata")
			var ref struct {
				Response []struct {
					Wave      int
					School    string
					Responded int64
					Invited   int
				} `json:"response"`
				Waves map[string]map[string]json.RawMessage `json:"waves"`
			}
			read(t, filepath.Join(dir, name+".ref.json"), &ref)
			waves := map[string]map[string]reference{}
			for wave, scales := range ref.Waves {
				waves[wave] = map[string]reference{}
				for scale, raw := range scales {
					var r reference
					if err := json.Unmarshal(raw, &r); err != nil {
						t.Fatal(err)
					}
					waves[wave][scale] = r
				}
			}
			in := written(t, waves["1"])
			f := NewFigures(in)
			rows(t, filepath.Join(dir, name+".csv"), func(cell func(string) string) {
				add(t, f, in, cell("wave"), cell("school"), cell)
			})
			for _, r := range ref.Response {
				f.Invite(fmt.Sprint(r.Wave), r.School, "", r.Invited)
			}
			file := f.File()
			if len(file.Rounds) != 2 {
				t.Fatalf("%d rounds", len(file.Rounds))
			}
			compared := 0
			for _, r := range file.Rounds {
				compared += compare(t, r, waves[r.Round])
				for _, want := range ref.Response {
					for _, u := range r.Units {
						if u.Unit == want.School && fmt.Sprint(want.Wave) == r.Round && (u.N != want.Responded || u.Invited == nil || *u.Invited != want.Invited) {
							t.Errorf("round %s, %s: %d answered", r.Round, u.Unit, u.N)
						}
					}
				}
			}
			t.Logf("%d numbers compared", compared)
		})
	}
}

func TestFiguresOfLeadershipData(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "fixtures")
	if _, err := os.Stat(filepath.Join(dir, "lq2002.csv")); err != nil {
		t.Skip("SKIPPED, NOT COMPARED: the data lq2002 are not beside the repository (../shared/fixtures); they may not be copied into it")
	}
	var all map[string]json.RawMessage
	read(t, filepath.Join(dir, "lq2002.ref.json"), &all)
	raw := all
	if nested, ok := all["scales"]; ok {
		if err := json.Unmarshal(nested, &raw); err != nil {
			t.Fatal(err)
		}
	}
	scales := map[string]reference{}
	for name, b := range raw {
		var r reference
		if json.Unmarshal(b, &r) == nil && len(r.Spec.Items) > 0 {
			scales[name] = r
		}
	}
	in := written(t, scales)
	f := NewFigures(in)
	rows(t, filepath.Join(dir, "lq2002.csv"), func(cell func(string) string) { add(t, f, in, "", cell("group"), cell) })
	if n := compare(t, f.File().Rounds[0], scales); n < 500 {
		t.Errorf("only %d numbers were compared", n)
	}
}

// add reads a row as the reference does: 9 is "don't know", nothing is no answer.
func add(t *testing.T, f *Figures, in *instrument.Instrument, round, unit string, cell func(string) string) {
	t.Helper()
	a := in.Blanks()
	for i, it := range in.Items() {
		switch v := cell(it.ID); v {
		case "", "NA":
		case "9":
			a[i] = instrument.DontKnow
		default:
			x, err := strconv.Atoi(v)
			if err != nil {
				t.Fatal(err)
			}
			a[i] = instrument.Answer(x - in.ScaleOf(in.FacetByID(it.Facet)).Min)
		}
	}
	if err := f.Add(round, unit, "", a); err != nil {
		t.Fatal(err)
	}
}

// compare holds a round against the reference and returns how many numbers it held.
func compare(t *testing.T, r RoundFigures, scales map[string]reference) int {
	t.Helper()
	n := 0
	near := func(what string, got *float64, want, tolerance float64) {
		t.Helper()
		n++
		if got == nil || math.Abs(*got-want) > math.Max(tolerance*math.Abs(want), 1e-9) {
			t.Errorf("round %s, %s: %v, want %v", r.Round, what, show(got), want)
		}
	}
	same := func(what string, got, want int64) {
		t.Helper()
		n++
		if got != want {
			t.Errorf("round %s, %s: %d, want %d", r.Round, what, got, want)
		}
	}
	for _, q := range r.Appendix.Facets {
		ref, ok := scales[q.ID]
		if !ok {
			t.Errorf("no reference for %s", q.ID)
			continue
		}
		same(q.ID+" complete", q.N, ref.Reliability.NComplete)
		same(q.ID+" scored", q.NScored, ref.NScored)
		same(q.ID+" k", int64(q.K), int64(ref.Reliability.K))
		near(q.ID+" mean", q.Mean, ref.ScoreMean, 1e-9)
		near(q.ID+" sd", q.SD, ref.ScoreSD, 1e-9)
		near(q.ID+" alpha", q.Alpha, ref.Reliability.Alpha, 1e-9)
		units := ref.units()
		near(q.ID+" icc1", q.ICC1, units.ANOVA.ICC1K0, 1e-9)
		near(q.ID+" icc2", q.ICC2, (units.ANOVA.MSB-units.ANOVA.MSW)/units.ANOVA.MSB, 1e-9)
		for _, want := range ref.Items {
			i := slices.IndexFunc(r.Appendix.Items, func(it ItemFigures) bool { return it.ID == want.Item })
			it := r.Appendix.Items[i]
			same(want.Item+" n", it.N, want.N)
			near(want.Item+" mean", it.Mean, want.Mean, 1e-9)
			near(want.Item+" sd", it.SD, want.SD, 1e-9)
			if !slices.Equal(it.Counts, want.Hist) {
				t.Errorf("round %s, %s: counts %v, want %v", r.Round, want.Item, it.Counts, want.Hist)
			}
		}
		for _, want := range units.Groups {
			i := slices.IndexFunc(r.Units, func(u UnitFigures) bool { return u.Unit == fmt.Sprint(want.Group) })
			if i < 0 {
				t.Errorf("round %s: there is no unit %v", r.Round, want.Group)
				continue
			}
			j := slices.IndexFunc(r.Units[i].Facets, func(s SetFigures) bool { return s.ID == q.ID })
			s := r.Units[i].Facets[j]
			what := fmt.Sprint(q.ID, " of ", want.Group)
			same(what+" n", s.N, want.N)
			near(what+" mean", s.Mean, want.Mean, 1e-9)
			if want.N < 2 {
				continue
			}
			near(what+" sd", s.SD, want.SD, 1e-9)
			near(what+" own low", &s.IntervalOwn[0], want.Lo, 1e-7)
			near(what+" own high", &s.IntervalOwn[1], want.Hi, 1e-7)
			near(what+" low", &s.Interval[0], want.PoolLo, 1e-7)
			near(what+" high", &s.Interval[1], want.PoolHi, 1e-7)
		}
	}
	return n
}

func show(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}

func read(t *testing.T, file string, to any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, to); err != nil {
		t.Fatal(err)
	}
}

// rows calls each with every row of a file, as a look-up by the name of a column.
func rows(t *testing.T, file string, each func(cell func(string) string)) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range all[0] {
		at[name] = i
	}
	for _, row := range all[1:] {
		each(func(name string) string { return row[at[name]] })
	}
}

func TestFiguresWithoutUnitAndWithGroups(t *testing.T) {
	t.Parallel()
	in := scaled(t, 1, 5, 2)
	f := NewFigures(in)
	for _, p := range []struct {
		unit, group string
		option      int
	}{{"B", "teacher", 4}, {"B", "pedagogue", 2}, {"B", "teacher", 3}, {"A", "", 1}, {"", "", 0}} {
		if err := f.Add("2025", p.unit, p.group, alike(in, 1, p.option)[0]); err != nil {
			t.Fatal(err)
		}
	}
	f.Invite("2025", "B", "teacher", 4)
	f.Invite("2025", "B", "pedagogue", 1)
	f.Invite("2025", "C", "", 7)
	b, err := json.Marshal(f.File())
	if err != nil {
		t.Fatal(err)
	}
	var back FigureFile
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range back.Rounds[0].Units {
		group, invited := "-", "-"
		if u.Group != nil {
			group = *u.Group
		}
		if u.Invited != nil {
			invited = fmt.Sprint(*u.Invited)
		}
		got = append(got, fmt.Sprint(u.Unit, " ", group, " ", invited, " ", u.N, " ", show(u.Facets[0].Mean), " ", show(u.Facets[0].SD)))
	}
	want := []string{
		"A - - 1 2 <nil>", "B - 5 3 4 1", "B pedagogue 1 1 3 <nil>", "B teacher 4 2 4.5 0.7071067811865476", "C - 7 0 <nil> <nil>",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if a := back.Rounds[0].Appendix.Facets[0]; a.NScored != 5 || a.Units != 2 || *a.Mean != 3 {
		t.Errorf("everybody: %+v", a)
	}
	for _, field := range []string{`"rounds"`, `"units"`, `"invited"`, `"dont_know"`, `"blank"`, `"counts"`, `"interval"`, `"interval_own"`, `"appendix"`, `"aspects"`, `"alpha"`, `"icc1"`, `"icc2"`} {
		if !strings.Contains(string(b), field) {
			t.Errorf("there is no field %s", field)
		}
	}
}
