package view

import (
	"pejl/internal/i18n"
	"pejl/internal/instrument"
)

// GuidePage is a dialogue guide on a page of its own, to be printed.
type GuidePage struct {
	Page
	RoundLine
	Name    string // of the unit
	Profile string // address of the profile; empty before there is one
	Guide   *GuideView
}

func (GuidePage) kind() kind { return kind{accountLayout, "guide"} }

// GuideView is a dialogue guide in the reader's language.
type GuideView struct {
	Lang    string // where the guide does not speak the page's language
	Minutes string
	Steps   []Fact
	Opening string
	Parts   []GuidePart
	Closing string
}

// GuidePart is the questions about one aspect or facet.
type GuidePart struct {
	Name, Hue string
	Questions []string
}

// NewGuideView puts a guide into the reader's language.
func NewGuideView(l *i18n.Localizer, in *instrument.Instrument, g *instrument.Guide) *GuideView {
	t, names := tongue{l, g.Languages}, tongue{l, in.Languages}
	v := &GuideView{
		Lang: t.foreign(), Minutes: l.T("duration.minutes", "n", g.Minutes()),
		Opening: t.text(g.Opening), Closing: t.text(g.Closing),
	}
	for _, s := range g.Steps {
		v.Steps = append(v.Steps, Fact{Term: l.T("duration.minutes", "n", s.Minutes), Text: t.text(s.Text)})
	}
	for _, p := range g.Parts {
		part := GuidePart{Name: partName(names, in, p.Of), Hue: Hue(in, p.Of)}
		for _, q := range p.Questions {
			part.Questions = append(part.Questions, t.text(q))
		}
		v.Parts = append(v.Parts, part)
	}
	return v
}

// partName is what the aspect or facet is called that a part of a guide is about.
func partName(t tongue, in *instrument.Instrument, of string) string {
	for i := range in.Aspects {
		if in.Aspects[i].ID == of {
			return t.text(in.Aspects[i].Name)
		}
	}
	if f := in.FacetByID(of); f != nil {
		return t.text(f.Name)
	}
	return ""
}
