package instrument

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

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
		if v, ok := o.get("min"); ok {
			s.Min, _ = v.whole(-100, 100)
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

// scaleFor finds the scale of a facet: its own, the file's, or the only one.
func (r *reader) scaleFor(facet, top *object, scales []Scale) string {
	names := make([]string, len(scales))
	for i := range scales {
		names[i] = scales[i].ID
	}
	for _, o := range []*object{facet, top} {
		if v, ok := o.get("scale"); ok {
			if v.node.Kind == yaml.ScalarNode && strings.TrimSpace(v.node.Value) != "" && len(scales) == 0 {
				return "" // the scales are at fault already
			}
			if o == top {
				return v.node.Value // read, and found wanting, once for the file
			}
			id, _ := v.oneOf("scale", names)
			return id
		}
	}
	switch len(scales) {
	case 0:
		return ""
	case 1:
		return scales[0].ID
	}
	facet.fault("does not say which scale it is answered on; add `scale: %s` here or once at the top of the file", names[0])
	return ""
}
