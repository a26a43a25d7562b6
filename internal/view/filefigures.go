package view

import (
	"strconv"

	"pejl/internal/instrument"
	"pejl/internal/profile"
)

// fileDecimals is how many decimals a table of figures has. The JSON has them all.
const fileDecimals = 3

// FigureFile writes every figure of a file in tables. charts has those of each round,
// by the facet.
func (p *Pages) FigureFile(lang string, in *instrument.Instrument, f profile.FigureFile, charts []map[string]Picture) ([]byte, error) {
	page := p.file(lang, in)
	page.About, page.Empty = page.T("file.figures"), len(f.Rounds) == 0
	w := figureWriter{tongue: tongue{page.Localizer, in.Languages}, page: &page, in: in}
	for i, r := range f.Rounds {
		out := FileRound{Name: r.Round}
		for a := range in.Aspects {
			id := in.Aspects[a].ID
			if t := w.sets(r, id, w.text(in.Aspects[a].Name), func(u profile.UnitFigures) []profile.SetFigures { return u.Aspects }); t.Rows != nil {
				out.Tables = append(out.Tables, t)
			}
		}
		for k := range in.Facets {
			id := in.Facets[k].ID
			t := w.sets(r, id, w.text(in.Facets[k].Name), func(u profile.UnitFigures) []profile.SetFigures { return u.Facets })
			if i < len(charts) {
				t.Picture = charts[i][id]
			}
			out.Tables = append(out.Tables, t)
		}
		out.Tables = append(out.Tables, w.quality(r))
		out.Tables = append(out.Tables, w.items(w.T("file.all_items"), r.Appendix.Items)...)
		for _, u := range r.Units {
			group := ""
			if u.Group != nil {
				group = *u.Group
			}
			out.Folded = append(out.Folded, w.items(nameOf(page.Localizer, u.Unit, group), u.Items)...)
		}
		page.Rounds = append(page.Rounds, out)
	}
	return p.Render(page)
}

// figureWriter writes figures into tables.
type figureWriter struct {
	tongue
	page *FilePage
	in   *instrument.Instrument
}

func (w figureWriter) whole(n int64) string { return w.page.Int(int(n)) }

// number writes a figure, or a dash where there is none.
func (w figureWriter) number(x *float64) string {
	if x == nil {
		return "–"
	}
	return w.Number(*x, fileDecimals)
}

func (w figureWriter) interval(x *[2]float64) string {
	if x == nil {
		return "–"
	}
	return w.T("profile.interval", "low", w.Number(x[0], fileDecimals), "high", w.Number(x[1], fileDecimals))
}

// sets is one facet or aspect in all units.
func (w figureWriter) sets(r profile.RoundFigures, id, name string, of func(profile.UnitFigures) []profile.SetFigures) FileTable {
	t := FileTable{
		Name: name, Head: w.T("file.unit"), Note: w.T("file.intervals"),
		Cols: []string{w.T("file.invited"), "n", w.T("reading.mean"), "SD", w.T("file.interval"), w.T("file.interval_own")},
	}
	for _, u := range r.Units {
		for _, s := range of(u) {
			if s.ID != id {
				continue
			}
			row := FileRow{Name: u.Unit, Part: u.Group != nil}
			if u.Group != nil {
				row.Name = *u.Group
			}
			invited := "–"
			if u.Invited != nil {
				invited = w.page.Int(*u.Invited)
			}
			row.Cells = []string{invited, w.whole(s.N), w.number(s.Mean), w.number(s.SD), w.interval(s.Interval), w.interval(s.IntervalOwn)}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// quality is the facets over everybody.
func (w figureWriter) quality(r profile.RoundFigures) FileTable {
	t := FileTable{
		Name: w.T("file.quality"), Head: w.T("reading.theme"), Note: w.T("file.quality_note"),
		Cols: []string{w.T("file.items"), w.T("file.complete"), "alpha", w.T("file.scored"), w.T("reading.mean"), "SD", w.T("file.units"), "ICC(1)", "ICC(2)"},
	}
	for _, q := range r.Appendix.Facets {
		name := q.ID
		if f := w.in.FacetByID(q.ID); f != nil {
			name = w.text(f.Name)
		}
		t.Rows = append(t.Rows, FileRow{Name: name, Cells: []string{
			strconv.Itoa(q.K), w.whole(q.N), w.number(q.Alpha), w.whole(q.NScored), w.number(q.Mean), w.number(q.SD),
			w.page.Int(q.Units), w.number(q.ICC1), w.number(q.ICC2),
		}})
	}
	return t
}

// items is the items of somebody, a table for each scale.
func (w figureWriter) items(name string, list []profile.ItemFigures) []FileTable {
	var tables []FileTable
	var last *instrument.Scale
	for i, it := range list {
		scale := w.in.ScaleOf(w.in.FacetByID(w.in.Items()[i].Facet))
		if scale != last {
			last = scale
			t := FileTable{Name: name, Head: w.T("reading.item"), Note: w.T("file.items_note"), Cols: []string{"n", w.T("reading.mean"), "SD"}}
			for k := range scale.Options {
				t.Cols = append(t.Cols, strconv.Itoa(scale.Min+k))
			}
			t.Cols = append(t.Cols, w.T("reading.dont_know"), w.T("file.blank"))
			tables = append(tables, t)
		}
		row := FileRow{Name: it.ID, Cells: []string{w.whole(it.N), w.number(it.Mean), w.number(it.SD)}}
		if it.Reverse {
			row.Name += " ↔"
		}
		for _, c := range it.Counts {
			row.Cells = append(row.Cells, w.whole(c))
		}
		row.Cells = append(row.Cells, w.whole(it.DontKnow), w.whole(it.Blank))
		t := &tables[len(tables)-1]
		t.Rows = append(t.Rows, row)
	}
	return tables
}
