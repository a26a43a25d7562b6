package chart

import (
	"strings"
	"testing"

	"pejl/internal/profile"
)

// TestChartsOfOneComparisonAreCutAlike holds the rows of a comparison to one axis:
// the same place on it means the same in each.
func TestChartsOfOneComparisonAreCutAlike(t *testing.T) {
	t.Parallel()
	units := []Unit{{Name: "x"}}
	low := Comparison{Scale: often, Units: units, Panels: []Panel{{Title: "low", Marks: []Mark{{Mean: 1.4, Lo: 1.2, Hi: 1.6}}}}}
	high := Comparison{Scale: often, Units: units, Panels: []Panel{{Title: "high", Marks: []Mark{{Mean: 4.4, Lo: 4.2, Hi: 4.6}}}}}
	if a, b := low.cut(), high.cut(); a.Min == b.Min && a.Max == b.Max {
		t.Fatalf("alone they are both cut to %g–%g", a.Min, a.Max)
	}
	low.Least, high.Least = &[2]float64{1.2, 4.6}, &[2]float64{1.2, 4.6}
	if a, b := low.cut(), high.cut(); a.Min != 1 || a.Max != 5 || b.Min != 1 || b.Max != 5 {
		t.Errorf("%g–%g and %g–%g", a.Min, a.Max, b.Min, b.Max)
	}
}

// TestBoundsOfSharesAreShort writes a limit as a sign, for there is no room for words.
func TestBoundsOfSharesAreShort(t *testing.T) {
	t.Parallel()
	rd := Reading{}
	for want, s := range map[string]profile.Share{
		"45":   {Percent: 45, Drawn: 44},
		"≤ 5":  {Percent: 5, Bound: profile.OrLess, Drawn: 2},
		"≥ 95": {Percent: 95, Bound: profile.OrMore, Drawn: 98},
	} {
		if got := rd.share(s); got.Text != want || got.Percent != s.Drawn {
			t.Errorf("%+v is drawn as %+v", s, got)
		}
	}
}

// TestMarksSayNoMoreThanTheirFigure holds words to a bar without a dot.
func TestMarksSayNoMoreThanTheirFigure(t *testing.T) {
	t.Parallel()
	words := profile.Figure{Form: profile.WordsOnly, Value: 35, Low: 30, High: 40}
	c := Comparison{Scale: often, Units: []Unit{{Name: "x"}}, Panels: []Panel{{Title: "p", Marks: []Mark{mark(words)}}}}
	f, err := c.Draw()
	if err != nil {
		t.Fatal(err)
	}
	if option := string(f.Wide.Option); !strings.Contains(option, "interval-") || strings.Contains(option, "same-") {
		t.Errorf("words are drawn with a dot, or not at all: %s", option)
	}
	if m := mark(profile.Figure{}); !m.Absent {
		t.Error("what is hidden is drawn")
	}
}
