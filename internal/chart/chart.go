// Package chart draws what a profile says: rows of rounded numbers become
// go-echarts options, each in a wide and a narrow layout, and a Renderer turns
// an option into one SVG for light, dark and paper.
//
// Nothing here computes a figure. The numbers come rounded as the page prints
// them, the texts come translated, and under every drawing the page has the
// table with the same numbers; where there is no Renderer, the table is enough.
package chart

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// Aspect picks the hue a row is drawn in: one letter for each of the three key
// aspects, nothing for all else.
type Aspect string

// The three key aspects, and the grey for what belongs to none of them.
const (
	Direction Aspect = "d"
	Organise  Aspect = "o"
	Dialogue  Aspect = "t"
	Plain     Aspect = ""
)

// Scale is the axis: the option words in order, the first at Min and the last
// at Max, the others evenly between.
type Scale struct {
	Words    []string
	Min, Max float64
}

func (s Scale) check() error {
	if len(s.Words) < 2 || !(s.Min < s.Max) || math.IsInf(s.Max-s.Min, 0) {
		return fmt.Errorf("a scale of %d words from %g to %g cannot be drawn", len(s.Words), s.Min, s.Max)
	}
	return nil
}

// step is the distance between neighbouring options.
func (s Scale) step() float64 { return (s.Max - s.Min) / float64(len(s.Words)-1) }

// Row is one aspect or facet of a profile: its name and what may be shown of it.
type Row struct {
	Label  string
	Aspect Aspect
	// Mean, Lo and Hi are the level and its interval, rounded as on the page.
	// A row without a level (NaN, or Absent) keeps its place and its name.
	Mean, Lo, Hi float64
	// N is how many people the mean stands for; it is printed beside Value.
	N int
	// Value is the mean as the page prints it: "3,6", "ca. 3,3", "1,2 eller lavere".
	Value string
	// Leader is the leader's own answer, where the reader may see it.
	Leader *float64
	// WordsOnly leaves out the dot and the digits: the interval is all that is known.
	WordsOnly bool
	// Divided makes the dot small and hollow, because views divide.
	Divided bool
	// Absent says there is nothing to show of this row.
	Absent bool
}

// known tells whether the row has an interval to draw.
func (r Row) known() bool { return !r.Absent && finite(r.Lo) && finite(r.Hi) && r.Lo <= r.Hi }

// dotted tells whether the row has a mean to draw.
func (r Row) dotted() bool { return r.known() && !r.WordsOnly && finite(r.Mean) }

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// within keeps a number on the scale and drops digits no page shows: a drawing
// must not say more than the table under it.
func (s Scale) within(x float64) float64 {
	return math.Round(min(max(x, s.Min), s.Max)*10) / 10
}

// Drawing is one chart in one layout, ready for a Renderer.
type Drawing struct {
	// ID is unique on the page; ids inside the drawing begin with it. Left
	// empty, it is taken from the content.
	ID string
	// Label is the one sentence a screen reader says in place of the drawing.
	Label string
	// Class is the class of the svg element: which of two layouts this is.
	Class         string
	Width, Height int
	// Option is the ECharts option, plain JSON without functions.
	Option json.RawMessage
}

// Figure is the same chart in two layouts; the style sheet shows the one that
// fits its container.
type Figure struct {
	Wide, Narrow Drawing
	// Private says that a leader's own answers are drawn: nobody else may be
	// shown it, and it is kept nowhere.
	Private bool
	// Passing says that it was put together for one look, so that it is not worth
	// keeping.
	Passing bool
}

// Classes of the two layouts, as the style sheet knows them.
const (
	ClassWide   = "cw"
	ClassNarrow = "cn"
)

// Err is a kind of answer that is not a drawing.
type Err string

func (e Err) Error() string { return string(e) }

const (
	// ErrNothing says that there is nothing to draw; the page then leaves the
	// figure out and says why in words.
	ErrNothing Err = "nothing to draw"
	// ErrUnavailable says that no chart can be drawn by this build, so that the
	// page shows its tables alone.
	ErrUnavailable Err = "charts are not built into this program"
)

// figure pairs the two layouts under the chart's own name.
func figure(id, label string, wide, narrow layout) (Figure, error) {
	w, err := wide.drawing(id, "w", label, ClassWide)
	if err != nil {
		return Figure{}, err
	}
	n, err := narrow.drawing(id, "n", label, ClassNarrow)
	if err != nil {
		return Figure{}, err
	}
	return Figure{Wide: w, Narrow: n}, nil
}

// layout is an option with the size it was laid out for.
type layout struct {
	width, height float64
	option        map[string]any
}

func (l layout) drawing(id, suffix, label, class string) (Drawing, error) {
	raw, err := json.Marshal(l.option)
	if err != nil {
		return Drawing{}, fmt.Errorf("write option: %w", err)
	}
	if id != "" {
		id += "-" + suffix
	}
	return Drawing{
		ID: id, Label: strings.TrimSpace(label), Class: class,
		Width: int(math.Ceil(l.width)), Height: int(math.Ceil(l.height)), Option: raw,
	}, nil
}
