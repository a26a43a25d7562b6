package server_test

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"time"

	"pejl/internal/chart"
	"pejl/internal/demo"
	"pejl/internal/i18n"
	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/profile"
	"pejl/internal/round"
	"pejl/internal/server"
	"pejl/internal/store/storetest"
	"pejl/surveys"
	"pejl/web"
)

// town is a house with the demonstration municipality in it: closed rounds and open
// ones, schools with many answers, with few, and with too few.
type town struct {
	*house
	profiles *profile.Service
	units    map[string]*org.Unit
	core     *round.Round // the newest closed round of the schools
	open     *round.Round // the one under way
}

// settle builds a town. Without charts it has tables only, as a program has that
// was built without the bundle.
func settle(t testing.TB, charts fs.FS) *town {
	t.Helper()
	ctx := context.Background()
	h := &house{t: t, log: &lines{}, waits: &waits{}}
	v := &town{house: h, units: map[string]*org.Unit{}}
	db := storetest.Open(t)
	now := time.Date(2026, 5, 20, 9, 0, 0, 0, time.UTC)
	clock := demo.NewClock(func() time.Time { return now })
	var key round.Key
	copy(key[:], "a key for tests, and for nothing else")
	h.rounds, h.people = round.NewService(db, key, clock.Now), org.NewService(db, clock.Now)
	v.profiles = profile.NewService(db, h.rounds, clock.Now)
	library, err := instrument.Load(surveys.FS, "")
	h.must(err)
	_, err = demo.Build(ctx, demo.Services{
		People: h.people, Rounds: h.rounds, Profiles: v.profiles, Library: library, Clock: clock, Zone: time.UTC,
	})
	h.must(err)
	roots, err := h.people.Children(ctx, 0)
	h.must(err)
	for _, root := range roots {
		units, err := h.people.Subtree(ctx, root.ID)
		h.must(err)
		for _, u := range units {
			v.units[u.Name] = u
		}
	}
	list, err := h.rounds.List(ctx)
	h.must(err)
	for _, r := range list {
		switch {
		case r.Instrument.ID != "core":
		case r.State == round.Open:
			v.open = r
		case v.core == nil:
			v.core = r
		}
	}
	texts, err := i18n.Load(sub(t, web.Locales, "locales"))
	h.must(err)
	texts.Report(func(p i18n.Problem) { t.Error(p) })
	renderer, err := chart.New(charts, chart.Limits{Engines: 4})
	h.must(err)
	h.server, err = server.New(server.Deps{
		Rounds: h.rounds, People: h.people, Profiles: v.profiles, Library: library, Charts: renderer, Drawings: db,
		Texts: texts, Templates: sub(t, web.Templates, "templates"), Static: sub(t, web.Static, "static"),
		Key: []byte("0123456789abcdef"), Now: clock.Now, Wait: h.waits.wait, Owner: "Fjordby Kommune",
		Log: slog.New(slog.NewTextHandler(h.log, nil)),
	})
	h.must(err)
	h.handler = h.server.Handler()
	return v
}

// enter signs in somebody of the town, who reads in a language.
func (v *town) enter(email, lang string) *person {
	v.t.Helper()
	p := &person{house: v.house}
	form := url.Values{"email": {email}, "password": {demo.Password}}
	if r := p.ask(http.MethodPost, "/sign-in", form); r.StatusCode != http.StatusSeeOther {
		v.t.Fatalf("%s: %d %s", email, r.StatusCode, r.body)
	}
	p.ask(http.MethodPost, "/me/language", url.Values{"lang": {lang}})
	return p
}

const (
	principal  = "lone.brandt@fjordby.example" // of Egemark Skole
	blind      = "mads.holm@fjordby.example"   // of Havneskolen
	consultant = "soren.krogh@fjordby.example"
	manager    = "aase.thygesen@fjordby.example"
)
