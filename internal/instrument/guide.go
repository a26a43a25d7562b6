package instrument

import "slices"

// Guide is a dialogue guide: how a staff talks about one instrument's profile,
// or about its themes where there is no profile to show.
type Guide struct {
	Instrument string // ID of the instrument
	Languages  []string
	Steps      []Step
	Opening    Text // the question that everybody begins with
	Closing    Text // the question that the talk ends with
	Parts      []Part
}

// Step is one stretch of the time that the talk takes.
type Step struct {
	Minutes int
	Text    Text
}

// Part is the questions about one aspect, or about one facet where the
// instrument has no aspects.
type Part struct {
	Of        string // ID of the aspect or facet
	Questions []Text
}

// Minutes is how long the whole talk takes.
func (g *Guide) Minutes() int {
	total := 0
	for _, s := range g.Steps {
		total += s.Minutes
	}
	return total
}

// Questions returns the questions about an aspect or facet, or nil.
func (g *Guide) Questions(of string) []Text {
	for _, p := range g.Parts {
		if p.Of == of {
			return p.Questions
		}
	}
	return nil
}

// ParseGuide reads one dialogue guide and holds it against its instrument, which
// get finds. Where there are faults there is no Guide.
func ParseGuide(name string, src []byte, get func(id string) (*Instrument, bool)) (*Guide, Faults) {
	root, faults := tree(name, src)
	if len(faults) > 0 {
		return nil, faults
	}
	r := &reader{file: name}
	g := r.guide(value{r: r, node: root, name: "the guide"}, get)
	if faults := r.done(); len(faults) > 0 {
		return nil, faults
	}
	return g, nil
}

// guide reads the whole file.
func (r *reader) guide(v value, get func(id string) (*Instrument, bool)) *Guide {
	o := v.object("guide", "languages", "steps", "opening", "closing", "parts")
	if o == nil {
		return nil
	}
	g := &Guide{Languages: r.languages(o)}
	var in *Instrument
	if v, ok := o.need("guide", "core"); ok {
		if id, ok := v.id(instrumentID, "it must be the id of an instrument"); ok {
			if in, ok = get(id); !ok {
				v.fault("names the instrument `%s`, which there is not; give its id", id)
			}
			g.Instrument = id
		}
	}
	if v, ok := o.need("steps", "[…]"); ok {
		for _, entry := range v.list(1, 20) {
			entry.name = "the step"
			if o := entry.object("minutes", "text"); o != nil {
				g.Steps = append(g.Steps, r.step(o))
			}
		}
	}
	if v, ok := o.need("opening", r.example()); ok {
		g.Opening = v.text(itemLength, nil)
	}
	if v, ok := o.need("closing", r.example()); ok {
		g.Closing = v.text(itemLength, nil)
	}
	if v, ok := o.need("parts", "[…]"); ok {
		g.Parts = r.parts(v, in)
	}
	return g
}

// step reads one stretch of time.
func (r *reader) step(o *object) Step {
	var s Step
	if v, ok := o.need("minutes", "10"); ok {
		s.Minutes = v.whole(1, 480)
	}
	if v, ok := o.need("text", r.example()); ok {
		s.Text = v.text(textLength, nil)
	}
	return s
}

// parts reads the questions, and checks that nothing of the instrument is left
// without any.
func (r *reader) parts(v value, in *Instrument) []Part {
	what, ids := partsOf(in)
	var ps []Part
	of, wordings := seen{}, seen{}
	for _, entry := range v.list(1, maxFacets) {
		entry.name = "the part"
		keys := []string{what, "questions"}
		if in == nil { // which instrument is at fault already
			keys = []string{"aspect", "facet", "questions"}
		}
		o := entry.object(keys...)
		if o == nil {
			continue
		}
		var p Part
		if in != nil {
			if v, ok := o.need(what, "…"); ok {
				if p.Of, ok = v.oneOf(what, ids); ok {
					of.twice(r, v.node, p.Of, "the "+what+" `"+p.Of+"`", "put its questions together")
				}
			}
		}
		if v, ok := o.need("questions", "[…]"); ok {
			for _, entry := range v.list(1, 10) {
				p.Questions = append(p.Questions, entry.text(itemLength, r.differ(wordings, "the question", "ask it once")))
			}
		}
		ps = append(ps, p)
	}
	whole := !slices.ContainsFunc(ps, func(p Part) bool { return p.Of == "" })
	for _, id := range ids {
		if whole && !slices.ContainsFunc(ps, func(p Part) bool { return p.Of == id }) {
			v.fault("have none for the %s `%s`; add it", what, id)
		}
	}
	return ps
}

// partsOf returns what the parts of a guide are about: the aspects of the
// instrument, or its facets where it has none.
func partsOf(in *Instrument) (what string, ids []string) {
	if in == nil {
		return "aspect", nil
	}
	for _, a := range in.Aspects {
		ids = append(ids, a.ID)
	}
	if len(ids) > 0 {
		return "aspect", ids
	}
	for i := range in.Facets {
		ids = append(ids, in.Facets[i].ID)
	}
	return "facet", ids
}
