package chart

import (
	"errors"
	"fmt"
	"strings"

	"pejl/internal/profile"
)

// Reading turns profiles into figures for somebody who reads a language.
type Reading struct {
	profile.Speaker
	// Languages are those of the instrument, for texts that there are none of in
	// the reader's language.
	Languages []string
	// Hue says how an aspect is coloured, by its ID.
	Hue func(aspect string) Aspect
}

// Unit makes the figures of a unit's profile, by the names its page knows them by:
// the emblem, the aspects, the facets of each section, the items of each facet.
// What there is nothing to draw of is left out.
func (rd Reading) Unit(u *profile.Unit) (map[string]Figure, error) {
	f := figures{}
	if u.Page == profile.Full && u.OneAxis() {
		f.add(profile.EmblemID, rd.emblem(u))
	}
	for _, run := range u.AspectRuns() {
		label := rd.T("chart.aspects", "n", len(run.Rows), "low", rd.end(run, 0), "high", rd.end(run, -1))
		f.add(run.ID, rd.dots(run, label, func(r *profile.Row) Aspect { return rd.Hue(r.ID) }))
	}
	for i := range u.Sections {
		s := &u.Sections[i]
		hue := Plain
		if s.Aspect != nil {
			hue = rd.Hue(s.Aspect.ID)
		}
		for _, run := range s.FacetRuns() {
			f.add(run.ID, rd.dots(run, rd.facetsLabel(s, run), func(*profile.Row) Aspect { return hue }))
		}
		for _, r := range s.Facets {
			for _, run := range r.ItemRuns() {
				f.add(run.ID, rd.items(r, run, hue))
			}
		}
	}
	return f.drawn, f.err
}

// figures collects what can be drawn.
type figures struct {
	drawn map[string]Figure
	err   error
}

// drawable is a chart that can be laid out.
type drawable interface{ Draw() (Figure, error) }

func (f *figures) add(id string, d drawable) {
	figure, err := d.Draw()
	switch {
	case errors.Is(err, ErrNothing):
	case err != nil:
		f.err = errors.Join(f.err, fmt.Errorf("draw %s: %w", id, err))
	default:
		if f.drawn == nil {
			f.drawn = map[string]Figure{}
		}
		f.drawn[id] = figure
	}
}

// text is a text of the instrument in the reader's language, or else in another.
func (rd Reading) text(t interface {
	In(lang string, others ...string) string
}) string {
	return t.In(rd.Lang(), rd.Languages...)
}

func (rd Reading) facetsLabel(s *profile.Section, run profile.Run) string {
	low, high := rd.end(run, 0), rd.end(run, -1)
	if s.Aspect == nil {
		return rd.T("chart.facets", "n", len(run.Rows), "low", low, "high", high)
	}
	return rd.T("chart.facets_of", "aspect", rd.text(s.Aspect.Name), "n", len(run.Rows), "low", low, "high", high)
}

// end is the option at an end of the axis, as it stands in a sentence.
func (rd Reading) end(run profile.Run, at int) string {
	s := run.Rows[0].Scale
	if at < 0 {
		at += len(s.Options)
	}
	return profile.Say(rd, profile.Word{Scale: s, Low: at, High: at}.Sentence())
}

func (rd Reading) scale(r *profile.Row) Scale {
	s := Scale{Min: float64(r.Scale.Min), Max: float64(r.Scale.Max())}
	for _, o := range r.Scale.Options {
		s.Words = append(s.Words, rd.text(o))
	}
	return s
}

func (rd Reading) dots(run profile.Run, label string, hue func(*profile.Row) Aspect) Dots {
	c := Dots{ID: run.ID, Label: label, Scale: rd.scale(run.Rows[0])}
	for _, r := range run.Rows {
		c.Rows = append(c.Rows, rd.row(r, hue(r)))
	}
	return c
}

// row is what may be shown of a facet or an aspect.
func (rd Reading) row(r *profile.Row, hue Aspect) Row {
	f := r.Figure
	row := Row{
		Label: rd.text(r.Name), Aspect: hue, N: f.People, Absent: !f.Shown(),
		Mean: f.Value.Float(), Lo: f.Low.Float(), Hi: f.High.Float(),
		WordsOnly: f.Form == profile.WordsOnly, Divided: r.Accord == profile.Divided,
	}
	if f.Digits() {
		row.Value = profile.Say(rd, f.Sentence())
	}
	if r.Own != nil {
		own := r.Own.Value.Float()
		row.Leader = &own
	}
	return row
}

