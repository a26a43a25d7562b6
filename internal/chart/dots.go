package chart

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Dots is the chart a profile is read from: one row for each aspect or facet,
// the interval as a bar, the mean as a dot on it, the leader's own answer as a
// diamond below, on the axis of the option words.
type Dots struct {
	ID, Label string
	Scale     Scale
	Rows      []Row
}

// Draw lays the rows out wide and narrow.
func (c Dots) Draw() (Figure, error) {
	if err := c.Scale.check(); err != nil {
		return Figure{}, err
	}
	if err := c.Scale.holds(c.Rows); err != nil {
		return Figure{}, err
	}
	if !slices.ContainsFunc(c.Rows, func(r Row) bool { return r.known() || c.led(r) }) {
		return Figure{}, ErrNothing
	}
	wide, err := c.wide()
	if err != nil {
		return Figure{}, err
	}
	narrow, err := c.narrow()
	if err != nil {
		return Figure{}, err
	}
	f, err := figure(c.ID, c.Label, wide, narrow)
	f.Private = c.anyLed()
	return f, err
}

// holds refuses rows whose interval lies wholly off the scale: they belong to
// another one.
func (s Scale) holds(rows []Row) error {
	for _, r := range rows {
		if r.known() && (r.Lo > s.Max || r.Hi < s.Min) {
			return fmt.Errorf("row %q: %g to %g is not on the scale from %g to %g", r.Label, r.Lo, r.Hi, s.Min, s.Max)
		}
	}
	return nil
}

func (c Dots) led(r Row) bool { return r.Leader != nil && finite(*r.Leader) }

func (c Dots) anyLed() bool { return slices.ContainsFunc(c.Rows, c.led) }

func (c Dots) wide() (layout, error) {
	const width, left, labels, bottom = 760, 272, 250, 8
	right := min(max(112, math.Ceil(16+c.valueWidth())), 260)
	words := c.Scale.words(wordFace, width-left-right)
	names, lines := c.names(rowFace, labels, "middle")
	row := 44.0
	if c.anyLed() {
		row = 56
	}
	row = max(row, float64(lines)*19+10)
	top := words.height() + 10
	height := top + row*float64(len(c.Rows)) + bottom
	option, err := c.option(words, names, patch{
		"grid": array{patch{"left": left, "right": right, "top": top, "bottom": bottom, "outerBoundsMode": "none"}},
		"yAxis": array{
			patch{"axisLabel": patch{
				"color": ink, "fontSize": rowFace.size, "lineHeight": 19, "align": "left", "margin": left,
			}},
			patch{"axisLabel": patch{"align": "left", "margin": 16, "verticalAlign": "middle"}},
		},
	})
	return layout{width, height, option}, err
}

func (c Dots) narrow() (layout, error) {
	const width, bottom, above = 320, 10, 13
	words := c.Scale.words(wordNarrow, width-56)
	left, right := math.Ceil(max(16, words.first+1)), math.Ceil(max(16, words.last+1))
	words = c.Scale.words(wordNarrow, width-left-right)
	names, lines := c.names(rowNarrow, max(width-c.valueWidth()-14, 120), "bottom")
	label := above + float64(lines)*17
	row := label + 16
	if c.anyLed() {
		row += 16
	}
	// The first label needs more room over its row than half a row gives.
	words.lift = max(0, label-row/2) + 4
	top := words.height() + 2
	height := top + row*float64(len(c.Rows)) + bottom
	over := patch{
		"inside": true, "verticalAlign": "bottom", "padding": array{0, 0, above, 0}, "backgroundColor": paper,
	}
	option, err := c.option(words, names, patch{
		"grid": array{patch{"left": left, "right": right, "top": top, "bottom": bottom, "outerBoundsMode": "none"}},
		"yAxis": array{
			patch{"axisLabel": merge(patch{
				"color": ink, "fontSize": rowNarrow.size, "lineHeight": 17, "align": "left", "margin": -left,
			}, over)},
			patch{"axisLabel": merge(patch{"align": "right", "margin": -right}, over)},
		},
	})
	return layout{width, height, option}, err
}

// names are the row labels, wrapped, and the most lines one of them has.
func (c Dots) names(f face, limit float64, vertical string) (array, int) {
	var names array
	lines := 1
	for _, r := range c.Rows {
		wrapped := f.wrap(r.Label, limit)
		lines = max(lines, len(wrapped))
		if r.known() {
			names = append(names, joined(wrapped))
		} else {
			names = append(names, faint(joined(wrapped), vertical))
		}
	}
	return names, lines
}

// valueGap keeps the value and its n apart in faces that run wide, too.
const valueGap = 8

