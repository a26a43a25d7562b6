package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Trend is how the facets of one unit went from round to round: a small panel
// for each, all on the whole scale. A line joins two rounds only where the
// change between them is clear.
type Trend struct {
	ID, Label string
	Scale     Scale
	// Rounds names the rounds in order of time.
	Rounds []string
	Panels []TrendPanel
}

// TrendPanel is one aspect or facet through the rounds.
type TrendPanel struct {
	Title  string
	Aspect Aspect
	// Points has one entry for each round.
	Points []TrendPoint
}

// TrendPoint is one round of a panel.
type TrendPoint struct {
	// Mean, Lo and Hi are the level and its interval, rounded as on the page.
	Mean, Lo, Hi float64
	// Changed says that the change since the round before is clear.
	Changed bool
	// Absent says that the round has nothing to show here.
	Absent bool
}

func (p TrendPoint) known() bool {
	return !p.Absent && finite(p.Mean) && finite(p.Lo) && finite(p.Hi) && p.Lo <= p.Hi
}

// Draw lays the panels out four abreast and two abreast.
func (c Trend) Draw() (Figure, error) {
	if err := c.Scale.check(); err != nil {
		return Figure{}, err
	}
	drawable := false
	for _, p := range c.Panels {
		if len(p.Points) != len(c.Rounds) {
			return Figure{}, fmt.Errorf("panel %q has %d points for %d rounds", p.Title, len(p.Points), len(c.Rounds))
		}
		drawable = drawable || slices.ContainsFunc(p.Points, TrendPoint.known)
	}
	if !drawable {
		return Figure{}, ErrNothing
	}
	wide, err := c.layout(1040, min(4, len(c.Panels)), 126)
	if err != nil {
		return Figure{}, err
	}
	narrow, err := c.layout(320, c.abreast(), 100)
	if err != nil {
		return Figure{}, err
	}
	return figure(c.ID, c.Label, wide, narrow)
}

// abreast is two, or one where a title would have to be broken inside a word.
func (c Trend) abreast() int {
	for _, p := range c.Panels {
		if (face{12.5, true}).longest(p.Title) > 112 {
			return 1
		}
	}
	return min(2, len(c.Panels))
}

func (c Trend) layout(width float64, columns int, height float64) (layout, error) {
	const gap, titleLine = 20, 16
	f := face{size: 13, bold: true}
	if columns < 3 {
		f.size = 12.5
	}
	words, left := c.levels(height, width/14+30)
	column := math.Floor(min((width-left-gap*float64(columns-1))/float64(columns), 420))
	rounds, lines := c.rounds(column)

	chart := charts.NewLine()
	over := patch{"title": array{}, "grid": array{}, "xAxis": array{}, "yAxis": array{}, "series": array{}}
	lay := func(part string, p patch) { over[part] = append(over[part].(array), p) }
	y := 0.0
	for first := 0; first < len(c.Panels); first += columns {
		inRow := c.Panels[first:min(first+columns, len(c.Panels))]
		titles := 1
		for _, p := range inRow {
			titles = max(titles, len(f.wrap(p.Title, column-16)))
		}
		top := y + float64(titles)*titleLine + 14
		for k, p := range inRow {
			n, x := first+k, left+float64(k)*(column+gap)
			lay("title", patch{
				"text": joined(f.wrap(p.Title, column-16)), "left": x, "top": y, "padding": 0,
				"textStyle": patch{"fontSize": f.size, "lineHeight": titleLine, "fontWeight": 600, "color": ink},
			})
			lay("grid", patch{"left": x, "top": top, "width": column, "height": height, "outerBoundsMode": "none"})
			c.axes(chart, lay, n, k == 0, rounds, words)
			c.marks(chart, lay, n, p)
		}
		y = top + height + 14 + float64(lines)*14 + 14
	}
	option, err := finish(chart, over)
	return layout{width, y - 12, option}, err
}

// levels are the words beside the first panel of a row: the ends and, where the
// scale has one, the middle. The second result is the room they take, which is
// about limit at most.
func (c Trend) levels(height, limit float64) ([]string, float64) {
	n := len(c.Scale.Words)
	out := make([]string, n)
	left := 0.0
	for i, w := range c.Scale.Words {
		if i != 0 && i != n-1 && (n%2 == 0 || i != n/2) {
			continue
		}
		wrapped := wordNarrow.wrap(w, limit)
		if float64(len(wrapped))*13 > height/2 {
			wrapped = wrapped[:1]
		}
		left = max(left, wordNarrow.widest(wrapped))
		out[i] = joined(wrapped)
	}
	return out, math.Ceil(left*slack) + 12
}

