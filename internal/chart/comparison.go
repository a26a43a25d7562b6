package chart

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Standing is one of the three words a comparison has for a unit.
type Standing int

// The words, from the zero value: without clear evidence there is no difference.
const (
	Same Standing = iota
	Above
	Below
)

// Mark is what one panel shows of one unit.
type Mark struct {
	// Mean, Lo and Hi are the level and its interval, rounded as on the page.
	Mean, Lo, Hi float64
	Standing     Standing
	// WordsOnly leaves out the dot: the interval is all that is known.
	WordsOnly bool
	// Absent says that the unit cannot be compared here: a dotted line.
	Absent bool
}

func (m Mark) known() bool {
	return !m.Absent && (m.WordsOnly || finite(m.Mean)) && finite(m.Lo) && finite(m.Hi) && m.Lo <= m.Hi
}

// Panel is one aspect or facet of a comparison, with a mark for each unit.
type Panel struct {
	Title  string
	Aspect Aspect
	// Lo and Hi bound the middle half of the units, Median parts them; all nil
	// where there are too few units for a band.
	Lo, Hi, Median *float64
	Marks          []Mark
}

// Unit is one line of a comparison.
type Unit struct {
	Name string
	// Own sets the reader's own unit in bold.
	Own bool
}

// Comparison shows units side by side in the caller's order, which is never
// that of the results: small multiples on one axis, cut to the option words in
// use, alike for all panels.
type Comparison struct {
	ID, Label string
	Scale     Scale
	Units     []Unit
	Panels    []Panel
	// Least is the part of the scale that charts beside this one need; the axis is
	// cut no shorter, so that they are all cut alike. Nil where it stands alone.
	Least *[2]float64
}

// Draw lays the panels out wide, side by side, and narrow, below each other.
func (c Comparison) Draw() (Figure, error) {
	if err := c.Scale.check(); err != nil {
		return Figure{}, err
	}
	drawable := false
	for _, p := range c.Panels {
		if len(p.Marks) != len(c.Units) {
			return Figure{}, fmt.Errorf("panel %q has %d marks for %d units", p.Title, len(p.Marks), len(c.Units))
		}
		for i, m := range p.Marks {
			if m.known() && (m.Lo > c.Scale.Max || m.Hi < c.Scale.Min) {
				return Figure{}, fmt.Errorf("unit %q in panel %q lies off the scale", c.Units[i].Name, p.Title)
			}
			drawable = drawable || m.known()
		}
	}
	if !drawable {
		return Figure{}, ErrNothing
	}
	wide, err := c.layout(1040, min(3, len(c.Panels)), 160, 240)
	if err != nil {
		return Figure{}, err
	}
	narrow, err := c.layout(320, 1, 100, 142)
	if err != nil {
		return Figure{}, err
	}
	return figure(c.ID, c.Label, wide, narrow)
}

// cut is the part of the scale in use, at least four option words long where
// the scale has them.
func (c Comparison) cut() Scale {
	lo, hi := math.Inf(1), math.Inf(-1)
	if c.Least != nil {
		lo, hi = c.Least[0], c.Least[1]
	}
	for _, p := range c.Panels {
		for _, m := range p.Marks {
			if m.known() {
				lo, hi = min(lo, m.Lo), max(hi, m.Hi)
			}
		}
		for _, x := range []*float64{p.Lo, p.Hi, p.Median} {
			if x != nil && finite(*x) {
				lo, hi = min(lo, *x), max(hi, *x)
			}
		}
	}
	s, last := c.Scale, len(c.Scale.Words)-1
	from := max(0, int(math.Floor((lo-s.Min)/s.step())))
	to := min(last, int(math.Ceil((hi-s.Min)/s.step())))
	for down := true; to-from < min(3, last); down = !down {
		if down && from > 0 || to == last {
			from--
		} else {
			to++
		}
	}
	return Scale{Words: s.Words[from : to+1], Min: s.Min + float64(from)*s.step(), Max: s.Min + float64(to)*s.step()}
}

var (
	unitFace  = face{size: 13}
	titleFace = face{size: 13.5, bold: true}
)

