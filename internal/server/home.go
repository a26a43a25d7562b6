package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/round"
	"pejl/internal/view"
)

// maxCodeForm is how much the form for a code may hold.
const maxCodeForm = 4 << 10

// showHome shows the field for a code, and says what Pejl is. GET /
func (s *Server) showHome(c echo.Context) error {
	l := s.pages.Localizer(s.language(c))
	return s.send(c, http.StatusOK, view.HomePage{Page: s.pages.Page(l.Lang(), l.T("home.title"))})
}

// enterCode takes a code that somebody typed, and leads on. POST /
func (s *Server) enterCode(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxCodeForm)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.NotFound, "code.unknown")
	}
	typed := r.PostForm.Get("code")
	if _, code, ok := strings.Cut(typed, "/s/"); ok {
		typed = code // somebody pasted the whole link
	}
	lang := s.speak(c, r.PostForm.Get("lang"))
	_, code, err := s.admit(r.Context(), typed)
	if means(err, "code.unknown") {
		l := s.pages.Localizer(lang)
		page := view.HomePage{Page: s.pages.Page(lang, l.T("home.title")), Code: typed, Wrong: true}
		return s.send(c, http.StatusNotFound, page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/s/"+code+"?"+url.Values{"lang": {lang}}.Encode())
}

// admit looks a code up. A wrong one costs time.
func (s *Server) admit(ctx context.Context, typed string) (*round.Invitation, string, error) {
	code, _ := round.ReadCode(typed) // what is no code is unknown to the service, too
	inv, err := s.Rounds.Invitation(ctx, typed, time.Time{})
	if means(err, "code.unknown") {
		if slow := s.misses.cost(ctx); slow != nil {
			return nil, "", slow
		}
	}
	return inv, code, err
}
