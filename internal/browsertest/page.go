package browsertest

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Screen is what a person sits before.
type Screen struct {
	Width, Height int
	Zoom          float64 // 4 is 400 %: Width and Height are then in enlarged pixels; 0 is 1
	Touch         bool    // a phone: fingers, no mouse
	NoScript      bool    // JavaScript is switched off
	Dark          bool
	ForcedColours bool
	LessMotion    bool
	Language      string // what the browser asks for, such as "da" or "en"
}

// The screens that most stories are told on.
func screen(width, height int, touch bool, language string) Screen {
	return Screen{Width: width, Height: height, Touch: touch, Language: language}
}

// Phone is a small telephone.
func Phone(language string) Screen { return screen(390, 844, true, language) }

// Laptop is what a leader sits at.
func Laptop(language string) Screen { return screen(1280, 900, false, language) }

// Page is one tab of a browser that has never been anywhere: no cookies, no cache,
// nothing stored. When its test ends it holds the pages it showed to three things
// that are true of all of them: no script failed, nothing broke the page's own
// policy of what may be loaded, and nothing was asked of any other host.
type Page struct {
	t      testing.TB
	ctx    context.Context
	base   *url.URL
	screen Screen

	mu       sync.Mutex
	loads    int
	loaded   chan struct{} // closed and made anew at each load
	requests []*Request
	byID     map[network.RequestID]*Request
	faults   []string
}

// Open opens a tab for a site. The tab is closed when the test ends.
func (b *Browser) Open(t testing.TB, base string, s Screen) *Page {
	t.Helper()
	b.Need(t)
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	ctx, done := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(done)
	p := &Page{
		t: t, ctx: ctx, base: at, screen: s, loaded: make(chan struct{}), byID: map[network.RequestID]*Request{},
	}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	if err := p.equip(b.agent); err != nil {
		t.Fatalf("set the screen up: %v", err)
	}
	t.Cleanup(p.settle)
	return p
}

// equip gives the tab its screen.
func (p *Page) equip(agent string) error {
	s := p.screen
	ctx, done := p.patient()
	defer done()
	if err := p.measure(ctx); err != nil {
		return err
	}
	if s.Touch {
		if _, err := chromedp.Call(ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: 5}); err != nil {
			return err
		}
	}
	if s.NoScript {
		if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			return err
		}
	}
	if s.Language != "" {
		if _, err := chromedp.Call(ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: s.Language}); err != nil {
			return err
		}
	}
	return p.media(ctx)
}

// media tells pages what the person prefers.
func (p *Page) media(ctx context.Context) error {
	feature := func(name, yes, no string, on bool) *emulation.MediaFeature {
		if on {
			return &emulation.MediaFeature{Name: name, Value: yes}
		}
		return &emulation.MediaFeature{Name: name, Value: no}
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			feature("prefers-color-scheme", "dark", "light", p.screen.Dark),
			feature("forced-colors", "active", "none", p.screen.ForcedColours),
			feature("prefers-reduced-motion", "reduce", "no-preference", p.screen.LessMotion),
		},
	})
	return err
}

// measure makes the screen as large as it is to be.
func (p *Page) measure(ctx context.Context) error {
	zoom := max(p.screen.Zoom, 1)
	_, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(p.screen.Width), Height: int64(p.screen.Height), DeviceScaleFactor: zoom, Mobile: p.screen.Touch,
	})
	return err
}

// Resize changes the screen while a page is shown. A zoom of 4 is 400 %: width and
// height are then counted in enlarged pixels.
func (p *Page) Resize(width, height int, zoom float64) {
	p.t.Helper()
	p.screen.Width, p.screen.Height, p.screen.Zoom = width, height, zoom
	ctx, done := p.patient()
	defer done()
	if err := p.measure(ctx); err != nil {
		p.t.Fatalf("change the screen: %v", err)
	}
	p.Wait(fmt.Sprintf("innerWidth === %d", width))
}

