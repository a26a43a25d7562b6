package instrument

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// facets reads the facets and their items, and checks how they hang together.
func (r *reader) facets(top *object, in *Instrument, itemIDs seen) []Facet {
	v, ok := top.need("facets", "[…]")
	if !ok {
		return nil
	}
	scales := make([]string, len(in.Scales))
	for i := range in.Scales {
		scales[i] = in.Scales[i].ID
	}
	fallback, given := r.fallback(top, scales)
	aspects := make([]string, len(in.Aspects))
	partIDs := seen{}
	for i := range in.Aspects {
		aspects[i] = in.Aspects[i].ID
		partIDs[strings.ToLower(aspects[i])] = r.places["aspect "+aspects[i]].Line
	}
	delete(partIDs, "")
	var fs []Facet
	var nodes []value
	names, wordings := seen{}, seen{}
	for _, entry := range v.list(1, maxFacets) {
		entry.name = "the facet"
		o := entry.object("id", "aspect", "scale", "name", "constructs", "items")
		if o == nil {
			continue
		}
		var f Facet
		f.ID = o.part("facet", partIDs, "the ids of facets and aspects must differ")
		if v, ok := o.get("aspect"); ok {
			f.Aspect, _ = v.oneOf("aspect", aspects)
		} else if len(aspects) > 0 {
			o.fault("does not say which aspect it belongs to; add `aspect: %s`", aspects[0])
		}
		f.Scale = r.scaleFor(o, scales, fallback, given)
		if v, ok := o.need("name", r.example()); ok {
			f.Name = v.text(labelLength, r.differ(names, "the facet name", "readers cannot tell them apart"))
		}
		if v, ok := o.get("constructs"); ok {
			f.Constructs, _ = v.phrase(textLength)
		}
		f.Items = r.itemsOf(o, f.ID, in.Perspectives, itemIDs, wordings)
		fs = append(fs, f)
		nodes = append(nodes, o.value)
	}
	r.together(fs, nodes, in)
	r.shortMarks(fs, nodes)
	return fs
}

// itemsOf reads the items of one facet.
func (r *reader) itemsOf(facet *object, id string, ps []Perspective, ids, wordings seen) []Item {
	v, ok := facet.need("items", "[…]")
	if !ok {
		return nil
	}
	v.name += " of " + facet.name
	perspectives := names(ps)
	var items []Item
	for _, entry := range v.list(1, maxItems) {
		if r.items++; r.items > maxItems {
			if r.items == maxItems+1 {
				entry.fault("is one too many; an instrument has at most %d items", maxItems)
			}
			break
		}
		entry.name = "the item"
		o := entry.object("id", "reverse", "short", "text")
		if o == nil {
			continue
		}
		it := Item{Facet: id}
		it.ID = o.part("item", ids, "an id stands for one item or question for ever, because trends are built on it")
		if v, ok := o.get("reverse"); ok {
			it.Reverse, _ = v.boolean()
		}
		if v, ok := o.get("short"); ok {
			short, ok := v.boolean()
			it.Short = short || !ok // so that a mark at fault is not missed as well
		}
		if v, ok := o.need("text", "{staff: …}"); ok {
			v.name += " of " + o.name
			it.Text = r.wording(v, perspectives, wordings)
		}
		items = append(items, it)
	}
	return items
}

// wording reads the text of an item in every perspective.
func (r *reader) wording(v value, perspectives []string, wordings seen) map[string]Text {
	if len(perspectives) == 0 {
		return nil // the perspectives are at fault already
	}
	v.more = ", or add it to `perspectives`"
	o := v.object(perspectives...)
	if o == nil {
		return nil
	}
	texts := map[string]Text{}
	for _, p := range perspectives {
		part, ok := o.get(p)
		if !ok {
			v.fault("has no wording for the perspective `%s`; add `%s:` with the text in each language", p, p)
			continue
		}
		part.name = "the " + p + " " + v.name
		texts[p] = part.text(itemLength, func(lang, s string, n *yaml.Node) {
			wordings.twice(r, n, p+" "+lang+" "+s, "the wording “"+short(s)+"”", "the same question would be asked twice")
		})
	}
	return texts
}

// together checks that the facets of an aspect stand together, in the order of
// the aspects, and can be added up.
func (r *reader) together(fs []Facet, nodes []value, in *Instrument) {
	place := map[string]int{}
	for i, a := range in.Aspects {
		place[a.ID] = i
	}
	first := map[string]*Facet{}
	reached := 0
	for i := range fs {
		f := &fs[i]
		if f.Aspect == "" {
			continue
		}
		if at := place[f.Aspect]; at < reached {
			nodes[i].fault("comes after facets of a later aspect; keep the facets of aspect `%s` together, in the order of `aspects`", f.Aspect)
		} else {
			reached = at
		}
		if first[f.Aspect] == nil {
			first[f.Aspect] = f
			continue
		}
		a, b := in.ScaleOf(first[f.Aspect]), in.ScaleOf(f)
		if a != nil && b != nil && (a.Min != b.Min || a.Max() != b.Max()) {
			nodes[i].fault("is answered on %d–%d but facet `%s` of the same aspect on %d–%d; the facets of an aspect are added up, so give them one numbering",
				b.Min, b.Max(), first[f.Aspect].ID, a.Min, a.Max())
		}
	}
	for _, s := range in.Scales {
		none := !slices.ContainsFunc(fs, func(f Facet) bool { return f.Scale == s.ID || f.Scale == "" })
		if s.ID != "" && none {
			r.fault(r.places["scale "+s.ID], "no facet is answered on scale `%s`; name it in a facet or take it away", s.ID)
		}
	}
	for _, a := range in.Aspects {
		none := !slices.ContainsFunc(fs, func(f Facet) bool { return f.Aspect == a.ID || f.Aspect == "" })
		if a.ID != "" && none {
			r.fault(r.places["aspect "+a.ID], "aspect `%s` has no facets; give it some or take it away", a.ID)
		}
	}
}

// shortMarks checks that a short form, where there is one, reaches every facet.
func (r *reader) shortMarks(fs []Facet, nodes []value) {
	marked := make([]int, len(fs))
	total := 0
	for i := range fs {
		for _, it := range fs[i].Items {
			if it.Short {
				marked[i]++
				total++
			}
		}
	}
	if total == 0 {
		return
	}
	for i := range fs {
		if marked[i] == 0 && len(fs[i].Items) > 0 {
			nodes[i].fault("has no item in the short form, though others have; mark at least one with `short: true`")
		}
	}
}

// names returns the ids of the perspectives, or none where one of them is at
// fault, so that its wordings are not reported as well.
func names(ps []Perspective) []string {
	var ids []string
	for i := range ps {
		if ps[i].ID == "" || slices.Contains(ids, ps[i].ID) {
			return nil
		}
		ids = append(ids, ps[i].ID)
	}
	return ids
}
