package view

import (
	"pejl/internal/i18n"
	"pejl/internal/instrument"
	"pejl/internal/profile"
	"pejl/internal/round"
)

// ProfilePage is what may be read about one unit in one round. Every number on it
// is one of profile's, and stands in an element that names it (data-figure).
type ProfilePage struct {
	Page
	RoundLine
	UnitID    int64
	Name      string
	Lead      Prose
	Guide     string // address of the dialogue guide; empty where there is none
	Full      bool
	Calm      bool
	Led       bool // the reader's own answers are among the rows
	Caution   []Prose
	Emblem    Picture
	Sectors   []PeakView // the aspects of the emblem, clockwise from the top
	Ends      Ends
	Peaks     PeaksView
	Aspects   []ChartView
	Sections  []SectionView
	Gaps      []RowView // where leader and staff see things differently
	Alike     string    // how many themes they see alike; empty where none
	Dialogue  *GuideView
	Questions []Question
	Texts     []TextsView
	Answered  Prose
	Limits    string // how many answers it takes
	Status    string // of the instrument, "draft, not validated"
}

func (ProfilePage) kind() kind { return kind{accountLayout, "profile"} }

// RoundLine says which round a page is about.
type RoundLine struct {
	Round      string
	Address    string
	Closed     string // when it closed; empty before
	Instrument string
}

// Ends are the options at the ends of an axis.
type Ends struct{ Low, High Prose }

// TextsView is what people wrote to one question.
type TextsView struct {
	Question string
	Bodies   []string
}

// Question is one question for the dialogue, and what it is about.
type Question struct{ Text, About string }

// PeaksView is what clearly lies over or under the unit's own mean.
type PeaksView struct {
	Known     bool
	Strongest []PeakView
	Growth    []PeakView
	Says      Prose
}

// PeakView is one of them.
type PeakView struct {
	ID, Name, Hue string
	Word          Prose
	Value, N      string
}

// SectionView is an aspect with its facets.
type SectionView struct {
	ID      string
	Hue     string
	Heading string
	Says    string
	Lang    string
	Charts  []ChartView
	Caption Prose
	Accords []RowView
	Items   []ItemsView
}

// ChartView is a chart with the table of the same numbers.
type ChartView struct {
	*i18n.Localizer
	ID       string
	Hue      string
	Name     string // of what the table is about
	Picture  Picture
	Means    bool // which marks there are in it
	Words    bool
	Led      bool
	Divided  bool
	Absent   bool
	Scale    string
	Accorded bool // the table has a column for agreement
	Rows     []RowView
}

// RowView is one facet or aspect.
type RowView struct {
	ID, Name string
	Whole    bool // the aspect that the rows above belong to
	Shown    bool
	Digits   bool // there are numbers, else words
	Why      string
	N        string
	Value    string
	Interval string
	Words    Prose // value and interval with the option words set apart, where
	Reach    Prose // there are no digits
	Own      string
	Accord   string
	Accords  int // profile.Accord, for the sign beside the words
	Gap      string
}

// Drawn is everything a profile page is made of that is not in profile.Unit.
type Drawn struct {
	Round    *round.Round
	Name     string // of the unit
	Guide    *instrument.Guide
	Pictures map[string]Picture
	Tones    func(options int) []int // which of the five tones each option is drawn in
}

// NewProfilePage puts the profile of a unit on a page.
func NewProfilePage(p Page, u *profile.Unit, d Drawn) ProfilePage {
	in := d.Round.Instrument
	w := writer{page: p.Localizer, tongue: tongue{p.Localizer, in.Languages}, in: in, drawn: d}
	page := ProfilePage{
		Page: p, RoundLine: NewRoundLine(p.Localizer, d.Round), UnitID: u.UnitID, Name: d.Name,
		Full: u.Page == profile.Full, Calm: u.Page == profile.Calm,
		Emblem: d.Pictures[profile.EmblemID], Answered: prose(p, u.Turnout.Sentence()), Status: statusOf(p.Localizer, in),
	}
	page.Limits = p.T("reading.how.limits", "few", w.gates().Means, "single", w.gates().Single)
	if d.Guide != nil {
		page.Guide = GuideAddress(d.Round.ID, u.UnitID)
	}
	for _, s := range u.Caution {
		page.Caution = append(page.Caution, prose(p, s))
	}
	for _, run := range u.AspectRuns() {
		if page.Calm {
			break // one calm page says each thing once
		}
		page.Aspects = append(page.Aspects, w.chart(run, p.T("reading.aspects"), "", nil))
	}
	for i := range u.Sections {
		s := w.section(&u.Sections[i])
		page.Sections = append(page.Sections, s)
		if s.Hue != "" {
			page.Sectors = append(page.Sectors, PeakView{ID: s.ID, Name: s.Heading, Hue: s.Hue})
		}
		if rows := u.Sections[i].Facets; len(rows) > 0 && page.Ends.Low == nil {
			page.Ends = w.ends(rows[0].Scale)
		}
	}
	page.Peaks = w.peaks(u)
	page.Lead = w.lead(u)
	w.gaps(&page, u)
	for _, t := range u.Texts {
		page.Texts = append(page.Texts, TextsView{Question: w.text(t.Question), Bodies: t.Bodies})
	}
	if d.Guide == nil {
		return page
	}
	if u.Page == profile.Full {
		page.Questions = w.questions(d.Guide)
	} else {
		page.Dialogue = NewGuideView(p.Localizer, in, d.Guide)
	}
	return page
}

