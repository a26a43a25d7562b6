package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/org"
	"pejl/internal/view"
)

// sessionCookie names the cookie of a session. Over TLS it has the prefix that
// binds it to this very host.
func (s *Server) sessionCookie() string {
	if s.secure {
		return "__Host-pejl"
	}
	return "pejl"
}

func (s *Server) setCookie(c echo.Context, name, value string, lasts time.Duration) {
	c.SetCookie(&http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(lasts / time.Second),
		HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode,
	})
}

func (s *Server) dropCookie(c echo.Context, name string) {
	s.setCookie(c, name, "", -time.Second)
}

// recognised finds out who is asking, if they are signed in.
func (s *Server) recognised(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		cookie, err := c.Cookie(s.sessionCookie())
		if err != nil || cookie.Value == "" {
			return next(c)
		}
		a, err := s.People.SessionAccount(c.Request().Context(), cookie.Value)
		switch kind := fault.KindOf(err); {
		case err == nil:
			c.Set(accountKey, a)
		case kind == fault.Unauthenticated || kind == fault.NotFound:
			s.dropCookie(c, s.sessionCookie())
		default:
			return err
		}
		return next(c)
	}
}

// known lets in only those who are signed in.
func (s *Server) known(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Get(accountKey) == nil {
			return fault.New(fault.Unauthenticated, "fault.unauthenticated")
		}
		return next(c)
	}
}

// account is who is signed in. Routes for those with an account always have one.
func account(c echo.Context) *org.Account {
	a, _ := c.Get(accountKey).(*org.Account)
	return a
}

// page begins a page of the account's layout.
func (s *Server) page(c echo.Context, title string) view.Page {
	p := s.pages.Page(s.language(c), title)
	p.Path = c.Request().URL.RequestURI()
	if c.Request().Method != http.MethodGet {
		p.Path = c.Request().URL.Path
	}
	if a := account(c); a != nil {
		p.Account = s.menu(c, a)
	}
	return p
}

// menu is what a signed-in person finds at the top of every page.
func (s *Server) menu(c echo.Context, a *org.Account) *view.Menu {
	l, path := s.pages.Localizer(s.language(c)), c.Request().URL.Path
	return &view.Menu{Name: a.Name, Links: []view.Link{
		{Way: view.Way{Address: "/home", Title: l.T("nav.home")}, Current: path == "/home"},
		{Way: view.Way{Address: "/rounds", Title: l.T("nav.rounds")}, Current: strings.HasPrefix(path, "/rounds")},
	}}
}
