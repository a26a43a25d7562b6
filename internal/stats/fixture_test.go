package stats

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The reference results were computed with R (psych, multilevel, lme4, lavaan,
// survey, metafor). The synthetic data lie in testdata; the rest may not be
// copied and are read from beside the repository.

// Tolerances, relative with a floor of 1e-9.
const (
	exactly     = 1e-9 // sums, ratios of sums
	byQuantile  = 1e-7 // limits from t, F and normal quantiles
	byIteration = 1e-6 // REML, shrunken means, Goldstein–Healy, omega
)

type reference struct {
	Scales map[string]scaleReference
	Waves  map[string]map[string]scaleReference
	Change map[string]changeReference
}

type scaleReference struct {
	Spec struct {
		Items    []string
		Min, Max int
		Reverse  any // a name or a list of names
	}
	NScored   int                `json:"n_scored"`
	ScoreMean float64            `json:"score_mean"`
	ScoreSD   float64            `json:"score_sd"`
	Quantiles map[string]float64 `json:"score_quantiles"`
	Items     []struct {
		N          int
		Mean, SD   float64
		HistKeyed  []int64   `json:"hist_keyed"`
		Favourable int64     `json:"favourable"`
		Neutral    int64     `json:"neutral"`
		Against    int64     `json:"unfavourable"`
		Wilson     []float64 `json:"favourable_wilson95"`
	}
	Reliability struct {
		N        int                `json:"n_complete"`
		Alpha    float64            `json:"alpha_raw"`
		AlphaStd float64            `json:"alpha_std"`
		CI95     []float64          `json:"alpha_ci95_feldt"`
		CI90     []float64          `json:"alpha_ci90_feldt"`
		ItemRest map[string]float64 `json:"item_rest_r"`
		Omega    *struct {
			Raw        float64            `json:"omega_total_raw"`
			Loadings   map[string]float64 `json:"loadings_std"`
			Uniqueness map[string]float64 `json:"uniqueness_std"`
			F          float64            `json:"ml_discrepancy"`
			Heywood    bool
			Unstable   bool
		}
	}
	ByGroup  *groupReference `json:"by_group"`
	BySchool *groupReference `json:"by_school"`
}

type groupReference struct {
	ANOVA map[string]any
	REML  map[string]any
	GH    struct{ Multiplier float64 } `json:"goldstein_healy"`
	KWW   struct{ Z, Alpha float64 }
	Null  float64 `json:"expected_random_variance"`
	Bench struct {
		Quantiles map[string]float64 `json:"quantiles_of_group_means"`
		MedianEB  float64            `json:"median_eb"`
	} `json:"benchmark"`
	Two    twoReference `json:"two_largest_groups"`
	Groups []map[string]any
}

type twoReference struct {
	Labels   []string
	Diff     float64
	PooledSD float64   `json:"pooled_sd"`
	D        float64   `json:"cohen_d"`
	J        float64   `json:"J_exact"`
	G        float64   `json:"hedges_g"`
	Variance float64   `json:"g_var_hedges_olkin"`
	Normal   []float64 `json:"g_ci95_normal"`
	NonT     []float64 `json:"g_ci95_noncentral_t"`
	Welch    struct {
		T, DF, P, SE float64
		CI95         []float64
	}
	Population []int     `json:"N_pop"`
	FiniteSE   float64   `json:"diff_se_fpc"`
	FiniteCI   []float64 `json:"diff_ci95_fpc_normal"`
}

type changeReference struct {
	SD         float64            `json:"sd_within_pooled"`
	Noticeable map[string]float64 `json:"min_detectable_diff_80"`
	Schools    []map[string]any
}

func TestReferenceResults(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"synth_a", "synth_c", "lq2002", "bfi", "talis_us2018"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := "testdata"
			if !strings.HasPrefix(name, "synth_") {
				dir = filepath.Join("..", "..", "..", "shared", "fixtures")
				if _, err := os.Stat(filepath.Join(dir, name+".csv")); err != nil {
					t.Skipf("SKIPPED, NOT COMPARED: the reference data %s are not beside the repository (../shared/fixtures); they may not be copied into it", name)
				}
			}
			ref, data := readReference(t, filepath.Join(dir, name))
			for scale, r := range ref.Scales {
				t.Run(scale, func(t *testing.T) {
					t.Parallel()
					checkScale(t, r, *r.ByGroup, data.units(t, r, "group", "", ""))
				})
			}
			for wave, scales := range ref.Waves {
				for scale, r := range scales {
					t.Run(scale+wave, func(t *testing.T) {
						t.Parallel()
						checkScale(t, r, *r.BySchool, data.units(t, r, "school", "wave", wave))
					})
				}
			}
			for scale, r := range ref.Change {
				t.Run("change of "+scale, func(t *testing.T) {
					t.Parallel()
					before, after := ref.Waves["1"][scale], ref.Waves["2"][scale]
					checkChange(t, r, data.units(t, before, "school", "wave", "1"), data.units(t, after, "school", "wave", "2"))
				})
			}
		})
	}
}

type table struct {
	head map[string]int
	rows [][]string
}

func readReference(t *testing.T, base string) (reference, table) {
	t.Helper()
	var ref reference
	data, err := os.ReadFile(base + ".ref.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &ref); err != nil {
		t.Fatalf("reading %s.ref.json: %v", base, err)
	}
	f, err := os.Open(base + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := table{head: map[string]int{}, rows: rows[1:]}
	for i, name := range rows[0] {
		out.head[name] = i
	}
	return ref, out
}

// units keys the answers to the scale and sorts the people into units; those
// of no unit are under "".
func (d table) units(t *testing.T, r scaleReference, unit, only, value string) map[string]sheet {
	t.Helper()
	reverse := map[string]bool{}
	switch names := r.Spec.Reverse.(type) {
	case string:
		reverse[names] = true
	case []any:
		for _, name := range names {
			reverse[name.(string)] = true
		}
	}
	out := map[string]sheet{}
	for _, row := range d.rows {
		if only != "" && row[d.head[only]] != value {
			continue
		}
		var person []int
		for _, item := range r.Spec.Items {
			x, err := strconv.Atoi(row[d.head[item]])
			if err != nil {
				x = none
			}
			if k, ok := Keyed(x, r.Spec.Min, r.Spec.Max, reverse[item]); ok {
				person = append(person, k)
			} else {
				person = append(person, none)
			}
		}
		u := row[d.head[unit]]
		out[u] = append(out[u], person)
	}
	return out
}