// layout sets the panels in rows of so many columns, the names to the left of
// each row of panels.
func (c Comparison) layout(width float64, columns int, least, most float64) (layout, error) {
	const titleLine, unitLine = 17, 15
	cut := c.cut()
	longest := 0.0
	for _, u := range c.Units {
		longest = max(longest, (face{unitFace.size, u.Own}).width(clean(u.Name))*slack+20)
	}
	left := math.Ceil(min(max(longest, least), most))
	names, lines := c.names(left - 16)
	row := max(26, float64(lines)*unitLine+9)
	if len(c.Units) <= 20 {
		row = max(row, 29)
	}
	// The words at the ends reach out over their panel, into the room between two.
	start := left + 4
	words := cut.words(wordNarrow, (width-start-24)/float64(columns)-48)
	gap, edge := math.Ceil(max(44, words.first+words.last+12)), math.Ceil(max(8, words.last+2))
	span := math.Floor((width - start - edge - gap*float64(columns-1)) / float64(columns))
	words = cut.words(wordNarrow, span)

	chart := charts.NewScatter()
	build := panels{chart: chart, cut: cut, words: words, names: names, over: patch{
		"title": array{}, "grid": array{}, "xAxis": array{}, "yAxis": array{}, "series": array{},
	}}
	y := 0.0
	for first := 0; first < len(c.Panels); first += columns {
		inRow := c.Panels[first:min(first+columns, len(c.Panels))]
		titles := 0
		// A panel alone in its row has its title on the left edge, over the names.
		titleAt, titleSpan := start, span+gap-16
		if columns == 1 {
			titleAt, titleSpan = 0, width-16
		}
		for _, p := range inRow {
			titles = max(titles, len(titleFace.wrap(p.Title, titleSpan)))
		}
		top := y + float64(titles)*titleLine + 10 + words.height()
		height := row * float64(len(c.Units))
		for k, p := range inRow {
			x := start + float64(k)*(span+gap)
			build.add(p, box{x: x, y: top, width: span, height: height}, k == 0, start)
			build.title(p, titleAt+x-start, y, titleSpan)
		}
		y = top + height + 26
	}
	option, err := finish(chart, build.over)
	return layout{width, y - 16, option}, err
}

func (c Comparison) names(limit float64) (array, int) {
	var names array
	lines := 1
	for i, u := range c.Units {
		f := face{unitFace.size, u.Own}
		wrapped := f.wrapTo(u.Name, limit, 2)
		lines = max(lines, len(wrapped))
		shown := slices.ContainsFunc(c.Panels, func(p Panel) bool { return p.Marks[i].known() })
		switch {
		case !shown:
			names = append(names, faint(joined(wrapped), "middle"))
		case u.Own:
			names = append(names, patch{"value": joined(wrapped), "textStyle": patch{
				"color": ink, "fontWeight": 600, "align": "left", "verticalAlign": "middle",
			}})
		default:
			names = append(names, joined(wrapped))
		}
	}
	return names, lines
}

// box is where a panel's grid lies.
type box struct{ x, y, width, height float64 }

// panels puts one panel after another into a chart.
type panels struct {
	chart *charts.Scatter
	cut   Scale
	words axisWords
	names array
	over  patch
	n     int
}

func (b *panels) lay(part string, p patch) { b.over[part] = append(b.over[part].(array), p) }

func (b *panels) title(p Panel, x, y, width float64) {
	lines := titleFace.wrap(p.Title, width)
	b.lay("title", patch{
		"text": joined(lines), "left": x, "top": y + 2, "padding": 0,
		"textStyle": patch{"fontSize": titleFace.size, "lineHeight": 17, "fontWeight": 600, "color": p.Aspect.hue().ink},
	})
}

