package browsertest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// place is where on the screen something can be pressed, or why not.
type place struct {
	X, Y  float64
	Fault string
}

// find brings an element into sight and says where it is. What lies under
// something else, or is not to be seen at all, cannot be pressed.
const findScript = `(selector => {
  const all = document.querySelectorAll(selector);
  if (all.length === 0) return {fault: 'there is none'};
  const el = all[0];
  el.scrollIntoView({block: 'center', behavior: 'instant'});
  const boxes = el.getClientRects();
  if (boxes.length === 0 || getComputedStyle(el).visibility !== 'visible') return {fault: 'it cannot be seen'};
  const box = boxes[0];
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const hit = document.elementFromPoint(x, y);
  if (!hit) return {fault: 'it is outside the screen'};
  if (!el.contains(hit) && !hit.contains(el)) return {fault: 'it lies under ' + hit.outerHTML.slice(0, 120)};
  return {x, y};
})(%s)`

// Press clicks the first element that a selector finds, or taps it where the
// screen is touched, in its middle, as a person does.
func (p *Page) Press(selector string) {
	p.t.Helper()
	ctx, done := p.patient()
	defer done()
	if err := p.press(ctx, selector); err != nil {
		p.t.Fatalf("press %s: %v\n%s", selector, err, p.where())
	}
}

// Follow presses something that leads to another page and waits until that is there.
func (p *Page) Follow(selector string) {
	p.t.Helper()
	p.follow("press "+selector, func(ctx context.Context) error { return p.press(ctx, selector) })
}

func (p *Page) press(ctx context.Context, selector string) error {
	at, err := evaluate[place](ctx, fmt.Sprintf(findScript, strconv.Quote(selector)))
	if err != nil {
		return err
	}
	if at.Fault != "" {
		return errors.New(at.Fault)
	}
	if p.screen.Touch {
		return tap(ctx, at)
	}
	return click(ctx, at)
}

func tap(ctx context.Context, at place) error {
	if _, err := chromedp.Call(ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{
		Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: at.X, Y: at.Y}},
	}); err != nil {
		return err
	}
	_, err := chromedp.Call(ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{
		Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{},
	})
	return err
}

func click(ctx context.Context, at place) error {
	for _, kind := range []input.DispatchMouseEventType{
		input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased,
	} {
		event := input.DispatchMouseEventParams{Type: kind, X: at.X, Y: at.Y}
		if kind != input.DispatchMouseEventTypeMouseMoved {
			event.Button, event.ClickCount = input.MouseButtonLeft, 1
		}
		if _, err := chromedp.Call(ctx, input.DispatchMouseEvent, event); err != nil {
			return err
		}
	}
	return nil
}

// Choose presses the label of a radio button or a checkbox and waits until it is
// chosen.
func (p *Page) Choose(name, value string) {
	p.t.Helper()
	field := fmt.Sprintf(`input[name=%q][value=%q]`, name, value)
	p.Press("label:has(" + field + ")")
	p.Wait(fmt.Sprintf("document.querySelector(%s).checked", strconv.Quote(field)))
}

// Fill writes a text into a field, in place of what stands there.
func (p *Page) Fill(selector, text string) {
	p.t.Helper()
	p.Press(selector)
	p.Wait(fmt.Sprintf("document.activeElement === document.querySelector(%s)", strconv.Quote(selector)))
	Eval[any](p, fmt.Sprintf("document.querySelector(%s).select()", strconv.Quote(selector)))
	ctx, done := p.patient()
	defer done()
	if _, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		p.t.Fatalf("write into %s: %v", selector, err)
	}
}

// Type presses keys, one after another; those of package kb among them.
func (p *Page) Type(keys string) {
	p.t.Helper()
	ctx, done := p.patient()
	defer done()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
		p.t.Fatalf("type %q: %v", keys, err)
	}
}

// TypeShift presses a key together with Shift.
func (p *Page) TypeShift(key string) {
	p.t.Helper()
	ctx, done := p.patient()
	defer done()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierShift))); err != nil {
		p.t.Fatalf("type Shift and %q: %v", key, err)
	}
}

// FollowKey presses a key that leads to another page and waits until that is there.
func (p *Page) FollowKey(key string) {
	p.t.Helper()
	p.follow(fmt.Sprintf("press the key %q", key), func(ctx context.Context) error {
		return chromedp.Do(ctx, chromedp.KeyEvent(key))
	})
}

// Wait waits until an expression of JavaScript is true of the page. It works
// where the page itself may run no script.
func (p *Page) Wait(condition string) {
	p.t.Helper()
	ctx, done := p.patient()
	defer done()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for {
		yes, err := evaluate[bool](ctx, "!!("+condition+")")
		if yes {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			p.t.Fatalf("never came true: %s (%v)\n%s", condition, err, p.where())
		}
	}
}
