package server

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/org"
	"pejl/internal/view"
)

// showSignIn shows the form for people with an account. GET /sign-in
func (s *Server) showSignIn(c echo.Context) error {
	if account(c) != nil {
		return c.Redirect(http.StatusSeeOther, local(c.QueryParam("next")))
	}
	return s.sendSignIn(c, http.StatusOK, view.SignInPage{Next: c.QueryParam("next")})
}

func (s *Server) sendSignIn(c echo.Context, status int, p view.SignInPage) error {
	p.Page = s.page(c, s.pages.Localizer(s.language(c)).T("signin.title"))
	return s.send(c, status, p)
}

// signIn begins a session. POST /sign-in
func (s *Server) signIn(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	email, next := form.Get("email"), form.Get("next")
	token, _, err := s.People.SignIn(c.Request().Context(), email, form.Get("password"))
	switch kind := fault.KindOf(err); {
	case kind == fault.Unauthenticated || kind == fault.TooMany:
		wrong := s.pages.Localizer(s.language(c)).Error(err)
		return s.sendSignIn(c, answerTo(kind).status, view.SignInPage{Email: email, Next: next, Wrong: wrong})
	case err != nil:
		return err
	}
	s.setCookie(c, s.sessionCookie(), token, org.SessionTime)
	return c.Redirect(http.StatusSeeOther, local(next))
}

// signOut ends the session. POST /sign-out
func (s *Server) signOut(c echo.Context) error {
	if cookie, err := c.Cookie(s.sessionCookie()); err == nil {
		if err := s.People.SignOut(c.Request().Context(), cookie.Value); err != nil {
			return err
		}
	}
	s.dropCookie(c, s.sessionCookie())
	return c.Redirect(http.StatusSeeOther, "/sign-in")
}
