// Package instrument holds questionnaires: scales, aspects, facets, items and
// side questions, in versions and languages, and the coded answers to them.
package instrument

// Text is one text in several languages, keyed by language tag ("en", "da").
type Text map[string]string

// In returns the text in the language asked for, or else in the first of the
// other languages given that has it. It returns "" when none has it.
func (t Text) In(lang string, others ...string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	for _, l := range others {
		if s, ok := t[l]; ok {
			return s
		}
	}
	return ""
}

// Perspectives that the built-in instruments use. An instrument file may use
// others; a perspective is how an item is worded and who it is for.
const (
	Staff    = "staff"
	Leader   = "leader"
	Pupil    = "pupil"
	Guardian = "guardian"
)

// Instrument is one version of a questionnaire. An Instrument is never changed
// once it has been loaded, so that it may be shared between goroutines.
type Instrument struct {
	ID           string
	Version      string
	Status       string // "draft, not validated" until evidence is gathered
	Licence      string
	Languages    []string // in the order of the file; the first is the fallback
	Title        Text
	About        Text // what the instrument asks about, in a sentence or two
	Perspectives []Perspective
	Scales       []Scale
	Aspects      []Aspect // may be empty
	Facets       []Facet
	Questions    []Question // side questions, asked beside the items
	Evidence     []Evidence
	Form         Form

	items []*Item
	index map[string]int
}

// Form says whether an Instrument holds all its items or those of the short form.
type Form string

// The two forms of an instrument.
const (
	Long  Form = "long"
	Short Form = "short"
)

// Perspective is one wording of the items and the people it is for.
type Perspective struct {
	ID       string
	Name     Text // "staff", as a reader would say it
	Referent Text // whom the items speak of: "our leaders"
	Means    Text // who is meant by the referent, for the first page
}

// Scale is an ordered list of 2 to 11 options, numbered Min, Min+1, ….
type Scale struct {
	ID       string
	Min      int
	Options  []Text
	Stem     Text
	DontKnow Text // nil where the scale offers no "don't know"
}

// Max is the number of the last option.
func (s *Scale) Max() int { return s.Min + len(s.Options) - 1 }

// Aspect is the upper level of an instrument: some facets that belong together.
type Aspect struct {
	ID   string
	Name Text
	Says Text // what the aspect says about leadership, in a sentence
}

// Facet is the level that is charted: a few items on one theme. All items of a
// facet share one scale.
type Facet struct {
	ID         string
	Name       Text
	Aspect     string // ID of an aspect, or "" where the instrument has none
	Scale      string // ID of a scale
	Constructs string // what the facet draws on in the literature
	Items      []Item
}

// Item is one statement. Its ID is stable over versions, which is what trends
// are built on.
type Item struct {
	ID      string
	Facet   string
	Reverse bool
	Short   bool            // belongs to the short form
	Text    map[string]Text // by perspective
}

// QuestionType says how a side question is answered.
type QuestionType string

// The types of side question.
const (
	Single QuestionType = "single" // exactly one option
	Multi  QuestionType = "multi"  // up to Max options
	Open   QuestionType = "text"   // own words
)

// Question is a side question: asked beside the items, counted or kept apart
// from them, never part of a score.
type Question struct {
	ID           string
	Type         QuestionType
	PerAspect    bool     // asked once on each aspect's page, else once at the end
	FacetOptions bool     // the options are the facets of the aspect (or of the instrument)
	Max          int      // of a Multi question
	Options      []Text   // of a Single or Multi question without FacetOptions
	Perspectives []string // who is asked; empty means everybody
	OnRequest    bool     // asked only where a round asks for it
	Text         Text
	Hint         Text
}

// Evidence is what is known about a facet's reliability from elsewhere.
type Evidence struct {
	Facet  string
	Alpha  float64
	N      int
	Source string
}

// Items returns the items in the order in which they are asked and stored.
// The slice is shared: it must not be changed.
func (in *Instrument) Items() []*Item { return in.items }

// Position returns the place of an item in Items and in Answers.
func (in *Instrument) Position(item string) (int, bool) {
	i, ok := in.index[item]
	return i, ok
}

// FacetByID returns the facet with that ID, or nil.
func (in *Instrument) FacetByID(id string) *Facet {
	for i := range in.Facets {
		if in.Facets[i].ID == id {
			return &in.Facets[i]
		}
	}
	return nil
}

// FacetsOf returns the facets of an aspect, in order. The empty ID gives the
// facets that belong to no aspect.
func (in *Instrument) FacetsOf(aspect string) []*Facet {
	var fs []*Facet
	for i := range in.Facets {
		if in.Facets[i].Aspect == aspect {
			fs = append(fs, &in.Facets[i])
		}
	}
	return fs
}

// ScaleOf returns the scale that a facet is answered on.
func (in *Instrument) ScaleOf(f *Facet) *Scale {
	for i := range in.Scales {
		if in.Scales[i].ID == f.Scale {
			return &in.Scales[i]
		}
	}
	return nil
}

// Perspective returns the perspective with that ID, or nil.
func (in *Instrument) Perspective(id string) *Perspective {
	for i := range in.Perspectives {
		if in.Perspectives[i].ID == id {
			return &in.Perspectives[i]
		}
	}
	return nil
}

// ShortForm returns the instrument reduced to its short-form items, and false
// where the instrument marks none. Facets without a short-form item are left out.
func (in *Instrument) ShortForm() (*Instrument, bool) {
	short := *in
	short.Form = Short
	short.Facets = nil
	for _, f := range in.Facets {
		var items []Item
		for _, it := range f.Items {
			if it.Short {
				items = append(items, it)
			}
		}
		if len(items) > 0 {
			f.Items = items
			short.Facets = append(short.Facets, f)
		}
	}
	short.lookup()
	return &short, len(short.items) > 0
}

// lookup fills the item list and its index from the facets.
func (in *Instrument) lookup() {
	in.items, in.index = nil, map[string]int{}
	for i := range in.Facets {
		f := &in.Facets[i]
		for j := range f.Items {
			f.Items[j].Facet = f.ID
			in.index[f.Items[j].ID] = len(in.items)
			in.items = append(in.items, &f.Items[j])
		}
	}
}
