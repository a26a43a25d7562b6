package server

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// access says who may use a route, and with it how the route is treated.
type access int

const (
	// respondent routes are for whoever holds a code: no cookie is read or set, no
	// line is written to the log, nothing is kept by the browser.
	respondent access = iota
	// public routes are for everybody.
	public
	// signedIn routes are for those with an account. What they may see there is
	// asked of the services.
	signedIn
	// machine routes are for the machine that watches over this one.
	machine
)

// route is one line of the table: what is asked for, by whom, and what answers.
type route struct {
	method, path string
	who          access
	handler      echo.HandlerFunc
}

func (s *Server) routes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "/", respondent, s.showHome},
		{post, "/", respondent, s.enterCode},
		{get, "/s/:code", respondent, s.openCode},
		{post, "/s/:code", respondent, s.sendAnswers},

		{get, "/sign-in", public, s.showSignIn},
		{post, "/sign-in", public, s.signIn},
		{post, "/sign-out", public, s.signOut},
		{post, "/language", public, s.chooseLanguage},

		{get, "/method-note", public, s.showMethod},

		{get, "/home", signedIn, s.showOverview},
		{get, "/rounds", signedIn, s.showRounds},
		{get, "/rounds/:id", signedIn, s.showRound},                   // declaration, at a unit in the round
		{get, "/rounds/:id/compare", signedIn, s.showComparison},      // compare, at the units shown
		{get, "/rounds/:id/units/:unit", signedIn, s.showProfile},     // profile, at the unit
		{get, "/rounds/:id/units/:unit/guide", signedIn, s.showGuide}, // profile, at the unit

		{get, "/me", signedIn, s.showMe},
		{post, "/me/language", signedIn, s.setLanguage},
		{get, "/rounds/:id/self", signedIn, s.showSelfRating}, // leaders of a unit in the round
		{post, "/rounds/:id/self", signedIn, s.sendSelfRating},
		{post, "/rounds/:id/self/delete", signedIn, s.deleteSelfRating},

		{get, "/static/*", machine, s.sendStatic},
		{get, "/robots.txt", machine, s.sendRobots},
		{get, "/healthz", machine, s.sendHealth},
		{get, "/readyz", machine, s.sendReady},
	}
}