// rounds are the names of the rounds as they fit under a panel; where they do
// not all fit, the first and the last stand alone.
func (c Trend) rounds(column float64) ([]string, int) {
	n := len(c.Rounds)
	out := make([]string, n)
	slot := column / float64(n)
	lines := 1
	for i, r := range c.Rounds {
		wrapped := wordNarrow.wrap(r, slot-4)
		lines = max(lines, len(wrapped))
		out[i] = joined(wrapped)
	}
	if slot >= 34 && lines <= 3 || n < 3 {
		return out, lines
	}
	lines = 1
	for i, r := range c.Rounds {
		out[i] = ""
		if i == 0 || i == n-1 {
			wrapped := wordNarrow.wrap(r, max(column/2-8, 40))
			lines = max(lines, len(wrapped))
			out[i] = joined(wrapped)
		}
	}
	return out, lines
}

// axes gives panel n its grid: rounds below, the hidden value axis, and the
// words beside the first of a row.
func (c Trend) axes(chart *charts.Line, lay func(string, patch), n int, worded bool, rounds, words []string) {
	chart.SetGlobalOptions(charts.WithGridOpts(opts.Grid{}))
	hidden := opts.Bool(false)
	below := opts.XAxis{Type: "category", GridIndex: n, AxisTick: &opts.AxisTick{Show: hidden}}
	values := opts.YAxis{
		Type: "value", GridIndex: n, Min: c.Scale.Min, Max: c.Scale.Max,
		AxisLine:  &opts.AxisLine{Show: hidden},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: line, Width: 1}},
	}
	beside := opts.YAxis{Type: "category", GridIndex: n, Position: "left", Data: words}
	if n == 0 {
		chart.SetGlobalOptions(charts.WithXAxisOpts(below), charts.WithYAxisOpts(values))
	} else {
		chart.ExtendXAxis(below)
		chart.ExtendYAxis(values)
	}
	chart.ExtendYAxis(beside)
	lay("xAxis", patch{
		"gridIndex": n, "boundaryGap": true, "data": texts(rounds), "axisLine": patch{"lineStyle": patch{"color": line}},
		"axisLabel": patch{"fontSize": wordNarrow.size, "lineHeight": 14, "color": ink3, "margin": 8, "interval": 0, "hideOverlap": false},
	})
	// The builder switches every label of a y axis on; this one has none.
	lay("yAxis", patch{
		"gridIndex": n, "interval": c.Scale.step(), "axisLabel": patch{"show": false},
		"axisTick": patch{"show": false},
	})
	lay("yAxis", merge(patch{"gridIndex": n, "boundaryGap": false, "axisLabel": patch{
		"show": worded, "interval": 0, "fontSize": wordNarrow.size, "lineHeight": 13, "color": ink3, "margin": 10, "hideOverlap": false,
	}}, bare).(patch))
}

// texts is a list of strings as an option holds it.
func texts(words []string) array {
	var out array
	for _, w := range words {
		out = append(out, w)
	}
	return out
}

// marks draws one panel: intervals, then the lines that are clear, then dots.
func (c Trend) marks(chart *charts.Line, lay func(string, patch), n int, p TrendPanel) {
	h := p.Aspect.hue()
	var spans []opts.MarkLineNameCoordItem
	var points []opts.ScatterData
	for i, t := range p.Points {
		if t.known() {
			spans = append(spans, opts.MarkLineNameCoordItem{
				Coordinate0: []any{i, c.Scale.within(t.Lo)}, Coordinate1: []any{i, c.Scale.within(t.Hi)},
			})
			points = append(points, opts.ScatterData{Value: []any{i, c.Scale.within(t.Mean)}})
		}
	}
	if len(points) == 0 {
		return
	}
	onPanel := func(over patch) patch {
		return merge(patch{"silent": true, "xAxisIndex": n, "yAxisIndex": 2 * n, "data": array{}}, over).(patch)
	}
	for i := 1; i < len(p.Points); i++ {
		if !p.Points[i].Changed || !p.Points[i].known() || !p.Points[i-1].known() {
			continue
		}
		data := []opts.LineData{
			{Value: []any{i - 1, c.Scale.within(p.Points[i-1].Mean)}}, {Value: []any{i, c.Scale.within(p.Points[i].Mean)}},
		}
		chart.AddSeries("change-"+strconv.Itoa(n)+"-"+strconv.Itoa(i), data,
			charts.WithLineStyleOpts(opts.LineStyle{Color: h.mark, Width: 2}))
		lay("series", onPanel(patch{"z": 3, "symbol": "none"}))
	}
	scatter := charts.NewScatter().AddSeries("round-"+strconv.Itoa(n), points,
		append(dots("circle", 10, h.mark, paper, 1.5), bars(p.Aspect.bar(), 6),
			charts.WithMarkLineNameCoordItemOpts(spans...))...)
	chart.Overlap(scatter)
	lay("series", onPanel(patch{"z": 4, "markLine": barsPatch}))
}