// statusOf says how far an instrument has come, in the reader's language where it
// is the status that all new instruments have.
func statusOf(l *i18n.Localizer, in *instrument.Instrument) string {
	if in.Status == "draft, not validated" {
		return l.T("reading.how.draft")
	}
	return in.Status
}

// NewRoundLine says which round a page is about.
func NewRoundLine(l *i18n.Localizer, r *round.Round) RoundLine {
	line := RoundLine{
		Round: r.Title, Address: RoundAddress(r.ID),
		Instrument: tongue{l, r.Instrument.Languages}.text(r.Instrument.Title),
	}
	if r.Ended() {
		line.Closed = l.Date(r.ClosesAt)
	}
	return line
}

// writer puts the parts of one unit into words.
type writer struct {
	tongue
	page  *i18n.Localizer
	in    *instrument.Instrument
	drawn Drawn
}

// gates are the limits of the round.
func (w *writer) gates() round.Gates { return w.drawn.Round.Settings.Gates.Stricter(round.Gates{}) }

func (w *writer) hue(aspect string) string { return Hue(w.in, aspect) }

func (w *writer) ends(s *instrument.Scale) Ends {
	last := len(s.Options) - 1
	return Ends{
		Low:  prose(w, profile.Word{Scale: s}.Sentence()),
		High: prose(w, profile.Word{Scale: s, Low: last, High: last}.Sentence()),
	}
}

// lead is what stands first: who answered, and what stands out.
func (w *writer) lead(u *profile.Unit) Prose {
	list := u.Lead
	if len(u.Peaks.Strongest) > 0 {
		top := u.Peaks.Strongest[0]
		list = append(list[:len(list):len(list)],
			profile.Sentence{Key: "reading.lead.strongest", Args: []any{"theme", top.Name, "word", top.Figure.Word}})
	}
	if len(u.Peaks.Growth) > 0 {
		top := u.Peaks.Growth[0]
		list = append(list[:len(list):len(list)],
			profile.Sentence{Key: "reading.lead.growth", Args: []any{"theme", top.Name, "word", top.Figure.Word}})
	}
	differ := 0
	for i := range u.Sections {
		for _, r := range u.Sections[i].Facets {
			if r.Own != nil && (r.Own.Gap == profile.More || r.Own.Gap == profile.Less) {
				differ++
			}
		}
	}
	if differ > 0 {
		list = append(list[:len(list):len(list)], profile.Sentence{Key: "reading.lead.differ", Args: []any{"n", differ}})
	}
	return prose(w, list...)
}

func (w *writer) peaks(u *profile.Unit) PeaksView {
	v := PeaksView{Known: u.Peaks.Known, Says: prose(w, u.Peaks.Sentence())}
	aspect := map[string]string{}
	for i := range u.Sections {
		if a := u.Sections[i].Aspect; a != nil {
			for _, r := range u.Sections[i].Facets {
				aspect[r.ID] = w.hue(a.ID)
			}
		}
	}
	of := func(rows []*profile.Row) (list []PeakView) {
		for _, r := range rows {
			list = append(list, PeakView{
				ID: r.ID, Name: w.text(r.Name), Hue: aspect[r.ID], Word: prose(w, r.Figure.Word.Sentence()),
				Value: profile.Say(w, r.Figure.Sentence()), N: w.T("reading.n", "n", r.Figure.People),
			})
		}
		return list
	}
	v.Strongest, v.Growth = of(u.Peaks.Strongest), of(u.Peaks.Growth)
	return v
}

