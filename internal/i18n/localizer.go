package i18n

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
)

// Localizer speaks one language in one time zone. It does not change and may be
// used by many goroutines at once. Its texts are plain: whoever puts them into
// HTML escapes them.
type Localizer struct {
	catalogue *Catalogue
	tongue    *tongue
	zone      *time.Location
}

// WithZone gives a localizer that tells the time as clocks in zone do.
func (l *Localizer) WithZone(zone *time.Location) *Localizer {
	return &Localizer{catalogue: l.catalogue, tongue: l.tongue, zone: zone}
}

// Lang is the language as HTML's lang attribute wants it.
func (l *Localizer) Lang() string { return l.tongue.name }

// Name is what the language calls itself, for the link that leads to it.
func (l *Localizer) Name() string { return l.T("language.name") }

// T gives the text of a key. The arguments are pairs of name and value; the one
// named n, or count, chooses the plural form. Numbers are written as the language
// does, so a year, which takes no separator, is given as a string. A key that is
// not there comes back in brackets and is told to the catalogue's Report.
func (l *Localizer) T(key string, args ...any) string {
	m := l.tongue.messages[key]
	if m == nil {
		l.problem(key, "there is no such key")
		return "[" + key + "]"
	}
	if len(args) != 0 || len(m.args) != 0 {
		l.checkArgs(key, m, args)
	}
	f := m.forms[plural.Other]
	if m.plural {
		f = l.form(m, args)
	}
	if f.plain != "" {
		return f.plain
	}
	var b strings.Builder
	for _, p := range f.parts {
		if p.arg == "" {
			b.WriteString(p.text)
		} else if v, ok := find(args, p.arg); ok {
			b.WriteString(l.value(v))
		} else {
			b.WriteString("{" + p.arg + "}")
		}
	}
	return b.String()
}

// Error is the sentence for an error: its own when it is a fault, which is known
// by its Message method, else one that serves for anything unforeseen. The cause
// of a fault is never shown.
func (l *Localizer) Error(err error) string {
	type messenger interface {
		error
		Message() (key string, args map[string]any)
	}
	if f, ok := errors.AsType[messenger](err); ok {
		if key, args := f.Message(); key != "" {
			return l.TMap(key, args)
		}
	}
	return l.T("error.unexpected")
}

// TMap is T for arguments that travel as a map, as those of a fault do.
func (l *Localizer) TMap(key string, args map[string]any) string {
	pairs := make([]any, 0, 2*len(args))
	for name, v := range args {
		pairs = append(pairs, name, v)
	}
	return l.T(key, pairs...)
}

// Join makes a list of several things, with "and" before the last.
func (l *Localizer) Join(things []string) string {
	switch last := len(things) - 1; {
	case last < 0:
		return ""
	case last == 0:
		return things[0]
	default:
		return strings.Join(things[:last], l.T("list.comma")) + l.T("list.and") + things[last]
	}
}

// Quote puts the language's quotation marks around s.
func (l *Localizer) Quote(s string) string {
	return l.T("quote.open") + s + l.T("quote.close")
}

// value writes one argument.
func (l *Localizer) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return l.Int(v)
	case time.Time:
		return l.Date(v)
	case []string:
		return l.Join(v)
	case float64:
		return l.tongue.numbers.write(shortest(v))
	case error:
		return l.Error(v)
	case fmt.Stringer:
		return v.String()
	}
	if n, ok := whole(v); ok {
		return l.Int(n)
	}
	return fmt.Sprint(v)
}

// form chooses the plural form by the number among the arguments. What is no whole
// number ("at least 25") takes the form for others.
func (l *Localizer) form(m *message, args []any) *form {
	for _, name := range countNames {
		v, ok := find(args, name)
		if !ok {
			continue
		}
		if n, ok := whole(v); ok {
			kind := plural.Cardinal.MatchPlural(l.tongue.tag, max(n, -n), 0, 0, 0, 0)
			if f := m.forms[kind]; f != nil {
				return f
			}
		}
		break
	}
	return m.forms[plural.Other]
}

// checkArgs tells of arguments that are missing, unknown or unpaired.
func (l *Localizer) checkArgs(key string, m *message, args []any) {
	if l.catalogue.report.Load() == nil {
		return
	}
	for _, name := range m.args {
		if _, ok := find(args, name); !ok {
			l.problem(key, fmt.Sprintf("the argument %q is not given", name))
		}
	}
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		switch {
		case !ok || i+1 == len(args):
			l.problem(key, fmt.Sprintf("%v is not one of a pair of name and value", args[i]))
		case !m.takes(name):
			l.problem(key, fmt.Sprintf("the text has no argument %q", name))
		}
	}
}

// takes says whether a text has an argument of this name.
func (m *message) takes(name string) bool {
	for _, arg := range m.args {
		if arg == name {
			return true
		}
	}
	return false
}

func (l *Localizer) problem(key, what string) {
	if f := l.catalogue.report.Load(); f != nil {
		(*f)(Problem{Lang: l.tongue.name, Key: key, What: what})
	}
}

// find gives the value that follows a name among pairs.
func find(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if s, ok := args[i].(string); ok && s == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// whole gives the int that v is, if it is a whole number of any type.
func whole(v any) (int, bool) {
	switch v := v.(type) {
	case int:
		return v, true
	case int64:
		return int(v), true
	case int32:
		return int(v), true
	case int16:
		return int(v), true
	case int8:
		return int(v), true
	case uint:
		return int(v), v <= math.MaxInt
	case uint64:
		return int(v), v <= math.MaxInt
	case uint32:
		return int(v), true
	case uint16:
		return int(v), true
	case uint8:
		return int(v), true
	case float64:
		return int(v), v == math.Trunc(v) && math.Abs(v) < 1<<53
	}
	return 0, false
}
