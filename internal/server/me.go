package server

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"pejl/internal/i18n"
	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/view"
)

// showMe shows somebody their own account. GET /me
func (s *Server) showMe(c echo.Context) error {
	a := account(c)
	l := s.pages.Localizer(s.language(c))
	access, err := s.People.Access(c.Request().Context(), a)
	if err != nil {
		return err
	}
	p := view.MePage{
		Page: s.page(c, l.T("account.mine")), Name: a.Name, Email: a.Email, Saved: c.QueryParam("saved") != "",
	}
	for _, g := range access.Grants {
		p.Roles = append(p.Roles, l.T("account.role_at", "role", roleName(l, g.Role), "unit", g.Unit.Name))
	}
	rounds, err := s.Rounds.SelfRounds(c.Request().Context(), rater(access))
	if err != nil {
		return err
	}
	for _, r := range rounds {
		p.Ratings = append(p.Ratings, view.Way{Address: selfAddress(r.ID), Title: r.Title})
	}
	p.Languages = append(p.Languages, view.Option{Label: l.T("account.language_browser"), Chosen: a.Language == ""})
	for _, lang := range s.Texts.Languages() {
		p.Languages = append(p.Languages, view.Option{
			Value: lang, Label: s.Texts.In(lang).Name(), Chosen: a.Language == lang,
		})
	}
	return s.send(c, http.StatusOK, p)
}

// setLanguage changes the language of an account. POST /me/language
func (s *Server) setLanguage(c echo.Context) error {
	lang := c.FormValue("lang")
	if lang != "" && s.Texts.In(lang).Lang() != lang {
		lang = ""
	}
	if err := s.People.SetLanguage(c.Request().Context(), account(c).ID, lang); err != nil {
		return err
	}
	s.dropCookie(c, languageCookie)
	return c.Redirect(http.StatusSeeOther, "/me?saved=1")
}

func roleName(l *i18n.Localizer, role org.Role) string {
	switch role {
	case org.Administrator:
		return l.T("role.administrator")
	case org.Consultant:
		return l.T("role.consultant")
	case org.Leading:
		return l.T("role.leader")
	case org.Coordinator:
		return l.T("role.coordinator")
	case org.Representative:
		return l.T("role.representative")
	}
	return string(role)
}

// rater is somebody as one who may rate themselves.
func rater(access *org.Access) round.Rater {
	who := round.Rater{AccountID: access.Account.ID}
	for _, top := range access.Tops(org.RateSelf) {
		who.Leads = append(who.Leads, top.Path)
	}
	return who
}

func (s *Server) rater(ctx context.Context, a *org.Account) (round.Rater, error) {
	access, err := s.People.Access(ctx, a)
	if err != nil {
		return round.Rater{}, err
	}
	return rater(access), nil
}

func selfAddress(roundID int64) string { return "/rounds/" + strconv.FormatInt(roundID, 10) + "/self" }
