package chart

import (
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Emblem is the compass rose that opens a profile: one axis for each facet,
// grouped into a sector for each aspect. It carries no number; everything on it
// stands again below.
type Emblem struct {
	ID, Label string
	Scale     Scale
	Sectors   []Sector
}

// Sector is an aspect and its facets. An instrument without aspects has one
// sector without a name.
type Sector struct {
	Name   string
	Aspect Aspect
	Rows   []Row
}

// minAxes is how many facets make a shape.
const minAxes = 3

// Draw lays the rose out wide, with the names of the facets, and narrow, with
// those of the aspects. Facets without a mean are left out; fewer than three
// make no rose.
func (c Emblem) Draw() (Figure, error) {
	if err := c.Scale.check(); err != nil {
		return Figure{}, err
	}
	var shown []Sector
	axes := 0
	for _, s := range c.Sectors {
		if err := c.Scale.holds(s.Rows); err != nil {
			return Figure{}, err
		}
		kept := Sector{Name: s.Name, Aspect: s.Aspect}
		for _, r := range s.Rows {
			if r.dotted() {
				kept.Rows = append(kept.Rows, r)
			}
		}
		if len(kept.Rows) > 0 {
			shown = append(shown, kept)
			axes += len(kept.Rows)
		}
	}
	if axes < minAxes {
		return Figure{}, ErrNothing
	}
	rose := rose{scale: c.Scale, sectors: shown, axes: axes}
	wide, err := rose.wide()
	if err != nil {
		return Figure{}, err
	}
	narrow, err := rose.narrow()
	if err != nil {
		return Figure{}, err
	}
	f, err := figure(c.ID, c.Label, wide, narrow)
	f.Private = rose.led()
	return f, err
}

// rose is an emblem with the facets that have a mean.
type rose struct {
	scale   Scale
	sectors []Sector
	axes    int
}

var (
	facetFace  = face{size: 13.5}
	sectorFace = face{size: 13, bold: true}
)

const nameLine = 16

// placed is one name beside the rose: its lines and the box they fill, with the
// centre of the rose as origin.
type placed struct {
	lines                    []string
	left, right, top, bottom float64
}

// place sets the name of the facet at a clockwise angle from the top, in the
// room there is between the circle and the edge of the drawing.
func place(name string, angle, ring, half float64) placed {
	x, y := ring*math.Sin(angle), -ring*math.Cos(angle)
	centred := math.Abs(x) < 1
	room := min(half-math.Abs(x)-2, 150)
	if centred {
		room = 176
	}
	p := placed{lines: facetFace.wrap(name, room)}
	w, h := facetFace.widest(p.lines)*slack, float64(len(p.lines))*nameLine
	switch {
	case centred && y < 0:
		p.left, p.right, p.top, p.bottom = x-w/2, x+w/2, y-h, y
	case centred:
		p.left, p.right, p.top, p.bottom = x-w/2, x+w/2, y, y+h
	case x > 0:
		p.left, p.right, p.top, p.bottom = x, x+w, y-h/2, y+h/2
	default:
		p.left, p.right, p.top, p.bottom = x-w, x, y-h/2, y+h/2
	}
	return p
}

func (p placed) overlaps(q placed) bool {
	const gap = 2
	return p.left < q.right+gap && q.left < p.right+gap && p.top < q.bottom+gap && q.top < p.bottom+gap
}

// names places every facet's name round a circle, or reports that they do not
// fit beside each other.
func (r rose) names(ring, half float64) ([]placed, bool) {
	var out []placed
	r.each(func(i int, row Row, _ Aspect) {
		out = append(out, place(row.Label, r.angle(i), ring, half))
	})
	for i, p := range out {
		for _, word := range p.lines {
			if strings.HasSuffix(word, "-") && half < 200 {
				return nil, false
			}
		}
		for _, q := range out[i+1:] {
			if p.overlaps(q) {
				return nil, false
			}
		}
	}
	return out, true
}

// angle is where axis i points, clockwise from the top.
func (r rose) angle(i int) float64 { return 2 * math.Pi * float64(i) / float64(r.axes) }

// each calls f for every facet in order.
func (r rose) each(f func(i int, row Row, a Aspect)) {
	i := 0
	for _, s := range r.sectors {
		for _, row := range s.Rows {
			f(i, row, s.Aspect)
			i++
		}
	}
}

func (r rose) wide() (layout, error) {
	const width, gap = 640, 20
	for _, radius := range []float64{164, 184, 204} {
		names, ok := r.names(radius+gap, width/2)
		if !ok {
			continue
		}
		top, bottom := radius, radius
		for _, p := range names {
			top, bottom = max(top, -p.top), max(bottom, p.bottom)
		}
		top, bottom = math.Ceil(top+6), math.Ceil(bottom+6)
		option, err := r.option(frameOfRose{radius: radius, gap: gap, x: width / 2, y: top, width: width}, 11, names)
		return layout{width, top + bottom, option}, err
	}
	return r.withSectorNames(width, 184, 11)
}

func (r rose) narrow() (layout, error) {
	const width, gap = 320, 12
	if len(r.sectors) < 2 {
		// Without aspects to name, the facets are named if there is room.
		for _, radius := range []float64{84, 72, 60} {
			if names, ok := r.names(radius+gap, width/2); ok {
				top, bottom := radius, radius
				for _, p := range names {
					top, bottom = max(top, -p.top), max(bottom, p.bottom)
				}
				top, bottom = math.Ceil(top+6), math.Ceil(bottom+6)
				option, err := r.option(frameOfRose{radius: radius, gap: gap, x: width / 2, y: top, width: width}, 9, names)
				return layout{width, top + bottom, option}, err
			}
		}
	}
	// A smaller circle leaves more room for the names beside it.
	for _, radius := range []float64{96, 88, 80} {
		if left, right := r.reach(radius); left+right <= width && r.lines(width, radius) <= maxSectorLines {
			return r.withSectorNames(width, radius, 9)
		}
	}
	// Long names stand in the key under the drawing.
	const radius, margin = 124, 10
	option, err := r.option(frameOfRose{radius: radius, x: width / 2, y: radius + margin, width: width, nameless: true}, 10, nil)
	return layout{width, 2 * (radius + margin), option}, err
}

// maxSectorLines is how many lines a name beside the circle may have.
const maxSectorLines = 3

// lines is the most lines that a sector's name has.
func (r rose) lines(width, radius float64) int {
	most, x := 1, r.centre(width, radius)
	r.eachSector(func(s Sector, angle float64) {
		most = max(most, len(sectorFace.wrap(s.Name, sectorRoom(width, x, radius, angle))))
	})
	return most
}

// sectorGap is how far from the circle the name of a sector stands.
const sectorGap = 12

// sectorEdge is what is left free beside the names of sectors.
const sectorEdge = 6

// reach is how far the circle and the longest words beside it go to the left and to
// the right of the centre.
func (r rose) reach(radius float64) (left, right float64) {
	left, right = radius+sectorEdge, radius+sectorEdge
	r.eachSector(func(s Sector, angle float64) {
		out := math.Sin(angle)
		need := (radius+sectorGap)*math.Abs(out) + sectorFace.longest(s.Name) + sectorEdge
		if out < 0 {
			left = max(left, need)
		} else {
			right = max(right, need)
		}
	})
	return left, right
}

// sectorRoom is the width there is for the name of a sector whose middle lies at
// an angle, beside a circle round x.
func sectorRoom(width, x, radius, angle float64) float64 {
	out := math.Sin(angle)
	if out >= 0 {
		x = width - x
	}
	return x - (radius+sectorGap)*math.Abs(out) - sectorEdge
}

// eachSector calls f for every sector with the angle of its middle.
func (r rose) eachSector(f func(s Sector, angle float64)) {
	before := 0
	for _, s := range r.sectors {
		f(s, 2*math.Pi*(float64(before)+float64(len(s.Rows)-1)/2)/float64(r.axes))
		before += len(s.Rows)
	}
}

// withSectorNames draws the rose with the names of the aspects alone.
func (r rose) withSectorNames(width, radius, point float64) (layout, error) {
	const margin = 40
	f := frameOfRose{radius: radius, x: r.centre(width, radius), y: radius + margin, width: width}
	option, err := r.option(f, point, nil)
	return layout{width, 2 * (radius + margin), option}, err
}

// centre is where the circle stands: in the middle, or aside for long words.
func (r rose) centre(width, radius float64) float64 {
	left, right := r.reach(radius)
	switch x := width / 2; {
	case left+right > width:
		return math.Round(width * left / (left + right))
	case left > x:
		return math.Ceil(left)
	case right > x:
		return math.Floor(width - right)
	default:
		return x
	}
}

// frameOfRose is where a rose lies in a drawing, and how far from it the names of
// facets stand.
type frameOfRose struct {
	radius, gap, x, y, width float64
	nameless                 bool // neither facets nor sectors are named
}

// option draws the rose in its frame, with facet names if there are any and else
// those of the sectors.
func (r rose) option(f frameOfRose, point float64, names []placed) (map[string]any, error) {
	radius, center := f.radius, array{f.x, f.y}
	chart := charts.NewRadar()
	chart.SetGlobalOptions(
		charts.WithPolarOps(opts.Polar{}),
		charts.WithAngleAxisOps(opts.AngleAxis{PolarAxisBase: opts.PolarAxisBase{Type: "value", Max: 360, StartAngle: 90}, Clockwise: opts.Bool(true)}),
		charts.WithRadiusAxisOps(opts.RadiusAxis{PolarAxisBase: opts.PolarAxisBase{Type: "value"}}),
		charts.WithRadarComponentOpts(opts.RadarComponent{
			Indicator: r.indicators(), Shape: "circle", SplitNumber: len(r.scale.Words) - 1, StartAngle: 90,
			AxisName:  &opts.AxisName{Color: ink2, LineHeight: nameLine},
			AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: line}},
			SplitLine: &opts.SplitLine{LineStyle: &opts.LineStyle{Color: line}},
			SplitArea: &opts.SplitArea{Show: opts.Bool(false)},
		}),
	)
	sectors, sectorPatch := r.tints(names == nil && !f.nameless, f)
	chart.MultiSeries = append(chart.MultiSeries, sectors.MultiSeries...)
	series := array{merge(patch{"radius": array{0, radius}, "center": center}, sectorPatch)}
	series = append(series, r.shapes(chart)...)
	series = append(series, r.points(chart, point)...)
	indicators := array{}
	for i := range r.axes {
		text := ""
		// The radar runs anticlockwise from the top; the names run clockwise.
		if names != nil {
			text = joined(names[r.anticlockwise(i)].lines)
		}
		indicators = append(indicators, patch{"name": text, "min": r.scale.Min, "max": r.scale.Max})
	}
	return finish(chart, patch{
		"polar":      patch{"center": center, "radius": radius},
		"angleAxis":  patch{"min": 0, "max": 360, "show": false},
		"radiusAxis": patch{"min": r.scale.Min, "max": r.scale.Max, "show": false},
		"radar": patch{
			"z": 1, "center": center, "radius": radius, "axisNameGap": f.gap, "indicator": indicators,
			"axisName": patch{"fontSize": facetFace.size},
		},
		"series": series,
	})
}

