package chart

import (
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden options in testdata anew")

// TestOptionsMatchGolden compares what is handed to the engine with the options
// in testdata, as structures: the order of keys does not matter, numbers do.
func TestOptionsMatchGolden(t *testing.T) {
	t.Parallel()
	for name, c := range samples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := c.Draw()
			if err != nil {
				t.Fatal(err)
			}
			for layout, d := range map[string]Drawing{"wide": f.Wide, "narrow": f.Narrow} {
				file := filepath.Join("testdata", name+"."+layout+".json")
				got := golden{Width: d.Width, Height: d.Height}
				if err := json.Unmarshal(d.Option, &got.Option); err != nil {
					t.Fatal(err)
				}
				if *update {
					raw, err := json.MarshalIndent(got, "", " ")
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(file, append(raw, '\n'), 0o644); err != nil {
						t.Fatal(err)
					}
					continue
				}
				raw, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				var want golden
				if err := json.Unmarshal(raw, &want); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", file, diff)
				}
			}
		})
	}
}

type golden struct {
	Width  int            `json:"width"`
	Height int            `json:"height"`
	Option map[string]any `json:"option"`
}

// TestOptionsAreQuiet walks every option: nothing is set smaller than 12 px,
// nothing moves, and every series ignores the mouse.
func TestOptionsAreQuiet(t *testing.T) {
	t.Parallel()
	for name, c := range samples() {
		f, err := c.Draw()
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []Drawing{f.Wide, f.Narrow} {
			var option map[string]any
			if err := json.Unmarshal(d.Option, &option); err != nil {
				t.Fatal(err)
			}
			if option["animation"] != false {
				t.Errorf("%s moves", name)
			}
			for _, s := range option["series"].([]any) {
				if s.(map[string]any)["silent"] != true {
					t.Errorf("%s: series %v listens", name, s.(map[string]any)["name"])
				}
			}
			walk(option, func(key string, v any) {
				if size, ok := v.(float64); ok && key == "fontSize" && size < 12 {
					t.Errorf("%s %s: type of %g px", name, d.Class, size)
				}
			})
		}
	}
}

func walk(v any, visit func(key string, v any)) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			visit(k, inner)
			walk(inner, visit)
		}
	case []any:
		for _, inner := range v {
			walk(inner, visit)
		}
	}
}

func TestNothingToDraw(t *testing.T) {
	t.Parallel()
	absent := []Row{{Label: "Faglige samtaler", Aspect: Dialogue, Absent: true}}
	blank := comparison(4, Dialogue)
	for i := range blank.Panels[0].Marks {
		blank.Panels[0].Marks[i].Absent = true
	}
	blank.Panels[0].Lo, blank.Panels[0].Hi, blank.Panels[0].Median = nil, nil, nil
	for name, c := range map[string]drawer{
		"no rows":          Dots{Scale: often},
		"absent rows":      Dots{Scale: often, Rows: absent},
		"two axes":         Emblem{Scale: often, Sectors: []Sector{{Rows: plainRows(2, 3)}}},
		"words only":       Emblem{Scale: often, Sectors: []Sector{{Rows: []Row{{Lo: 2, Hi: 3, WordsOnly: true}, {Lo: 2, Hi: 3, WordsOnly: true}, {Lo: 2, Hi: 3, WordsOnly: true}}}}},
		"no items":         Distribution{},
		"nobody answered":  Distribution{Items: items(false, []int{0, 0, 0})},
		"no bands":         Bands{Items: []Item{{Label: "x", Absent: true, Shares: []Share{{Percent: 100}}}}},
		"nothing compared": blank,
		"no rounds":        Trend{Scale: often, Panels: []TrendPanel{{Title: "x"}}},
	} {
		if f, err := c.Draw(); !errors.Is(err, ErrNothing) {
			t.Errorf("%s: got a figure %d wide and error %v", name, f.Wide.Width, err)
		}
	}
}

func TestWrongInputIsRefused(t *testing.T) {
	t.Parallel()
	uneven := comparison(4, Dialogue)
	uneven.Units = uneven.Units[:3]
	for name, c := range map[string]drawer{
		"a scale of one option":     Dots{Scale: Scale{Words: []string{"Ja"}, Max: 1}, Rows: plainRows(1, 1)},
		"a scale without length":    Dots{Scale: Scale{Words: often.Words, Min: 1, Max: 1}, Rows: plainRows(1, 1)},
		"a row of another scale":    Dots{Scale: often, Rows: []Row{{Label: "x", Mean: 80, Lo: 70, Hi: 90}}},
		"a facet of another scale":  Emblem{Scale: often, Sectors: []Sector{{Rows: plainRows(3, 80)}}},
		"marks and units that part": uneven,
		"points and rounds that part": Trend{Scale: often, Rounds: []string{"2026"},
			Panels: []TrendPanel{{Title: "x", Points: make([]TrendPoint, 2)}}},
	} {
		if _, err := c.Draw(); err == nil || errors.Is(err, ErrNothing) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestAnyRowsCanBeDrawn: whatever a round holds, there is an option the engine
// can read or nothing to draw.
func TestAnyRowsCanBeDrawn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringN(0, 40, -1)
		scale := Scale{Words: rapid.SliceOfN(word, 2, 11).Draw(t, "words"), Min: rapid.SampledFrom([]float64{0, 1}).Draw(t, "min")}
		scale.Max = scale.Min + float64(len(scale.Words)-1)
		number := rapid.OneOf(rapid.Float64Range(scale.Min, scale.Max), rapid.Just(math.NaN()), rapid.Just(math.Inf(1)))
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Row {
			mean := number.Draw(t, "mean")
			r := Row{
				Label: word.Draw(t, "label"), Aspect: rapid.SampledFrom([]Aspect{Direction, Organise, Dialogue, Plain, "x"}).Draw(t, "aspect"),
				Mean: mean, Lo: mean - 0.4, Hi: mean + 0.4, N: rapid.IntRange(5, 4000).Draw(t, "n"), Value: word.Draw(t, "value"),
				WordsOnly: rapid.Bool().Draw(t, "words only"), Divided: rapid.Bool().Draw(t, "divided"), Absent: rapid.Bool().Draw(t, "absent"),
			}
			if rapid.Bool().Draw(t, "led") {
				leader := number.Draw(t, "leader")
				r.Leader = &leader
			}
			return r
		}), 0, 20).Draw(t, "rows")
		for _, c := range []drawer{
			Dots{Scale: scale, Rows: rows},
			Emblem{Scale: scale, Sectors: []Sector{{Name: word.Draw(t, "name"), Rows: rows}, {Aspect: Dialogue, Rows: rows}}},
		} {
			f, err := c.Draw()
			if errors.Is(err, ErrNothing) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range []Drawing{f.Wide, f.Narrow} {
				if !json.Valid(d.Option) || d.Width < 300 || d.Height < 40 || d.Height > 40000 {
					t.Fatalf("%d by %d: %s", d.Width, d.Height, d.Option)
				}
			}
		}
	})
}
