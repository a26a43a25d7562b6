package chart

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// patch is what the builder's structs cannot say, laid over its option.
type patch = map[string]any

type array = []any

// builder is a go-echarts chart, used for its option alone: its own renderers
// write unescaped script and load from elsewhere.
type builder interface {
	Validate()
	JSON() map[string]any
}

// finish turns a builder into a plain option and lays the patch over it: maps
// merge by key, lists by position.
func finish(b builder, over patch) (map[string]any, error) {
	b.Validate()
	raw, err := json.Marshal(b.JSON())
	if err != nil {
		return nil, fmt.Errorf("write builder option: %w", err)
	}
	var option map[string]any
	if err := json.Unmarshal(raw, &option); err != nil {
		return nil, fmt.Errorf("read builder option: %w", err)
	}
	// The builder always writes these. Nothing is clicked in a drawing, and its
	// palette is not ours.
	for _, name := range []string{"legend", "tooltip", "toolbox", "title", "color"} {
		delete(option, name)
	}
	base := patch{
		"animation": false,
		"color":     array{ink},
		"textStyle": patch{"fontFamily": "sans-serif", "color": ink2, "fontSize": 13},
	}
	return merge(merge(option, base), over).(map[string]any), nil
}

func merge(under, over any) any {
	switch o := over.(type) {
	case patch:
		u, ok := under.(map[string]any)
		if !ok {
			u = map[string]any{}
		}
		for k, v := range o {
			u[k] = merge(u[k], v)
		}
		return u
	case array:
		u, ok := under.([]any)
		if !ok {
			u = nil
		}
		for i, v := range o {
			if i < len(u) {
				u[i] = merge(u[i], v)
			} else {
				u = append(u, merge(nil, v))
			}
		}
		return u
	case nil:
		return under
	}
	return over
}

// Faces of the labels. Nothing is set smaller than 12 px.
var (
	rowFace    = face{size: 15}
	rowNarrow  = face{size: 13.5}
	wordFace   = face{size: 13}
	wordNarrow = face{size: 12}
	valueFace  = face{size: 15, bold: true}
	countFace  = face{size: 12}
)

// bare is an axis without line, ticks and lattice, for the words and names.
var bare = patch{
	"axisLine": patch{"show": false}, "axisTick": patch{"show": false}, "splitLine": patch{"show": false},
}

// valueAxis is the hidden axis the numbers lie on, with a line at each option.
func (s Scale) valueAxis(grid int) (opts.XAxis, patch) {
	hidden := opts.Bool(false)
	axis := opts.XAxis{
		Type: "value", GridIndex: grid, Min: s.Min, Max: s.Max,
		AxisLabel: &opts.AxisLabel{Show: hidden},
		AxisLine:  &opts.AxisLine{Show: hidden},
		AxisTick:  &opts.AxisTick{Show: hidden},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: line, Width: 1}},
	}
	return axis, patch{"gridIndex": grid, "interval": s.step()}
}

// wordAxis prints the option words over the value axis: a value axis itself
// cannot print words without a function.
func wordAxis(grid int, words axisWords) (opts.XAxis, patch) {
	axis := opts.XAxis{Type: "category", GridIndex: grid, Position: "top", Data: words.texts}
	return axis, merge(patch{}, merge(patch{
		"gridIndex": grid, "boundaryGap": false,
		"axisLabel": patch{
			"color": ink3, "fontSize": words.face.size, "interval": 0, "margin": words.margin(),
			"lineHeight": words.lineHeight(), "verticalAlign": "bottom", "hideOverlap": false,
		},
	}, bare)).(patch)
}

// axisWords are the option words as they fit over an axis. Where not all fit,
// some are blank; the two ends are always there.
type axisWords struct {
	face  face
	texts []string
	lines int
	// first and last are half the widths of the words at the ends, which reach
	// out over the axis.
	first, last float64
	// lift is room left free between the words and the axis, beside the usual.
	lift float64
}

