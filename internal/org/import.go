package org

import (
	"context"
	"errors"
	"slices"

	"pejl/internal/fault"
)

// Imported is what a list of units has led to.
type Imported struct {
	Units   []*Unit // the unit of each line, in the order of the lines
	Added   []*Unit
	Changed []*Unit // got another name or a number
}

// errFaults leaves the tree as it was.
var errFaults = errors.New("the list of units has faults")

// ImportUnits makes the units of a list under the unit with that ID, 0 for the
// top, where they are not there already. A line is the unit with its number, or
// else the one with its name under its parent; so the same list again changes
// nothing, and a list with another name for a number renames. Units in
// which people are asked need one unit above them all. What is wrong comes line by
// line, and then nothing is saved.
func (s *Service) ImportUnits(ctx context.Context, under int64, lines []UnitLine) (*Imported, []LineFault, error) {
	var im *importing
	err := s.store.UpdateUnits(ctx, func(t *Tree) error {
		top := t.Unit(under)
		if under != 0 && top == nil {
			return fault.New(fault.NotFound, "unit.not_found")
		}
		im = &importing{tree: t, top: top, lines: lines, units: make([]*Unit, len(lines)), begun: make([]bool, len(lines)),
			owner: map[*Unit]int{}}
		im.index()
		for i := range lines {
			im.unit(i)
		}
		im.together()
		if len(im.faults) > 0 {
			return errFaults
		}
		return nil
	})
	switch {
	case errors.Is(err, errFaults):
		return nil, im.faults, nil
	case err != nil:
		return nil, nil, err
	}
	return &Imported{Units: im.units, Added: im.tree.Added(), Changed: im.tree.Changed()}, nil, nil
}

// importing is a list while its units are being found or made.
type importing struct {
	tree     *Tree
	top      *Unit
	lines    []UnitLine
	byNumber map[string]int
	byName   map[string][]int
	units    []*Unit
	begun    []bool
	owner    map[*Unit]int // which line a unit belongs to
	faults   []LineFault
}

func (im *importing) add(i int, f *fault.Error) {
	im.faults = append(im.faults, LineFault{Row: im.lines[i].Row, Fault: f})
}

// index finds lines by number and name, and the numbers that stand there twice.
func (im *importing) index() {
	im.byNumber, im.byName = map[string]int{}, map[string][]int{}
	for i, l := range im.lines {
		im.byName[l.Name] = append(im.byName[l.Name], i)
		if l.Number == "" {
			continue
		}
		if first, ok := im.byNumber[l.Number]; ok {
			im.add(i, fault.New(fault.Invalid, "units.number_twice", "number", l.Number, "row", im.lines[first].Row))
			im.begun[i] = true
			continue
		}
		im.byNumber[l.Number] = i
	}
}

// unit finds or makes the unit of a line, after that of its parent. It returns
// nil where something is wrong with either.
func (im *importing) unit(i int) *Unit {
	if im.begun[i] {
		return im.units[i]
	}
	im.begun[i] = true
	l := &im.lines[i]
	parent, ok := im.parent(i)
	if !ok {
		return nil
	}
	u, ok := im.find(i, parent)
	if !ok {
		return nil
	}
	if u == nil {
		if parent != nil && !l.Kind.fitsUnder(parent.Kind) {
			im.add(i, fault.New(fault.Invalid, "units.kind_above", "name", l.Name, "parent", parent.Name))
			return nil
		}
		u = im.tree.Add(parent, l.Kind, l.Name, l.Number)
	} else if !im.agrees(i, u, parent) {
		return nil
	}
	if first, taken := im.owner[u]; taken {
		im.add(i, fault.New(fault.Invalid, "units.twice", "name", l.Name, "row", im.lines[first].Row))
		return nil
	}
	im.owner[u] = i
	im.units[i] = u
	return u
}

