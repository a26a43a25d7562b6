package main

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pejl/internal/instrument"
	"pejl/internal/profile"
)

// The reference results were computed with R. Tolerances are relative, with a floor
// of 1e-9.
const (
	exactly     = 1e-9 // sums and ratios of sums
	byQuantile  = 1e-7 // limits from t, F and normal quantiles
	byIteration = 1e-6 // REML, shrunken means, Goldstein–Healy, omega
)

// referenceScale is what the reference says of one scale.
type referenceScale struct {
	Spec struct {
		Items []string
		Min   int
	}
	Rows    int     `json:"n_rows"`
	NScored int     `json:"n_scored"`
	Mean    float64 `json:"score_mean"`
	SD      float64 `json:"score_sd"`
	Items   []struct {
		Item     string
		N        int
		Mean, SD float64
		Counts   []int64 `json:"hist_raw"`
	}
	Reliability map[string]any
	ByGroup     *referenceGroups `json:"by_group"`
	BySchool    *referenceGroups `json:"by_school"`
}

type referenceGroups struct {
	ANOVA     map[string]any
	REML      map[string]any
	GH        struct{ Multiplier float64 } `json:"goldstein_healy"`
	Agreement map[string]any               `json:"agreement_summary"`
	Benchmark struct {
		Quantiles map[string]float64 `json:"quantiles_of_group_means"`
		Median    float64            `json:"median_eb"`
	}
	Groups []map[string]any
}

func (s referenceScale) groups() *referenceGroups {
	if s.ByGroup != nil {
		return s.ByGroup
	}
	return s.BySchool
}

type referenceFile struct {
	Scales map[string]referenceScale
	Waves  map[string]map[string]referenceScale
	Change map[string]struct {
		Noticeable map[string]float64 `json:"min_detectable_diff_80"`
		Schools    []map[string]any
	}
	Response []struct {
		Wave               any
		School             string
		Invited, Responded int
	}
}

// fixture is data with reference results, and the command line that reads it.
type fixture struct {
	name       string
	instrument string
	args       []string
	aspects    map[string]bool // reference scales that are aspects of the instrument
	scales     []string        // the reference scales the instrument has; all where empty
}

func fixtures() []fixture {
	synth := []string{"--unit", "school", "--group", "role", "--round", "wave", "--ignore", "municipality,team", "--dont-know", "9"}
	return []fixture{
		{name: "synth_a", instrument: "synth", args: synth},
		{name: "synth_c", instrument: "synth", args: synth},
		{name: "lq2002", instrument: "lq2002", args: []string{"--unit", "group", "--ignore", "id"}},
		{name: "bfi", instrument: "bfi", args: []string{"--unit", "group", "--ignore", "id,gender,education,age"}},
		{name: "talis_us2018", instrument: "talis", args: []string{"--unit", "group", "--ignore", "id"}, aspects: map[string]bool{"all5": true}},
		{name: "talis_us2018", instrument: "talis_all5", args: []string{"--unit", "group", "--ignore", "id"}, scales: []string{"all5"}},
	}
}

// dir is where the data of a fixture lie. Only the synthetic ones may be in the
// repository.
func (f fixture) dir(t *testing.T) string {
	t.Helper()
	if strings.HasPrefix(f.name, "synth_") {
		return filepath.Join("..", "..", "internal", "stats", "testdata")
	}
	dir := filepath.Join("..", "..", "..", "shared", "fixtures")
	if _, err := os.Stat(filepath.Join(dir, f.name+".csv")); err != nil {
		t.Skipf("SKIPPED, NOT COMPARED: the reference data %s are not beside the repository (../shared/fixtures); they may not be copied into it", f.name)
	}
	return dir
}

// command is the command line that computes the fixture, with more behind it.
func (f fixture) command(dir string, more ...string) []string {
	args := append([]string{
		"--instrument", filepath.Join("testdata", "fixtures", f.instrument+".yaml"),
		"--responses", filepath.Join(dir, f.name+".csv"),
	}, f.args...)
	if strings.HasPrefix(f.name, "synth_") {
		args = append(args, "--roster", filepath.Join(dir, f.name+"_roster.csv"))
	}
	return append(args, more...)
}

