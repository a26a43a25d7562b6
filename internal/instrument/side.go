package instrument

import "slices"

// Asked is a side question in one place where it is asked: on one aspect's page,
// or at the end.
type Asked struct {
	Key      string // the question's ID, with "." and the aspect's where asked per aspect
	Aspect   string // "" at the end
	Question *Question
	Options  []Text // nil for open questions
	Offset   int    // where its counts begin in a tally of side counts
}

// Asks returns the side questions put to a perspective, in order: those of each
// aspect first, then those at the end. Open questions are left out unless texts
// is true; questions OnRequest are left out unless named in requested.
func (in *Instrument) Asks(perspective string, texts bool, requested []string) []Asked {
	var list []Asked
	add := func(q *Question, aspect string) {
		a := Asked{Key: q.ID, Aspect: aspect, Question: q, Options: q.Options}
		if aspect != "" {
			a.Key += "." + aspect
		}
		if q.FacetOptions {
			a.Options = nil
			for i := range in.Facets {
				if aspect == "" || in.Facets[i].Aspect == aspect {
					a.Options = append(a.Options, in.Facets[i].Name)
				}
			}
		}
		list = append(list, a)
	}
	for i := range in.Questions {
		q := &in.Questions[i]
		switch {
		case len(q.Perspectives) > 0 && !slices.Contains(q.Perspectives, perspective):
		case q.Type == Open && !texts:
		case q.OnRequest && !slices.Contains(requested, q.ID):
		case q.PerAspect && len(in.Aspects) > 0:
			for j := range in.Aspects {
				add(q, in.Aspects[j].ID)
			}
		default:
			add(q, "")
		}
	}
	slices.SortStableFunc(list, func(a, b Asked) int { return in.place(a.Aspect) - in.place(b.Aspect) })
	offset := 0
	for i := range list {
		list[i].Offset = offset
		offset += list[i].Width()
	}
	return list
}

// Width is how many counts the question needs: how many answered it, then one
// for each option. Open questions are not counted.
func (a *Asked) Width() int {
	if a.Question.Type == Open {
		return 0
	}
	return 1 + len(a.Options)
}

// Most is how many options one person may choose.
func (a *Asked) Most() int {
	if a.Question.Type == Multi {
		return a.Question.Max
	}
	return 1
}

// place is the order of an aspect; the end comes after the last.
func (in *Instrument) place(aspect string) int {
	for i := range in.Aspects {
		if in.Aspects[i].ID == aspect {
			return i
		}
	}
	return len(in.Aspects)
}