// anticlockwise is the facet on the i-th axis of the radar.
func (r rose) anticlockwise(i int) int { return (r.axes - i) % r.axes }

func (r rose) indicators() []*opts.Indicator {
	inks := make([]string, r.axes)
	r.each(func(i int, _ Row, a Aspect) { inks[i] = a.hue().ink })
	out := make([]*opts.Indicator, r.axes)
	for i := range out {
		out[i] = &opts.Indicator{Color: inks[r.anticlockwise(i)]}
	}
	return out
}

// tints are the sectors behind the rose, as wide as they have facets. The first
// begins half a step before the top, so that its axes lie inside it.
func (r rose) tints(named bool, f frameOfRose) (*charts.Pie, patch) {
	var data []opts.PieData
	labels := array{}
	r.eachSector(func(s Sector, angle float64) {
		h := s.Aspect.hue()
		data = append(data, opts.PieData{
			Value: len(s.Rows), ItemStyle: &opts.ItemStyle{Color: h.tint},
			Label: &opts.Label{Color: h.ink},
		})
		room := max(sectorRoom(f.width, f.x, f.radius, angle), sectorFace.longest(s.Name)+1)
		labels = append(labels, patch{"name": joined(sectorFace.wrap(s.Name, min(room, 150)))})
	})
	named = named && len(r.sectors) > 1
	pie := charts.NewPie().AddSeries("sectors", data,
		charts.WithPieChartOpts(opts.PieChart{}),
		charts.WithItemStyleOpts(opts.ItemStyle{BorderColor: paper, BorderWidth: 3}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(named), Position: "outside"}),
	)
	return pie, patch{
		"silent": true, "z": 0, "startAngle": 90 + 180/float64(r.axes), "clockwise": true, "data": labels,
		"label": patch{
			"fontSize": sectorFace.size, "fontWeight": 600, "lineHeight": nameLine,
			"distanceToLabelLine": 0, "overflow": "none",
		},
		"labelLine": patch{"show": false, "length": sectorGap, "length2": 0},
		"emphasis":  patch{"disabled": true},
	}
}