func (w *writer) section(s *profile.Section) SectionView {
	v := SectionView{Heading: w.T("reading.themes"), Caption: prose(w, s.Caption...), ID: "themes"}
	if s.Aspect != nil {
		v.ID, v.Hue, v.Lang = "a-"+s.Aspect.ID, w.hue(s.Aspect.ID), w.foreign()
		v.Heading, v.Says = w.text(s.Aspect.Name), w.text(s.Aspect.Says)
	}
	runs := s.FacetRuns()
	for i, run := range runs {
		var whole *profile.Row
		if i == len(runs)-1 {
			whole = s.Row
		}
		v.Charts = append(v.Charts, w.chart(run, v.Heading, v.Hue, whole))
	}
	for _, r := range s.Facets {
		if row := w.row(r); row.Accord != "" || row.Gap != "" {
			v.Accords = append(v.Accords, row)
		}
		if len(r.Items) > 0 {
			v.Items = append(v.Items, w.items(r))
		}
	}
	return v
}

func (w *writer) chart(run profile.Run, name, hue string, whole *profile.Row) ChartView {
	scale := run.Rows[0].Scale
	ends := w.ends(scale)
	c := ChartView{
		Localizer: w.page, ID: run.ID, Hue: hue, Name: name, Picture: w.drawn.Pictures[run.ID],
		Scale: w.T("reading.scale", "min", scale.Min, "low", ends.Low.plain(), "max", scale.Max(), "high", ends.High.plain()),
	}
	rows := run.Rows
	if whole != nil {
		rows = append(rows[:len(rows):len(rows)], whole)
	}
	for _, r := range rows {
		row := w.row(r)
		if r == whole {
			row.Name, row.Whole = w.T("reading.whole"), true
		}
		c.Led = c.Led || r.Own != nil
		if r != whole {
			c.Means, c.Words = c.Means || r.Figure.Digits(), c.Words || r.Figure.Form == profile.WordsOnly
			c.Absent = c.Absent || !r.Figure.Shown()
		}
		c.Divided = c.Divided || r != whole && r.Accord == profile.Divided
		c.Accorded = c.Accorded || row.Accord != ""
		c.Rows = append(c.Rows, row)
	}
	return c
}

func (w *writer) row(r *profile.Row) RowView {
	f := r.Figure
	v := RowView{ID: r.ID, Name: w.text(r.Name), Shown: f.Shown(), Digits: f.Digits(), Why: profile.Say(w, f.Why)}
	if f.Shown() {
		v.N = w.T("reading.people", "n", f.People)
		v.Value, v.Interval = profile.Say(w, f.Sentence()), profile.Say(w, f.Interval())
		if !v.Digits {
			v.Words, v.Reach = prose(w, f.Sentence()), prose(w, f.Interval())
		}
		v.Accord, v.Accords = profile.Say(w, r.Accord.Label()), int(r.Accord)
	}
	if r.Own != nil {
		v.Own = w.Number(r.Own.Value.Float(), 1)
		if r.Own.Gap == profile.More || r.Own.Gap == profile.Less {
			v.Gap = profile.Say(w, r.Own.Says)
		}
	}
	return v
}

// gaps lists the themes that the leader sees clearly otherwise than staff do.
func (w *writer) gaps(p *ProfilePage, u *profile.Unit) {
	alike := 0
	for i := range u.Sections {
		for _, r := range u.Sections[i].Facets {
			if r.Own == nil {
				continue
			}
			p.Led = true
			if row := w.row(r); row.Gap != "" {
				p.Gaps = append(p.Gaps, row)
			} else if r.Own.Gap == profile.Alike {
				alike++
			}
		}
	}
	switch {
	case alike > 0 && len(p.Gaps) > 0:
		p.Alike = w.T("reading.alike.others", "n", alike)
	case alike > 0:
		p.Alike = w.T("reading.alike.all", "n", alike)
	}
}

// questions are some to begin with: the opening, and the first about each part.
func (w *writer) questions(g *instrument.Guide) []Question {
	t := tongue{w.Speaker, g.Languages}
	list := []Question{{Text: t.text(g.Opening)}}
	for _, part := range g.Parts {
		if len(part.Questions) > 0 {
			list = append(list, Question{Text: t.text(part.Questions[0]), About: partName(w.tongue, w.in, part.Of)})
		}
	}
	return list
}

// plain is prose without the words set apart.
func (p Prose) plain() string {
	s := ""
	for _, span := range p {
		s += span.Text
	}
	return s
}
