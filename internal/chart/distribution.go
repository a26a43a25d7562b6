package chart

import (
	"math"
	"slices"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Share is one segment of a bar: how long it is in per cent, and what is
// printed on it where there is room. Without a text the number is printed.
type Share struct {
	Percent int
	Text    string
}

func (s Share) text() string {
	if s.Text != "" {
		return plain(s.Text)
	}
	return strconv.Itoa(s.Percent)
}

// Item is one statement with the shares of its options, lowest first.
type Item struct {
	Label  string
	Shares []Share
	// DontKnow is the share of those who reached the item and could not say;
	// it is drawn apart. Nil where it may not be shown.
	DontKnow *Share
	// Absent says there is nothing to show of this item.
	Absent bool
}

// total is what the segments come to; rounded shares need not make a hundred.
func (i Item) total() (sum int) {
	if i.Absent {
		return 0
	}
	for _, s := range i.Shares {
		sum += max(s.Percent, 0)
	}
	return sum
}

// Distribution is how the answers to each statement spread over the options,
// as a stacked bar, with "don't know" in a column of its own.
type Distribution struct {
	ID, Label string
	Aspect    Aspect
	Items     []Item
	// Heading stands over the bars ("Svar i procent"), DontKnow over the column.
	Heading, DontKnow string
}

// Draw lays the statements out wide, beside the bars, and narrow, above them.
func (c Distribution) Draw() (Figure, error) {
	if !slices.ContainsFunc(c.Items, func(i Item) bool { return i.total() > 0 || i.apart() }) {
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
	return figure(c.ID, c.Label, wide, narrow)
}

// Bands is the coarser spread for small groups: three bands, low to high.
type Bands struct {
	ID, Label string
	Aspect    Aspect
	Items     []Item
	Heading   string
}

// Draw draws the bands as a distribution of three options without "don't know".
func (c Bands) Draw() (Figure, error) {
	items := slices.Clone(c.Items)
	for i := range items {
		items[i].DontKnow = nil
	}
	return Distribution{ID: c.ID, Label: c.Label, Aspect: c.Aspect, Items: items, Heading: c.Heading}.Draw()
}

func (i Item) apart() bool { return !i.Absent && i.DontKnow != nil }

func (c Distribution) anyApart() bool { return slices.ContainsFunc(c.Items, Item.apart) }

func (c Distribution) options() (n int) {
	for _, i := range c.Items {
		n = max(n, len(i.Shares))
	}
	return n
}

// frame is one layout of a distribution.
type frame struct {
	width, height  float64
	top            float64
	left, right    float64 // of the bars
	apart, apartTo float64 // of the don't-know column
	bar            float64
	label          patch
	names          array
}

// barsTop is where the bars begin under their heading, below the room under them.
const barsTop, below = 28, 2

var (
	itemFace   = face{size: 14}
	itemNarrow = face{size: 13}
	headFace   = face{size: 12}
)

func (c Distribution) wide() (layout, error) {
	f := frame{width: 760, left: 346, right: 744, bar: 22, top: barsTop}
	if c.anyApart() {
		f.right, f.apart, f.apartTo = 668, 684, 744
	}
	names, lines := c.names(itemFace, f.left-24, "middle")
	row := max(54, float64(lines)*18+12)
	f.names = names
	f.height = f.top + row*float64(len(c.Items)) + below
	f.label = patch{"align": "left", "margin": f.left, "fontSize": itemFace.size, "lineHeight": 18, "color": ink}
	option, err := c.option(f)
	return layout{f.width, f.height, option}, err
}

func (c Distribution) narrow() (layout, error) {
	f := frame{width: 320, right: 320, bar: 20}
	if c.anyApart() {
		f.right, f.apart, f.apartTo = 256, 268, 320
	}
	names, lines := c.names(itemNarrow, f.width-4, "bottom")
	label := 14 + float64(lines)*16
	row := label + 28
	f.names = names
	f.top = barsTop + max(0, label-row/2)
	f.height = f.top + row*float64(len(c.Items)) + below
	f.label = patch{
		"inside": true, "margin": 0, "align": "left", "verticalAlign": "bottom", "padding": array{0, 0, 14, 0},
		"fontSize": itemNarrow.size, "lineHeight": 16, "color": ink,
	}
	option, err := c.option(f)
	return layout{f.width, f.height, option}, err
}

func (c Distribution) names(f face, limit float64, vertical string) (array, int) {
	var names array
	lines := 1
	for _, i := range c.Items {
		wrapped := f.wrap(i.Label, limit)
		lines = max(lines, len(wrapped))
		if i.total() > 0 || i.apart() {
			names = append(names, joined(wrapped))
			continue
		}
		names = append(names, faint(joined(wrapped), vertical))
	}
	return names, lines
}

func (c Distribution) option(f frame) (map[string]any, error) {
	hidden, inverse := opts.Bool(false), opts.Bool(true)
	chart := charts.NewBar()
	chart.SetGlobalOptions(
		charts.WithGridOpts(opts.Grid{}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Max: 100, Show: hidden}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Inverse: inverse, Data: f.names}),
	)
	over := patch{
		"title": array{c.heading(c.Heading, f.left, "left")},
		"grid":  array{grid(f.left, f.right, f)},
		"xAxis": array{patch{"min": 0}},
		"yAxis": array{merge(patch{"axisLabel": f.label}, bare)},
	}
	series := c.stack(chart, f)
	if c.anyApart() {
		chart.SetGlobalOptions(charts.WithGridOpts(opts.Grid{}))
		chart.ExtendXAxis(opts.XAxis{Type: "value", GridIndex: 1, Max: 100, Show: hidden})
		chart.ExtendYAxis(opts.YAxis{Type: "category", GridIndex: 1, Inverse: inverse, Show: hidden, Data: make([]string, len(c.Items))})
		over["grid"] = append(over["grid"].(array), grid(f.apart, f.apartTo, f))
		over["xAxis"] = append(over["xAxis"].(array), patch{"min": 0, "gridIndex": 1})
		over["title"] = append(over["title"].(array), c.heading(c.DontKnow, f.apartTo, "right"))
		series = append(series, c.apart(chart, f))
	}
	over["series"] = series
	return finish(chart, over)
}

