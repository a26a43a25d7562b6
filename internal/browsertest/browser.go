// Package browsertest lets tests act as a person before a real browser: they open
// pages, tap, type and look, and the page answers for what it asked of the network.
package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// Env names the variable that says which browser is used: Chromium or one of its kin.
const Env = "PEJL_TEST_BROWSER"

// patience is how long a page may take before a test gives up on it. It is long
// because machines that test are busy; nothing waits for it when all is well.
const patience = time.Minute

// Browser is one headless browser with a fresh profile, started when the first
// page is opened. The zero value is ready; a test binary needs one.
type Browser struct {
	once  sync.Once
	ctx   context.Context
	close context.CancelFunc
	agent string
	err   error
}

// errNoBrowser says that there is no browser on this machine.
var errNoBrowser = errors.New("no Chromium here: set " + Env + " to one, or install it")

// find returns the browser to use.
func find() (string, error) {
	if given := os.Getenv(Env); given != "" {
		path, err := exec.LookPath(given)
		if err != nil {
			return "", fmt.Errorf("find the browser of %s: %w", Env, err)
		}
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNoBrowser
}

// Need starts the browser. Without one the test is skipped, except where CI is
// true: there it fails. With -short it is always skipped.
func (b *Browser) Need(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("acts before a browser; not run with -short")
	}
	b.once.Do(b.start)
	switch {
	case b.err == nil:
	case errors.Is(b.err, errNoBrowser) && os.Getenv("CI") != "true":
		t.Skip(b.err)
	default:
		t.Fatalf("start the browser: %v", b.err)
	}
}

func (b *Browser) start() {
	path, err := find()
	if err != nil {
		b.err = err
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.DisableGPU,
		// A headless browser has no mouse of its own accord.
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"),
		chromedp.Flag("font-render-hinting", "none"),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true),
		chromedp.WSURLReadTimeout(patience),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	// The browser outlives the test that happens to be first.
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, quit := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	b.ctx, b.close = ctx, func() { quit(); stop() }
	version, err := chromedp.CallBrowser(ctx, browser.GetVersion, cdp.Empty{})
	if err != nil {
		b.close()
		b.err = fmt.Errorf("%s: %w", path, err)
		return
	}
	b.agent = version.UserAgent
}

// Close ends the browser and removes its profile. It belongs in TestMain.
func (b *Browser) Close() {
	if b.close != nil {
		b.close()
	}
}
