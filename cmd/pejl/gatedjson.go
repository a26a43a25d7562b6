package main

import (
	"pejl/internal/i18n"
	"pejl/internal/instrument"
	"pejl/internal/profile"
)

// gatedFile is what may be shown of a file's rounds, as it is written to JSON. Fields
// may be added to it, and are never renamed. Every number in it is rounded.
type gatedFile struct {
	Instrument  string       `json:"instrument"`
	Version     string       `json:"version"`
	Gates       string       `json:"gates"`
	Language    string       `json:"language"`
	Perspective string       `json:"perspective"`
	Rounds      []gatedRound `json:"rounds"`
}

type gatedRound struct {
	Round string             `json:"round"`
	All   *gatedUnitFigures  `json:"all"`
	Units []gatedUnitFigures `json:"units"`
}

// gatedUnitFigures is one unit, or one group of it. Page says how much may be shown:
// full, calm (words only) or guide (nothing but why).
type gatedUnitFigures struct {
	Unit      *string           `json:"unit"`
	Group     *string           `json:"group"`
	Page      string            `json:"page"`
	Invited   *int              `json:"invited"`
	N         *int              `json:"n"`
	Rate      *int              `json:"rate"`
	LeftOut   int               `json:"left_out"`
	Says      []string          `json:"says"`
	Facets    []gatedSetFigures `json:"facets"`
	Aspects   []gatedSetFigures `json:"aspects"`
	Peaks     *string           `json:"peaks"`
	Strongest []string          `json:"strongest"`
	Growth    []string          `json:"growth"`
}

// gatedSetFigures is one facet or aspect. Form says what Value is: exact, rough,
// or_lower, or_higher, words or hidden; with the last two there is no number.
type gatedSetFigures struct {
	ID       string      `json:"id"`
	Aspect   *string     `json:"aspect,omitempty"`
	Form     string      `json:"form"`
	N        *int        `json:"n"`
	Value    *float64    `json:"value"`
	Interval *[2]float64 `json:"interval"`
	Word     *string     `json:"word"`
	Text     string      `json:"text"`
	Accord   *string     `json:"accord"`
	Says     []string    `json:"says"`
	Items    []gatedItem `json:"items,omitempty"`
}

// gatedItem is one statement. Detail says how finely its shares are told: bands,
// steps of five per cent, percents, or none.
type gatedItem struct {
	ID       string       `json:"id"`
	Detail   string       `json:"detail"`
	N        *int         `json:"n"`
	Shares   []gatedShare `json:"shares"`
	DontKnow *gatedShare  `json:"dont_know"`
	Finding  *string      `json:"finding"`
}

// gatedShare is the share of the options from first to last, by their numbers. Bound
// is or_less or or_more where it is a limit.
type gatedShare struct {
	Options *[2]int `json:"options,omitempty"`
	Percent int     `json:"percent"`
	Bound   string  `json:"bound,omitempty"`
}

// teller writes profiles in one language.
type teller struct {
	words *i18n.Localizer
}

// file puts closed rounds into the shape of the JSON.
func (t teller) file(in *instrument.Instrument, perspective string, rounds []gated) gatedFile {
	f := gatedFile{
		Instrument: in.ID, Version: in.Version, Gates: "on", Language: t.words.Lang(), Perspective: perspective,
		Rounds: []gatedRound{},
	}
	for _, g := range rounds {
		r := gatedRound{Round: g.name, Units: []gatedUnitFigures{}}
		if g.all != nil {
			all := t.unit(g.all)
			r.All = &all
		}
		for _, u := range g.units {
			one := t.unit(u.profile)
			one.Unit = &u.unit
			if u.part {
				one.Group = &u.group
			}
			r.Units = append(r.Units, one)
		}
		f.Rounds = append(f.Rounds, r)
	}
	return f
}

