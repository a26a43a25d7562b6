package browsertest

import "github.com/chromedp/chromedp/kb"

// Focus is where the keyboard is.
type Focus struct {
	Tag, ID, Name, Value, Type string
	Label                      string // what is to be read there
	Order                      int    // its place among all elements of the page
	Fault                      string // why it cannot be seen, or empty
}

const focusScript = `(() => {
  const el = document.activeElement;
  if (!el || el === document.body || el === document.documentElement) return {tag: 'body', order: -1};
  const label = el.labels && el.labels[0];
  const shown = [el, label].filter(Boolean).some(e => {
    const s = getComputedStyle(e);
    return s.outlineStyle === 'auto' || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  });
  const box = (label || el).getBoundingClientRect();
  let fault = '';
  if (!shown) fault = 'nothing shows that it has the focus';
  else if (box.width < 1 || box.height < 1 || box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight)
    fault = 'it is not on the screen';
  else {
    const xs = [.1, .5, .9].map(f => box.left + box.width * f), ys = [.1, .5, .9].map(f => box.top + box.height * f);
    const seen = xs.some(x => ys.some(y => { const hit = document.elementFromPoint(x, y);
      return hit && (el.contains(hit) || hit.contains(el) || label && label.contains(hit)); }));
    if (!seen) fault = 'something lies over it';
  }
  return {tag: el.tagName.toLowerCase(), id: el.id, name: el.name || '', value: el.value || '', type: el.type || '',
    label: ((label || el).innerText || '').trim(), order: [...document.querySelectorAll('*')].indexOf(el), fault};
})()`

// Focus tells where the keyboard is and whether that can be seen.
func (p *Page) Focus() Focus {
	p.t.Helper()
	return Eval[Focus](p, focusScript)
}

// reachScript gives every control that a keyboard must reach a number. Of radio
// buttons with one name it is enough to reach one.
const reachScript = `(() => {
  window.pejlControls = new Map();
  const groups = new Set(), list = [];
  for (const el of document.querySelectorAll('a[href], area[href], button, input, select, textarea, summary, [tabindex]')) {
    if (el.tabIndex < 0 || el.disabled || el.type === 'hidden' || !el.checkVisibility({checkVisibilityCSS: true})) continue;
    if (el.type === 'radio') { const g = (el.form ? [...document.forms].indexOf(el.form) : '') + el.name;
      if (groups.has(g)) continue; groups.add(g); window.pejlControls.set(el.name, list.length); }
    else window.pejlControls.set(el, list.length);
    list.push(el.outerHTML.slice(0, 120));
  }
  document.activeElement && document.activeElement.blur();
  getSelection().removeAllRanges();
  return list;
})()`

const reachedScript = `(() => { const el = document.activeElement, all = window.pejlControls;
  const n = el && el.type === 'radio' ? all.get(el.name) : all.get(el); return n === undefined ? -1 : n; })()`

// Unreached goes through the page with the Tab key alone. It lists the controls that
// are never reached and those that do not show that they have the focus.
func (p *Page) Unreached() []string {
	p.t.Helper()
	controls := Eval[[]string](p, reachScript)
	reached := make([]bool, len(controls))
	var faults []string
	left := len(controls)
	for range 2*len(controls) + 10 {
		if left == 0 {
			break
		}
		p.Type(kb.Tab)
		n := Eval[int](p, reachedScript)
		if n < 0 || reached[n] {
			continue
		}
		reached[n] = true
		left--
		if f := p.Focus(); f.Fault != "" {
			faults = append(faults, f.Fault+": "+controls[n])
		}
	}
	for n, ok := range reached {
		if !ok {
			faults = append(faults, "the keyboard never comes to "+controls[n])
		}
	}
	return faults
}

// Reach reports what Unreached finds.
func (p *Page) Reach() {
	p.t.Helper()
	for _, fault := range p.Unreached() {
		p.t.Errorf("%s: %s", p.Address(), fault)
	}
}
