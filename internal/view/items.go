package view

import (
	"strconv"

	"pejl/internal/i18n"
	"pejl/internal/profile"
)

// ItemsView is the items of a facet with how the answers to them are spread.
type ItemsView struct {
	FacetID  string
	Name     string
	Count    string
	Open     bool // views divide, or there is a finding
	Findings []string
	Runs     []ItemRunView
}

// ItemRunView is items that are told equally finely, in a chart and a table.
type ItemRunView struct {
	*i18n.Localizer
	ID      string
	Name    string
	Picture Picture
	Key     []Tone
	Note    string // how finely
	Led     bool   // the reader's own answers are among the rows
	Apart   bool   // there is a column for those who cannot say
	Heads   []string
	Rows    []ItemView
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

// items puts the items of a facet in tables and under charts.
func (w *writer) items(r *profile.Row) ItemsView {
	v := ItemsView{
		FacetID: r.ID, Name: w.text(r.Name), Count: w.T("reading.items", "n", len(r.Items)),
		Open: r.Accord == profile.Divided,
	}
	if r.Accord == profile.Divided {
		v.Findings = append(v.Findings, w.T("reading.divided"))
	}
	for _, it := range r.Items {
		if s := it.Finding(); !s.None() {
			v.Open = true
			v.Findings = append(v.Findings, w.T("reading.about_item", "item", w.text(it.Text), "finding", profile.Say(w, s)))
		}
	}
	for _, run := range r.ItemRuns() {
		v.Runs = append(v.Runs, w.itemRun(run, v.Name))
	}
	return v
}

func (w *writer) itemRun(run profile.ItemRun, name string) ItemRunView {
	v := ItemRunView{
		Localizer: w.page, ID: run.ID, Name: name, Picture: w.drawn.Pictures[run.ID], Note: w.note(run.Detail),
	}
	for _, it := range run.Items {
		w.heads(&v, it)
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
		v.Rows = append(v.Rows, row)
	}
	if v.Apart {
		v.Key = append(v.Key, Tone{Class: "swk", Name: w.T("reading.dont_know_apart")})
	}
	return v
}

// heads names the columns by the first item that is told of; the others are told of
// as finely, on the same scale.
func (w *writer) heads(v *ItemRunView, it *profile.Item) {
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

// note says how finely items are told.
func (w *writer) note(d profile.Detail) string {
	switch d {
	case profile.Bands:
		return w.T("reading.items.bands")
	case profile.Steps:
		return w.T("reading.items.steps")
	case profile.Percents:
		return w.T("reading.items.percents")
	}
	return ""
}