func (c Distribution) heading(text string, x float64, side string) patch {
	return patch{
		"text": clean(text), "left": x, "top": 2, "padding": 0, "textAlign": side,
		"textStyle": patch{"fontSize": headFace.size, "fontWeight": 400, "color": ink3},
	}
}

func grid(from, to float64, f frame) patch {
	return patch{"left": from, "right": f.width - to, "top": f.top, "bottom": below, "outerBoundsMode": "none"}
}

// stack adds one series for each option.
func (c Distribution) stack(chart *charts.Bar, f frame) array {
	n := c.options()
	h, tone := c.Aspect.hue(), tones(n)
	var patches array
	for k := range n {
		var data []opts.BarData
		labels := array{}
		for _, i := range c.Items {
			percent, text := 0.0, ""
			if sum := i.total(); sum > 0 && k < len(i.Shares) {
				// The bar is as long as its neighbours even where the rounded
				// shares miss a hundred; the digits stay what they are.
				percent = math.Round(float64(max(i.Shares[k].Percent, 0))*10000/float64(sum)) / 100
				if room := percent / 100 * (f.right - f.left); headFace.width(i.Shares[k].text())+7 <= room {
					text = i.Shares[k].text()
				}
			}
			data = append(data, opts.BarData{Value: percent})
			if text == "" {
				labels = append(labels, patch{"label": patch{"show": false}})
			} else {
				labels = append(labels, patch{"label": patch{"show": true, "formatter": text}})
			}
		}
		chart.AddSeries("option-"+strconv.Itoa(k+1), data,
			charts.WithBarChartOpts(opts.BarChart{Stack: "shares"}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: h.ramp[tone[k]], BorderColor: paper, BorderWidth: 1}),
			charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "inside", Color: labelOn(tone[k])}))
		patches = append(patches, patch{
			"silent": true, "barWidth": f.bar, "data": labels, "label": patch{"fontSize": headFace.size},
		})
	}
	return patches
}

// apart adds the column of those who could not say.
func (c Distribution) apart(chart *charts.Bar, f frame) patch {
	var data []opts.BarData
	labels := array{}
	for _, i := range c.Items {
		if !i.apart() {
			data = append(data, opts.BarData{Value: "-"})
			labels = append(labels, patch{"label": patch{"show": false}})
			continue
		}
		percent := min(max(i.DontKnow.Percent, 0), 100)
		data = append(data, opts.BarData{Value: percent})
		// The text stands beside the bar, or on it where the bar leaves no room.
		position, color := "right", ink
		if width := f.apartTo - f.apart; width*float64(100-percent)/100 < headFace.width(i.DontKnow.text())+7 {
			position = "insideRight"
		}
		labels = append(labels, patch{"label": patch{
			"show": true, "formatter": i.DontKnow.text(), "position": position, "color": color,
		}})
	}
	chart.AddSeries("dont-know", data,
		charts.WithBarChartOpts(opts.BarChart{XAxisIndex: 1, YAxisIndex: 1, ShowBackground: opts.Bool(true)}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: mute}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true)}))
	return patch{
		"silent": true, "barWidth": f.bar, "backgroundStyle": patch{"color": sand}, "data": labels,
		"label": patch{"fontSize": headFace.size, "distance": 5},
	}
}
