package server

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
)

// maxBody is how much a form of an account's pages may hold.
const maxBody = 64 << 10

// keys of what travels with a request.
const (
	requestKey  = "request"  // its name in the log
	accountKey  = "account"  // *org.Account of a signed-in person
	languageKey = "language" // the language to answer in, where it is known
	accessKey   = "access"   // access of the route
)

func (s *Server) newEcho() (*echo.Echo, error) {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.fail
	e.IPExtractor = extractor(s.TrustedProxies)
	protection, err := s.protection()
	if err != nil {
		return nil, err
	}
	e.Use(s.name, s.headers, s.recovered)
	for _, r := range s.routes() {
		chain := []echo.MiddlewareFunc{s.treated(r.who)}
		if r.who == public || r.who == signedIn {
			chain = append(chain, s.logged, limited)
		}
		if r.method != http.MethodGet {
			chain = append(chain, protection)
		}
		if r.who == public || r.who == signedIn {
			chain = append(chain, s.recognised)
		}
		if r.who == signedIn {
			chain = append(chain, s.known)
		}
		e.Add(r.method, r.path, r.handler, chain...)
		if r.method == http.MethodGet {
			e.Add(http.MethodHead, r.path, r.handler, chain...)
		}
	}
	return e, nil
}

// extractor finds the address a request came from: the connection's own, unless
// that is a proxy we trust.
func extractor(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Masked().Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// name gives every request a name, by which a person who asks for help and a line
// in the log can be brought together.
func (s *Server) name(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(requestKey, rand.Text()[:10])
		return next(c)
	}
}

const (
	policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
		"form-action 'self'; frame-ancestors 'none'"
	permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
	hsts        = "max-age=31536000"
)

// headers go with every answer. Pages of respondents tell no other site, nor this
// one, where they came from; those of accounts tell only this one, because older
// browsers otherwise send their forms without saying which site they are from.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Permissions-Policy", permissions)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if s.PublicURL != nil && s.PublicURL.Scheme == "https" {
			h.Set("Strict-Transport-Security", hsts)
		}
		return next(c)
	}
}

func (s *Server) treated(who access) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Set(accessKey, who)
			if who == public || who == signedIn {
				c.Response().Header().Set("Referrer-Policy", "same-origin")
			}
			return next(c)
		}
	}
}

// recovered turns a panic into a fault. What is logged names the route, not the
// address, and of the panic only what the runtime says: neither can hold a code
// or an answer.
func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so, too
				panic(p)
			}
			what := fmt.Sprintf("%T", p)
			if r, ok := p.(runtime.Error); ok {
				what = r.Error()
			}
			s.Log.Error("panic", "what", what, "route", c.Path(), "request", c.Get(requestKey), "stack", string(debug.Stack()))
			err = fault.Wrap(errPanic, fault.Internal, "error.unexpected")
		}()
		return next(c)
	}
}

// errPanic stands for a panic, which has been logged already.
var errPanic = errors.New("panic")

// logged writes one line a request. Respondents' routes do not have it.
func (s *Server) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		s.Log.Info("request", "method", c.Request().Method, "route", c.Path(), "status", c.Response().Status,
			"bytes", c.Response().Size, "ms", float64(s.Now().Sub(start))/float64(time.Millisecond),
			"from", c.RealIP(), "request", c.Get(requestKey))
		return nil
	}
}

func limited(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, maxBody)
		return next(c)
	}
}

// protection refuses forms that another site had a browser send. A respondent's
// form is trusted for the code in it and never for who the browser is, and the
// page it comes from withholds its origin; so where a browser does not say
// whether it crosses sites, that form is let through.
func (s *Server) protection() (echo.MiddlewareFunc, error) {
	check := http.NewCrossOriginProtection()
	if s.PublicURL != nil {
		if err := check.AddTrustedOrigin(s.PublicURL.Scheme + "://" + s.PublicURL.Host); err != nil {
			return nil, fmt.Errorf("protect forms: %w", err)
		}
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if c.Get(accessKey) == respondent && r.Header.Get("Sec-Fetch-Site") == "" {
				return next(c)
			}
			if err := check.Check(r); err != nil {
				return fault.Wrap(err, fault.Forbidden, "fault.cross_site")
			}
			return next(c)
		}
	}, nil
}