// add draws one panel into its box, with the unit names on its left if it is
// the first of its row.
func (b *panels) add(p Panel, in box, named bool, margin float64) {
	values, valuesPatch := b.cut.valueAxis(b.n)
	words, wordsPatch := wordAxis(b.n, b.words)
	units := opts.YAxis{Type: "category", GridIndex: b.n, Inverse: opts.Bool(true), Data: b.names}
	b.chart.SetGlobalOptions(charts.WithGridOpts(opts.Grid{}))
	if b.n == 0 {
		b.chart.SetGlobalOptions(charts.WithXAxisOpts(values), charts.WithYAxisOpts(units))
	} else {
		b.chart.ExtendXAxis(values)
		b.chart.ExtendYAxis(units)
	}
	b.lay("xAxis", valuesPatch)
	// The words are on the odd axes: each grid has two.
	b.chart.ExtendXAxis(words)
	b.lay("xAxis", wordsPatch)
	b.lay("grid", patch{"left": in.x, "top": in.y, "width": in.width, "height": in.height, "outerBoundsMode": "none"})
	b.lay("yAxis", merge(patch{"gridIndex": b.n, "axisLabel": patch{
		"show": named, "align": "left", "margin": margin, "interval": 0, "hideOverlap": false,
		"fontSize": unitFace.size, "lineHeight": 15, "color": ink,
	}}, bare).(patch))
	b.band(p)
	b.marks(p)
	b.n++
}

// series adds one series on the current panel's axes.
func (b *panels) series(name string, data []opts.ScatterData, over patch, style ...charts.SeriesOpts) {
	b.chart.AddSeries(fmt.Sprintf("%s-%d", name, b.n), data, style...)
	base := patch{"silent": true, "xAxisIndex": 2 * b.n, "yAxisIndex": b.n, "data": array{}}
	b.lay("series", merge(base, over).(patch))
}

// band is the middle half as a wash and the median as a thin line, both under
// the marks.
func (b *panels) band(p Panel) {
	over := patch{"z": 1}
	if p.Lo != nil && p.Hi != nil && finite(*p.Lo) && finite(*p.Hi) {
		over["markArea"] = patch{
			"silent": true, "z": 0, "itemStyle": patch{"color": sand, "opacity": 1},
			"data": array{array{patch{"xAxis": b.cut.within(*p.Lo)}, patch{"xAxis": b.cut.within(*p.Hi)}}},
		}
	}
	if p.Median != nil && finite(*p.Median) {
		over["markLine"] = patch{
			"silent": true, "z": 1, "symbol": "none", "label": patch{"show": false},
			"lineStyle": patch{"color": rule, "width": 1, "type": "solid"},
			"data":      array{patch{"xAxis": b.cut.within(*p.Median)}},
		}
	}
	if len(over) > 1 {
		b.series("middle", nil, over)
	}
}

func (b *panels) marks(p Panel) {
	h := p.Aspect.hue()
	var spans, blanks []opts.MarkLineNameCoordItem
	points := map[Standing][]opts.ScatterData{}
	for y, m := range p.Marks {
		if !m.known() {
			blanks = append(blanks, segment(b.cut.Min, b.cut.Max, y))
			continue
		}
		spans = append(spans, segment(b.cut.within(m.Lo), b.cut.within(m.Hi), y))
		if !m.WordsOnly {
			points[m.Standing] = append(points[m.Standing], at(b.cut.within(m.Mean), y))
		}
	}
	if len(blanks) > 0 {
		b.series("absent", nil, patch{"z": 2, "markLine": dottedPatch},
			dotted(), charts.WithMarkLineNameCoordItemOpts(blanks...))
	}
	if len(spans) == 0 {
		return
	}
	b.series("interval", nil, patch{"z": 2, "markLine": barsPatch},
		bars(p.Aspect.bar(), 6), charts.WithMarkLineNameCoordItemOpts(spans...))
	for _, s := range []struct {
		standing Standing
		name     string
		symbol   string
		size     float64
		turn     int
	}{{Same, "same", "circle", 9, 0}, {Above, "above", "triangle", 12, -90}, {Below, "below", "triangle", 12, 90}} {
		if len(points[s.standing]) > 0 {
			b.series(s.name, points[s.standing], patch{"z": 4, "symbolRotate": s.turn},
				dots(s.symbol, s.size, h.mark, paper, 1.5)...)
		}
	}
}
