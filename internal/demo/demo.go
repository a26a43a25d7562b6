// Package demo makes a demonstration municipality: invented schools and daycare
// centres, the people who lead them, and rounds answered by people who do not
// exist. It goes through the same services as everybody else.
package demo

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/profile"
	"pejl/internal/round"
)

// Services is what the municipality is made with. All of them tell the time by
// Clock.
type Services struct {
	People   *org.Service
	Rounds   *round.Service
	Profiles *profile.Service
	Library  *instrument.Library
	Clock    *Clock
	Zone     *time.Location
}

// Clock tells the time that the services go by: a moment that has been set, or
// else the real one.
type Clock struct {
	mu    sync.Mutex
	fixed time.Time
	real  func() time.Time
}

// NewClock makes a clock that tells the real time until it is set.
func NewClock(real func() time.Time) *Clock { return &Clock{real: real} }

// Now tells the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fixed.IsZero() {
		return c.real()
	}
	return c.fixed
}

// Set stops the clock at a moment; the zero time lets it run again.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fixed = t
}

// Password is what everybody in the demonstration signs in with.
const Password = "tag en god pejling"

// Facts is what a visitor needs to look around.
type Facts struct {
	Code          string // of a teacher who has not answered yet
	School        string // where that teacher works
	Principal     Person
	Consultant    Person
	Administrator Person
}

// Person is somebody who can sign in with Password.
type Person struct{ Name, Email string }

// The people a visitor may be.
func people() (principal, consultant, administrator Person) {
	return Person{"Lone Brandt", "lone.brandt@fjordby.example"},
		Person{"Søren Krogh", "soren.krogh@fjordby.example"},
		Person{"Aase Thygesen", "aase.thygesen@fjordby.example"}
}

// leaders are those who lead the units, in the order of municipality.
func leaders() []string {
	return []string{
		"Lone Brandt", "Henrik Lund", "Mads Holm", "Birgitte Ravn", "Jesper Friis", "Anne Dam", "Karen Bilde", "Ole Winther",
		"Pia Skov", "Thomas Bjerre", "Inge Mortensen", "Niels Aagaard", "Rikke Toft", "Dorte Vang", "Peter Sand", "Mette Kjær",
	}
}

// The times of the rounds: two closed ones a year apart, and one that is open.
const (
	openFor     = 14 * 24 * time.Hour
	firstOpens  = -58 * 7 * 24 * time.Hour
	secondOpens = -6 * 7 * 24 * time.Hour
	thirdOpens  = -4 * 24 * time.Hour
	answersIn   = 2 * 24 * time.Hour
)

// writers is how many made-up people answer at the same time.
const writers = 32

// builder is the municipality while it is being made.
type builder struct {
	Services
	now    time.Time
	top    *org.Unit
	places []place
	units  []*org.Unit    // of each place
	led    []*org.Account // of each place
}

// Build makes the municipality in an empty house.
func Build(ctx context.Context, s Services) (*Facts, error) {
	b := &builder{Services: s, now: s.Clock.Now(), places: municipality()}
	defer s.Clock.Set(time.Time{})
	s.Clock.Set(b.now.Add(firstOpens - 24*time.Hour))
	if err := b.organise(ctx); err != nil {
		return nil, fmt.Errorf("make the municipality: %w", err)
	}
	facts := &Facts{School: b.places[0].Name}
	facts.Principal, facts.Consultant, facts.Administrator = people()
	for year, opens := range []time.Duration{firstOpens, secondOpens} {
		for _, id := range []string{"daycare", "core"} {
			if err := b.past(ctx, id, year, opens); err != nil {
				return nil, fmt.Errorf("hold a round of %s: %w", id, err)
			}
		}
	}
	for _, id := range []string{"daycare", "core"} {
		codes, err := b.present(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("open a round of %s: %w", id, err)
		}
		if id == "core" {
			facts.Code = codes
		}
	}
	return facts, nil
}

// organise makes the units and those who can sign in.
func (b *builder) organise(ctx context.Context) error {
	var err error
	if b.top, err = b.People.AddUnit(ctx, 0, org.Authority, "Fjordby Kommune", "100"); err != nil {
		return err
	}
	for _, p := range b.places {
		u, err := b.People.AddUnit(ctx, b.top.ID, p.Kind, p.Name, p.Number)
		if err != nil {
			return err
		}
		b.units = append(b.units, u)
	}
	b.led = make([]*org.Account, len(b.places))
	g, ctx := errgroup.WithContext(ctx)
	add := func(p Person, role org.Role, u *org.Unit, keep **org.Account) {
		g.Go(func() error {
			a, err := b.People.AddAccount(ctx, p.Name, p.Email, Password, "")
			if err != nil {
				return err
			}
			if keep != nil {
				*keep = a
			}
			return b.People.AddGrant(ctx, org.Grant{AccountID: a.ID, UnitID: u.ID, Role: role})
		})
	}
	_, consultant, administrator := people()
	add(consultant, org.Consultant, b.top, nil)
	add(administrator, org.Administrator, b.top, nil)
	for i, name := range leaders() {
		add(Person{name, email(name)}, org.Leading, b.units[i], &b.led[i])
	}
	return g.Wait()
}

