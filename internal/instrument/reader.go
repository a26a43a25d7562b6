package instrument

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// reader reads one file for its author: it goes on after a fault, so that all of
// them are told at once.
type reader struct {
	file   string
	langs  []string // the languages of the file, nil where they could not be read
	faults Faults
	items  int                   // seen so far
	places map[string]*yaml.Node // where each "aspect X" and "scale Y" is
}

// fault notes what is wrong at a node.
func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	if len(r.faults) == maxFaults {
		return
	}
	r.faults = append(r.faults, Fault{
		File: r.file, Line: max(n.Line, 1), Col: max(n.Column, 1), Message: fmt.Sprintf(format, args...),
	})
}

// done returns the faults in the order of the lines, saying so where there were
// too many to tell.
func (r *reader) done() Faults {
	fs := r.faults.sorted()
	if len(fs) == maxFaults {
		last := fs[len(fs)-1]
		fs = append(fs, Fault{File: r.file, Line: last.Line, Col: last.Col, Message: fmt.Sprintf("%d faults so far; mend these and check again", maxFaults)})
	}
	return fs
}

// value is a node with the words that messages use for it.
type value struct {
	r    *reader
	node *yaml.Node
	name string
	more string // what else may be done about an unknown key
}

// fault notes what is wrong with the value.
func (v value) fault(format string, args ...any) {
	v.r.fault(v.node, "%s %s", v.name, fmt.Sprintf(format, args...))
}

// empty reports, and notes, that nothing is written where something should be.
func (v value) empty() bool {
	if v.node.Kind == yaml.ScalarNode && (v.node.Tag == "!!null" || strings.TrimSpace(v.node.Value) == "") {
		v.fault("is empty; fill it in or take the key away")
		return true
	}
	return false
}

// object is a mapping whose keys have been checked.
type object struct {
	value
	vals map[string]value
}

// object reads the value as a mapping with the given keys. A nil object means
// that the value was none.
func (v value) object(keys ...string) *object {
	if v.empty() {
		return nil
	}
	if v.node.Kind != yaml.MappingNode {
		v.fault("must be keys with values below it: %s", quoted(keys))
		return nil
	}
	o := &object{value: v, vals: map[string]value{}}
	var unknown []*yaml.Node
	lines := map[string]int{}
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		key, val := v.node.Content[i], v.node.Content[i+1]
		if first, twice := lines[key.Value]; twice {
			v.r.fault(key, "`%s` is given twice, first in line %d; keep one", short(key.Value), first)
			continue
		}
		lines[key.Value] = key.Line
		if !slices.Contains(keys, key.Value) {
			unknown = append(unknown, key)
		}
		o.set(key, key.Value, val)
	}
	for _, key := range unknown {
		free := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { _, used := o.vals[k]; return used })
		if meant := nearest(key.Value, free); meant != "" {
			v.r.fault(key, "unknown key `%s`; did you mean `%s`?", short(key.Value), meant)
			o.vals[meant] = o.vals[key.Value] // so that it is not missed as well
			continue
		}
		v.r.fault(key, "unknown key `%s`; %s may have %s", short(key.Value), v.name, quoted(keys)+v.more)
	}
	return o
}

// set keeps a value under a key. An empty one is placed at its key, where the
// author will look for it.
func (o *object) set(key *yaml.Node, name string, val *yaml.Node) {
	if val.Kind == yaml.ScalarNode && val.Tag == "!!null" {
		at := *val
		at.Line, at.Column = key.Line, key.Column
		val = &at
	}
	o.vals[name] = value{r: o.r, node: val, name: "`" + short(key.Value) + "`"}
}

// get returns the value of a key that may be left out.
func (o *object) get(key string) (value, bool) {
	if o == nil {
		return value{}, false
	}
	v, ok := o.vals[key]
	return v, ok
}

// need returns the value of a key that must be there.
func (o *object) need(key, example string) (value, bool) {
	v, ok := o.get(key)
	if o != nil && !ok {
		o.fault("has no `%s`; add `%s: %s`", key, key, example)
	}
	return v, ok
}

// list returns the entries of the value, which must be between low and high.
func (v value) list(low, high int) []value {
	if v.empty() {
		return nil
	}
	if v.node.Kind != yaml.SequenceNode {
		v.fault("must be a list: one `- …` for each entry")
		return nil
	}
	n := len(v.node.Content)
	switch {
	case n < low && n == 0:
		v.fault("is an empty list; add at least %d", low)
	case n < low:
		v.fault("has %d, too few; add at least %d more", n, low-n)
	case n > high:
		v.fault("has %d, too many; %d is the most", n, high)
		n = high
	}
	vs := make([]value, n)
	for i, c := range v.node.Content[:n] {
		vs[i] = value{r: v.r, node: c, name: fmt.Sprintf("entry %d of %s", i+1, v.name)}
	}
	return vs
}

// seen remembers where something that must be unique was first written.
type seen map[string]int

// twice notes a repetition.
func (s seen) twice(r *reader, n *yaml.Node, key, what, why string) {
	key = strings.ToLower(key)
	if first, again := s[key]; again {
		r.fault(n, "%s is used twice, first in line %d; %s", what, first, why)
		return
	}
	s[key] = n.Line
}

// quoted lists names in backquotes, as messages show them.
func quoted(names []string) string { return joined(names, "and") }

// or lists names of which one is to be chosen.
func or(names []string) string { return joined(names, "or") }

func joined(names []string, last string) string {
	q := make([]string, len(names))
	for i, n := range names {
		q[i] = "`" + n + "`"
	}
	if len(q) < 2 {
		return strings.Join(q, "")
	}
	return strings.Join(q[:len(q)-1], ", ") + " " + last + " " + q[len(q)-1]
}

// short cuts what an author wrote to the length that a message can show.
func short(s string) string {
	s = strings.Map(func(c rune) rune {
		if forbidden(c) {
			return '�'
		}
		return c
	}, s)
	if rs := []rune(s); len(rs) > 40 {
		return string(rs[:40]) + "…"
	}
	return s
}