func (f fixture) reference(t *testing.T, dir string) referenceFile {
	t.Helper()
	var ref referenceFile
	data, err := os.ReadFile(filepath.Join(dir, f.name+".ref.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &ref); err != nil {
		t.Fatal(err)
	}
	return ref
}

// figures is the output as a reader of the file sees it: no types of ours.
type figures map[string]any

func (f figures) list(t *testing.T, key string) []figures {
	t.Helper()
	raw, ok := f[key].([]any)
	if !ok {
		t.Fatalf("%s is %v, not a list", key, f[key])
	}
	out := make([]figures, len(raw))
	for i, x := range raw {
		out[i] = x.(map[string]any)
	}
	return out
}

func (f figures) in(t *testing.T, key, field string, is any) figures {
	t.Helper()
	for _, x := range f.list(t, key) {
		if x[field] == is {
			return x
		}
	}
	t.Fatalf("%s has none with %s %v", key, field, is)
	return nil
}

// holds compares one number, or the absence of one.
func holds(t *testing.T, where string, got, want any, tolerance float64) {
	t.Helper()
	g, isNumber := got.(float64)
	w, wanted := number64(want)
	switch {
	case !isNumber && !wanted && got == nil:
	case !isNumber || !wanted || math.Abs(g-w) > math.Max(1e-9, tolerance*math.Abs(w)):
		t.Errorf("%s = %v, want %v", where, got, want)
	}
}

func number64(x any) (float64, bool) {
	switch x := x.(type) {
	case int:
		return float64(x), true
	case int64:
		return float64(x), true
	case float64:
		return x, true
	}
	return 0, false
}

// ends compares the two ends of an interval.
func ends(t *testing.T, where string, got, lo, hi any, tolerance float64) {
	t.Helper()
	pair, _ := got.([]any)
	if len(pair) != 2 {
		pair = []any{nil, nil}
	}
	holds(t, where+" low", pair[0], lo, tolerance)
	holds(t, where+" high", pair[1], hi, tolerance)
}

func TestProfileAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	for _, f := range fixtures() {
		t.Run(f.name+" as "+f.instrument, func(t *testing.T) {
			t.Parallel()
			dir := f.dir(t)
			ref := f.reference(t, dir)
			stdout, stderr, code := ran(t, append([]string{"profile"}, f.command(dir, "--gates", "off", "--format", "json")...)...)
			if code != 0 || stderr != "" {
				t.Fatalf("exit %d\n%s", code, stderr)
			}
			var got figures
			if err := json.Unmarshal([]byte(stdout), &got); err != nil {
				t.Fatal(err)
			}
			waves := ref.Waves
			if waves == nil {
				waves = map[string]map[string]referenceScale{"": ref.Scales}
			}
			if rounds := got.list(t, "rounds"); len(rounds) != len(waves) {
				t.Errorf("%d rounds, want %d", len(rounds), len(waves))
			}
			for wave, scales := range waves {
				r := got.in(t, "rounds", "round", wave)
				for id, want := range scales {
					if len(f.scales) > 0 && f.scales[0] != id {
						continue
					}
					t.Run(id+wave, func(t *testing.T) {
						t.Parallel()
						scaleAgrees(t, r, id, f.aspects[id], want)
					})
				}
			}
			changesAgree(t, got, ref)
			for _, want := range ref.Response {
				wave, _ := number64(want.Wave)
				r := got.in(t, "rounds", "round", string(rune('0'+int(wave))))
				for _, u := range r.list(t, "units") {
					if u["unit"] == want.School && u["group"] == nil {
						holds(t, want.School+" invited", u["invited"], want.Invited, 0)
						holds(t, want.School+" n", u["n"], want.Responded, 0)
					}
				}
			}
		})
	}
}

