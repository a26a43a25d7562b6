package fault_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"testing"

	"pejl/internal/fault"
)

func TestKindOf(t *testing.T) {
	t.Parallel()
	gone := fault.New(fault.Gone, "round.closed")
	for _, c := range []struct {
		name string
		err  error
		want fault.Kind
	}{
		{"no error", nil, ""},
		{"a plain error", io.EOF, fault.Internal},
		{"a fault", gone, fault.Gone},
		{"a fault without a kind", &fault.Error{Key: "x.y"}, fault.Internal},
		{"a fault inside an error", fmt.Errorf("submit: %w", gone), fault.Gone},
		{"the outermost of two faults", fault.Wrap(gone, fault.Conflict, "round.late"), fault.Conflict},
		{"one of joined errors", errors.Join(io.EOF, gone), fault.Gone},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := fault.KindOf(c.err); got != c.want {
				t.Errorf("KindOf = %q, want %q", got, c.want)
			}
		})
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []any
		want map[string]any
	}{
		{"none", nil, nil},
		{"pairs", []any{"n", 3, "unit", "Åskolen"}, map[string]any{"n": 3, "unit": "Åskolen"}},
		{"a name without a value", []any{"n", 3, "unit"}, map[string]any{"n": 3, "!BADKEY": "unit"}},
		{"a value without a name", []any{7, "n", 3}, map[string]any{"!BADKEY": 7, "n": 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := fault.New(fault.Invalid, "k.k", c.args...).Args; !maps.Equal(got, c.want) {
				t.Errorf("New: %v, want %v", got, c.want)
			}
			key, got := fault.Wrap(io.EOF, fault.Invalid, "k.k", c.args...).Message()
			if key != "k.k" || !maps.Equal(got, c.want) {
				t.Errorf("Wrap: %q %v, want %v", key, got, c.want)
			}
		})
	}
}

func TestErrorsIsAndAs(t *testing.T) {
	t.Parallel()
	cause := &fs.PathError{Op: "open", Path: "pejl.db", Err: fs.ErrNotExist}
	err := fmt.Errorf("start: %w", fault.Wrap(cause, fault.Unavailable, "store.missing", "path", "pejl.db"))

	if !errors.Is(err, fs.ErrNotExist) {
		t.Error("the cause is not found by errors.Is")
	}
	if got, ok := errors.AsType[*fs.PathError](err); !ok || got != cause {
		t.Error("the cause is not found by errors.As")
	}
	if got, ok := errors.AsType[*fault.Error](err); !ok || got.Key != "store.missing" {
		t.Error("the fault is not found by errors.As")
	}
	if !errors.Is(err, fault.New(fault.Unavailable, "store.missing")) {
		t.Error("a fault of the same kind and key is not the same")
	}
	if errors.Is(err, fault.New(fault.Unavailable, "store.other")) {
		t.Error("a fault of another key is held to be the same")
	}
	if errors.Is(err, fault.New(fault.Internal, "store.missing")) {
		t.Error("a fault of another kind is held to be the same")
	}
}

func TestErrorLineKeepsArgumentsOut(t *testing.T) {
	t.Parallel()
	err := fault.Wrap(io.EOF, fault.Invalid, "account.email", "email", "lise@example.dk")
	if got, want := err.Error(), "invalid (account.email): EOF"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if got, want := (&fault.Error{}).Error(), "internal"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}
