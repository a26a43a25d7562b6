package instrument

import "go.yaml.in/yaml/v3"

// scales reads the answer scales.
func (r *reader) scales(o *object) []Scale {
	v, ok := o.need("scales", "[…]")
	if !ok {
		return nil
	}
	var ss []Scale
	ids := seen{}
	for _, entry := range v.list(1, 20) {
		entry.name = "the scale"
		o := entry.object("id", "min", "stem", "options", "dont_know")
		if o == nil {
			continue
		}
		s := Scale{Min: 1}
		s.ID = o.part("scale", ids, "scale ids must differ")
		r.places["scale "+s.ID] = entry.node
		if v, ok := o.get("min"); ok {
			s.Min = v.whole(-100, 100)
		}
		if v, ok := o.need("stem", r.example()); ok {
			s.Stem = v.text(itemLength, nil)
		}
		labels := seen{}
		if v, ok := o.need("options", "[…]"); ok {
			v.name += " of " + o.name
			for _, entry := range v.list(2, 11) {
				s.Options = append(s.Options, entry.text(labelLength, r.label(labels)))
			}
		}
		if v, ok := o.get("dont_know"); ok {
			s.DontKnow = v.text(labelLength, r.label(labels))
		}
		ss = append(ss, s)
	}
	return ss
}

// label returns a check that the options of one list differ in each language.
func (r *reader) label(s seen) func(lang, text string, n *yaml.Node) {
	return r.differ(s, "the option", "whoever answers could not tell them apart")
}

// scaleFor finds the scale of a facet: its own, or else the one for the whole
// file, which fallback returns.
func (r *reader) scaleFor(facet *object, scales []string, fallback string, given bool) string {
	v, own := facet.get("scale")
	switch {
	case len(scales) == 0: // the scales are at fault already
		return ""
	case own:
		id, _ := v.oneOf("scale", scales)
		return id
	case !given:
		facet.fault("does not say which scale it is answered on; add `scale: %s` here or once at the top of the file", scales[0])
	}
	return fallback
}

// fallback returns the scale for facets that name none: the one at the top of
// the file, or the only one there is.
func (r *reader) fallback(top *object, scales []string) (id string, given bool) {
	if v, ok := top.get("scale"); ok && len(scales) > 0 {
		id, _ = v.oneOf("scale", scales)
		return id, true
	}
	if len(scales) == 1 {
		return scales[0], true
	}
	return "", false
}
