package view

import (
	"strconv"

	"pejl/internal/i18n"
	"pejl/internal/profile"
)

// ItemsView is the items of a facet with how the answers to them are spread.
type ItemsView struct {
	*i18n.Localizer
	ID       string
	FacetID  string
	Name     string
	Count    string
	Hue      string
	Open     bool // views divide, or there is a finding
	Picture  Picture
	Key      []Tone
	Led      bool // the reader's own answers are among the rows
	Apart    bool // there is a column for those who cannot say
	Heads    []string
	Rows     []ItemView
	Findings []string
}

// Tone is a colour of a chart and what it stands for.
type Tone struct{ Class, Name string }

// ItemView is one item.
type ItemView struct {
	ID, Text string
	Shares   []string // none where the answers are too few
	DontKnow string
	N        string
	Own      string // the option that the reader chose about themselves
}

// items puts the items of a facet in a table and under a chart.
func (w *writer) items(r *profile.Row, hue string) ItemsView {
	v := ItemsView{
		Localizer: w.page, ID: r.ItemsID(), FacetID: r.ID, Name: w.text(r.Name), Hue: hue, Count: w.T("reading.items", "n", len(r.Items)),
		Open: r.Accord == profile.Divided, Picture: w.drawn.Pictures[r.ItemsID()],
	}
	if r.Accord == profile.Divided {
		v.Findings = append(v.Findings, w.T("reading.divided"))
	}
	for _, it := range r.Items {
		v.heads(w, it)
		v.Apart = v.Apart || it.DontKnow != nil
		row := ItemView{ID: it.ID, Text: w.text(it.Text)}
		for _, s := range it.Shares {
			row.Shares = append(row.Shares, profile.Say(w, s.Sentence()))
		}
		if it.Detail != profile.NoDetail {
			row.N = w.T("reading.people", "n", it.People)
		}
		if it.DontKnow != nil {
			row.DontKnow = profile.Say(w, it.DontKnow.Sentence())
		}
		if it.Own != nil {
			v.Led = true
			row.Own = w.text(it.Scale.Options[*it.Own])
		}
		if s := it.Finding(); !s.None() {
			v.Open = true
			v.Findings = append(v.Findings, w.T("reading.about_item", "item", row.Text, "finding", profile.Say(w, s)))
		}
		v.Rows = append(v.Rows, row)
	}
	if v.Apart {
		v.Key = append(v.Key, Tone{Class: "swk", Name: w.T("reading.dont_know_apart")})
	}
	return v
}

// heads names the columns by the first item that is told of: the items of a facet
// have one scale, and as a rule are told as finely.
func (v *ItemsView) heads(w *writer, it *profile.Item) {
	if it.Detail == profile.NoDetail || v.Heads != nil {
		return
	}
	if it.Detail == profile.Bands {
		for _, b := range it.Bands {
			v.Heads = append(v.Heads, capital(profile.Say(w, b.Sentence(it.Scale))))
		}
	} else {
		for _, o := range it.Scale.Options {
			v.Heads = append(v.Heads, w.text(o))
		}
	}
	for i, tone := range w.drawn.Tones(len(v.Heads)) {
		v.Key = append(v.Key, Tone{Class: "sw" + strconv.Itoa(tone+1), Name: v.Heads[i]})
	}
}

// note says how finely the items of a section are told.
func (w *writer) note(r *profile.Row, have string) string {
	for _, it := range r.Items {
		switch it.Detail {
		case profile.Bands:
			return w.T("reading.items.bands")
		case profile.Steps:
			return w.T("reading.items.steps")
		case profile.Percents:
			return w.T("reading.items.percents")
		}
	}
	return have
}