// SetDark turns the dark appearance on or off while a page is shown.
func (p *Page) SetDark(on bool) {
	p.t.Helper()
	p.screen.Dark = on
	ctx, done := p.patient()
	defer done()
	if err := p.media(ctx); err != nil {
		p.t.Fatalf("change the appearance: %v", err)
	}
}

// Request is something a page asked of the network.
type Request struct {
	Method, URL string
	Status      int
	Bytes       int  // over the wire, headers and all
	SetsCookie  bool // whether the answer set one
	Done        bool
}

// hear keeps what the browser tells. It runs between the browser's messages and
// must not wait.
func (p *Page) hear(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *page.EventLoadEventFired:
		p.loads++
		close(p.loaded)
		p.loaded = make(chan struct{})
	case *network.EventRequestWillBeSent:
		r := &Request{Method: e.Request.Method, URL: e.Request.URL + e.Request.URLFragment}
		p.requests = append(p.requests, r)
		p.byID[e.RequestID] = r
	case *network.EventResponseReceived:
		if r := p.byID[e.RequestID]; r != nil {
			r.Status = int(e.Response.Status)
		}
	case *network.EventResponseReceivedExtraInfo:
		for name := range e.Headers {
			if r := p.byID[e.RequestID]; r != nil && strings.EqualFold(name, "Set-Cookie") {
				r.SetsCookie = true
			}
		}
	case *network.EventLoadingFinished:
		if r := p.byID[e.RequestID]; r != nil {
			r.Bytes, r.Done = int(e.EncodedDataLength), true
		}
	case *runtime.EventExceptionThrown:
		fault := "a script failed: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			fault += " " + e.ExceptionDetails.Exception.Description
		}
		p.faults = append(p.faults, fault)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			p.faults = append(p.faults, fmt.Sprintf("the browser complains (%s): %s", e.Entry.Source, e.Entry.Text))
		}
	}
}

// settle reports what is never all right.
func (p *Page) settle() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, fault := range p.faults {
		p.t.Error(fault)
	}
	for _, r := range p.requests {
		at, err := url.Parse(r.URL)
		if err != nil || slices.Contains([]string{"http", "https", "ws", "wss", "ftp"}, at.Scheme) && at.Host != p.base.Host {
			p.t.Errorf("something was asked of another host: %s %s", r.Method, r.URL)
		}
	}
}

// Requests returns what has been asked of the network so far.
func (p *Page) Requests() []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := make([]Request, len(p.requests))
	for i, r := range p.requests {
		list[i] = *r
	}
	return list
}

// patient is a context that ends when patience does.
func (p *Page) patient() (context.Context, context.CancelFunc) {
	return context.WithTimeout(p.ctx, patience)
}

// Visit opens an address of the site and waits until it is there.
func (p *Page) Visit(path string) {
	p.t.Helper()
	p.follow("open "+path, func(ctx context.Context) error {
		got, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{URL: p.base.String() + path})
		if err == nil && got.ErrorText != "" {
			return fmt.Errorf("%s", got.ErrorText)
		}
		return err
	})
}

// Reload loads the page again, as the browser's own button does.
func (p *Page) Reload() {
	p.t.Helper()
	p.follow("reload", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, page.Reload, page.ReloadParams{})
		return err
	})
}

// follow does something that leads to another page and waits until that is there.
func (p *Page) follow(what string, act func(ctx context.Context) error) {
	p.t.Helper()
	ctx, done := p.patient()
	defer done()
	p.mu.Lock()
	loaded := p.loaded
	p.mu.Unlock()
	if err := act(ctx); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	select {
	case <-loaded:
	case <-ctx.Done():
		p.t.Fatalf("%s: no page came", what)
	}
}

// SetCookie puts a cookie into the browser, as if the site had set it before.
func (p *Page) SetCookie(name, value string) {
	p.t.Helper()
	ctx, done := p.patient()
	defer done()
	if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: p.base.String()}); err != nil {
		p.t.Fatalf("set a cookie: %v", err)
	}
}
