package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// evaluate runs a script in the page.
func evaluate[T any](ctx context.Context, script string) (T, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// Eval asks the page something in JavaScript.
func Eval[T any](p *Page, script string) T {
	p.t.Helper()
	ctx, done := p.patient()
	defer done()
	got, err := evaluate[T](ctx, script)
	if err != nil {
		p.t.Fatalf("ask the page: %v\n%s", err, script)
	}
	return got
}

// Text returns what is to be read in the first element that a selector finds.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	if !p.Has(selector) {
		p.t.Fatalf("there is no %s\n%s", selector, p.where())
	}
	return Eval[string](p, fmt.Sprintf("document.querySelector(%s).innerText", strconv.Quote(selector)))
}

// Has reports whether a selector finds anything that can be seen.
func (p *Page) Has(selector string) bool {
	p.t.Helper()
	return Eval[bool](p, fmt.Sprintf("[...document.querySelectorAll(%s)].some(el => el.checkVisibility())", strconv.Quote(selector)))
}

// Count says how many elements a selector finds.
func (p *Page) Count(selector string) int {
	p.t.Helper()
	return Eval[int](p, fmt.Sprintf("document.querySelectorAll(%s).length", strconv.Quote(selector)))
}

// Address is the address of the page that is shown.
func (p *Page) Address() string {
	p.t.Helper()
	return Eval[string](p, "location.href")
}

// where describes the page that is shown, for a test that has lost its way.
func (p *Page) where() string {
	ctx, done := p.patient()
	defer done()
	said, err := evaluate[string](ctx, "location.href + '\\n' + (document.body ? document.body.innerText.slice(0, 600) : '')")
	if err != nil {
		return err.Error()
	}
	return "the page is " + said
}

// cutScript lists what does not fit: a page that is wider than the screen, text
// that reaches beyond it, and text that is cut off by its box. What scrolls in a
// region of its own, can be reached by the keyboard there and has a name is all
// right; so is what is only for those who hear the page.
const cutScript = `(() => {
  const found = [], root = document.documentElement, width = root.clientWidth;
  const say = (el, what) => found.push(what + ': ' + el.tagName.toLowerCase() +
    (el.id ? '#' + el.id : '') + [...(el.classList || [])].map(c => '.' + c).join('') + ' “' + (el.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 60) + '”');
  if (root.scrollWidth > width) found.push('the page is ' + root.scrollWidth + ' wide on a screen of ' + width);
  const scrolls = el => { for (let e = el; e; e = e.parentElement) { const o = getComputedStyle(e).overflowX;
    if ((o === 'auto' || o === 'scroll') && e !== root && e !== document.body) return e; } return null; };
  for (const el of document.body.querySelectorAll('svg text')) {
    const box = el.getBoundingClientRect();
    if (box.width > 1 && !scrolls(el) && (box.left < -1 || box.right > width + 1)) say(el, 'reaches beyond the screen');
  }
  for (const el of document.body.querySelectorAll('*')) {
    if (!el.checkVisibility({checkVisibilityCSS: true}) || el.closest('svg')) continue;
    const style = getComputedStyle(el), box = el.getBoundingClientRect();
    if (style.overflowX === 'auto' || style.overflowX === 'scroll') {
      if (el.scrollWidth > el.clientWidth + 1 && !(el.tabIndex >= 0 && (el.getAttribute('aria-label') || el.getAttribute('aria-labelledby'))))
        say(el, 'scrolls sideways and cannot be reached by the keyboard');
      continue;
    }
    const own = [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own && !/^(INPUT|TEXTAREA|BUTTON|SELECT|IMG)$/.test(el.tagName)) continue;
    if (box.width <= 1 || box.height <= 1) continue;
    if (box.right < 0 && style.position === 'absolute') continue;
    if (scrolls(el)) continue;
    if (box.left < -1 || box.right > width + 1) say(el, 'reaches beyond the screen');
    if (own && /hidden|clip/.test(style.overflowX + style.overflowY) && (el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1)) say(el, 'is cut off');
    const range = document.createRange();
    range.selectNodeContents(el);
    for (let e = el; e && e !== document.body; e = e.parentElement) {
      const s = getComputedStyle(e);
      if (s.overflowX !== 'hidden' && s.overflowX !== 'clip') continue;
      const text = range.getBoundingClientRect(), b = e.getBoundingClientRect();
      if (text.width > 1 && b.width > 1 && (text.right > b.right + 1 || text.left < b.left - 1)) { say(el, 'is cut off by its surroundings'); break; }
    }
  }
  return [...new Set(found)];
})()`

// Cut lists everything on the page that is cut off or would have to be scrolled to
// sideways.
func (p *Page) Cut() []string {
	p.t.Helper()
	return Eval[[]string](p, cutScript)
}

// Fits reports what Cut finds.
func (p *Page) Fits() {
	p.t.Helper()
	for _, fault := range p.Cut() {
		p.t.Errorf("%s at %d px: %s", p.Address(), p.screen.Width, fault)
	}
}

// ShotsEnv names the variable that says in which directory pictures of pages are
// put. Without it none are taken.
const ShotsEnv = "PEJL_TEST_SHOTS"

// NeedShots skips a test that does nothing but take pictures where none are wanted.
func NeedShots(t testing.TB) {
	t.Helper()
	if os.Getenv(ShotsEnv) == "" {
		t.Skip("takes pictures of pages where " + ShotsEnv + " names a directory for them")
	}
}

// Shot takes a picture of the whole page, where pictures are wanted.
func (p *Page) Shot(name string) {
	p.t.Helper()
	dir := os.Getenv(ShotsEnv)
	if dir == "" {
		return
	}
	Eval[any](p, "scrollTo(0, 0)")
	ctx, done := p.patient()
	defer done()
	box := Eval[[2]float64](p, "[document.documentElement.clientWidth, Math.max(document.documentElement.scrollHeight, innerHeight)]")
	beyond := true
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		CaptureBeyondViewport: &beyond, Clip: &page.Viewport{Width: box[0], Height: box[1], Scale: 1},
	})
	if err != nil {
		p.t.Fatalf("take a picture: %v", err)
	}
	p.keep(dir, name+".png", shot.Data)
}

// Print makes the page a PDF as paper would have it, where pictures are wanted.
func (p *Page) Print(name string) {
	p.t.Helper()
	dir := os.Getenv(ShotsEnv)
	if dir == "" {
		return
	}
	ctx, done := p.patient()
	defer done()
	yes := true
	pdf, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, PrintBackground: &yes})
	if err != nil {
		p.t.Fatalf("print: %v", err)
	}
	p.keep(dir, name+".pdf", pdf.Data)
}

func (p *Page) keep(dir, name string, data []byte) {
	p.t.Helper()
	if err := os.MkdirAll(dir, 0o750); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, "/", "-")), data, 0o600); err != nil {
		p.t.Fatal(err)
	}
}
