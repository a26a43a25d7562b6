package main

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"pejl/internal/chart"
	"pejl/web"
)

// outside finds what a page would fetch from elsewhere, or run.
var outside = regexp.MustCompile(`(?i)<script|<link|<iframe|<img|\ssrc=|@import|url\(\s*["']?https?:`)

// filePage computes a file as a page.
func filePage(t *testing.T, args ...string) string {
	t.Helper()
	stdout, stderr, code := ran(t, append([]string{"profile", "--format", "html"}, args...)...)
	if code != 0 || stderr != "" {
		t.Fatalf("exit %d\n%s", code, stderr)
	}
	return stdout
}

// inspect finds the ids and the tags of a page.
func inspect(t *testing.T, page string) (ids map[string]int, tags map[string]int) {
	t.Helper()
	ids, tags = map[string]int{}, map[string]int{}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		tags[n.Data]++
		for _, a := range n.Attr {
			if a.Key == "id" {
				ids[a.Val]++
			}
		}
	}
	return ids, tags
}

func TestProfilePagesStandAlone(t *testing.T) {
	t.Parallel()
	f := fixtures()[0]
	f.args = []string{"--unit", "school", "--round", "wave", "--ignore", "municipality,team,role", "--dont-know", "9"}
	_, err := fs.Stat(web.Static, chart.BundleName)
	drawn := err == nil
	for name, tc := range map[string]struct {
		args   []string
		charts int // in two layouts
		want   []string
	}{
		"gates on": {[]string{"--language", "en"}, 2 * 27, []string{
			`<html lang="en">`, "20 of 27 answered (74%)", "nothing about fewer than 5 people", "None of the 42 who were asked has answered.", "about 2.5",
		}},
		"gates on, Danish": {[]string{"--language", "da"}, 2 * 27, []string{
			`<html lang="da">`, "20 af 27 har svaret (74\u00a0%)", "ca. 2,5",
		}},
		"gates off": {[]string{"--gates", "off"}, 2 * 6, []string{
			`<html lang="en">`, "2.489", "0.842", "do not hand it on", "S03",
		}},
		"gates off, Danish": {[]string{"--gates", "off", "--language", "da"}, 2 * 6, []string{
			`<html lang="da">`, "2,489", "0,842", "Alle tal for svarene",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := filePage(t, f.command(f.dir(t), tc.args...)...)
			if found := outside.FindString(page); found != "" {
				t.Errorf("the page does not stand alone: %q", found)
			}
			for _, want := range tc.want {
				if !strings.Contains(strings.ToLower(page), strings.ToLower(want)) {
					t.Errorf("the page does not say %q", want)
				}
			}
			ids, tags := inspect(t, page)
			for id, n := range ids {
				if n > 1 {
					t.Errorf("the id %q stands %d times", id, n)
				}
			}
			if tags["table"] == 0 {
				t.Error("there is no table")
			}
			const mark = 1 // at the top of the page
			if want := mark + tc.charts; drawn && tags["svg"] != want {
				t.Errorf("%d drawings, want %d", tags["svg"], want)
			} else if !drawn {
				t.Log("NOT COMPARED: the charts are not built into this test (make assets builds them)")
			}
			if name == "gates off" && filePage(t, f.command(f.dir(t), tc.args...)...) != page {
				t.Error("computed twice, the page has other bytes")
			}
		})
	}
}

func TestGatedPageHidesWhatTheProfileHides(t *testing.T) {
	t.Parallel()
	page := filePage(t, "--instrument", tiny, "--unit", "u", "--responses", folder(t, "a.csv", "u,a1,a2,b1\n"+people(12, "<b>x</b>")+people(3, "y"))+"/a.csv")
	if strings.Contains(page, "<b>x</b>") || !strings.Contains(page, "&lt;b&gt;x&lt;/b&gt;") {
		t.Error("the name of a unit is not escaped")
	}
	_, small, found := strings.Cut(page, ">y</h2>")
	small, _, ends := strings.Cut(small, "</section>")
	if !found || !ends || strings.Contains(small, "<table") || !strings.Contains(small, "Fewer than 5 people answered.") {
		t.Errorf("of three people the page says: %s", small)
	}
	empty := filePage(t, "--instrument", tiny, "--unit", "u", "--gates", "off", "--responses", folder(t, "a.csv", "u,a1,a2,b1\n,1,1,1\n")+"/a.csv")
	if strings.Contains(empty, "NaN") || !strings.Contains(empty, "–") {
		t.Error("a file without units has figures that cannot be")
	}
}
