package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// bundled gives a renderer over the built bundle. Without the bundle the test
// is skipped on a developer's machine and fails in CI, where charts must work.
func bundled(t testing.TB) *Renderer {
	t.Helper()
	r, err := New(os.DirFS(filepath.Join("..", "..", "web")), Limits{PerChart: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Available() {
		const message = "the chart bundle is not built: run make assets"
		if os.Getenv("CI") == "true" && !testing.Short() {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	return r
}

// mustRender draws both layouts of a chart.
func mustRender(t *testing.T, r *Renderer, c drawer) (wide, narrow string) {
	t.Helper()
	f, err := c.Draw()
	if err != nil {
		t.Fatal(err)
	}
	wide, narrow, err = r.RenderFigure(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return wide, narrow
}

// element is one start tag of a drawing.
type element struct {
	name string
	attr map[string]string
	text string
}

// elementsOf reads a drawing as XML; that it can be read is part of the test.
func elementsOf(t *testing.T, svg string) []element {
	t.Helper()
	var out []element
	dec := xml.NewDecoder(strings.NewReader(svg))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("not well formed: %v\n%s", err, svg)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{name: tok.Name.Local, attr: map[string]string{}}
			for _, a := range tok.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			out = append(out, e)
		case xml.CharData:
			if len(out) > 0 {
				out[len(out)-1].text += string(tok)
			}
		}
	}
}

// TestDrawingsFitAPage renders every sample and holds each drawing to what a
// page may contain.
func TestDrawingsFitAPage(t *testing.T) {
	t.Parallel()
	r := bundled(t)
	named := regexp.MustCompile(`^var\(--[a-z0-9-]+,#[0-9a-f]{6}\)$`)
	for name, c := range samples() {
		wide, narrow := mustRender(t, r, c)
		for class, svg := range map[string]string{ClassWide: wide, ClassNarrow: narrow} {
			// PEJL_CHART_OUT is a directory to look at the drawings in.
			if dir := os.Getenv("PEJL_CHART_OUT"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, name+"."+class+".svg"), []byte(svg), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			all := elementsOf(t, svg)
			root := all[0]
			if root.name != "svg" || root.attr["role"] != "img" || root.attr["aria-label"] == "" || root.attr["class"] != class ||
				root.attr["width"] != "" || !strings.HasPrefix(root.attr["viewBox"], "0 0 ") {
				t.Errorf("%s: root is %v", name, root)
			}
			texts, ids := 0, map[string]bool{}
			for i, e := range all {
				for _, banned := range []string{"style", "font-family", "href", "onload", "dominant-baseline"} {
					if _, ok := e.attr[banned]; ok {
						t.Errorf("%s: <%s> has %s", name, e.name, banned)
					}
				}
				if _, ok := e.attr["class"]; ok && i > 0 {
					t.Errorf("%s: <%s> has a class", name, e.name)
				}
				inClip := i > 0 && all[i-1].name == "clipPath"
				for _, paint := range []string{"fill", "stroke"} {
					if v, ok := e.attr[paint]; ok && v != "none" && !inClip && !named.MatchString(v) {
						t.Errorf("%s: <%s %s=%q> is no colour of the style sheet", name, e.name, paint, v)
					}
				}
				if id := e.attr["id"]; id != "" {
					if ids[id] {
						t.Errorf("%s: id %s twice", name, id)
					}
					ids[id] = true
				}
				if e.name == "text" {
					texts++
					if size, err := strconv.ParseFloat(e.attr["font-size"], 64); strings.TrimSpace(e.text) != "" && (err != nil || size < 12) {
						t.Errorf("%s: %q is set at %q px", name, e.text, e.attr["font-size"])
					}
				}
			}
			if texts == 0 && !(strings.HasPrefix(name, "emblem") && class == ClassNarrow) {
				t.Errorf("%s %s says nothing", name, class)
			}
		}
	}
}

// symbols are the places of the marks that are scaled from a unit shape: dots,
// diamonds and triangles, with their radius.
func symbols(t *testing.T, svg, fill string) (out [][3]float64) {
	t.Helper()
	for _, e := range elementsOf(t, svg) {
		inner, ok := strings.CutPrefix(e.attr["transform"], "matrix(")
		if !ok || e.name != "path" || !strings.HasPrefix(e.attr["fill"], "var(--"+fill+",") {
			continue
		}
		var n []float64
		for part := range strings.SplitSeq(strings.TrimSuffix(inner, ")"), ",") {
			x, err := strconv.ParseFloat(part, 64)
			if err != nil {
				t.Fatal(err)
			}
			n = append(n, x)
		}
		out = append(out, [3]float64{n[4], n[5], math.Hypot(n[0], n[1])})
	}
	return out
}

// TestMarksStandWhereTheNumbersSay holds the drawing to the numbers: the place
// of each dot and diamond, and the ends of each interval.
func TestMarksStandWhereTheNumbersSay(t *testing.T) {
	t.Parallel()
	r := bundled(t)
	rows := compass(true)[1].Rows // one of them divided
	chart := Dots{Label: "x", Scale: often, Rows: rows}
	wide, narrow := mustRender(t, r, chart)
	// The grid lines give the ends of the axis.
	for name, svg := range map[string]string{"wide": wide, "narrow": narrow} {
		var lines, bars [][2]float64
		for _, e := range elementsOf(t, svg) {
			var x0, y0, x1, y1 float64
			if n := strings.NewReplacer("M", " ", "L", " ").Replace(e.attr["d"]); len(strings.Fields(n)) == 4 {
				f := strings.Fields(n)
				x0, _ = strconv.ParseFloat(f[0], 64)
				y0, _ = strconv.ParseFloat(f[1], 64)
				x1, _ = strconv.ParseFloat(f[2], 64)
				y1, _ = strconv.ParseFloat(f[3], 64)
			}
			switch {
			case strings.HasPrefix(e.attr["stroke"], "var(--line"):
				lines = append(lines, [2]float64{x0, y1})
			case e.attr["stroke-width"] == "8":
				bars = append(bars, [2]float64{x0, x1})
				if y0 != y1 {
					t.Errorf("%s: an interval is not level", name)
				}
			}
		}
		if len(lines) != len(often.Words) || len(bars) != len(rows) {
			t.Fatalf("%s: %d grid lines and %d intervals", name, len(lines), len(bars))
		}
		left, right := lines[0][0], lines[len(lines)-1][0]
		at := func(v float64) float64 { return left + (v-1)/4*(right-left) }
		near := func(what string, got, value float64) {
			if math.Abs(got-at(value)) > 1 {
				t.Errorf("%s: %s at %.1f, want %.1f for %g", name, what, got, at(value), value)
			}
		}
		means, hollow := symbols(t, svg, "o"), symbols(t, svg, "paper")
		if len(means) != 3 || len(hollow) != 1+len(rows) {
			t.Fatalf("%s: %d dots, %d hollow marks", name, len(means), len(hollow))
		}
		for k, i := range []int{0, 1, 3} {
			near("mean", means[k][0], rows[i].Mean)
		}
		near("divided mean", hollow[0][0], rows[2].Mean)
		if hollow[0][2] >= means[0][2] {
			t.Errorf("%s: where views divide, the dot is not smaller", name)
		}
		for i, r := range rows {
			near("interval from", bars[i][0], r.Lo)
			near("interval to", bars[i][1], r.Hi)
			near("leader", hollow[1+i][0], *r.Leader)
		}
		if hollow[1][1] <= means[0][1] {
			t.Errorf("%s: the diamond covers the dot", name)
		}
	}
}

// TestWordsOnlyShowNoMean: neither a dot nor a digit where only words may be shown.
func TestWordsOnlyShowNoMean(t *testing.T) {
	t.Parallel()
	r := bundled(t)
	c := Dots{Label: "x", Scale: often, Rows: []Row{
		{Label: "Tillid", Aspect: Dialogue, Mean: 4.7, Lo: 4.5, Hi: 5, N: 7, Value: "4,7", WordsOnly: true},
	}}
	f, err := c.Draw()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []Drawing{f.Wide, f.Narrow} {
		if strings.Contains(string(d.Option), "4.7") || strings.Contains(string(d.Option), "4,7") {
			t.Errorf("the option of a words-only row carries its mean")
		}
	}
	wide, narrow := mustRender(t, r, c)
	for _, svg := range []string{wide, narrow} {
		if n := len(symbols(t, svg, "t")); n != 0 {
			t.Errorf("%d dots", n)
		}
		if strings.Count(svg, `stroke-width="8"`) != 1 {
			t.Error("no interval")
		}
	}
}

// TestDrawingCarriesNoMoreDigits: a number that comes in unrounded does not get out.
func TestDrawingCarriesNoMoreDigits(t *testing.T) {
	t.Parallel()
	exact := Row{Label: "x", Mean: 3.456789, Lo: 3.123456, Hi: 3.789123, N: 26, Value: "3,5", Leader: ptr(2.718281)}
	rows := []Row{exact, exact, exact}
	for name, c := range map[string]drawer{
		"dots":   Dots{Scale: often, Rows: rows},
		"emblem": Emblem{Scale: often, Sectors: []Sector{{Rows: rows}}},
		"trend":  Trend{Scale: often, Rounds: []string{"1"}, Panels: []TrendPanel{{Points: []TrendPoint{{Mean: exact.Mean, Lo: exact.Lo, Hi: exact.Hi}}}}},
		"comparison": Comparison{Scale: often, Units: []Unit{{Name: "A"}}, Panels: []Panel{{
			Lo: ptr(3.123456), Hi: ptr(3.789123), Median: ptr(3.456789), Marks: []Mark{{Mean: exact.Mean, Lo: exact.Lo, Hi: exact.Hi}},
		}}},
	} {
		f, err := c.Draw()
		if err != nil {
			t.Fatal(err)
		}
		for _, digits := range []string{"3.45", "3.12", "3.78", "3.79", "2.71", "2.72"} {
			if strings.Contains(string(f.Wide.Option)+string(f.Narrow.Option), digits) {
				t.Errorf("%s carries %s", name, digits)
			}
		}
	}
}

// TestTextsAreEscaped puts markup wherever a text can come from a person.
func TestTextsAreEscaped(t *testing.T) {
	t.Parallel()
	r := bundled(t)
	const evil = `<script>alert("1")</script> & 'x' {v|y} {a} </text><img src=x onerror=alert(1)> ]]>` + "\x00\x0b\ufffe"
	scale := Scale{Words: []string{evil, evil}, Min: 1, Max: 2}
	hostile := Row{Label: evil, Mean: 1.5, Lo: 1.2, Hi: 1.8, N: 5, Value: evil}
	c := comparison(2, Dialogue)
	c.Scale.Words = []string{evil, evil, evil, evil, evil}
	c.Units[0].Name, c.Units[1].Name, c.Panels[0].Title, c.Label = evil, evil, evil, evil
	for name, chart := range map[string]drawer{
		"dots":         Dots{ID: `"><script>`, Label: evil, Scale: scale, Rows: []Row{hostile}},
		"emblem":       Emblem{Label: evil, Scale: scale, Sectors: []Sector{{evil, Direction, []Row{hostile, hostile}}, {evil, Plain, []Row{hostile, hostile}}}},
		"distribution": Distribution{Label: evil, Heading: evil, DontKnow: evil, Items: []Item{{Label: evil, Shares: []Share{{90, "{c}<b>"}, {10, ""}}, DontKnow: &Share{3, "<i>"}}}},
		"comparison":   c,
		"trend":        Trend{Label: evil, Scale: scale, Rounds: []string{evil}, Panels: []TrendPanel{{evil, Dialogue, []TrendPoint{{Mean: 1.5, Lo: 1, Hi: 2}}}}},
	} {
		wide, narrow := mustRender(t, r, chart)
		for _, svg := range []string{wide, narrow} {
			for _, e := range elementsOf(t, svg) {
				if !elements[e.name] {
					t.Errorf("%s: an element %s", name, e.name)
				}
			}
			for _, raw := range []string{"<script", "<img", "<b>", "<i>", "\x00", "\x0b", "]]>"} {
				if strings.Contains(svg, raw) {
					t.Errorf("%s: %q came out as it went in", name, raw)
				}
			}
			if !strings.Contains(svg, "&lt;") {
				t.Errorf("%s: the text is gone", name)
			}
		}
	}
}

// TestSameBytes: the same drawing gives the same bytes from any engine, however
// much it has drawn before.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	first, second := bundled(t), bundled(t)
	all := samples()
	c := all["comparison"]
	want, wantNarrow := mustRender(t, first, c)
	mustRender(t, second, all["emblem"])
	mustRender(t, second, all["trend"])
	for range 3 {
		second.cache = newCache(1) // nothing is remembered
		if wide, narrow := mustRender(t, second, c); wide != want || narrow != wantNarrow {
			t.Fatal("two renderings differ")
		}
	}
	mustRender(t, first, all["trend"])
	first.cache = newCache(1)
	if wide, _ := mustRender(t, first, c); wide != want {
		t.Fatal("a used engine draws differently")
	}
}

// TestIdsAreTheChartsOwn: two charts on a page share no id.
func TestIdsAreTheChartsOwn(t *testing.T) {
	t.Parallel()
	r := bundled(t)
	clipped := func(id string) []string {
		c := trend("2024", "2025", "2026")
		c.ID = id
		wide, _ := mustRender(t, r, c)
		var ids []string
		for _, e := range elementsOf(t, wide) {
			if e.attr["id"] != "" {
				ids = append(ids, e.attr["id"])
			}
		}
		return ids
	}
	ids := clipped("udvikling")
	if len(ids) == 0 {
		t.Fatal("the sample has no ids: the test shows nothing")
	}
	for _, id := range ids {
		if !strings.HasPrefix(id, "udvikling-w-") {
			t.Errorf("id %s", id)
		}
	}
	if other := clipped(""); !strings.HasPrefix(other[0], "c") || other[0] == ids[0] {
		t.Errorf("without a name of its own: %s", other[0])
	}
}

func BenchmarkRender(b *testing.B) {
	r := bundled(b)
	for _, name := range []string{"facets", "emblem", "distribution", "comparison", "comparison-48", "trend"} {
		f, err := samples()[name].Draw()
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r.cache = newCache(1)
				if _, err := r.Render(b.Context(), f.Wide); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCompile is what the first chart waits for once in a process.
func BenchmarkCompile(b *testing.B) {
	r := bundled(b)
	for b.Loop() {
		if _, err := compile(r.bundle); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStart is what each further engine costs.
func BenchmarkStart(b *testing.B) {
	r := bundled(b)
	program, err := r.compile()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := start(b.Context(), program, r.limits.PerChart); err != nil {
			b.Fatal(err)
		}
	}
}
