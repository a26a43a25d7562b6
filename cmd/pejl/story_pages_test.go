package main

import (
	"testing"

	"pejl/internal/browsertest"
)

// Every page, in both languages, keeps the rules of accessibility in light and in
// dark, can be used with the keyboard alone, and fits on a screen of 320 px and at
// 400 %. That it asks nothing of other hosts is held by the browser itself.
func TestEveryPageIsForEverybody(t *testing.T) {
	t.Parallel()
	v := theMunicipality(t)
	for lang, list := range map[string][]stop{"en": stops(v), "da": append(stops(v), states(v)...)} {
		for _, s := range list {
			t.Run(s.name+"/"+lang, func(t *testing.T) {
				t.Parallel()
				p := v.enter(t, s.who, browsertest.Laptop(lang))
				s.walk(v, p)
				p.Fits()
				p.Reach()
				p.Axe()
				p.SetDark(true)
				p.Resize(320, 640, 1)
				p.Fits()
				p.Axe()
				p.Resize(320, 256, 4) // 1280 × 1024 at 400 %
				p.Fits()
			})
		}
	}
}

// Pictures of every page, to be looked at. They are taken only where the variable
// says in which directory.
func TestPicturesOfEveryPage(t *testing.T) {
	t.Parallel()
	browsertest.NeedShots(t)
	v := theMunicipality(t)
	for _, s := range append(stops(v), states(v)...) {
		for name, screen := range map[string]browsertest.Screen{
			"da-390":       browsertest.Phone("da"),
			"da-390-dark":  {Width: 390, Height: 844, Touch: true, Dark: true, Language: "da"},
			"en-390":       browsertest.Phone("en"),
			"da-1280":      browsertest.Laptop("da"),
			"en-1280":      browsertest.Laptop("en"),
			"da-1280-dark": {Width: 1280, Height: 900, Dark: true, Language: "da"},
		} {
			t.Run(s.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				p := v.enter(t, s.who, screen)
				s.walk(v, p)
				p.Shot(s.name + "-" + name)
				if name == "da-1280" {
					p.Print(s.name + "-a4")
				}
			})
		}
	}
}
