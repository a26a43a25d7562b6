package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"pejl/internal/org"
)

// languageCookie holds the language chosen by somebody on an account's pages.
const languageCookie = "pejl_language"

// language is the one to answer in: as chosen by hand, else as the browser asks.
// A respondent's choice travels in the form or the address; no cookie is read.
func (s *Server) language(c echo.Context) string {
	if lang, ok := c.Get(languageKey).(string); ok {
		return lang
	}
	choice := c.QueryParam("lang")
	if who, ok := c.Get(accessKey).(access); ok && who != respondent && choice == "" {
		if a, ok := c.Get(accountKey).(*org.Account); ok && a.Language != "" {
			choice = a.Language
		} else if cookie, err := c.Cookie(languageCookie); err == nil {
			choice = cookie.Value
		}
	}
	lang := s.Texts.Match(choice, c.Request().Header.Get("Accept-Language"))
	c.Set(languageKey, lang)
	return lang
}

// speak fixes the language to answer in, as far as we have it.
func (s *Server) speak(c echo.Context, choice string) string {
	lang := s.Texts.Match(choice, c.Request().Header.Get("Accept-Language"))
	c.Set(languageKey, lang)
	return lang
}

// chooseLanguage remembers a language in this browser. POST /language
func (s *Server) chooseLanguage(c echo.Context) error {
	lang := s.speak(c, c.FormValue("lang"))
	s.setCookie(c, languageCookie, lang, 365*24*time.Hour)
	if a, ok := c.Get(accountKey).(*org.Account); ok {
		if err := s.People.SetLanguage(c.Request().Context(), a.ID, lang); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, local(c.FormValue("back")))
}

// local is an address on this site to go on to, whatever was asked for.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/home"
	}
	return path
}