func (t teller) unit(u *profile.Unit) gatedUnitFigures {
	out := gatedUnitFigures{
		Page: pageName(u.Page), LeftOut: u.LeftOut, Says: t.sentences(append(append([]profile.Sentence{}, u.Lead...), u.Caution...)),
		Facets: []gatedSetFigures{}, Aspects: []gatedSetFigures{}, Strongest: rowIDs(u.Peaks.Strongest), Growth: rowIDs(u.Peaks.Growth),
	}
	if u.Turnout.Known {
		out.N = &u.Turnout.Answered
		if u.Turnout.Invited > 0 {
			rate := int(u.Turnout.Rate)
			out.Invited, out.Rate = &u.Turnout.Invited, &rate
		}
	}
	if s := u.Peaks.Sentence(); !s.None() {
		out.Peaks = t.sentence(s)
	}
	for _, s := range u.Sections {
		if s.Row != nil {
			out.Aspects = append(out.Aspects, t.row(s.Row))
		}
		for _, r := range s.Facets {
			f := t.row(r)
			if s.Aspect != nil {
				f.Aspect = &s.Aspect.ID
			}
			out.Facets = append(out.Facets, f)
		}
	}
	return out
}

func (t teller) row(r *profile.Row) gatedSetFigures {
	f := r.Figure
	out := gatedSetFigures{ID: r.ID, Form: formName(f.Form), Text: profile.Say(t.words, f.Sentence()), Says: t.sentences(r.Says)}
	if f.Shown() {
		out.N, out.Word = &f.People, t.sentence(f.Word.Sentence())
	}
	if f.Digits() {
		value := f.Value.Float()
		out.Value, out.Interval = &value, &[2]float64{f.Low.Float(), f.High.Float()}
	}
	if r.Accord != profile.NoAccord {
		out.Accord = t.sentence(r.Accord.Label())
	}
	for _, it := range r.Items {
		out.Items = append(out.Items, t.item(it))
	}
	return out
}

func (t teller) item(it *profile.Item) gatedItem {
	out := gatedItem{ID: it.ID, Detail: detailName(it.Detail), Shares: []gatedShare{}}
	if it.Detail != profile.NoDetail {
		out.N = &it.People
	}
	for i, s := range it.Shares {
		share := shareOf(s)
		first, last := i, i
		if it.Detail == profile.Bands {
			first, last = it.Bands[i].First, it.Bands[i].Last
		}
		share.Options = &[2]int{it.Scale.Min + first, it.Scale.Min + last}
		out.Shares = append(out.Shares, share)
	}
	if it.DontKnow != nil {
		share := shareOf(*it.DontKnow)
		out.DontKnow = &share
	}
	if s := it.Finding(); !s.None() {
		out.Finding = t.sentence(s)
	}
	return out
}

func shareOf(s profile.Share) gatedShare {
	return gatedShare{Percent: int(s.Percent), Bound: [...]string{profile.AtValue: "", profile.OrLess: "or_less", profile.OrMore: "or_more"}[s.Bound]}
}

func (t teller) sentence(s profile.Sentence) *string {
	text := profile.Say(t.words, s)
	return &text
}

func (t teller) sentences(list []profile.Sentence) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, profile.Say(t.words, s))
	}
	return out
}

func rowIDs(rows []*profile.Row) []string {
	out := make([]string, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func pageName(p profile.Page) string {
	return [...]string{profile.Guide: "guide", profile.Calm: "calm", profile.Full: "full"}[p]
}

func formName(f profile.Form) string {
	return [...]string{
		profile.Hidden: "hidden", profile.WordsOnly: "words", profile.Rough: "rough",
		profile.OrLower: "or_lower", profile.OrHigher: "or_higher", profile.Exact: "exact",
	}[f]
}

func detailName(d profile.Detail) string {
	return [...]string{profile.NoDetail: "none", profile.Bands: "bands", profile.Steps: "steps", profile.Percents: "percents"}[d]
}
