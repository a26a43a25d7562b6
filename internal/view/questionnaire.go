package view

import (
	"strings"

	"pejl/internal/instrument"
	"pejl/internal/round"
)

// maxItems is how many items a page holds where an instrument has no aspects.
const maxItems = 12

// manyOptions is from how many options on a scale stands upright on a phone.
const manyOptions = 7

// Questionnaire is an instrument laid out in pages for the people whom one round
// asks: a page for each aspect with its side questions, and a last page for what
// is asked at the end.
type Questionnaire struct {
	Instrument  *instrument.Instrument
	Perspective string
	Asks        []instrument.Asked
	Parts       []Part

	scales []*instrument.Scale // of each item
	partOf []int               // the part each item is in
	asked  map[string]int
}

// Part is one page of questions.
type Part struct {
	Aspect *instrument.Aspect // nil where the facets belong to none
	Facets []*instrument.Facet
	Items  []int // places in Instrument.Items
	Asks   []int // places in Questionnaire.Asks
	Hue    string
}

// NewQuestionnaire lays an instrument out.
func NewQuestionnaire(in *instrument.Instrument, perspective string, asks []instrument.Asked) *Questionnaire {
	q := &Questionnaire{Instrument: in, Perspective: perspective, Asks: asks, asked: map[string]int{}}
	for i := range in.Aspects {
		if facets := in.FacetsOf(in.Aspects[i].ID); len(facets) > 0 {
			q.Parts = append(q.Parts, Part{Aspect: &in.Aspects[i], Facets: facets, Hue: Hue(in, in.Aspects[i].ID)})
		}
	}
	q.loose(in.FacetsOf(""))
	q.scales = make([]*instrument.Scale, len(in.Items()))
	q.partOf = make([]int, len(in.Items()))
	for i := range q.Parts {
		p := &q.Parts[i]
		for _, f := range p.Facets {
			for j := range f.Items {
				at, _ := in.Position(f.Items[j].ID)
				p.Items = append(p.Items, at)
				q.scales[at], q.partOf[at] = in.ScaleOf(f), i
			}
		}
	}
	var last []int
	for i := range asks {
		q.asked[asks[i].Key] = i
		if p := q.partOfAspect(asks[i].Aspect); p != nil {
			p.Asks = append(p.Asks, i)
		} else {
			last = append(last, i)
		}
	}
	if len(last) > 0 {
		q.Parts = append(q.Parts, Part{Asks: last})
	}
	return q
}

// loose puts facets that belong to no aspect on pages of up to maxItems items.
func (q *Questionnaire) loose(facets []*instrument.Facet) {
	n := 0
	var p Part
	for _, f := range facets {
		if n > 0 && n+len(f.Items) > maxItems {
			q.Parts, p, n = append(q.Parts, p), Part{}, 0
		}
		p.Facets, n = append(p.Facets, f), n+len(f.Items)
	}
	if n > 0 {
		q.Parts = append(q.Parts, p)
	}
}

func (q *Questionnaire) partOfAspect(id string) *Part {
	for i := range q.Parts {
		if a := q.Parts[i].Aspect; a != nil && a.ID == id {
			return &q.Parts[i]
		}
	}
	return nil
}

// Hue is the class that colours an aspect: there are three hues for up to three
// aspects, and grey for all else. The three key aspects keep theirs wherever they
// stand.
func Hue(in *instrument.Instrument, aspect string) string {
	if len(in.Aspects) > 3 {
		return ""
	}
	if keyAspects(in) {
		return strings.ToLower(aspect)
	}
	for i := range in.Aspects {
		if in.Aspects[i].ID == aspect {
			return [...]string{"d", "o", "t"}[i]
		}
	}
	return ""
}

// keyAspects reports that all aspects are among the three key ones.
func keyAspects(in *instrument.Instrument) bool {
	for i := range in.Aspects {
		if id := in.Aspects[i].ID; id != "D" && id != "O" && id != "T" {
			return false
		}
	}
	return len(in.Aspects) > 0
}

// Review is the number of the page on which the answers are looked through: the
// introduction is 0, the parts are 1, 2, …
func (q *Questionnaire) Review() int { return len(q.Parts) + 1 }

// Scale is what an item is answered on.
func (q *Questionnaire) Scale(item int) *instrument.Scale { return q.scales[item] }

// Asked finds a side question by its key.
func (q *Questionnaire) Asked(key string) (*instrument.Asked, bool) {
	i, ok := q.asked[key]
	if !ok {
		return nil, false
	}
	return &q.Asks[i], true
}

// PageOfField is the number of the page that a field of the form stands on.
func (q *Questionnaire) PageOfField(name string) int {
	if id, ok := strings.CutPrefix(name, PrefixItem); ok {
		if at, ok := q.Instrument.Position(id); ok {
			return q.PageOfItem(at)
		}
	}
	key, _ := strings.CutPrefix(name, PrefixAsk)
	return q.PageOfAsk(key)
}

// PageOfItem is the number of the page an item is on.
func (q *Questionnaire) PageOfItem(item int) int { return q.partOf[item] + 1 }

// PageOfAsk is the number of the page a side question is on.
func (q *Questionnaire) PageOfAsk(key string) int {
	for i := range q.Parts {
		for _, a := range q.Parts[i].Asks {
			if q.Asks[a].Key == key {
				return i + 1
			}
		}
	}
	return q.Review()
}

// Empty is the response of somebody who has answered nothing yet.
func (q *Questionnaire) Empty() round.Response {
	return round.Response{Answers: q.Instrument.Blanks(), Choices: map[string][]int{}, Texts: map[string]string{}}
}

// seconds is how long it takes to answer so many items, read with care.
func seconds(items int) int { return items * 12 }
