package chart

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Store keeps finished drawings of closed rounds by what they show.
type Store interface {
	// Drawings returns those of the drawings that are kept, by hash.
	Drawings(ctx context.Context, roundID int64, hashes [][]byte) (map[string]string, error)
	// SaveDrawings keeps drawings by hash. One that is there already is not an error.
	SaveDrawings(ctx context.Context, roundID int64, drawings map[string]string) error
}

// edition is part of what a kept drawing is known by. It is raised when the same
// option and bundle come out as another drawing than before.
const edition = 1

// Keeper draws every figure of a closed round once and keeps it. What holds a
// leader's own answers is drawn anew when the memory has forgotten it, and never
// stored.
type Keeper struct {
	renderer *Renderer
	store    Store
	log      *slog.Logger
	bundle   [sha256.Size]byte
}

// NewKeeper makes a keeper of what a renderer draws.
func NewKeeper(r *Renderer, store Store, log *slog.Logger) *Keeper {
	return &Keeper{renderer: r, store: store, log: log, bundle: sha256.Sum256(r.bundle)}
}

// Available tells whether anything can be drawn.
func (k *Keeper) Available() bool { return k.renderer.Available() }

// Drawn is a figure drawn in both layouts.
type Drawn struct{ Wide, Narrow string }

// Draw gives the drawings of figures by their names. Under every figure stands a
// table with the same numbers, so what cannot be drawn is logged and left out;
// without a bundle that is everything. The only error is that ctx is done.
func (k *Keeper) Draw(ctx context.Context, roundID int64, figures map[string]Figure) (map[string]Drawn, error) {
	if !k.Available() || len(figures) == 0 {
		return nil, ctx.Err()
	}
	var sheets []*sheet
	for id, f := range figures {
		sheets = append(sheets,
			&sheet{id: id, drawing: f.Wide, unkept: f.Private || f.Passing},
			&sheet{id: id, drawing: f.Narrow, unkept: f.Private || f.Passing, narrow: true})
	}
	k.find(ctx, roundID, sheets)
	k.render(ctx, roundID, sheets)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	drawn := make(map[string]Drawn, len(figures))
	for id := range figures {
		drawn[id] = Drawn{}
	}
	for _, s := range sheets {
		d, ok := drawn[s.id]
		switch {
		case !ok:
			continue
		case s.svg == "":
			delete(drawn, s.id)
			continue
		case s.narrow:
			d.Narrow = s.svg
		default:
			d.Wide = s.svg
		}
		drawn[s.id] = d
	}
	return drawn, nil
}

// sheet is one drawing on its way.
type sheet struct {
	id             string
	drawing        Drawing
	unkept, narrow bool
	hash           [sha256.Size]byte // in the memory
	key            string            // in the store
	svg            string
}

// find takes what is in the memory or the store.
func (k *Keeper) find(ctx context.Context, roundID int64, sheets []*sheet) {
	var missing [][]byte
	for _, s := range sheets {
		s.hash = s.drawing.hash()
		if svg, ok := k.renderer.cache.get(s.hash); ok {
			s.svg = svg
			continue
		}
		if s.unkept {
			continue
		}
		sum := sha256.New()
		sum.Write([]byte{edition})
		sum.Write(k.bundle[:])
		sum.Write(s.hash[:])
		key := sum.Sum(nil)
		s.key = string(key)
		missing = append(missing, key)
	}
	if len(missing) == 0 {
		return
	}
	kept, err := k.store.Drawings(ctx, roundID, missing)
	if err != nil {
		k.log.ErrorContext(ctx, "read drawings", "round", roundID, "err", err)
	}
	for _, s := range sheets {
		if svg, ok := kept[s.key]; ok && s.svg == "" && s.key != "" {
			s.svg = svg
			k.renderer.cache.put(s.hash, svg)
		}
	}
}

// unhurried marks a context in which nobody is waiting for a drawing.
type unhurried struct{}

// Unhurried gives a context in which drawings are made one after another, so that
// the other engines are free for those who wait for a page.
func Unhurried(ctx context.Context) context.Context {
	return context.WithValue(ctx, unhurried{}, true)
}

// render draws what was not found, on all engines at once where somebody waits for
// it, and keeps it.
func (k *Keeper) render(ctx context.Context, roundID int64, sheets []*sheet) {
	var mu sync.Mutex
	made := map[string]string{}
	var g errgroup.Group
	if ctx.Value(unhurried{}) != nil {
		g.SetLimit(1)
	} else {
		g.SetLimit(k.renderer.limits.Engines)
	}
	for _, s := range sheets {
		if s.svg != "" {
			continue
		}
		g.Go(func() error {
			svg, err := k.renderer.Render(ctx, s.drawing)
			if err != nil {
				if ctx.Err() == nil {
					k.log.ErrorContext(ctx, "draw a chart", "round", roundID, "chart", s.id, "err", err)
				}
				return nil
			}
			s.svg = svg
			if s.key != "" {
				mu.Lock()
				made[s.key] = svg
				mu.Unlock()
			}
			return nil
		})
	}
	_ = g.Wait() // what cannot be drawn has been logged
	if len(made) == 0 {
		return
	}
	if err := k.store.SaveDrawings(ctx, roundID, made); err != nil && ctx.Err() == nil {
		k.log.ErrorContext(ctx, "save drawings", "round", roundID, "err", err)
	}
}
