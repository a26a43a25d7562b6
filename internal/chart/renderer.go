package chart

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// BundleName is where the chart bundle lies among the static files.
const BundleName = "static/dist/charts.js"

// Limits bound what drawing may take. A zero field means its default.
type Limits struct {
	// Engines is how many charts are drawn at once (2); each holds some 5 MB.
	Engines int
	// PerChart is the longest one chart may take (20 s).
	PerChart time.Duration
	// CacheBytes is how much finished SVG is kept (32 MB).
	CacheBytes int
}

// Renderer draws charts, several at once, and remembers what it drew. It is
// safe for concurrent use.
type Renderer struct {
	bundle  []byte
	limits  Limits
	compile func() (*goja.Program, error)
	// slots holds one token for each engine that may run; idle the engines
	// that wait for work.
	slots chan struct{}
	mu    sync.Mutex
	idle  []*engine
	cache *cache
}

// New makes a renderer from the bundle among the static files. A missing bundle
// is not an error: the renderer is then not Available, and pages show tables.
// The bundle is compiled when the first chart is drawn.
func New(files fs.FS, limits Limits) (*Renderer, error) {
	bundle, err := fs.ReadFile(files, BundleName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read chart bundle: %w", err)
	}
	if limits.Engines <= 0 {
		limits.Engines = 2
	}
	if limits.PerChart <= 0 {
		limits.PerChart = 20 * time.Second
	}
	if limits.CacheBytes <= 0 {
		limits.CacheBytes = 32 << 20
	}
	return &Renderer{
		bundle:  bundle,
		limits:  limits,
		compile: sync.OnceValues(func() (*goja.Program, error) { return compile(bundle) }),
		slots:   make(chan struct{}, limits.Engines),
		cache:   newCache(limits.CacheBytes),
	}, nil
}

// Available tells whether charts can be drawn; if not, pages show their tables
// alone.
func (r *Renderer) Available() bool { return len(r.bundle) > 0 }

// Render draws one layout and returns a complete svg element that is safe to
// put into a page: no script, no style, every text escaped. The same drawing
// always gives the same bytes.
func (r *Renderer) Render(ctx context.Context, d Drawing) (string, error) {
	if !r.Available() {
		return "", ErrUnavailable
	}
	if len(d.Option) == 0 || d.Width <= 0 || d.Height <= 0 {
		return "", ErrNothing
	}
	key := d.hash()
	if svg, ok := r.cache.get(key); ok {
		return svg, nil
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return "", fmt.Errorf("wait for a chart engine: %w", ctx.Err())
	}
	// Somebody may have drawn it while this call waited.
	if svg, ok := r.cache.get(key); ok {
		return svg, nil
	}
	e, err := r.engine(ctx)
	if err != nil {
		return "", err
	}
	raw, err := e.render(ctx, d, r.limits.PerChart)
	if err != nil {
		return "", fmt.Errorf("draw chart: %w", err)
	}
	r.mu.Lock()
	r.idle = append(r.idle, e)
	r.mu.Unlock()
	if d.ID == "" {
		d.ID = "c" + hex.EncodeToString(key[:5])
	}
	svg, err := finishSVG(raw, d)
	if err != nil {
		return "", fmt.Errorf("finish chart: %w", err)
	}
	r.cache.put(key, svg)
	return svg, nil
}

// RenderFigure draws both layouts.
func (r *Renderer) RenderFigure(ctx context.Context, f Figure) (wide, narrow string, err error) {
	if wide, err = r.Render(ctx, f.Wide); err != nil {
		return "", "", err
	}
	if narrow, err = r.Render(ctx, f.Narrow); err != nil {
		return "", "", err
	}
	return wide, narrow, nil
}

// engine takes an idle engine or starts one. The caller holds a slot.
func (r *Renderer) engine(ctx context.Context) (*engine, error) {
	r.mu.Lock()
	if n := len(r.idle); n > 0 {
		e := r.idle[n-1]
		r.idle = r.idle[:n-1]
		r.mu.Unlock()
		return e, nil
	}
	r.mu.Unlock()
	program, err := r.compile()
	if err != nil {
		return nil, err
	}
	return start(ctx, program, r.limits.PerChart)
}

// hash is the content of the drawing in 32 bytes.
func (d Drawing) hash() [sha256.Size]byte {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %d %d ", d.ID, d.Label, d.Class, d.Width, d.Height)
	h.Write(d.Option)
	var key [sha256.Size]byte
	h.Sum(key[:0])
	return key
}
