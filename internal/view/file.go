package view

import (
	"strconv"

	"pejl/internal/i18n"
	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/profile"
	"pejl/internal/round"
)

// FilePage is what was computed of a file of answers, without a server: profiles as
// a closed round would show them, or tables of every figure. It carries its own style
// sheet, so that it can be saved, mailed and printed.
type FilePage struct {
	Page
	ID, Version string
	Status      string
	About       string // what the page shows, and what not
	Empty       bool
	Rounds      []FileRound
}

func (FilePage) kind() kind { return kind{bareLayout, "file"} }

// SpokenChart is a chart with the words around it.
type SpokenChart struct {
	*i18n.Localizer
	It ChartView
}

// Spoken gives a chart the words of the page.
func (p FilePage) Spoken(c ChartView) SpokenChart { return SpokenChart{p.Localizer, c} }

// FileRound is one round of the file.
type FileRound struct {
	Name   string // empty where the file does not tell rounds apart
	Units  []FileUnit
	Tables []FileTable
	Folded []FileTable // the items of each unit
}

// FileUnit is the profile of one unit, of a group of one, or of everybody.
type FileUnit struct {
	ID       string // of the section, unlike any other on the page
	Name     string
	Lead     Prose
	Caution  []Prose
	Aspects  []ChartView
	Sections []SectionView
	Peaks    PeaksView
}

// FileTable is one table of figures, with a chart of them where there is one.
type FileTable struct {
	Name    string
	Picture Picture
	Note    string
	Head    string // over the first column
	Cols    []string
	Rows    []FileRow
}

// FileRow is one line of a table.
type FileRow struct {
	Name  string
	Part  bool // of what stands above
	Cells []string
}

// FileProfile is one unit or group as a release shows it, with its charts.
type FileProfile struct {
	Unit, Group string // no group for a whole unit, neither for everybody
	Profile     *profile.Unit
	Pictures    map[string]Picture
}

// GatedRound is one round of a file after its release.
type GatedRound struct {
	Name     string
	Round    *round.Round
	Profiles []FileProfile
	Tones    func(options int) []int
}

// GatedFile writes the profiles of a file, of which nothing is shown about fewer
// people than least.
func (p *Pages) GatedFile(lang string, in *instrument.Instrument, least privacy.Limits, rounds []GatedRound) ([]byte, error) {
	page := p.file(lang, in)
	page.About = page.T("file.gated", "means", int(least.Means), "single", int(least.Single))
	page.Empty = len(rounds) == 0
	for i, r := range rounds {
		out := FileRound{Name: r.Name}
		for j, u := range r.Profiles {
			drawn := Drawn{Round: r.Round, Pictures: u.Pictures, Tones: r.Tones}
			w := writer{page: page.Localizer, tongue: tongue{page.Localizer, in.Languages}, in: in, drawn: drawn}
			id := "p" + strconv.Itoa(i+1) + "-" + strconv.Itoa(j+1)
			out.Units = append(out.Units, w.fileUnit(id, nameOf(page.Localizer, u.Unit, u.Group), u.Profile))
		}
		page.Rounds = append(page.Rounds, out)
	}
	return p.Render(page)
}

func (p *Pages) file(lang string, in *instrument.Instrument) FilePage {
	return FilePage{
		Page: p.Page(lang, in.Title.In(lang, in.Languages...)), ID: in.ID, Version: in.Version, Status: in.Status,
	}
}

// nameOf is what stands over a unit of a file.
func nameOf(l *i18n.Localizer, unit, group string) string {
	switch {
	case unit == "":
		return l.T("file.everybody")
	case group != "":
		return l.T("file.group", "unit", unit, "group", group)
	}
	return unit
}

// fileUnit puts the profile of a unit on the page.
func (w *writer) fileUnit(id, name string, u *profile.Unit) FileUnit {
	out := FileUnit{ID: id, Name: name, Lead: w.lead(u), Peaks: w.peaks(u)}
	for _, s := range u.Caution {
		out.Caution = append(out.Caution, prose(w, s))
	}
	for _, run := range u.AspectRuns() {
		out.Aspects = append(out.Aspects, w.chart(run, w.T("reading.aspects"), "", nil))
	}
	for i := range u.Sections {
		out.Sections = append(out.Sections, w.section(&u.Sections[i]))
	}
	return out
}
