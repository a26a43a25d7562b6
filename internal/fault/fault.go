// Package fault says what went wrong in the user's terms: a kind, the key of a
// sentence and its arguments; the sentence itself and the status it is answered
// with belong to those who show it.
package fault

import (
	"errors"
	"strings"
)

// Kind sorts faults by what the caller can do about them.
type Kind string

// The kinds there are. An error without a kind is Internal.
const (
	Invalid         Kind = "invalid"         // what was given is wrong and can be mended
	Unauthenticated Kind = "unauthenticated" // we do not know who is asking
	Forbidden       Kind = "forbidden"       // we know who is asking, and they may not
	NotFound        Kind = "not found"       // there is no such thing, or none that this person may know of
	Unsupported     Kind = "unsupported"     // it is there, and this cannot be done with it
	Conflict        Kind = "conflict"        // it does not fit with how things stand by now
	Gone            Kind = "gone"            // it was here and will not come back
	TooLarge        Kind = "too large"       // more was sent than we take
	TooMany         Kind = "too many"        // asked too often; later it will work
	Unavailable     Kind = "unavailable"     // it cannot be done just now
	Internal        Kind = "internal"        // our own fault
)

// badKey names an argument that was given without a name or without a value,
// as log/slog does, so that a slip at the place of the fault loses nothing.
const badKey = "!BADKEY"

// Error is one fault. Key names the sentence that tells the user, Args fill its
// places, and Err is the cause, for the log alone.
type Error struct {
	Kind Kind
	Key  string
	Args map[string]any
	Err  error
}

// New makes a fault. The arguments are pairs of name and value, as with log/slog.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: pairs(args)}
}

// Wrap makes a fault that keeps its cause. A nil cause still makes a fault: ask
// whether there is an error before wrapping it.
func Wrap(err error, kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: pairs(args), Err: err}
}

// Error is the line for the log: kind, key and cause. The arguments are left
// out, since they may hold what a person typed.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.kind()))
	if e.Key != "" {
		b.WriteString(" (" + e.Key + ")")
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause, so that errors.Is and errors.As see through a fault.
func (e *Error) Unwrap() error { return e.Err }

// Is holds two faults to be the same when their kind and key are, whatever their
// arguments and causes, so that errors.Is works without sentinel variables.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && e.kind() == t.kind() && e.Key == t.Key
}

// Message gives the key of the sentence and its arguments to whoever puts it
// into words.
func (e *Error) Message() (key string, args map[string]any) { return e.Key, e.Args }

func (e *Error) kind() Kind {
	if e.Kind == "" {
		return Internal
	}
	return e.Kind
}

// KindOf gives the kind of the outermost fault in err. An error that holds no
// fault is Internal; no error has no kind.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.kind()
	}
	return Internal
}

func pairs(args []any) map[string]any {
	if len(args) == 0 {
		return nil
	}
	m := make(map[string]any, (len(args)+1)/2)
	for len(args) > 0 {
		name, ok := args[0].(string)
		if !ok || len(args) == 1 {
			m[badKey] = args[0]
			args = args[1:]
			continue
		}
		m[name] = args[1]
		args = args[2:]
	}
	return m
}
