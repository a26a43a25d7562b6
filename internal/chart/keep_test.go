package chart

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"testing"
)

// shelf keeps drawings in memory, and says so.
type shelf struct {
	mu    sync.Mutex
	kept  map[string]string
	saves int
	broke error
}

func (s *shelf) Drawings(_ context.Context, _ int64, hashes [][]byte) (map[string]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[string]string{}
	for _, h := range hashes {
		if svg, ok := s.kept[string(h)]; ok {
			found[string(h)] = svg
		}
	}
	return found, s.broke
}

func (s *shelf) SaveDrawings(_ context.Context, _ int64, drawings map[string]string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saves++
	maps.Copy(s.kept, drawings)
	return s.broke
}

const plainBundle = `function pejlDraw() { return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0"/></svg>' }`

func keeper(t *testing.T, bundle string, on *shelf) (*Keeper, *strings.Builder) {
	t.Helper()
	log := &strings.Builder{}
	return NewKeeper(scripted(t, bundle, Limits{}), on, slog.New(slog.NewTextHandler(log, nil))), log
}

func figureOf(label string) Figure {
	wide, narrow := square, square
	wide.Label, narrow.Label, narrow.Class = label, label, ClassNarrow
	return Figure{Wide: wide, Narrow: narrow}
}

func TestAFigureIsDrawnOnceAndKept(t *testing.T) {
	t.Parallel()
	on := &shelf{kept: map[string]string{}}
	k, log := keeper(t, plainBundle, on)
	figures := map[string]Figure{"a": figureOf("a"), "b": figureOf("b")}
	first, err := k.Draw(t.Context(), 1, figures)
	if err != nil || len(first) != 2 || first["a"].Wide == "" || first["a"].Narrow == "" || first["a"] == first["b"] {
		t.Fatalf("%v %v", first, err)
	}
	if len(on.kept) != 4 || on.saves != 1 {
		t.Errorf("%d drawings are kept in %d goes", len(on.kept), on.saves)
	}
	// Another program with the same bundle finds them, and draws nothing.
	k, _ = keeper(t, plainBundle, on)
	k.renderer.compile = nil
	again, err := k.Draw(t.Context(), 1, figures)
	if err != nil || !maps.Equal(first, again) || on.saves != 1 {
		t.Errorf("%v %v, saved %d times", again, err, on.saves)
	}
	// One with another bundle may draw otherwise.
	k, _ = keeper(t, plainBundle+" // newer", on)
	if _, err := k.Draw(t.Context(), 1, figures); err != nil || len(on.kept) != 8 {
		t.Errorf("%v; %d drawings are kept", err, len(on.kept))
	}
	if log.String() != "" {
		t.Error(log)
	}
}

func TestWhatIsForOneReaderIsNotKept(t *testing.T) {
	t.Parallel()
	on := &shelf{kept: map[string]string{}}
	k, _ := keeper(t, plainBundle, on)
	private, passing := figureOf("private"), figureOf("passing")
	private.Private, passing.Passing = true, true
	drawn, err := k.Draw(t.Context(), 1, map[string]Figure{"a": private, "b": passing})
	if err != nil || len(drawn) != 2 {
		t.Fatalf("%v %v", drawn, err)
	}
	if len(on.kept) != 0 {
		t.Errorf("%d drawings are kept", len(on.kept))
	}
}

// TestALeadersMarkMakesAFigurePrivate holds the charts that can show one to saying so.
func TestALeadersMarkMakesAFigurePrivate(t *testing.T) {
	t.Parallel()
	for _, led := range []bool{true, false} {
		sectors := compass(led)
		for name, d := range map[string]drawer{
			"emblem": Emblem{Scale: often, Sectors: sectors},
			"dots":   Dots{Scale: often, Rows: sectors[0].Rows},
		} {
			f, err := d.Draw()
			if err != nil || f.Private != led {
				t.Errorf("%s with a leader %v is private %v, error %v", name, led, f.Private, err)
			}
		}
	}
}

func TestAPageOutlivesChartsAndStore(t *testing.T) {
	t.Parallel()
	figures := map[string]Figure{"a": figureOf("a")}
	k, log := keeper(t, `function pejlDraw() { throw new TypeError("bad option") }`, &shelf{kept: map[string]string{}})
	if drawn, err := k.Draw(t.Context(), 1, figures); err != nil || len(drawn) != 0 || !strings.Contains(log.String(), "bad option") {
		t.Errorf("%v %v, log %q", drawn, err, log)
	}
	k, log = keeper(t, plainBundle, &shelf{kept: map[string]string{}, broke: errors.New("no disk")})
	if drawn, err := k.Draw(t.Context(), 1, figures); err != nil || len(drawn) != 1 || !strings.Contains(log.String(), "no disk") {
		t.Errorf("%v %v, log %q", drawn, err, log)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	k, _ = keeper(t, plainBundle, &shelf{kept: map[string]string{}})
	if _, err := k.Draw(gone, 1, figures); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v for a reader who has left", err)
	}
}
