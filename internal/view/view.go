// Package view writes the pages: each is a struct with what the page says and a
// template of its own, put together here and nowhere else.
package view

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"time"

	"pejl/internal/i18n"
)

// Content is the data of one page. Every page struct of this package is one.
type Content interface {
	// kind names the layout and the template that belong to the struct.
	kind() kind
}

// kind is the pair of templates a page is made of: what frames it, and the page.
type kind struct{ layout, page string }

// The layouts: respondents get the small one, everyone else the one with a menu.
const (
	respondLayout = "respond"
	accountLayout = "account"
	bareLayout    = "bare"
)

// contents holds one of every page, so that all templates are read when the
// program starts and all are held to their structs by a test.
func contents() []Content {
	return []Content{
		HomePage{}, ClosedDoorPage{}, IntroPage{}, PartPage{}, ReviewPage{}, ThanksPage{},
		SelfIntroPage{}, SelfSavedPage{},
		SignInPage{}, MePage{}, FaultPage{}, PreviewPage{}, FilePage{},
		OverviewPage{}, RoundsPage{}, RoundPage{}, ProfilePage{}, GuidePage{}, ComparisonPage{}, MethodPage{},
	}
}

// Pages renders pages. It does not change once made and may be used by many
// goroutines at once.
type Pages struct {
	texts  *i18n.Catalogue
	assets *Assets
	zone   *time.Location
	site   Site
	sets   map[kind]*template.Template
}

// Site is what all pages of an installation have in common.
type Site struct {
	Texts  *i18n.Catalogue
	Assets *Assets
	Zone   *time.Location // clocks on pages; nil is UTC
	Owner  string         // who runs this Pejl, for the foot of the page; may be empty
	MadeUp bool           // everything here is a demonstration, and every page says so
}

// New reads the templates at the root of fsys: one file a page, its layout, and the
// parts that pages of the layout share.
func New(fsys fs.FS, site Site) (*Pages, error) {
	if site.Zone == nil {
		site.Zone = time.UTC
	}
	p := &Pages{texts: site.Texts, assets: site.Assets, zone: site.Zone, site: site, sets: map[kind]*template.Template{}}
	for _, c := range contents() {
		k := c.kind()
		set := template.New(k.layout + ".html").Option("missingkey=error")
		// A page that stands alone carries the style sheet inside.
		if _, err := set.New("app.css").Parse(string(site.Assets.Source("app.css"))); err != nil {
			return nil, fmt.Errorf("read the style sheet: %w", err)
		}
		set, err := set.ParseFS(fsys, "layout/"+k.layout+"*.html", "layout/part.html", k.page+".html")
		if err != nil {
			return nil, fmt.Errorf("read templates of %s: %w", k.page, err)
		}
		p.sets[k] = set
	}
	return p, nil
}

// Render writes a page. It is whole or not there at all: a fault in the middle
// leaves nothing half sent.
func (p *Pages) Render(c Content) ([]byte, error) {
	set := p.sets[c.kind()]
	if set == nil {
		return nil, fmt.Errorf("render %s: there is no such page", c.kind().page)
	}
	var b bytes.Buffer
	if err := set.Execute(&b, c); err != nil {
		return nil, fmt.Errorf("render %s: %w", c.kind().page, err)
	}
	return b.Bytes(), nil
}

// Page is what every page has: a language, a title, and the way to the others.
type Page struct {
	*i18n.Localizer
	Title   string
	Others  []*i18n.Localizer // the languages this page can be had in besides its own
	Path    string            // where the page lies; a change of language comes back to it
	Owner   string
	MadeUp  bool
	Account *Menu // nil where nobody is signed in

	assets *Assets
}

// Menu is what a signed-in person finds at the top of every page.
type Menu struct {
	Name  string
	Links []Link
}

// Link is one line of the menu.
type Link struct {
	Way
	Current bool // the page is this one, or lies below it
}

// Page begins a page in a language. The title stands in the browser's tab.
func (p *Pages) Page(lang, title string) Page {
	l := p.texts.In(lang).WithZone(p.zone)
	page := Page{Localizer: l, Title: title, Owner: p.site.Owner, MadeUp: p.site.MadeUp, assets: p.assets}
	for _, other := range p.texts.Languages() {
		if other != l.Lang() {
			page.Others = append(page.Others, p.texts.In(other).WithZone(p.zone))
		}
	}
	return page
}

// Localizer speaks a language in the zone of the installation.
func (p *Pages) Localizer(lang string) *i18n.Localizer { return p.texts.In(lang).WithZone(p.zone) }

// Asset gives the address of a static file, which changes with what is in it.
func (p Page) Asset(name string) string { return p.assets.URL(name) }