func (w axisWords) lineHeight() float64 { return math.Round(w.face.size * 1.15) }

func (w axisWords) margin() float64 { return 8 + w.lift }

// height is what the words need above the axis.
func (w axisWords) height() float64 { return w.margin() + float64(w.lines)*w.lineHeight() }

// words fits the option words over an axis of so many pixels.
func (s Scale) words(f face, span float64) axisWords {
	gaps := len(s.Words) - 1
	for stride := 1; stride < gaps; stride++ {
		if gaps%stride != 0 {
			continue
		}
		if w, ok := s.every(f, stride, span/float64(gaps)*float64(stride), false); ok {
			return w
		}
	}
	w, _ := s.every(f, gaps, span, true)
	return w
}

// every sets each stride-th word into slots of the given width.
func (s Scale) every(f face, stride int, slot float64, force bool) (axisWords, bool) {
	const gap, maxLines = 4, 4
	out := axisWords{face: f, texts: make([]string, len(s.Words)), lines: 1}
	limit := slot - gap
	if force {
		limit = min(slot*0.55, 80)
	}
	previous := -1.0
	for i := 0; i < len(s.Words); i += stride {
		wrapped := f.wrap(s.Words[i], max(limit, f.longest(s.Words[i])+1))
		half := f.widest(wrapped) / 2
		if previous >= 0 && previous+half+gap > slot || len(wrapped) > maxLines {
			if !force {
				return out, false
			}
		}
		previous = half
		out.lines = max(out.lines, len(wrapped))
		out.texts[i] = strings.Join(wrapped, "\n")
		if i == 0 {
			out.first = half
		}
		if i == len(s.Words)-1 {
			out.last = half
		}
	}
	return out, true
}

// segment is one level line of a mark line, from x0 to x1 in row y.
func segment(x0, x1 float64, y int) opts.MarkLineNameCoordItem {
	return opts.MarkLineNameCoordItem{Coordinate0: []any{x0, y}, Coordinate1: []any{x1, y}}
}

// bars is a mark line that draws intervals: it lies under the dots, has no
// arrow heads and no labels.
func bars(color string, width float32) charts.SeriesOpts {
	return charts.WithMarkLineStyleOpts(opts.MarkLineStyle{
		Symbol: []string{"none", "none"},
		Label:  &opts.Label{Show: opts.Bool(false)},
		LineStyle: &opts.LineStyle{
			Color: color, Width: width, Type: "solid", Opacity: opts.Float(1),
		},
	})
}

// barsPatch is what bars cannot say.
var barsPatch = patch{"silent": true, "z": 2, "lineStyle": patch{"cap": "round"}}

// dotted is the mark line for what cannot be shown or compared.
func dotted() charts.SeriesOpts { return bars(mute, 1) }

var dottedPatch = patch{"silent": true, "z": 2, "lineStyle": patch{"type": array{2, 4}}}

// dots styles a scatter series.
func dots(symbol string, size float64, fill, border string, width float32) []charts.SeriesOpts {
	return []charts.SeriesOpts{
		charts.WithScatterChartOpts(opts.ScatterChart{Symbol: symbol, SymbolSize: size}),
		charts.WithItemStyleOpts(opts.ItemStyle{
			Color: fill, BorderColor: border, BorderWidth: width, Opacity: opts.Float(1),
		}),
	}
}

// at is one point of a scatter series.
func at(x float64, y int) opts.ScatterData { return opts.ScatterData{Value: []any{x, y}} }

// plain takes out what the engine's rich text would read as markup.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '{' || r == '}' || r == '|' {
			return -1
		}
		return r
	}, clean(s))
}

// joined sets wrapped lines as one label.
func joined(lines []string) string { return strings.Join(lines, "\n") }

// faint is an axis label in grey, for what cannot be shown. A label with a style
// of its own does not inherit where it stands.
func faint(text, vertical string) patch {
	return patch{"value": text, "textStyle": patch{"color": ink3, "align": "left", "verticalAlign": vertical}}
}
