package view

import (
	"strconv"

	"pejl/internal/i18n"
	"pejl/internal/instrument"
)

// PreviewPage is a whole instrument to be read before anybody is asked: every
// item in every perspective and language side by side. It carries its own style
// sheet, so that it can be saved, mailed and printed.
type PreviewPage struct {
	Page
	Titles    []string // one for each language, as everything below
	Abouts    []string
	ID        string
	Version   string
	Status    string
	Licence   string
	Languages []PreviewLanguage
	Counted   string
	Views     []PreviewPerspective
	Scales    []PreviewScale
	Sections  []PreviewSection
	Questions []PreviewQuestion
	Evidence  []PreviewEvidence
	HasShort  bool
	Reversed  bool
}

func (PreviewPage) kind() kind { return kind{bareLayout, "preview"} }

// PreviewLanguage is one of the instrument's languages.
type PreviewLanguage struct {
	Tag, Name string
}

// PreviewPerspective is one wording of the items, and whom it is for.
type PreviewPerspective struct {
	Name      string
	Referents []string
	Means     []string
}

// PreviewScale is one scale, an option a row.
type PreviewScale struct {
	ID       string
	Stems    []string
	Options  []PreviewOption
	DontKnow []string // none where the scale has it not
}

// PreviewOption is one option in every language.
type PreviewOption struct {
	Number string
	Labels []string
}

// PreviewSection is one aspect with its facets; without a name where the
// instrument has no aspects.
type PreviewSection struct {
	Names, Says []string
	Hue         string
	Facets      []PreviewFacet
}

// PreviewFacet is one facet with its items.
type PreviewFacet struct {
	ID         string
	Names      []string
	Constructs string
	Scale      string
	Items      []PreviewItem
}

// PreviewItem is one item, with a text for each perspective in each language.
type PreviewItem struct {
	ID             string
	Short, Reverse bool
	Texts          [][]string // perspective by perspective
}

// PreviewQuestion is one side question.
type PreviewQuestion struct {
	ID      string
	How     string
	Texts   []string
	Hints   []string
	Options []PreviewOption
}

// PreviewEvidence is what is known of a facet from elsewhere.
type PreviewEvidence struct {
	Facet, Alpha, N, Source string
}

// Preview writes the page of an instrument, with its headings in lang.
func (p *Pages) Preview(in *instrument.Instrument, lang string) ([]byte, error) {
	page := PreviewPage{
		Page: p.Page(lang, in.Title.In(lang, in.Languages...)), ID: in.ID, Version: in.Version,
		Status: in.Status, Licence: in.Licence,
	}
	v := previewer{in: in, l: page.Localizer}
	short := 0
	for _, item := range in.Items() {
		if item.Short {
			short++
		}
		page.Reversed = page.Reversed || item.Reverse
	}
	page.HasShort = short > 0
	page.Counted = v.l.T("preview.items", "n", len(in.Items()))
	if short > 0 {
		page.Counted = v.l.T("preview.items_short", "n", len(in.Items()), "short", short)
	}
	for _, tag := range in.Languages {
		name := tag
		if own := p.texts.In(tag); own.Lang() == tag {
			name = own.Name()
		}
		page.Languages = append(page.Languages, PreviewLanguage{Tag: tag, Name: name})
	}
	page.Titles, page.Abouts = v.all(in.Title), v.all(in.About)
	for _, view := range in.Perspectives {
		page.Views = append(page.Views, PreviewPerspective{
			Name: v.in1(view.Name, view.ID), Referents: v.all(view.Referent), Means: v.all(view.Means),
		})
	}
	page.Scales, page.Sections, page.Questions = v.scales(), v.sections(), v.questions()
	for _, e := range in.Evidence {
		page.Evidence = append(page.Evidence, PreviewEvidence{
			Facet: e.Facet, Alpha: v.l.Number(e.Alpha, 2), N: v.l.Int(e.N), Source: e.Source,
		})
	}
	return p.Render(page)
}

