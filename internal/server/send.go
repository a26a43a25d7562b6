package server

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"pejl/internal/view"
)

// send renders a page and sends it.
func (s *Server) send(c echo.Context, status int, page view.Content) error {
	body, err := s.pages.Render(page)
	if err != nil {
		return err
	}
	return s.sendHTML(c, status, body)
}

// worthwhile is from how many bytes on a page is compressed when it is asked for.
// Less than this fits into what a connection sends before it waits for an answer
// (ten packets), so that compressing would cost more time than it saves.
const worthwhile = 14 << 10

// zipper is a compressor that was at rest, or a new one.
func (s *Server) zipper(to io.Writer) *gzip.Writer {
	w, ok := s.zippers.Get().(*gzip.Writer)
	if !ok {
		w, _ = gzip.NewWriterLevel(to, gzip.BestSpeed) // the level is one there is
		return w
	}
	w.Reset(to)
	return w
}

// sendHTML sends a finished page, compressed where the browser takes that. Nothing
// secret stands in a page beside what its reader typed but the reader's own code,
// which only they can send; so its length tells nobody anything (BREACH).
func (s *Server) sendHTML(c echo.Context, status int, body []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	h.Set(echo.HeaderVary, varies)
	if len(body) < worthwhile || !takesGzip(c.Request()) {
		h.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
		c.Response().WriteHeader(status)
		_, err := c.Response().Write(body)
		return ignoreGone(err)
	}
	h.Set(echo.HeaderContentEncoding, "gzip")
	c.Response().WriteHeader(status)
	w := s.zipper(c.Response())
	defer s.zippers.Put(w)
	if _, err := w.Write(body); err != nil {
		return ignoreGone(err)
	}
	return ignoreGone(w.Close())
}

// sendZipped sends a page that is a gzip file already.
func sendZipped(c echo.Context, status int, body []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	h.Set(echo.HeaderVary, varies)
	h.Set(echo.HeaderContentEncoding, "gzip")
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	c.Response().WriteHeader(status)
	_, err := c.Response().Write(body)
	return ignoreGone(err)
}

// varies is what a page depends on beside its address.
const varies = "Accept-Encoding, Accept-Language, Cookie"

// ignoreGone drops the error of writing to somebody who has left: the status is
// out, and nobody is there to be told.
func ignoreGone(error) error { return nil }

func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" {
			return strings.TrimSpace(quality) != "q=0"
		}
	}
	return false
}
