package chart

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
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
