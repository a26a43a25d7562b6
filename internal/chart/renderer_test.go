package chart

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// scripted is a renderer over a bundle of its own, to try what the real one
// does not do.
func scripted(t *testing.T, draw string, limits Limits) *Renderer {
	t.Helper()
	r, err := New(fstest.MapFS{BundleName: {Data: []byte(draw)}}, limits)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var square = Drawing{ID: "a", Label: "x", Width: 10, Height: 10, Option: []byte(`{}`)}

func TestWithoutBundlePagesShowTables(t *testing.T) {
	t.Parallel()
	r, err := New(fstest.MapFS{}, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Available() {
		t.Error("available without a bundle")
	}
	if _, err := r.Render(t.Context(), square); !errors.Is(err, ErrUnavailable) {
		t.Errorf("error %v", err)
	}
}

func TestEngineTroubleIsAnError(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ bundle, want string }{
		"a bundle that is no script": {`{`, "compile"},
		"a bundle that fails":        {`throw new Error("no");`, "no"},
		"a bundle without a drawer":  {`1`, "pejlDraw"},
		"a drawer that throws":       {`function pejlDraw() { throw new TypeError("bad option") }`, "bad option"},
		"a drawer that says nothing": {`function pejlDraw() { return 7 }`, "no text"},
		"no SVG":                     {`function pejlDraw() { return "hello" }`, "no whole svg"},
		"half an SVG":                {`function pejlDraw() { return "<svg><g></g>" }`, "no whole svg"},
		"an active element":          {`function pejlDraw() { return "<svg><script>1</script></svg>" }`, `"script"`},
		"an embedded page":           {`function pejlDraw() { return "<svg><foreignObject/></svg>" }`, `"foreignObject"`},
		"an SVG in an SVG":           {`function pejlDraw() { return "<svg><svg/></svg>" }`, "out of place"},
		"endless recursion":          {`function pejlDraw() { return pejlDraw() }`, ""},
	} {
		r := scripted(t, c.bundle, Limits{PerChart: 2 * time.Second})
		svg, err := r.Render(t.Context(), square)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, error %v", name, svg, err)
		}
	}
}

// TestAfterTroubleDrawingGoesOn: a chart that fails or takes too long costs the
// next one nothing but a fresh engine.
func TestAfterTroubleDrawingGoesOn(t *testing.T) {
	t.Parallel()
	r := scripted(t, `
		var drawn = 0;
		function pejlDraw(option) {
			drawn++;
			var o = JSON.parse(option);
			if (o.loop) { for (;;) {} }
			if (o.fail) { throw new Error("failed") }
			return "<svg><text>" + drawn + "</text></svg>";
		}`, Limits{Engines: 1, PerChart: 2 * time.Second})
	loop, fail := square, square
	loop.Option, fail.Option = []byte(`{"loop":1}`), []byte(`{"fail":1}`)
	if _, err := r.Render(t.Context(), loop); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("an endless chart: %v", err)
	}
	if _, err := r.Render(t.Context(), fail); err == nil {
		t.Error("a failing chart did not fail")
	}
	svg, err := r.Render(t.Context(), square)
	if err != nil || !strings.Contains(svg, ">1</text>") {
		t.Errorf("after trouble: %q, %v; want the first drawing of a fresh engine", svg, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	loop.Label = "other"
	if _, err := r.Render(ctx, loop); !errors.Is(err, context.Canceled) {
		t.Errorf("a reader who left: %v", err)
	}
}

// TestDrawnOnce: what was drawn is remembered by its content, also among
// readers who come at once.
func TestDrawnOnce(t *testing.T) {
	t.Parallel()
	r := scripted(t, `var n = 0; function pejlDraw() { n++; return "<svg><text>" + n + "</text></svg>" }`, Limits{Engines: 1})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if svg, err := r.Render(t.Context(), square); err != nil || !strings.Contains(svg, ">1</text>") {
				t.Errorf("%q, %v", svg, err)
			}
		})
	}
	wg.Wait()
	for name, d := range map[string]Drawing{
		"label": {ID: "a", Label: "y", Width: 10, Height: 10, Option: square.Option},
		"width": {ID: "a", Label: "x", Width: 11, Height: 10, Option: square.Option},
		"id":    {ID: "b", Label: "x", Width: 10, Height: 10, Option: square.Option},
	} {
		if svg, err := r.Render(t.Context(), d); err != nil || strings.Contains(svg, ">1</text>") {
			t.Errorf("another %s: %q, %v", name, svg, err)
		}
	}
}

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	c := newCache(100)
	for i := range 50 {
		c.put([32]byte{byte(i)}, strings.Repeat("x", 30))
		c.get([32]byte{0}) // used, so it stays
	}
	if c.size > 100 || len(c.byKey) != 3 || c.recent.Len() != 3 {
		t.Errorf("%d bytes, %d entries", c.size, len(c.byKey))
	}
	if _, ok := c.get([32]byte{0}); !ok {
		t.Error("the drawing in use went first")
	}
	c.put([32]byte{200}, strings.Repeat("x", 101))
	if _, ok := c.get([32]byte{200}); ok {
		t.Error("a drawing larger than the cache was kept")
	}
}

// TestPaletteIsTheStyleSheets holds the colours of the options to the light
// values of the style sheet.
func TestPaletteIsTheStyleSheets(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join("..", "..", "web", "static", "css", "tokens.css"))
	if err != nil {
		t.Fatal(err)
	}
	light, _, _ := strings.Cut(string(raw), "@media")
	for hex, name := range properties {
		if !strings.Contains(strings.ReplaceAll(light, " ", ""), "--"+name+":"+hex+";") {
			t.Errorf("the style sheet has no --%s: %s", name, hex)
		}
	}
	for a, h := range hues {
		for _, c := range append([]string{h.mark, h.ink, h.tint, a.bar()}, h.ramp[:]...) {
			if properties[c] == "" {
				t.Errorf("aspect %q uses %s, which has no name", a, c)
			}
		}
	}
}