// valueWidth is the width of the widest value with its n.
func (c Dots) valueWidth() float64 {
	var w float64
	for _, r := range c.Rows {
		if r.dotted() && r.Value != "" {
			w = max(w, valueFace.width(plain(r.Value))+countFace.width(fmt.Sprintf("n %d", r.N))+valueGap)
		}
	}
	return w * slack
}

// values is the column at the right edge: the mean as the page prints it, and n.
func (c Dots) values() array {
	var values array
	for _, r := range c.Rows {
		text := ""
		if r.dotted() && plain(r.Value) != "" {
			style := "v"
			if r.Divided {
				style = "w"
			}
			text = fmt.Sprintf("{%s|%s}{n|n %d}", style, plain(r.Value), r.N)
		}
		values = append(values, text)
	}
	return values
}

func (c Dots) option(words axisWords, names array, over patch) (map[string]any, error) {
	values, valuesPatch := c.Scale.valueAxis(0)
	top, topPatch := wordAxis(0, words)
	chart := charts.NewScatter()
	chart.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{}),
		charts.WithXAxisOpts(values),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Inverse: opts.Bool(true), Data: names}),
	)
	chart.ExtendXAxis(top)
	chart.ExtendYAxis(opts.YAxis{
		Type: "category", Inverse: opts.Bool(true), Position: "right", Data: c.values(),
	})
	series := c.series(chart)
	option, err := finish(chart, patch{
		"xAxis": array{valuesPatch, topPatch},
		"yAxis": array{
			merge(patch{"z": 1}, bare),
			merge(patch{"z": 1, "axisLabel": patch{"color": ink, "rich": patch{
				"v": patch{"fontSize": 15, "fontWeight": 600, "color": ink},
				"w": patch{"fontSize": 13, "fontWeight": 400, "color": ink3},
				"n": patch{"fontSize": 12, "color": ink3, "padding": array{0, 0, 0, valueGap}},
			}}}, bare),
		},
		"series": series,
	})
	if err != nil {
		return nil, err
	}
	return merge(option, over).(map[string]any), nil
}

// series adds the marks to the chart, aspect by aspect in the order of the
// rows, and returns what the builder cannot say about each series.
func (c Dots) series(chart *charts.Scatter) array {
	var patches array
	for _, a := range c.aspects() {
		h := a.hue()
		var means, divided []opts.ScatterData
		var spans []opts.MarkLineNameCoordItem
		for y, r := range c.Rows {
			if r.Aspect != a || !r.known() {
				continue
			}
			spans = append(spans, segment(c.Scale.within(r.Lo), c.Scale.within(r.Hi), y))
			switch {
			case !r.dotted():
			case r.Divided:
				divided = append(divided, at(c.Scale.within(r.Mean), y))
			default:
				means = append(means, at(c.Scale.within(r.Mean), y))
			}
		}
		if len(spans) == 0 {
			continue
		}
		style := append(dots("circle", 14, h.mark, paper, 2), bars(a.bar(), 8),
			charts.WithMarkLineNameCoordItemOpts(spans...))
		chart.AddSeries("staff-"+string(a), means, style...)
		patches = append(patches, patch{"silent": true, "z": 4, "data": array{}, "markLine": barsPatch})
		if len(divided) > 0 {
			chart.AddSeries("divided-"+string(a), divided, dots("circle", 8, paper, h.mark, 2)...)
			patches = append(patches, patch{"silent": true, "z": 4})
		}
	}
	if spans := c.absent(); len(spans) > 0 {
		chart.AddSeries("absent", nil, dotted(), charts.WithMarkLineNameCoordItemOpts(spans...))
		patches = append(patches, patch{"silent": true, "z": 2, "data": array{}, "markLine": dottedPatch})
	}
	if c.anyLed() {
		var leader []opts.ScatterData
		for y, r := range c.Rows {
			if c.led(r) {
				leader = append(leader, at(c.Scale.within(*r.Leader), y))
			}
		}
		chart.AddSeries("leader", leader, dots("diamond", 14, paper, ink, 1.75)...)
		// The offset keeps the diamond from covering the dot.
		patches = append(patches, patch{"silent": true, "z": 5, "symbolOffset": array{0, 15}})
	}
	return patches
}

func (c Dots) absent() []opts.MarkLineNameCoordItem {
	var spans []opts.MarkLineNameCoordItem
	for y, r := range c.Rows {
		if !r.known() {
			spans = append(spans, segment(c.Scale.Min, c.Scale.Max, y))
		}
	}
	return spans
}

// aspects are those of the rows, each once, in order.
func (c Dots) aspects() []Aspect {
	var out []Aspect
	for _, r := range c.Rows {
		if !slices.Contains(out, r.Aspect) {
			out = append(out, r.Aspect)
		}
	}
	return out
}

// bar is the colour of an interval.
func (a Aspect) bar() string {
	if h := a.hue(); a == Direction || a == Organise || a == Dialogue {
		return h.ramp[2]
	}
	return mute
}
