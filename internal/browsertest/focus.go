package browsertest

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