// email is the address of somebody in the municipality.
func email(name string) string {
	ascii := strings.NewReplacer("æ", "ae", "ø", "o", "å", "aa", "Aa", "aa", " ", ".")
	return ascii.Replace(strings.ToLower(name)) + "@fjordby.example"
}

// past holds a round that is over and settled.
func (b *builder) past(ctx context.Context, id string, year int, opens time.Duration) error {
	r, err := b.open(ctx, id, instrument.Long, b.now.Add(opens))
	if err != nil {
		return err
	}
	if err := b.answer(ctx, r, year, 1); err != nil {
		return err
	}
	b.Clock.Set(r.ClosesAt.Add(round.Grace))
	return b.Profiles.Sweep(ctx)
}

// present opens a round that visitors can answer, half of which is in already, and
// returns a code that has not been used.
func (b *builder) present(ctx context.Context, id string) (string, error) {
	r, err := b.open(ctx, id, instrument.Short, b.now.Add(thirdOpens))
	if err != nil {
		return "", err
	}
	if err := b.answer(ctx, r, 2, .55); err != nil {
		return "", err
	}
	list, err := b.Rounds.Codes(ctx, r.ID)
	if err != nil {
		return "", err
	}
	for _, u := range list {
		if u.Unit.Name == b.places[0].Name {
			return round.ShowCode(u.Codes[len(u.Codes)-1]), nil
		}
	}
	return "", nil
}

// open makes a round of an instrument for the units it fits, and opens it.
func (b *builder) open(ctx context.Context, id string, form instrument.Form, at time.Time) (*round.Round, error) {
	source, ok := b.Library.Source(id)
	if !ok {
		return nil, fmt.Errorf("there is no instrument %q", id)
	}
	at = at.In(b.Zone)
	opens := time.Date(at.Year(), at.Month(), at.Day(), 8, 0, 0, 0, b.Zone)
	last := opens.Add(openFor)
	closes := time.Date(last.Year(), last.Month(), last.Day(), 16, 0, 0, 0, b.Zone)
	kind, what := org.School, "Skolerne"
	if id == "daycare" {
		kind, what = org.Daycare, "Dagtilbud"
	}
	plan := round.Plan{
		UnitID: b.top.ID, Source: source, Form: form, Perspective: instrument.Staff,
		Title:    fmt.Sprintf("%s %s %d", what, month(opens), opens.Year()),
		OpensAt:  opens,
		ClosesAt: closes,
		Settings: round.Settings{Contact: "Søren Krogh, Børn og Unge, Fjordby Kommune"},
	}
	for i, p := range b.places {
		if p.Kind == kind {
			plan.Units = append(plan.Units, round.Unit{
				UnitID: b.units[i].ID, Path: b.units[i].Path, Kind: string(p.Kind), Name: p.Name, Invited: p.Invited,
			})
		}
	}
	b.Clock.Set(opens)
	r, err := b.Rounds.New(ctx, plan)
	if err != nil {
		return nil, err
	}
	return r, b.Rounds.Open(ctx, r.ID)
}

// month is the name of a month in Danish, which is what the municipality speaks.
func month(t time.Time) string {
	return [...]string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
		"september", "oktober", "november", "december"}[t.Month()-1]
}

// answer lets the made-up people of a round answer, as many of them as usual
// times share, and their leaders rate themselves.
func (b *builder) answer(ctx context.Context, r *round.Round, year int, share float64) error {
	b.Clock.Set(r.OpensAt.Add(answersIn))
	list, err := b.Rounds.Codes(ctx, r.ID)
	if err != nil {
		return err
	}
	asks := r.Instrument.Asks(r.Perspective, r.Settings.Texts, r.Settings.Questions)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(writers)
	for _, u := range list {
		i := b.placeOf(u.Unit.UnitID)
		c := newCrowd(r.Instrument, b.places[i], year)
		n := int(math.Round(float64(u.Unit.Invited) * b.places[i].Rate * share))
		for nth := range n {
			g.Go(func() error {
				return b.Rounds.Submit(ctx, u.Codes[nth], time.Time{}, c.person(asks, nth))
			})
		}
		if share == 1 && r.Instrument.Perspective(instrument.Leader) != nil {
			who := round.Rater{AccountID: b.led[i].ID, Leads: []string{b.units[i].Path}}
			g.Go(func() error { return b.Rounds.RateSelf(ctx, r.ID, who, c.leader()) })
		}
	}
	return g.Wait()
}

func (b *builder) placeOf(unit int64) int {
	for i, u := range b.units {
		if u.ID == unit {
			return i
		}
	}
	return -1
}
