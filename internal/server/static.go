package server

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
)

// sendStatic sends a file whose name holds a hash of its bytes. GET /static/*
func (s *Server) sendStatic(c echo.Context) error {
	f, ok := s.assets.File(c.Request().URL.Path)
	if !ok {
		return fault.New(fault.NotFound, "fault.not_found_text")
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set(echo.HeaderVary, "Accept-Encoding")
	if f.Gzipped != nil && takesGzip(c.Request()) {
		h.Set(echo.HeaderContentEncoding, "gzip")
		return c.Blob(http.StatusOK, f.Type, f.Gzipped)
	}
	return c.Blob(http.StatusOK, f.Type, f.Body)
}

// sendRobots keeps addresses with a code in them out of search engines. GET /robots.txt
func (s *Server) sendRobots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nAllow: /$\nDisallow: /\n")
}

// sendHealth says that the program runs. GET /healthz
func (s *Server) sendHealth(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// sendReady says whether it can serve: the database answers. GET /readyz
func (s *Server) sendReady(c echo.Context) error {
	if err := s.Ready(c.Request().Context()); err != nil {
		s.Log.Warn("not ready", "err", err)
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