// previewer reads an instrument for its preview.
type previewer struct {
	in *instrument.Instrument
	l  *i18n.Localizer
}

// all gives a text in every language of the instrument, or nothing where it has none.
func (v previewer) all(t instrument.Text) []string {
	if len(t) == 0 {
		return nil
	}
	list := make([]string, len(v.in.Languages))
	for i, lang := range v.in.Languages {
		list[i] = t[lang]
	}
	return list
}

// in1 gives a text in the page's language, or the id where there is none.
func (v previewer) in1(t instrument.Text, id string) string {
	if s := t.In(v.l.Lang(), v.in.Languages...); s != "" {
		return s
	}
	return id
}

func (v previewer) scales() []PreviewScale {
	var list []PreviewScale
	for i := range v.in.Scales {
		s := &v.in.Scales[i]
		scale := PreviewScale{ID: s.ID, Stems: v.all(s.Stem), DontKnow: v.all(s.DontKnow)}
		for j, o := range s.Options {
			scale.Options = append(scale.Options, PreviewOption{Number: strconv.Itoa(s.Min + j), Labels: v.all(o)})
		}
		list = append(list, scale)
	}
	return list
}

func (v previewer) sections() []PreviewSection {
	var list []PreviewSection
	for _, a := range v.in.Aspects {
		list = append(list, PreviewSection{
			Names: v.all(a.Name), Says: v.all(a.Says), Hue: Hue(v.in, a.ID), Facets: v.facets(a.ID),
		})
	}
	if loose := v.facets(""); len(loose) > 0 {
		list = append(list, PreviewSection{Facets: loose})
	}
	return list
}

func (v previewer) facets(aspect string) []PreviewFacet {
	var list []PreviewFacet
	for _, f := range v.in.FacetsOf(aspect) {
		facet := PreviewFacet{ID: f.ID, Names: v.all(f.Name), Constructs: f.Constructs, Scale: f.Scale}
		for _, item := range f.Items {
			row := PreviewItem{ID: item.ID, Short: item.Short, Reverse: item.Reverse}
			for _, view := range v.in.Perspectives {
				row.Texts = append(row.Texts, v.all(item.Text[view.ID]))
			}
			facet.Items = append(facet.Items, row)
		}
		list = append(list, facet)
	}
	return list
}

func (v previewer) questions() []PreviewQuestion {
	var list []PreviewQuestion
	for i := range v.in.Questions {
		q := &v.in.Questions[i]
		row := PreviewQuestion{ID: q.ID, How: v.how(q), Texts: v.all(q.Text), Hints: v.all(q.Hint)}
		for j, o := range q.Options {
			row.Options = append(row.Options, PreviewOption{Number: strconv.Itoa(j + 1), Labels: v.all(o)})
		}
		list = append(list, row)
	}
	return list
}

// how says in words how a side question is asked.
func (v previewer) how(q *instrument.Question) string {
	var how []string
	switch q.Type {
	case instrument.Multi:
		how = append(how, v.l.T("preview.multi", "n", q.Max))
	case instrument.Open:
		how = append(how, v.l.T("preview.own_words"))
	default:
		how = append(how, v.l.T("preview.single"))
	}
	if q.FacetOptions {
		how = append(how, v.l.T("preview.facet_options"))
	}
	if q.PerAspect && len(v.in.Aspects) > 0 {
		how = append(how, v.l.T("preview.per_aspect"))
	} else {
		how = append(how, v.l.T("preview.at_end"))
	}
	if q.OnRequest {
		how = append(how, v.l.T("preview.on_request"))
	}
	for _, id := range q.Perspectives {
		if view := v.in.Perspective(id); view != nil {
			how = append(how, v.l.T("preview.only", "who", v.in1(view.Name, id)))
		}
	}
	return v.l.Join(how)
}
