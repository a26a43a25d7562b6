package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"pejl/internal/browsertest"
	"pejl/internal/config"
	"pejl/internal/demo"
	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/round"
)

// visited is the one municipality that all stories go to. Nothing that happens in one of
// them changes what another one sees.
var visited fjordby

// fjordby is a house with the demonstration in it, and some more: a round that has not
// begun, an open round of every instrument there is, and somebody who may nothing.
type fjordby struct {
	*standing
	facts  *demo.Facts
	units  map[string]*org.Unit
	closed *round.Round      // the newest of the schools that is over
	open   *round.Round      // the one of the schools under way
	asked  map[string]string // a code for each instrument, beside the demonstration
	later  string            // a code of the round that has not begun

	once  sync.Once
	err   error
	dir   string
	mu    sync.Mutex
	spare []string          // codes of the open round that nobody has used; the first never is
	keys  map[string]string // sessions of those who are signed in
}

// newcomer has an account and no grant.
const newcomer = "ny@fjordby.example"

// theMunicipality builds it when the first story comes to it.
func theMunicipality(t testing.TB) *fjordby {
	t.Helper()
	browser.Need(t)
	visited.once.Do(func() { visited.err = visited.build(context.Background()) })
	if visited.err != nil {
		t.Fatal(visited.err)
	}
	return &visited
}

func (v *fjordby) build(ctx context.Context) error {
	var err error
	if v.dir, err = os.MkdirTemp("", "pejl-fjordby-"); err != nil {
		return err
	}
	cfg, err := config.Parse(nil, func(name string) string { return map[string]string{"PEJL_DATA": v.dir}[name] })
	if err != nil {
		return err
	}
	h, facts, err := furnish(ctx, cfg, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		return err
	}
	s, err := h.server()
	if err != nil {
		return err
	}
	v.standing, v.facts = &standing{house: h, base: httptest.NewServer(s.Handler()).URL}, facts
	v.units, v.asked, v.keys = map[string]*org.Unit{}, map[string]string{}, map[string]string{}
	roots, err := h.org.Children(ctx, 0)
	if err != nil {
		return err
	}
	units, err := h.org.Subtree(ctx, roots[0].ID)
	if err != nil {
		return err
	}
	for _, u := range units {
		v.units[u.Name] = u
	}
	list, err := h.rounds.List(ctx)
	if err != nil {
		return err
	}
	for _, r := range list {
		switch {
		case r.Instrument.ID != "core":
		case !r.Ended():
			v.open = r
		case v.closed == nil || r.ClosesAt.After(v.closed.ClosesAt):
			v.closed = r
		}
	}
	codes, err := h.rounds.Codes(ctx, v.open.ID)
	if err != nil {
		return err
	}
	for _, u := range codes {
		if u.Unit.Name == "Heksebakkens Skole" {
			v.spare = u.Codes[len(u.Codes)/2:]
		}
	}
	if _, err := h.org.AddAccount(ctx, "Ny Medarbejder", newcomer, demo.Password, ""); err != nil {
		return err
	}
	return v.ask(ctx)
}

