package view

import (
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"pejl/internal/i18n"
	"pejl/internal/profile"
	"pejl/internal/round"
)

// RoundsPage lists the rounds that somebody can see.
type RoundsPage struct {
	Page
	Rounds []RoundItem
	Runs   bool // the reader runs rounds somewhere
}

func (RoundsPage) kind() kind { return kind{accountLayout, "rounds"} }

// RoundItem is one round of the list.
type RoundItem struct {
	RoundLine
	Units   string
	Period  string
	Answers string
	State   StateView
}

// StateView is how far a round has come: a word, and the class of its mark.
type StateView struct{ Word, Class string }

// NewState says how far a round has come.
func NewState(l *i18n.Localizer, s round.State) StateView {
	switch s {
	case round.Draft:
		return StateView{l.T("rounds.state.draft"), "draft"}
	case round.Open:
		return StateView{l.T("rounds.state.open"), "open"}
	case round.Closing:
		return StateView{l.T("rounds.state.closing"), "open"}
	}
	return StateView{l.T("rounds.state.closed"), "done"}
}

// RoundPage is how a round is going, unit by unit, and what happens next.
type RoundPage struct {
	Page
	RoundLine
	Heading string
	Lead    string
	Period  string
	State   StateView
	Caption string // over the units
	Units   []UnitItem
	Totals  []Way  // profiles of units above those that were asked
	Compare string // address of the comparison; empty where there is nothing to compare
	Help    []UnitItem
	Self    *SelfWay
	Steps   []StepView
}

func (RoundPage) kind() kind { return kind{accountLayout, "round"} }

// UnitItem is how far one unit has come.
type UnitItem struct {
	UnitID  int64
	Name    string
	Invited string
	Answers string
	Says    string // the same in a sentence
	Address string // of the profile, where the reader may see it
	Guide   string // of the dialogue guide, likewise
	Meter   *Meter
}

// Meter is a share of those invited, drawn as a bar.
type Meter struct{ Value, Max int }

// SelfWay leads a leader to their rating of themselves.
type SelfWay struct {
	Address string
	Rated   bool
	Open    bool
}

// StepView is one thing that has happened or will.
type StepView struct {
	Class string // done, now, or nothing
	When  string
	What  string
}

// FullRate is the share that has to answer a round for a profile without a caution.
func FullRate(l *i18n.Localizer, r *round.Round) string {
	return l.Percent(float64(r.Settings.Gates.Stricter(round.Gates{}).RateFull) / 100)
}

// NewSteps says what happens when in a round, seen from now.
func NewSteps(l *i18n.Localizer, r *round.Round, now time.Time) []StepView {
	class := func(past bool) string {
		if past {
			return "done"
		}
		return ""
	}
	opened, closed := r.State != round.Draft && !now.Before(r.OpensAt), r.State != round.Draft && r.State != round.Open
	steps := []StepView{{class(opened), l.Date(r.OpensAt), l.T("rounds.step.opens")}}
	if opened && !closed && now.Before(r.ClosesAt) {
		days := int(r.ClosesAt.Sub(now) / (24 * time.Hour))
		left := l.T("rounds.step.days", "n", days)
		if days == 0 {
			left = l.T("rounds.step.last_day")
		}
		steps = append(steps, StepView{"now", l.T("rounds.step.today", "day", l.Day(now)), left})
	}
	steps = append(steps, StepView{class(closed), capital(l.DateTime(r.ClosesAt)), l.T("rounds.step.closes")})
	read := StepView{class(r.Ended()), l.T("rounds.step.after"), l.T("rounds.step.profile")}
	if r.Ended() {
		read.When = l.Date(r.ClosesAt)
	}
	steps = append(steps, read)
	if r.Settings.ResultsAt != "" {
		steps = append(steps, StepView{"", l.T("rounds.step.results"), r.Settings.ResultsAt})
	} else {
		steps = append(steps, StepView{"", l.T("rounds.step.then"), l.T("rounds.step.talk")})
	}
	return steps
}

