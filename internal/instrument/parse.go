package instrument

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Parse reads one instrument. The name stands in the faults. The same bytes
// always give the same Instrument, so a round that keeps the source of its
// instrument keeps the instrument. Where there are faults there is no Instrument.
func Parse(name string, src []byte) (*Instrument, Faults) {
	root, faults := tree(name, src)
	if len(faults) > 0 {
		return nil, faults
	}
	r := &reader{file: name, places: map[string]*yaml.Node{}}
	in := r.instrument(value{r: r, node: root, name: "the instrument"})
	if faults := r.done(); len(faults) > 0 {
		return nil, faults
	}
	in.lookup()
	return in, nil
}

// instrument reads the top of the file and, from there, all of it.
func (r *reader) instrument(v value) *Instrument {
	o := v.object("id", "version", "status", "licence", "languages", "title", "about", "perspectives",
		"scales", "scale", "aspects", "facets", "questions", "evidence")
	if o == nil {
		return nil
	}
	in := &Instrument{Form: Long}
	in.Languages = r.languages(o)
	if v, ok := o.need("id", "my-instrument"); ok {
		in.ID, _ = v.id(instrumentID, "an instrument's id has at most 40 small letters (a–z), digits and hyphens and begins with a letter")
	}
	if v, ok := o.need("version", `"0.1"`); ok {
		in.Version, _ = v.id(versionForm, `a version is one to three numbers with dots between them, such as "0.1"`)
	}
	if v, ok := o.need("status", "draft, not validated"); ok {
		in.Status, _ = v.phrase(labelLength)
	}
	if v, ok := o.need("licence", "CC BY 4.0"); ok {
		in.Licence, _ = v.phrase(labelLength)
	}
	if v, ok := o.need("title", r.example()); ok {
		in.Title = v.text(labelLength, nil)
	}
	if v, ok := o.get("about"); ok {
		in.About = v.text(textLength, nil)
	}
	in.Perspectives = r.perspectives(o)
	in.Scales = r.scales(o)
	in.Aspects = r.aspects(o)
	ids := seen{}
	in.Facets = r.facets(o, in, ids)
	in.Questions = r.questions(o, in, ids)
	in.Evidence = r.evidence(o, in)
	return in
}

// languages reads the languages of the file and keeps them for its texts.
func (r *reader) languages(o *object) []string {
	v, ok := o.need("languages", "[en, da]")
	if !ok {
		return nil
	}
	langs, whole := []string(nil), true
	for _, entry := range v.list(1, 20) {
		tag, ok := entry.id(languageTag, "a language is given by its code, such as en, da, de or pt-BR")
		switch {
		case !ok:
			whole = false
		case slices.Contains(langs, tag):
			r.fault(entry.node, "the language `%s` is named twice; keep one", tag)
		default:
			langs = append(langs, tag)
		}
	}
	if whole {
		r.langs = langs
	}
	return langs
}

// example shows how a text is written in the languages of the file.
func (r *reader) example() string {
	return "{" + strings.Join(r.tags(), ": …, ") + ": …}"
}

// perspectives reads who the items are worded for.
func (r *reader) perspectives(o *object) []Perspective {
	v, ok := o.need("perspectives", "[…]")
	if !ok {
		return nil
	}
	var ps []Perspective
	ids, names := seen{}, seen{}
	for _, entry := range v.list(1, 20) {
		entry.name = "the perspective"
		o := entry.object("id", "name", "referent", "means")
		if o == nil {
			continue
		}
		var p Perspective
		p.ID = o.part("perspective", ids, "perspective ids must differ")
		if v, ok := o.need("name", r.example()); ok {
			p.Name = v.text(labelLength, r.differ(names, "the perspective name", "readers cannot tell them apart"))
		}
		if v, ok := o.get("referent"); ok {
			p.Referent = v.text(labelLength, nil)
		}
		if v, ok := o.get("means"); ok {
			if _, has := o.get("referent"); !has {
				o.fault("says what is meant but not by which words; add `referent`")
			}
			p.Means = v.text(textLength, nil)
		}
		ps = append(ps, p)
	}
	return ps
}

// aspects reads the upper level, which an instrument may do without.
func (r *reader) aspects(o *object) []Aspect {
	v, ok := o.get("aspects")
	if !ok {
		return nil
	}
	var as []Aspect
	ids, names := seen{}, seen{}
	for _, entry := range v.list(1, 50) {
		entry.name = "the aspect"
		o := entry.object("id", "name", "says")
		if o == nil {
			continue
		}
		var a Aspect
		a.ID = o.part("aspect", ids, "aspect ids must differ")
		r.places["aspect "+a.ID] = entry.node
		if v, ok := o.need("name", r.example()); ok {
			a.Name = v.text(labelLength, r.differ(names, "the aspect name", "readers cannot tell them apart"))
		}
		if v, ok := o.get("says"); ok {
			a.Says = v.text(textLength, nil)
		}
		as = append(as, a)
	}
	return as
}

// part reads the id of an entry, and names the entry by it in what follows.
func (o *object) part(what string, ids seen, why string) string {
	v, ok := o.need("id", "…")
	if !ok {
		return ""
	}
	v.name = what + " id"
	id, ok := v.id(partID, ruleOfIDs)
	if !ok {
		return ""
	}
	o.name = what + " `" + id + "`"
	ids.twice(o.r, v.node, id, "the "+what+" id `"+id+"`", why)
	return id
}

// differ returns a check that no two texts of one kind are alike in a language.
func (r *reader) differ(s seen, what, why string) func(lang, text string, n *yaml.Node) {
	return func(lang, text string, n *yaml.Node) {
		s.twice(r, n, lang+" "+text, what+" “"+short(text)+"”", why)
	}
}