// scaleAgrees holds everything that the output says of one scale to the reference.
func scaleAgrees(t *testing.T, r figures, id string, aspect bool, want referenceScale) {
	t.Helper()
	level := "facets"
	if aspect {
		level = "aspects"
	}
	g := want.groups()
	compared := 0
	for _, u := range r.list(t, "units") {
		if u["group"] != nil {
			continue
		}
		s := u.in(t, level, "id", id)
		name := u["unit"].(string)
		w := referenceUnit(g, name)
		if w == nil {
			holds(t, name+" n", s["n"], 0, 0)
			continue
		}
		compared++
		holds(t, name+" n", s["n"], w["n"], 0)
		holds(t, name+" mean", s["mean"], w["mean"], exactly)
		holds(t, name+" sd", s["sd"], w["sd"], exactly)
		ends(t, name+" interval", s["interval"], w["pool_lo"], w["pool_hi"], byQuantile)
		ends(t, name+" interval_own", s["interval_own"], w["t_lo"], w["t_hi"], byQuantile)
		comparedAgrees(t, name, s, w, g)
		if u["invited"] != nil {
			ends(t, name+" interval_fpc", s["interval_fpc"], w["pool_fpc_lo"], w["pool_fpc_hi"], byQuantile)
		}
	}
	if compared != len(g.Groups) {
		t.Errorf("%d units compared, want %d", compared, len(g.Groups))
	}
	if aspect {
		return
	}
	appendix := figures(r["appendix"].(map[string]any))
	a := appendix.in(t, "facets", "id", id)
	holds(t, "k", a["k"], len(want.Spec.Items), 0)
	holds(t, "n", a["n"], want.Reliability["n_complete"], 0)
	holds(t, "n_scored", a["n_scored"], want.NScored, 0)
	holds(t, "mean", a["mean"], want.Mean, exactly)
	holds(t, "sd", a["sd"], want.SD, exactly)
	alpha := want.Reliability["alpha_raw"]
	if len(want.Spec.Items) == 2 {
		alpha = want.Reliability["alpha_std"] // Spearman–Brown
	}
	holds(t, "alpha", a["alpha"], alpha, exactly)
	holds(t, "icc1", a["icc1"], g.ANOVA["icc1_k0"], exactly)
	holds(t, "icc2", a["icc2"], g.ANOVA["icc2"], exactly)
	ends(t, "alpha_interval", a["alpha_interval"], want.Reliability["alpha_ci95_feldt"].([]any)[0], want.Reliability["alpha_ci95_feldt"].([]any)[1], byQuantile)
	limits := g.ANOVA["icc1_k0_ci95"].([]any)
	ends(t, "icc1_interval", a["icc1_interval"], limits[0], limits[1], byQuantile)
	omega, _ := want.Reliability["omega"].(map[string]any)
	switch {
	case omega == nil || omega["heywood"] == true || omega["unstable"] == true:
		holds(t, "omega", a["omega"], nil, 0)
	default:
		holds(t, "omega", a["omega"], omega["omega_total_raw"], byIteration)
	}
	for key, of := range map[string]string{"mu": "mu", "se_mu": "se_mu", "tau2": "tau2", "sigma2": "sigma2"} {
		holds(t, key, a[key], g.REML[of], byIteration)
	}
	// The p-value follows the criterion's own error, so it is held to that.
	if p, _ := a["lrt_p"].(float64); math.Abs(math.Log(p/g.REML["lrt_p_mixture"].(float64))) > 1e-5 {
		t.Errorf("lrt_p = %v, want %v", a["lrt_p"], g.REML["lrt_p_mixture"])
	}
	holds(t, "gh_multiplier", a["gh_multiplier"], g.GH.Multiplier, byIteration)
	holds(t, "mean_rwgj", a["mean_rwgj"], g.Agreement["mean_rwgj"], exactly)
	rest := want.Reliability["item_rest_r"].(map[string]any)
	for _, it := range a.list(t, "items") {
		holds(t, "item_rest_r", it["item_rest_r"], rest[it["id"].(string)], exactly)
	}
	b := figures(appendix["benchmark"].(map[string]any)).in(t, "facets", "id", id)
	holds(t, "benchmark units", b["units"], len(g.Groups), 0)
	holds(t, "median of shrunken means", b["median_shrunken"], g.Benchmark.Median, byIteration)
	for p, w := range g.Benchmark.Quantiles {
		holds(t, p+" of means", b["quantiles_of_means"].(map[string]any)[p], w, exactly)
	}
	for _, w := range want.Items {
		it := appendix.in(t, "items", "id", w.Item)
		holds(t, w.Item+" n", it["n"], w.N, 0)
		holds(t, w.Item+" mean", it["mean"], w.Mean, exactly)
		holds(t, w.Item+" sd", it["sd"], w.SD, exactly)
		for i, c := range it["counts"].([]any) {
			holds(t, w.Item+" count", c, w.Counts[i], 0)
		}
	}
}

// comparedAgrees holds what is said of a unit beside the others to the reference.
func comparedAgrees(t *testing.T, name string, s figures, w map[string]any, g *referenceGroups) {
	t.Helper()
	for key, of := range map[string]string{
		"lambda": "lambda", "shrunken": "eb", "eb_cond_sd": "eb_cond_sd", "eb_comp_sd": "eb_comp_sd", "p_above_median": "p_above_median_eb",
	} {
		holds(t, name+" "+key, s[key], w[of], byIteration)
	}
	for key, of := range map[string]string{"rank_best": "rank_best", "rank_worst": "rank_worst", "n_complete": "n_complete"} {
		holds(t, name+" "+key, s[key], w[of], 0)
	}
	holds(t, name+" rwgj", s["rwgj"], w["rwgj"], exactly)
	holds(t, name+" rwg_star", s["rwg_star"], w["rwg_star"], exactly)
	ends(t, name+" gh", s["gh"], w["gh_lo"], w["gh_hi"], byIteration)
	// Means that are equal as fractions share their rank here. R adds in floating
	// point and may set some of them apart.
	ties := 0
	for _, other := range g.Groups {
		if math.Abs(other["mean"].(float64)-w["mean"].(float64)) < 1e-9 {
			ties++
		}
	}
	for key, of := range map[string]string{"pct_rank": "pct_rank_mean", "pct_rank_shrunken": "pct_rank_eb"} {
		if got, _ := s[key].(float64); math.Abs(got-w[of].(float64)) > 50*float64(ties-1)/float64(len(g.Groups))+1e-9 {
			t.Errorf("%s %s = %v, want %v", name, key, s[key], w[of])
		}
	}
	// The word follows from what was compared above.
	above := w["p_above_median_eb"].(float64)
	want := any(nil)
	if g.REML["lrt_p_mixture"].(float64) <= .05 && w["lambda"].(float64) >= .5 {
		switch {
		case above >= .95:
			want = "clearly_above"
		case above <= .05:
			want = "clearly_below"
		default:
			want = "no_clear_difference"
		}
	}
	if s["word"] != want {
		t.Errorf("%s: the word is %v, want %v", name, s["word"], want)
	}
}

