package instrument

import "slices"

// questions reads what is asked beside the items.
func (r *reader) questions(top *object, in *Instrument, ids seen) []Question {
	v, ok := top.get("questions")
	if !ok {
		return nil
	}
	var qs []Question
	for _, entry := range v.list(1, 50) {
		entry.name = "the question"
		o := entry.object("id", "type", "per", "text", "hint", "options", "max", "perspectives", "on_request")
		if o == nil {
			continue
		}
		var q Question
		q.ID = o.part("question", ids, "an id stands for one item or question for ever")
		if v, ok := o.need("type", "single"); ok {
			t, _ := v.choice(string(Single), string(Multi), string(Open))
			q.Type = QuestionType(t)
		}
		if v, ok := o.get("per"); ok {
			_, q.PerAspect = v.choice("aspect")
			if q.PerAspect && len(in.Aspects) == 0 {
				v.fault("is aspect, but the file has no `aspects`; take it away and the question is asked once")
			}
			for _, a := range in.Aspects { // the names under which answers come back
				if q.ID == "" {
					break
				}
				ids.twice(r, o.node, q.ID+"."+a.ID, "the id `"+q.ID+"."+a.ID+"`, which this question has for aspect `"+a.ID+"`,", "choose another")
			}
		}
		if v, ok := o.need("text", r.example()); ok {
			q.Text = v.text(itemLength, nil)
		}
		if v, ok := o.get("hint"); ok {
			q.Hint = v.text(itemLength, nil)
		}
		if v, ok := o.get("on_request"); ok {
			q.OnRequest, _ = v.boolean()
		}
		if v, ok := o.get("perspectives"); ok {
			q.Perspectives = r.asked(v, in)
		}
		r.options(o, &q, in)
		qs = append(qs, q)
	}
	return qs
}

// asked reads which perspectives a question is for.
func (r *reader) asked(v value, in *Instrument) []string {
	known := names(in.Perspectives)
	var ids []string
	for _, entry := range v.list(1, 20) {
		if len(known) == 0 {
			break // the perspectives are at fault already
		}
		p, ok := entry.oneOf("perspective", known)
		switch {
		case !ok:
		case slices.Contains(ids, p):
			entry.fault("names `%s` a second time; keep one", p)
		default:
			ids = append(ids, p)
		}
	}
	return ids
}

// options reads the options of a question and how many of them may be chosen.
func (r *reader) options(o *object, q *Question, in *Instrument) {
	options, has := o.get("options")
	most, hasMax := o.get("max")
	if q.Type == Open {
		if has {
			options.fault("do not go with `type: text`, which is answered in own words; take them away")
		}
		if hasMax {
			most.fault("does not go with `type: text`; take it away")
		}
		if v, ok := o.get("per"); ok {
			v.fault("does not go with `type: text`, which is asked once; take it away")
		}
		return
	}
	count := 0
	switch {
	case !has:
		if q.Type != "" {
			o.fault("has no `options`; add a list of them, or `options: facets`")
		}
		return
	case options.node.Value == "facets":
		q.FacetOptions = true
		count = r.facetOptions(options, q, in)
	default:
		labels := seen{}
		options.name += " of " + o.name
		for _, entry := range options.list(2, 20) {
			q.Options = append(q.Options, entry.text(labelLength, r.label(labels)))
		}
		count = len(q.Options)
	}
	switch {
	case q.Type == Multi && !hasMax:
		o.fault("does not say how many options may be chosen; add `max: 2`")
	case q.Type == Multi && count >= 2:
		q.Max = most.whole(1, count)
	case q.Type == Single && hasMax:
		most.fault("does not go with `type: single`; take it away or write `type: multi`")
	}
}

// facetOptions returns the smallest number of facets that the question offers.
func (r *reader) facetOptions(v value, q *Question, in *Instrument) int {
	if !q.PerAspect {
		if len(in.Facets) == 1 {
			v.fault("are the facets, but there is only one; write the options out")
		}
		return len(in.Facets)
	}
	least := len(in.Facets)
	for _, a := range in.Aspects {
		n := len(in.FacetsOf(a.ID))
		if n == 1 {
			v.fault("are the facets of each aspect, but aspect `%s` has only one; take `per: aspect` away", a.ID)
		}
		least = min(least, n)
	}
	return least
}

// evidence reads what is known of the facets' reliability from elsewhere.
func (r *reader) evidence(top *object, in *Instrument) []Evidence {
	v, ok := top.get("evidence")
	if !ok {
		return nil
	}
	facets := make([]string, 0, len(in.Facets))
	for i := range in.Facets {
		if in.Facets[i].ID != "" {
			facets = append(facets, in.Facets[i].ID)
		}
	}
	var es []Evidence
	for _, entry := range v.list(1, maxFacets) {
		entry.name = "the evidence"
		o := entry.object("facet", "alpha", "n", "source")
		if o == nil {
			continue
		}
		var e Evidence
		if v, ok := o.need("facet", "…"); ok && len(facets) > 0 {
			e.Facet, _ = v.oneOf("facet", facets)
		}
		if v, ok := o.need("alpha", "0.80"); ok {
			e.Alpha = v.fraction(-1, 1)
		}
		if v, ok := o.need("n", "100"); ok {
			e.N = v.whole(2, 10_000_000)
		}
		if v, ok := o.need("source", "author, year and page"); ok {
			e.Source, _ = v.phrase(textLength)
		}
		es = append(es, e)
	}
	return es
}