// NewUnitItem says how far a unit has come.
func NewUnitItem(l *i18n.Localizer, r *round.Round, u round.UnitStatus) UnitItem {
	v := UnitItem{UnitID: u.Unit.UnitID, Name: u.Unit.Name, Invited: l.Int(u.Unit.Invited)}
	switch {
	case r.State == round.Draft:
		v.Answers = l.T("rounds.answers.draft")
	case u.Count.Known && u.Count.Exact:
		v.Answers = l.T("rounds.answers.exact", "n", u.Count.N, "invited", u.Unit.Invited)
	case r.Ended():
		v.Answers, v.Invited = l.T("rounds.answers.few"), l.T("rounds.invited.few")
	case u.Count.Known:
		v.Answers = l.T("rounds.answers.step", "n", u.Count.N, "invited", u.Unit.Invited)
		v.Says = l.T("rounds.says.step", "n", u.Count.N, "invited", u.Unit.Invited)
		v.Meter = &Meter{u.Count.N, u.Unit.Invited}
		if u.Count.N == 0 {
			v.Answers, v.Says = l.T("rounds.answers.under_way"), l.T("rounds.says.first", "n", round.Step(u.Unit.Invited))
		}
	default:
		v.Answers, v.Says = l.T("rounds.answers.under_way"), l.T("rounds.says.under_way")
	}
	return v
}

// OverviewPage is what somebody who signs in sees first: what is going on in the
// units they lead or belong to.
type OverviewPage struct {
	Page
	Over     string // the one unit it is about, where it is one
	Heading  string
	Lead     string
	Current  []CurrentRound
	Profiles []LatestProfile
	Rounds   []RoundItem // for those who run rounds
	Runs     bool
}

func (OverviewPage) kind() kind { return kind{accountLayout, "overview"} }

// CurrentRound is a round that is under way in units of the reader.
type CurrentRound struct {
	RoundLine
	State  StateView
	Units  []UnitItem
	Until  string
	Step   string // how the counts move
	Steps  []StepView
	Self   *SelfWay
	Common bool // the units are many; their counts stand in a table
}

// LatestProfile leads to what a unit can read from the newest closed round.
type LatestProfile struct {
	RoundLine
	Name    string
	Address string
	Guide   string
	Lead    Prose
}

// NewLatestProfile leads to the profile of a unit.
func NewLatestProfile(l *i18n.Localizer, r *round.Round, name string, u *profile.Unit) LatestProfile {
	w := writer{page: l, tongue: tongue{l, r.Instrument.Languages}, in: r.Instrument}
	return LatestProfile{
		RoundLine: NewRoundLine(l, r), Name: name, Address: ProfileAddress(r.ID, u.UnitID), Lead: w.lead(u),
	}
}

// Collate compares names as a Danish reader looks them up, in every language: æ, ø
// and å last.
func Collate() func(a, b string) int {
	return collate.New(language.Danish).CompareString
}

// MethodPage says in short how figures come about and what is shown when.
type MethodPage struct {
	Page
	Parts []Fact
}

func (MethodPage) kind() kind { return kind{accountLayout, "method"} }

// NewMethodPage fills the page.
func NewMethodPage(p Page) MethodPage {
	return MethodPage{Page: p, Parts: []Fact{
		{p.T("method.answers"), p.T("method.answers_text")},
		{p.T("method.words"), p.T("method.words_text")},
		{p.T("method.interval"), p.T("method.interval_text")},
		{p.T("method.few"), p.T("method.few_text")},
		{p.T("method.rate"), p.T("method.rate_text")},
		{p.T("method.agree"), p.T("method.agree_text")},
		{p.T("method.peaks"), p.T("method.peaks_text")},
		{p.T("method.own"), p.T("method.own_text")},
		{p.T("method.compare"), p.T("method.compare_text")},
		{p.T("method.draft"), p.T("method.draft_text")},
	}}
}
