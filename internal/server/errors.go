package server

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/i18n"
	"pejl/internal/view"
)

// answer is how a kind of fault is answered: with a status, under a heading.
type answer struct {
	status  int
	heading string
}

func answerTo(kind fault.Kind) answer {
	switch kind {
	case fault.Invalid:
		return answer{http.StatusBadRequest, "fault.invalid"}
	case fault.Unauthenticated:
		return answer{http.StatusUnauthorized, "fault.unauthenticated"}
	case fault.Forbidden:
		return answer{http.StatusForbidden, "fault.forbidden"}
	case fault.NotFound:
		return answer{http.StatusNotFound, "fault.not_found"}
	case fault.Unsupported:
		return answer{http.StatusMethodNotAllowed, "fault.invalid"}
	case fault.Conflict:
		return answer{http.StatusConflict, "fault.conflict"}
	case fault.Gone:
		return answer{http.StatusGone, "fault.gone"}
	case fault.TooLarge:
		return answer{http.StatusRequestEntityTooLarge, "fault.too_large"}
	case fault.TooMany:
		return answer{http.StatusTooManyRequests, "fault.too_many"}
	case fault.Unavailable:
		return answer{http.StatusServiceUnavailable, "fault.unavailable"}
	case fault.Internal:
	}
	return answer{http.StatusInternalServerError, "fault.internal"}
}

// fail is the one place where an error becomes a status and a page. Faults of our
// own are logged here, once, and never shown.
func (s *Server) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	err = asFault(err)
	kind := fault.KindOf(err)
	a := answerTo(kind)
	if kind == fault.Internal && !errors.Is(err, errPanic) {
		s.Log.Error("request failed", "err", err, "route", c.Path(), "request", c.Get(requestKey))
	}
	if err := s.answerFault(c, a, err); err != nil {
		s.Log.Error("answer a fault", "err", err, "route", c.Path(), "request", c.Get(requestKey))
		_ = c.NoContent(http.StatusInternalServerError) // nothing is left to try
	}
}

func (s *Server) answerFault(c echo.Context, a answer, err error) error {
	l := s.pages.Localizer(s.language(c))
	switch {
	case wantsJSON(c.Request()):
		return c.JSON(a.status, map[string]any{"error": map[string]any{
			"kind": fault.KindOf(err), "message": l.Error(err),
		}})
	case c.Get(accessKey) == respondent || strings.HasPrefix(c.Request().URL.Path, "/s/"):
		return s.answerRespondent(c, a, l, err)
	case a.status == http.StatusUnauthorized && c.Request().Method == http.MethodGet:
		next := c.Request().URL.RequestURI()
		return c.Redirect(http.StatusSeeOther, "/sign-in?next="+url.QueryEscape(next))
	}
	page := view.FaultPage{
		Page: s.page(c, l.T(a.heading)), Status: a.status, Heading: l.T(a.heading), Text: l.Error(err),
	}
	if a.status == http.StatusInternalServerError {
		page.Request, _ = c.Get(requestKey).(string)
	}
	return s.send(c, a.status, page)
}

// answerRespondent answers those who came with a code. An unknown and a spent
// code get one and the same page, whatever was typed.
func (s *Server) answerRespondent(c echo.Context, a answer, l *i18n.Localizer, err error) error {
	page := s.pages.Page(l.Lang(), l.T(a.heading))
	switch {
	case means(err, "code.unknown"):
		page.Title = l.T("home.title")
		return s.send(c, a.status, view.HomePage{Page: page, Wrong: true})
	case means(err, "code.slow"):
		page.Title = l.T("home.title")
		c.Response().Header().Set("Retry-After", "60")
		return s.send(c, a.status, view.HomePage{Page: page, Slow: true})
	case means(err, "round.closed"):
		page.Title = l.T("respond.closed_title")
	case means(err, "round.not_yet"):
		page.Title = l.T("respond.not_yet_title")
	}
	return s.send(c, a.status, view.ClosedDoorPage{Page: page, Heading: page.Title, Text: l.Error(err)})
}

// asFault puts what Echo and net/http say about a request into our own terms.
func asFault(err error) error {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.Wrap(tooLarge, fault.TooLarge, "fault.too_large_text")
	}
	he, ok := errors.AsType[*echo.HTTPError](err)
	if !ok {
		return err
	}
	switch he.Code {
	case http.StatusNotFound:
		return fault.Wrap(err, fault.NotFound, "fault.not_found_text")
	case http.StatusMethodNotAllowed:
		return fault.Wrap(err, fault.Unsupported, "fault.method_text")
	case http.StatusRequestEntityTooLarge:
		return fault.Wrap(err, fault.TooLarge, "fault.too_large_text")
	}
	return err
}

func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}

// means reports whether err is the fault with that key.
func means(err error, key string) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && f.Key == key
}