// changesAgree holds the changes between two rounds to the reference.
func changesAgree(t *testing.T, got figures, ref referenceFile) {
	t.Helper()
	for facet, change := range ref.Change {
		for _, w := range change.Schools {
			name := w["school"].(string)
			var c figures
			for _, x := range got.list(t, "changes") {
				if x["unit"] == name && x["facet"] == facet {
					c = x
				}
			}
			if c == nil {
				t.Errorf("%s of %s has no change", facet, name)
				continue
			}
			where := facet + " of " + name + " "
			holds(t, where+"n1", c["n1"], w["n1"], 0)
			holds(t, where+"n2", c["n2"], w["n2"], 0)
			holds(t, where+"diff", c["diff"], w["diff"], exactly)
			holds(t, where+"se", c["se"], w["se_pooled"], exactly)
			holds(t, where+"min_noticeable", c["min_noticeable"], change.Noticeable[name], byQuantile)
			// The reference takes the spread as known; with hundreds of people that
			// makes little difference.
			if z, p := w["p_pooled_z"].(float64), c["p"].(float64); p < z || p > z+.005 {
				t.Errorf("%sp = %v, want a little over %v", where, p, z)
			}
			if w["p_welch"] == nil {
				holds(t, where+"welch", c["welch"], nil, 0)
				continue
			}
			welch, _ := c["welch"].(map[string]any)
			holds(t, where+"welch se", welch["se"], w["se_welch"], exactly)
			holds(t, where+"welch df", welch["df"], w["df_welch"], exactly)
			holds(t, where+"welch p", welch["p"], w["p_welch"], byQuantile)
		}
	}
}

func referenceUnit(g *referenceGroups, name string) map[string]any {
	for _, w := range g.Groups {
		if w["group"] == name {
			return w
		}
	}
	return nil
}

// TestComparisonStaysOffByChance permutes the people of synth_c over its units: where
// units differ by chance alone, comparing them must hardly ever switch on.
func TestComparisonStaysOffByChance(t *testing.T) {
	t.Parallel()
	const turns, mostOn = 200, .08
	dir := fixtures()[1].dir(t)
	src, err := os.ReadFile(filepath.Join("testdata", "fixtures", "synth.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	in, wrong := instrument.Parse("synth.yaml", src)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	f, err := os.Open(filepath.Join(dir, "synth_c.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []row
	cols := columns{Unit: "school", Ignore: []string{"wave", "municipality", "team", "role"}, DontKnow: "9", Missing: []string{""}, Comma: ','}
	if fs := readResponses("synth_c.csv", f, in, cols, func(r row) { rows = append(rows, r) }); fs.count() > 0 {
		t.Fatal(fs.list)
	}
	count := func() (on, of int) {
		a := profile.NewFigures(in)
		for _, r := range rows {
			if err := a.Add("", r.Unit, "", r.Answers); err != nil {
				t.Fatal(err)
			}
		}
		r := a.File().Rounds[0]
		for i, q := range r.Appendix.Facets {
			compared := slices.ContainsFunc(r.Units, func(u profile.UnitFigures) bool { return u.Facets[i].Word != nil })
			if compared && *q.LRTP > .05 {
				t.Errorf("%s is compared at p = %v", q.ID, *q.LRTP)
			}
			of++
			if compared {
				on++
			}
		}
		return on, of
	}
	if on, of := count(); on != of {
		t.Errorf("as the people are, %d of %d facets are compared", on, of)
	}
	rng := rand.New(rand.NewPCG(2024, 6))
	on, of := 0, 0
	for range turns {
		rng.Shuffle(len(rows), func(i, j int) { rows[i].Unit, rows[j].Unit = rows[j].Unit, rows[i].Unit })
		x, y := count()
		on, of = on+x, of+y
	}
	if float64(on) > mostOn*float64(of) {
		t.Errorf("with people in units by chance, %d of %d facets are compared", on, of)
	}
}
