package stats

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

// An edgeCase is one of testdata/edge_cases.json: hand-size input with what R
// gives, or null where nothing must be shown.
type edgeCase struct {
	Name  string
	Input struct {
		Rows           [][]*int
		Y, G, A, B     any
		Min, Max, X, K int
		N              int `json:"n"`
		Reverse        string
		Population     any `json:"N"`
		Conf           float64
		Values, SE     []float64
		Est, P         []float64
		Alpha          float64
	}
	Expect map[string]any
}

// UnmarshalJSON tells n from N, which encoding/json does not.
func (e *edgeCase) UnmarshalJSON(data []byte) error {
	var raw struct {
		Name   string
		Input  map[string]json.RawMessage
		Expect map[string]any
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("reading a case: %w", err)
	}
	e.Name, e.Expect = raw.Name, raw.Expect
	in := &e.Input
	to := map[string]any{
		"rows": &in.Rows, "y": &in.Y, "g": &in.G, "A": &in.A, "a": &in.A, "b": &in.B, "min": &in.Min, "max": &in.Max,
		"x": &in.X, "k": &in.K, "n": &in.N, "N": &in.Population, "reverse": &in.Reverse, "conf": &in.Conf,
		"values": &in.Values, "se": &in.SE, "est": &in.Est, "p": &in.P, "alpha": &in.Alpha,
	}
	for key, value := range raw.Input {
		if to[key] == nil {
			return fmt.Errorf("case %s: unknown input %q", e.Name, key)
		}
		if err := json.Unmarshal(value, to[key]); err != nil {
			return fmt.Errorf("case %s: input %s: %w", e.Name, key, err)
		}
	}
	return nil
}

func (e edgeCase) sheet() sheet {
	s := make(sheet, len(e.Input.Rows))
	for i, row := range e.Input.Rows {
		for _, x := range row {
			if x == nil {
				s[i] = append(s[i], none)
			} else {
				s[i] = append(s[i], *x)
			}
		}
	}
	return s
}

func ints(x any) []int {
	if one, ok := x.(float64); ok {
		return []int{int(one)}
	}
	var out []int
	for _, y := range x.([]any) {
		out = append(out, int(y.(float64)))
	}
	return out
}

func floats(x any) []float64 {
	var out []float64
	for _, y := range x.([]any) {
		out = append(out, y.(float64))
	}
	return out
}

// units splits y by g.
func (e edgeCase) units(t *testing.T) []Moments {
	t.Helper()
	by := map[int][]int{}
	for i, g := range ints(e.Input.G) {
		by[g] = append(by[g], ints(e.Input.Y)[i])
	}
	var out []Moments
	for _, ys := range by {
		out = append(out, momentsOf(t, ys...))
	}
	return out
}

// A check compares what the case expects and crosses it off, so that nothing
// expected is left unread.
type check struct {
	t    *testing.T
	want map[string]any
	read map[string]bool
}

func (c check) number(key string, got float64, ok bool) {
	c.t.Helper()
	c.read[key] = true
	switch want := c.want[key].(type) {
	case nil:
		if ok {
			c.t.Errorf("%s = %v, want nothing", key, got)
		}
	case float64:
		if !ok {
			c.t.Errorf("%s does not exist, want %v", key, want)
		} else {
			near(c.t, key, got, want, 1e-9)
		}
	default:
		c.t.Errorf("%s: cannot compare with %T", key, want)
	}
}

func (c check) numbers(key string, got []float64, ok bool) {
	c.t.Helper()
	c.read[key] = true
	want, isList := c.want[key].([]any)
	if !isList || !ok || len(want) != len(got) {
		c.t.Errorf("%s = %v (%v), want %v", key, got, ok, c.want[key])
		return
	}
	for i, w := range floats(want) {
		near(c.t, fmt.Sprint(key, i), got[i], w, 1e-7)
	}
}

func (c check) interval(key string, i Interval, ok bool) {
	c.t.Helper()
	if c.want[key] == nil {
		c.number(key, i.Lo, ok)
		return
	}
	c.numbers(key, []float64{i.Lo, i.Hi}, ok)
}

func (c check) said(key string, got any) {
	c.t.Helper()
	c.read[key] = true
	if !reflect.DeepEqual(c.want[key], got) {
		c.t.Errorf("%s = %v, want %v", key, got, c.want[key])
	}
}

// notNumbers are expectations that belong to what is shown, not to numbers.
var notNumbers = map[string]string{
	"group_n1 mean":          "the privacy threshold hides it",
	"icc_negative icc2_note": "a remark",
	"hedges_small labels":    "names",
	"hedges_small n":         "the input's own",
	"hedges_small N_pop":     "the input's own",
	"hedges_small J_approx":  "the exact correction is used",
}

func TestEdgeCases(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/edge_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []edgeCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) < 44 {
		t.Fatalf("%d cases, want at least 44", len(file.Cases))
	}
	for _, e := range file.Cases {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			c := check{t, e.Expect, map[string]bool{}}
			prefix, _, _ := strings.Cut(e.Name, "_")
			run := edgeChecks[e.Name]
			if run == nil {
				run = edgeChecks[prefix]
			}
			if run == nil {
				t.Fatal("nothing checks this case")
			}
			run(c, e)
			for key := range e.Expect {
				if !c.read[key] && notNumbers[e.Name+" "+key] == "" {
					t.Errorf("%s was not compared", key)
				}
			}
		})
	}
}