// ask opens a round of every instrument in a municipality of its own, which none of
// the people of the demonstration sees, and one of them that has not begun.
func (v *fjordby) ask(ctx context.Context) error {
	top, err := v.org.AddUnit(ctx, 0, org.Authority, "Andeby Kommune", "900")
	if err != nil {
		return err
	}
	school, err := v.org.AddUnit(ctx, top.ID, org.School, "Andeby Skole", "901")
	if err != nil {
		return err
	}
	unit := round.Unit{UnitID: school.ID, Path: school.Path, Kind: string(school.Kind), Name: school.Name, Invited: 12}
	now := time.Now().Truncate(time.Second)
	open := func(in *instrument.Instrument, opens time.Time) (string, error) {
		source, _ := v.library.Source(in.ID)
		r, err := v.rounds.New(ctx, round.Plan{
			UnitID: top.ID, Source: source, Form: instrument.Long, Perspective: firstAsked(in), Title: in.Title.In("da"),
			OpensAt: opens, ClosesAt: opens.Add(14 * 24 * time.Hour), Units: []round.Unit{unit}, Settings: round.Settings{Texts: true},
		})
		if err != nil {
			return "", fmt.Errorf("%s: %w", in.ID, err)
		}
		if err := v.rounds.Open(ctx, r.ID); err != nil {
			return "", fmt.Errorf("%s: %w", in.ID, err)
		}
		codes, err := v.rounds.Codes(ctx, r.ID)
		if err != nil {
			return "", err
		}
		return codes[0].Codes[0], nil
	}
	for _, in := range v.library.All() {
		code, err := open(in, now)
		if err != nil {
			return err
		}
		v.asked[in.ID] = code
		if in.ID == "core" {
			if v.later, err = open(in, now.Add(3*24*time.Hour)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *fjordby) close() {
	if v.standing != nil {
		v.house.close()
	}
	if v.dir != "" {
		_ = os.RemoveAll(v.dir)
	}
}

// code is one that nobody has used; whoever takes it may send it in.
func (v *fjordby) code() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	code := v.spare[len(v.spare)-1]
	v.spare = v.spare[:len(v.spare)-1]
	return code
}

// enter opens a page with somebody signed in, or nobody. Those who come often have
// a session already; that people can sign in is a story of its own.
func (v *fjordby) enter(t testing.TB, who string, screen browsertest.Screen) *browsertest.Page {
	t.Helper()
	p := browser.Open(t, v.base, screen)
	if who == "" {
		return p
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.keys[who] == "" {
		token, _, err := v.org.SignIn(t.Context(), who, demo.Password)
		if err != nil {
			t.Fatal(err)
		}
		v.keys[who] = token
	}
	p.SetCookie("pejl", v.keys[who])
	return p
}

// address is that of a page of a unit in a round.
func (v *fjordby) address(r *round.Round, unit, rest string) string {
	return fmt.Sprintf("/rounds/%d/units/%d%s", r.ID, v.units[unit].ID, rest)
}

// stop is a page of the product and the way there.
type stop struct {
	name string
	who  string // who signs in first, or nobody
	walk func(v *fjordby, p *browsertest.Page)
}

// visit is the way to a page that has an address.
func visit(path string) func(*fjordby, *browsertest.Page) {
	return func(_ *fjordby, p *browsertest.Page) { p.Visit(path) }
}

// answering is the way to a page of the questionnaire: a code, and then buttons.
// Looking spends no code.
func answering(buttons ...string) func(*fjordby, *browsertest.Page) {
	return func(v *fjordby, p *browsertest.Page) {
		p.Visit("/s/" + v.spare[0])
		for _, b := range buttons {
			p.Follow(fmt.Sprintf("button[name=go][value=%q]:not(.first)", b))
		}
	}
}

// at is the way to a page of a unit in the closed round.
func at(unit, rest string) func(*fjordby, *browsertest.Page) {
	return func(v *fjordby, p *browsertest.Page) { p.Visit(v.address(v.closed, unit, rest)) }
}

// rating is the way to a page on which a leader rates themselves in the open round.
func rating(buttons ...string) func(*fjordby, *browsertest.Page) {
	return func(v *fjordby, p *browsertest.Page) {
		p.Visit(fmt.Sprintf("/rounds/%d/self", v.open.ID))
		for _, b := range buttons {
			p.Follow(fmt.Sprintf("button[name=go][value=%q]:not(.first)", b))
		}
	}
}

// The people of the demonstration.
const (
	principal     = "lone.brandt@fjordby.example"
	ofBlindSpot   = "mads.holm@fjordby.example"
	ofDivided     = "anne.dam@fjordby.example"
	ofFewAnswers  = "pia.skov@fjordby.example"
	ofTooFew      = "inge.mortensen@fjordby.example"
	ofCalmPage    = "peter.sand@fjordby.example"
	consultant    = "soren.krogh@fjordby.example"
	administrator = "aase.thygesen@fjordby.example"
)

// stops is every page of the product.
func stops(v *fjordby) []stop {
	list := []stop{
		{"front", "", visit("/")},
		{"front-wrong", "", func(_ *fjordby, p *browsertest.Page) {
			p.Visit("/")
			p.Fill("#code", "ABC-DEFGH-JKMNP")
			p.Follow("main .button")
		}},
		{"code-unknown", "", visit("/s/2345678ABCDEF")},
		{"code-later", "", func(v *fjordby, p *browsertest.Page) { p.Visit("/s/" + v.later) }},
		{"intro", "", answering()},
		{"part", "", func(v *fjordby, p *browsertest.Page) {
			answering("next")(v, p)
			for i, value := range []string{"4", "2", "dk"} {
				p.Press(fmt.Sprintf("fieldset:nth-of-type(%d) label:has([value=%q])", i+1, value))
			}
		}},
		{"part-wrong", "", func(v *fjordby, p *browsertest.Page) {
			answering("next")(v, p)
			for i := range 3 { // one too many
				p.Press(fmt.Sprintf("fieldset:has([type=checkbox]) label:nth-of-type(%d)", i+1))
			}
			p.Follow("button[name=go][value=next]:not(.first)")
		}},
		{"review-empty", "", answering("next", "next", "next", "next")},
		{"review", "", func(v *fjordby, p *browsertest.Page) {
			answering("next")(v, p)
			for range 3 {
				n := p.Count("fieldset:has(.scale)")
				for i := range n {
					p.Press(fmt.Sprintf("fieldset:nth-of-type(%d) .scale label:nth-of-type(%d)", i+1, 1+(i*3)%5))
				}
				p.Follow("button[name=go][value=next]:not(.first)")
			}
		}},
		{"thanks", "", func(v *fjordby, p *browsertest.Page) {
			p.Visit("/s/" + v.code())
			for _, b := range []string{"next", "next", "next", "next", "send"} {
				p.Follow(fmt.Sprintf("button[name=go][value=%q]:not(.first)", b))
			}
		}},

		{"sign-in", "", visit("/sign-in")},
		{"sign-in-wrong", "", func(_ *fjordby, p *browsertest.Page) {
			p.Visit("/sign-in")
			p.Fill("#email", principal)
			p.Fill("#password", "ikke det rigtige kodeord")
			p.Follow("main button.button")
		}},
		{"method", "", visit("/method-note")},
		{"not-there", "", visit("/nothing-here")},

		{"home", principal, visit("/home")},
		{"me", principal, visit("/me")},
		{"profile", principal, at("Egemark Skole", "")},
		{"guide", principal, at("Egemark Skole", "/guide")},
		{"profile-too-few", ofTooFew, at("Tangø Skole", "")},
		{"profile-calm", ofCalmPage, func(v *fjordby, p *browsertest.Page) {
			p.Visit("/home")
			p.Follow(".latest a")
		}},
		{"self", principal, rating()},

		{"home-of-consultant", consultant, visit("/home")},
		{"rounds", consultant, visit("/rounds")},
		{"round", consultant, func(v *fjordby, p *browsertest.Page) { p.Visit(fmt.Sprintf("/rounds/%d", v.closed.ID)) }},
		{"round-open", consultant, func(v *fjordby, p *browsertest.Page) { p.Visit(fmt.Sprintf("/rounds/%d", v.open.ID)) }},
		{"compare", consultant, func(v *fjordby, p *browsertest.Page) { p.Visit(fmt.Sprintf("/rounds/%d/compare", v.closed.ID)) }},
		{"home-of-newcomer", newcomer, visit("/home")},
	}
	return append(list, stop{"asked-in-own-words", "", func(v *fjordby, p *browsertest.Page) {
		p.Visit("/s/" + v.asked["core"])
		for !p.Has("textarea") {
			p.Follow("button[name=go][value=next]:not(.first)")
		}
	}})
}

// states is the same pages where they say something else, and the first page of
// every instrument. One language is enough for them: Danish, whose words are longer.
func states(v *fjordby) []stop {
	list := []stop{
		{"part-two", "", answering("next", "next")},
		{"part-three", "", answering("next", "next", "next")},
		{"round-of-leader", principal, func(v *fjordby, p *browsertest.Page) { p.Visit(fmt.Sprintf("/rounds/%d", v.open.ID)) }},
		{"profile-not-mine", principal, at("Havneskolen", "")},
		{"profile-blind-spot", ofBlindSpot, at("Havneskolen", "")},
		{"profile-divided", ofDivided, at("Møllevangens Skole", "")},
		{"profile-few-answers", ofFewAnswers, at("Strandvejens Skole", "")},
		{"guide-too-few", ofTooFew, at("Tangø Skole", "/guide")},
		{"home-too-few", ofTooFew, visit("/home")},
		{"self-part", principal, rating("next")},
		{"self-review", principal, rating("next", "next", "next", "next")},
		{"profile-whole", consultant, at("Fjordby Kommune", "")},
		{"home-of-administrator", administrator, visit("/home")},
		{"rounds-of-newcomer", newcomer, visit("/rounds")},
	}
	for id, code := range v.asked {
		list = append(list, stop{"asked-" + id, "", func(_ *fjordby, p *browsertest.Page) {
			p.Visit("/s/" + code)
			p.Follow("button[name=go][value=next]:not(.first)")
		}})
	}
	return list
}