// led reports that a leader's own answers are among the rows.
func (r rose) led() bool {
	led := false
	r.each(func(_ int, row Row, _ Aspect) { led = led || row.Leader != nil })
	return led
}

// shapes are the lines of staff and, where known, the leader.
func (r rose) shapes(chart *charts.Radar) array {
	staff, leader := make([]any, r.axes), make([]any, r.axes)
	led := 0
	r.each(func(i int, row Row, _ Aspect) {
		axis := r.anticlockwise(i)
		staff[axis] = r.scale.within(row.Mean)
		if row.Leader != nil && finite(*row.Leader) {
			leader[axis] = r.scale.within(*row.Leader)
			led++
		}
	})
	chart.AddSeries("staff", []opts.RadarData{{Value: staff}},
		charts.WithLineStyleOpts(opts.LineStyle{Color: ink, Width: 1.75}),
		charts.WithAreaStyleOpts(opts.AreaStyle{Color: ink, Opacity: opts.Float(0.05)}))
	patches := array{patch{"silent": true, "z": 4, "symbol": "none"}}
	// A missing value would pull the shape to the centre, so the leader is
	// drawn only where every axis has an answer.
	if led == r.axes {
		chart.AddSeries("leader", []opts.RadarData{{Value: leader}},
			charts.WithLineStyleOpts(opts.LineStyle{Color: ink3, Width: 1.25, Type: "dashed"}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: paper, BorderColor: ink, BorderWidth: 1.25, Opacity: opts.Float(1)}))
		patches = append(patches, patch{"silent": true, "z": 3, "symbol": "diamond", "symbolSize": 8})
	}
	return patches
}

// points are the means in the colour of their aspect, hollow where views divide.
func (r rose) points(chart *charts.Radar, size float64) array {
	type kind struct {
		aspect  Aspect
		divided bool
	}
	var order []kind
	found := map[kind][]opts.ScatterData{}
	r.each(func(i int, row Row, a Aspect) {
		k := kind{a, row.Divided}
		if found[k] == nil {
			order = append(order, k)
		}
		degrees := math.Round(r.angle(i)*180/math.Pi*100) / 100
		found[k] = append(found[k], opts.ScatterData{Value: []any{r.scale.within(row.Mean), degrees}})
	})
	var patches array
	for n, k := range order {
		mark := k.aspect.hue().mark
		style, name := dots("circle", size, mark, paper, 1.5), "points-"
		if k.divided {
			style, name = dots("circle", size-3, paper, mark, 1.75), "divided-"
		}
		points := charts.NewScatter().AddSeries(name+string(k.aspect)+strconv.Itoa(n), found[k], style...)
		chart.MultiSeries = append(chart.MultiSeries, points.MultiSeries...)
		patches = append(patches, patch{"silent": true, "z": 6, "coordinateSystem": "polar"})
	}
	return patches
}
