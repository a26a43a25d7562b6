// What a script adds to the respondent's pages. Without it everything works: each
// page is a form that carries all answers along. Nothing here sends anything.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const form = $('form');
  // One draft for each code, however it was typed into the address.
  const key = 'pejl' + (form ? new URL(form.action).pathname : location.pathname);

  // A browser may refuse storage altogether; then there is no draft.
  const draft = {
    read() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(fields) { try { localStorage.setItem(key, JSON.stringify(fields)); } catch { /* none, then */ } },
    drop() { try { localStorage.removeItem(key); } catch { /* none, then */ } },
  };
  const answers = () => [...new FormData(form)].filter(([name]) => /^[iq]\./.test(name));
  const keep = () => { if (draft.read()) draft.write(answers()); };

  if (document.querySelector('main[data-sent]')) draft.drop();
  if (!form) return;

  // "This is my own device": only then is anything kept, and only in this browser.
  const own = $('own');
  if (own) {
    const tick = own.querySelector('input');
    const carried = () => form.querySelectorAll('input[type=hidden][name^="i."],input[type=hidden][name^="q."]');
    const found = draft.read();
    own.hidden = false;
    if (Array.isArray(found)) {
      tick.checked = true;
      if (found.length && !carried().length) {
        for (const [name, value] of found) {
          form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
        }
        $('draft').hidden = false;
      }
    }
    tick.addEventListener('change', () => (tick.checked ? draft.write(answers()) : draft.drop()));
    $('forget').addEventListener('click', () => {
      draft.write([]);
      carried().forEach((field) => field.remove());
      $('draft').hidden = true;
      $('main').focus();
    });
  }

  const sets = [...form.querySelectorAll('fieldset')].filter((set) => set.querySelector('.scale'));

  // How far one has come on this page. Nobody is hurried: it only counts.
  const count = $('count');
  const show = () => {
    if (!count) return;
    const done = sets.filter((set) => set.querySelector(':checked')).length;
    count.textContent = count.dataset.text.replace('{i}', done).replace('{n}', sets.length);
    count.hidden = done === 0;
  };
  form.addEventListener('change', () => { show(); keep(); });
  form.addEventListener('input', (e) => { if (e.target.tagName === 'TEXTAREA') keep(); });
  form.addEventListener('submit', keep);
  addEventListener('pageshow', show);
  show();

  // Number keys answer the item that has the focus, or the first one in sight
  // that is not answered, and go on to the next.
  const keys = $('keys');
  if (keys) {
    if (matchMedia('(hover: hover)').matches) keys.hidden = false;
    const last = Number(keys.dataset.keys);
    const current = () => {
      const focused = document.activeElement.closest('fieldset');
      if (focused) return sets.includes(focused) ? focused : null;
      const open = (set) => !set.querySelector(':checked') && set.getBoundingClientRect().bottom > 80;
      return sets.find(open) || null;
    };
    document.addEventListener('keydown', (e) => {
      if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || e.target.tagName === 'TEXTAREA') return;
      const clear = e.key === 'Delete' || e.key === 'Backspace';
      if (!clear && !/^[0-9]$/.test(e.key)) return;
      const set = current();
      if (!set) return;
      if (clear) {
        const chosen = set.querySelector(':checked');
        if (!chosen) return;
        chosen.checked = false;
        chosen.focus();
        chosen.dispatchEvent(new Event('change', { bubbles: true }));
        e.preventDefault();
        return;
      }
      const digit = Number(e.key);
      const input = digit === 0 ? set.querySelector('.dk input')
        : digit <= last ? set.querySelectorAll('.scale input')[digit - 1] : null;
      if (!input) return;
      e.preventDefault();
      input.checked = true;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      const next = sets[sets.indexOf(set) + 1];
      const to = next ? next.querySelector(':checked') || next.querySelector('input') : input;
      to.focus({ preventScroll: true });
      (next || set).scrollIntoView({ block: 'nearest' });
    });
  }

  // A double click sends the form once.
  let sent = false;
  form.addEventListener('submit', (e) => { if (sent) e.preventDefault(); sent = true; });
  addEventListener('pageshow', () => { sent = false; });
})();