// parent finds the unit that a line's unit stands under, by number or by name,
// in the list first.
func (im *importing) parent(i int) (*Unit, bool) {
	name := im.lines[i].Parent
	if name == "" {
		return im.top, true
	}
	at, inList := im.byNumber[name]
	named := slices.DeleteFunc(slices.Clone(im.byName[name]), func(j int) bool { return j == i })
	if !inList && len(named) > 0 {
		if len(named) > 1 {
			im.add(i, fault.New(fault.Invalid, "units.parent_unclear", "parent", name))
			return nil, false
		}
		at, inList = named[0], true
	}
	if inList {
		if im.begun[at] && im.units[at] == nil && im.circle(i) {
			im.add(i, fault.New(fault.Invalid, "units.circle", "parent", name))
			return nil, false
		}
		u := im.unit(at)
		return u, u != nil
	}
	if u := im.tree.ByNumber(name); u != nil && im.reaches(u) {
		return u, true
	}
	switch found := im.named(name); len(found) {
	case 1:
		return found[0], true
	case 0:
		im.add(i, fault.New(fault.Invalid, "units.parent_unknown", "parent", name))
	default:
		im.add(i, fault.New(fault.Invalid, "units.parent_unclear", "parent", name))
	}
	return nil, false
}

// together holds those who are asked to one unit above them all, which their
// round belongs to. It looks only where nothing else is wrong.
func (im *importing) together() {
	first, top := -1, (*Unit)(nil)
	for i, u := range im.units {
		if len(im.faults) > 0 {
			return
		}
		if im.lines[i].Invited == 0 {
			continue
		}
		for parent := u; parent != nil; parent = im.tree.Parent(parent) {
			u = parent
		}
		switch {
		case first < 0:
			first, top = i, u
		case u != top:
			im.add(i, fault.New(fault.Invalid, "units.no_top", "name", im.lines[i].Name, "other", im.lines[first].Name))
		}
	}
}

// circle reports whether a line stands, through its parents, under itself.
func (im *importing) circle(i int) bool {
	at := i
	for range im.lines {
		name := im.lines[at].Parent
		next, ok := im.byNumber[name]
		if !ok {
			if named := im.byName[name]; name == "" || len(named) != 1 {
				return false
			}
			next = im.byName[name][0]
		}
		if next == i {
			return true
		}
		at = next
	}
	return false
}

// find looks for the unit of a line among those that are there. It returns nil
// where there is none yet, and false where the line does not say which it is.
func (im *importing) find(i int, parent *Unit) (*Unit, bool) {
	l := &im.lines[i]
	if u := im.tree.ByNumber(l.Number); u != nil && l.Number != "" {
		if !im.reaches(u) {
			im.add(i, fault.New(fault.Invalid, "units.elsewhere", "number", l.Number))
			return nil, false
		}
		return u, true
	}
	fits := func(u *Unit) bool { return l.Number == "" || u.Number == "" }
	if l.Parent != "" {
		if u := im.tree.ByName(parent, l.Name); u != nil && fits(u) {
			return u, true
		}
		return nil, true
	}
	// A list without parents means the units wherever they stand.
	var found []*Unit
	for _, u := range im.tree.Named(l.Name) {
		if fits(u) && im.reaches(u) {
			found = append(found, u)
		}
	}
	switch len(found) {
	case 0:
		return nil, true
	case 1:
		return found[0], true
	}
	im.add(i, fault.New(fault.Invalid, "units.unclear", "name", l.Name))
	return nil, false
}

// agrees holds a unit that is there against its line, and takes over its name
// and number.
func (im *importing) agrees(i int, u, parent *Unit) bool {
	l := &im.lines[i]
	switch {
	case u.Kind != l.Kind:
		im.add(i, fault.New(fault.Invalid, "units.kind_differs", "name", l.Name))
		return false
	case l.Parent != "" && im.tree.Parent(u) != parent:
		im.add(i, fault.New(fault.Invalid, "units.parent_differs", "name", l.Name))
		return false
	}
	number := l.Number
	if number == "" {
		number = u.Number
	}
	if u.Name != l.Name || u.Number != number {
		im.tree.Change(u, l.Name, number)
	}
	return true
}

// reaches reports whether a unit stands where this list may speak of it.
func (im *importing) reaches(u *Unit) bool {
	for ; u != nil; u = im.tree.Parent(u) {
		if u == im.top {
			return true
		}
	}
	return im.top == nil
}

// named lists the units with that name that this list may speak of.
func (im *importing) named(name string) []*Unit {
	return slices.DeleteFunc(im.tree.Named(name), func(u *Unit) bool { return !im.reaches(u) })
}