func (rd Reading) emblem(u *profile.Unit) Emblem {
	c := Emblem{ID: profile.EmblemID}
	facets := 0
	for i := range u.Sections {
		s := &u.Sections[i]
		sector := Sector{}
		if s.Aspect != nil {
			sector = Sector{Name: rd.text(s.Aspect.Name), Aspect: rd.Hue(s.Aspect.ID)}
		}
		for _, r := range s.Facets {
			sector.Rows = append(sector.Rows, rd.row(r, sector.Aspect))
			c.Scale = rd.scale(r)
			if r.Figure.Digits() {
				facets++
			}
		}
		c.Sectors = append(c.Sectors, sector)
	}
	c.Label = rd.T("chart.emblem", "n", facets)
	return c
}

// items is how the answers to the items of a facet are spread: the options, or
// three bands of them where few have answered.
func (rd Reading) items(r *profile.Row, run profile.ItemRun, hue Aspect) Distribution {
	c := Distribution{
		ID: run.ID, Aspect: hue,
		Label:   rd.T("chart.items", "facet", rd.text(r.Name), "n", len(run.Items)),
		Heading: rd.T("chart.percent"), DontKnow: rd.T("chart.dont_know"),
	}
	for _, it := range run.Items {
		item := Item{Label: rd.text(it.Text), Absent: it.Detail == profile.NoDetail && it.DontKnow == nil}
		for _, s := range it.Shares {
			item.Shares = append(item.Shares, rd.share(s))
		}
		if it.DontKnow != nil {
			s := rd.share(*it.DontKnow)
			item.DontKnow = &s
		}
		c.Items = append(c.Items, item)
	}
	return c
}

// share is a segment with its digits in short; the table has them in words.
func (rd Reading) share(s profile.Share) Share {
	digits := fmt.Sprint(int(s.Percent))
	switch s.Bound {
	case profile.OrLess:
		digits = "≤ " + digits
	case profile.OrMore:
		digits = "≥ " + digits
	}
	return Share{Percent: s.Drawn, Text: digits}
}

// Comparison makes the figures of a comparison, by the names its page knows them
// by.
func (rd Reading) Comparison(c *profile.Comparison) (map[string]Figure, error) {
	f := figures{}
	for _, run := range c.Runs() {
		f.add(run.ID, rd.comparison(c, run))
	}
	return f.drawn, f.err
}

func (rd Reading) comparison(c *profile.Comparison, run profile.PanelRun) Comparison {
	out := Comparison{ID: run.ID, Least: reach(c, run.Panels[0])}
	var names []string
	for i, p := range run.Panels {
		panel := Panel{Title: rd.text(p.Name), Aspect: rd.Hue(p.Aspect)}
		for _, u := range c.Units {
			m := Mark{Absent: true}
			if len(u.Figures) > 0 {
				m = mark(u.Figures[run.At+i])
			}
			panel.Marks = append(panel.Marks, m)
		}
		out.Panels = append(out.Panels, panel)
		out.Scale = rd.scale(&profile.Row{Scale: p.Scale})
		names = append(names, panel.Title)
	}
	for _, u := range c.Units {
		out.Units = append(out.Units, Unit{Name: u.Name})
	}
	out.Label = rd.T("chart.comparison", "n", len(c.Units), "what", strings.Join(names, "; "))
	return out
}

// reach is how far the figures of a comparison go on the scale of a panel.
func reach(c *profile.Comparison, on profile.Panel) *[2]float64 {
	var out *[2]float64
	for _, u := range c.Units {
		for i, f := range u.Figures {
			if s := c.Panels[i].Scale; !f.Shown() || s.Min != on.Scale.Min || s.Max() != on.Scale.Max() {
				continue
			}
			if out == nil {
				out = &[2]float64{f.Low.Float(), f.High.Float()}
			}
			out[0], out[1] = min(out[0], f.Low.Float()), max(out[1], f.High.Float())
		}
	}
	return out
}

func mark(f profile.Figure) Mark {
	return Mark{
		Mean: f.Value.Float(), Lo: f.Low.Float(), Hi: f.High.Float(),
		WordsOnly: f.Form == profile.WordsOnly, Absent: !f.Shown(),
	}
}
