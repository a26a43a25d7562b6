package org

// Tree is all units while some of them are being changed. It notes what is
// added and changed; the store saves that.
type Tree struct {
	units    []*Unit
	parents  map[*Unit]*Unit
	byID     map[int64]*Unit
	byNumber map[string]*Unit
	byName   map[place]*Unit
	added    []*Unit
	changed  []*Unit
}

// place is a name under a parent, which is nil for roots.
type place struct {
	parent *Unit
	name   string
}

// NewTree makes a tree of units that are stored; each stands after its parent.
func NewTree(units []*Unit) *Tree {
	t := &Tree{
		parents: map[*Unit]*Unit{}, byID: map[int64]*Unit{}, byNumber: map[string]*Unit{}, byName: map[place]*Unit{},
	}
	for _, u := range units {
		t.put(t.byID[u.ParentID], u)
	}
	return t
}

func (t *Tree) put(parent, u *Unit) {
	t.units = append(t.units, u)
	t.parents[u] = parent
	if u.ID != 0 {
		t.byID[u.ID] = u
	}
	t.index(u)
}

// index finds a unit by its number and its name from now on.
func (t *Tree) index(u *Unit) {
	if u.Number != "" {
		t.byNumber[u.Number] = u
	}
	// Of units with one name under one parent, which only numbers tell apart, the
	// name leads to the one without a number.
	if at := (place{t.parents[u], u.Name}); t.byName[at] == nil || u.Number == "" {
		t.byName[at] = u
	}
}

// Units lists the units, each after its parent.
func (t *Tree) Units() []*Unit { return t.units }

// Unit returns the stored unit with that ID, or nil.
func (t *Tree) Unit(id int64) *Unit { return t.byID[id] }

// ByNumber returns the unit with that number, or nil.
func (t *Tree) ByNumber(number string) *Unit { return t.byNumber[number] }

// ByName returns the unit with that name under a parent, nil for the roots, or nil.
func (t *Tree) ByName(parent *Unit, name string) *Unit { return t.byName[place{parent, name}] }

// Named lists all units with that name.
func (t *Tree) Named(name string) []*Unit {
	var list []*Unit
	for _, u := range t.units {
		if u.Name == name {
			list = append(list, u)
		}
	}
	return list
}

// Parent returns the unit that u stands under, or nil for a root.
func (t *Tree) Parent(u *Unit) *Unit { return t.parents[u] }

// Add puts a new unit under a parent, nil for a root. It gets its ID and path
// when the tree is saved.
func (t *Tree) Add(parent *Unit, kind Kind, name, number string) *Unit {
	u := &Unit{Kind: kind, Name: name, Number: number}
	t.put(parent, u)
	t.added = append(t.added, u)
	return u
}

// Change gives a unit another name and number.
func (t *Tree) Change(u *Unit, name, number string) {
	if at := (place{t.parents[u], u.Name}); t.byName[at] == u {
		delete(t.byName, at)
	}
	if u.Number != "" {
		delete(t.byNumber, u.Number)
	}
	u.Name, u.Number = name, number
	t.index(u)
	if u.ID != 0 {
		t.changed = append(t.changed, u)
	}
}

// Added lists the new units, each after its parent.
func (t *Tree) Added() []*Unit { return t.added }

// Changed lists the stored units that got another name or number.
func (t *Tree) Changed() []*Unit { return t.changed }
