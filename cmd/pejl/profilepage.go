package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"pejl/internal/chart"
	"pejl/internal/config"
	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/profile"
	"pejl/internal/view"
	"pejl/web"
)

// mostDrawn is how many units of a file get charts; with more, tables are enough.
const mostDrawn = 40

// artist draws the charts of a page, or none where the program was built without the
// chart bundle.
type artist struct {
	renderer *chart.Renderer
	reading  chart.Reading
}

func newArtist(l profile.Speaker, in *instrument.Instrument) (artist, error) {
	r, err := chart.New(web.Static, chart.Limits{Engines: runtime.GOMAXPROCS(0)})
	if err != nil {
		return artist{}, err
	}
	hue := func(aspect string) chart.Aspect { return chart.Aspect(view.Hue(in, aspect)) }
	return artist{renderer: r, reading: chart.Reading{Speaker: l, Languages: in.Languages, Hue: hue}}, nil
}

// draw draws a figure under a name of its own on the page.
func (a artist) draw(ctx context.Context, prefix string, f chart.Figure) (view.Picture, error) {
	f.Wide.ID, f.Narrow.ID = prefix+f.Wide.ID, prefix+f.Narrow.ID
	wide, narrow, err := a.renderer.RenderFigure(ctx, f)
	if err != nil {
		return view.Picture{}, err
	}
	return view.NewPicture(wide, narrow), nil
}

// unit draws the dots of a unit. How its items are spread is told in tables.
func (a artist) unit(ctx context.Context, prefix string, u *profile.Unit) (map[string]view.Picture, error) {
	drawn := map[string]view.Picture{}
	figures, err := a.reading.Unit(u)
	if err != nil {
		return nil, err
	}
	for id, f := range figures {
		if id == profile.EmblemID || strings.HasPrefix(id, "items-") {
			continue
		}
		if drawn[id], err = a.draw(ctx, prefix, f); err != nil {
			return nil, err
		}
	}
	return drawn, nil
}

// gatedPage writes the profiles of a file as a page.
func gatedPage(ctx context.Context, cfg config.Config, in *instrument.Instrument, least privacy.Limits, rounds []gated) ([]byte, error) {
	pages, err := pages(cfg)
	if err != nil {
		return nil, err
	}
	a, err := newArtist(pages.Localizer(cfg.Language), in)
	if err != nil {
		return nil, err
	}
	count := 0
	for _, g := range rounds {
		count += 1 + len(g.units)
	}
	var list []view.GatedRound
	for i, g := range rounds {
		r := view.GatedRound{Name: g.name, Round: g.round, Tones: chart.Tones}
		add := func(unit, group string, u *profile.Unit) error {
			p := view.FileProfile{Unit: unit, Group: group, Profile: u}
			if a.renderer.Available() && count <= mostDrawn {
				prefix := fmt.Sprintf("p%d-%d-", i+1, len(r.Profiles)+1)
				if p.Pictures, err = a.unit(ctx, prefix, u); err != nil {
					return err
				}
			}
			r.Profiles = append(r.Profiles, p)
			return nil
		}
		for _, u := range g.units {
			if err := add(u.unit, u.group, u.profile); err != nil {
				return nil, err
			}
		}
		if g.all != nil {
			if err := add("", "", g.all); err != nil {
				return nil, err
			}
		}
		list = append(list, r)
	}
	return pages.GatedFile(cfg.Language, in, least, list)
}

// figurePage writes every figure of a file as a page.
func figurePage(ctx context.Context, cfg config.Config, in *instrument.Instrument, f profile.FigureFile) ([]byte, error) {
	pages, err := pages(cfg)
	if err != nil {
		return nil, err
	}
	a, err := newArtist(pages.Localizer(cfg.Language), in)
	if err != nil {
		return nil, err
	}
	charts := make([]map[string]view.Picture, len(f.Rounds))
	for i, r := range f.Rounds {
		if !a.renderer.Available() || len(r.Units) > mostDrawn {
			continue
		}
		for k := range in.Facets {
			facet := &in.Facets[k]
			c := a.comparison(facet, in.ScaleOf(facet), r)
			c.ID = "c" + strconv.Itoa(i+1) + "-" + strconv.Itoa(k+1)
			figure, err := c.Draw()
			if errors.Is(err, chart.ErrNothing) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("draw %s: %w", facet.ID, err)
			}
			if charts[i] == nil {
				charts[i] = map[string]view.Picture{}
			}
			if charts[i][facet.ID], err = a.draw(ctx, "", figure); err != nil {
				return nil, err
			}
		}
	}
	return pages.FigureFile(cfg.Language, in, f, charts)
}

// comparison sets the units of a round side by side on a facet.
func (a artist) comparison(f *instrument.Facet, s *instrument.Scale, r profile.RoundFigures) chart.Comparison {
	name := f.Name.In(a.reading.Lang(), a.reading.Languages...)
	panel := chart.Panel{Title: name, Aspect: a.reading.Hue(f.Aspect)}
	c := chart.Comparison{Scale: chart.Scale{Min: float64(s.Min), Max: float64(s.Max())}}
	for _, o := range s.Options {
		c.Scale.Words = append(c.Scale.Words, o.In(a.reading.Lang(), a.reading.Languages...))
	}
	for _, u := range r.Units {
		if u.Group != nil {
			continue
		}
		m := chart.Mark{Absent: true}
		for _, set := range u.Facets {
			if set.ID == f.ID && set.Mean != nil && set.Interval != nil {
				m = chart.Mark{
					Mean: *set.Mean,
					Lo:   max(set.Interval[0], c.Scale.Min), Hi: min(set.Interval[1], c.Scale.Max),
				}
			}
		}
		c.Units = append(c.Units, chart.Unit{Name: u.Unit})
		panel.Marks = append(panel.Marks, m)
	}
	c.Panels = []chart.Panel{panel}
	c.Label = a.reading.T("chart.comparison", "n", len(c.Units), "what", name)
	return c
}
