package privacy

import (
	"cmp"
	"fmt"
	"slices"

	"pejl/internal/tally"
)

// Unit is one node of the tree a round was held in. Parent is 0 at the top.
type Unit struct {
	ID, Parent int64
}

// Pile is what is known of the answers of one asked unit and group: how many were
// asked, and the tally of what they said.
type Pile struct {
	Unit    int64
	Group   string
	Invited int64
	Tally   *tally.Tally
}

// Place is where a cell lies: one group of a unit and of all units below it. Parent
// is the place in the list of the cell it is part of, or −1. Asked says that people
// were asked in the unit itself.
type Place struct {
	Unit   int64  `json:"unit"`
	Group  string `json:"group"`
	Parent int    `json:"parent"`
	Asked  bool   `json:"asked,omitempty"`
}

// The counts that are no statistic of a tally but are shown by the same rule: how
// many were asked, and how many answered.
const (
	Invited  = "invited"
	Answered = "answered"
)

// Release says which cells are shown, and whom they count, for every statistic. It
// does not change once it is made.
type Release struct {
	limits  Limits
	places  []Place
	ledgers []entries
	of      map[string]int // from the key of a statistic to its ledger
}

// entries is the outcome of a ledger: for each asked place, the lowest place whose
// cell counts its people, or nowhere.
type entries struct {
	least int64
	keys  []string
	at    []int
}

const nowhere = -1

// Decide makes the release of a round from the units it was held in and one pile
// for each asked unit and group. It looks at counts of people only.
func Decide(l Limits, s *tally.Shape, units []Unit, piles []Pile) (*Release, error) {
	least := Least()
	if l.Means < least.Means || l.Single < least.Single {
		return nil, fmt.Errorf("privacy: limits %d and %d are below %d and %d", l.Means, l.Single, least.Means, least.Single)
	}
	r := &Release{limits: l, of: map[string]int{}}
	pileAt, err := r.plant(units, piles)
	if err != nil {
		return nil, err
	}
	if err := r.run(Invited, l.Means, pileAt, func(p *Pile) int64 { return p.Invited }); err != nil {
		return nil, err
	}
	if err := r.run(Answered, l.Means, pileAt, func(p *Pile) int64 { return p.Tally.N() }); err != nil {
		return nil, err
	}
	for _, st := range s.Statistics() {
		count := func(p *Pile) int64 { return p.Tally.Count(st) }
		if err := r.run(st.Key, l.of(st.Kind), pileAt, count); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// plant lists the places that have an asked unit at or below them, each after the
// one it is part of, and returns the pile of each.
func (r *Release) plant(units []Unit, piles []Pile) ([]*Pile, error) {
	parent := map[int64]int64{}
	for _, u := range units {
		if _, twice := parent[u.ID]; twice || u.ID == 0 {
			return nil, fmt.Errorf("privacy: unit %d is given twice, or has no number", u.ID)
		}
		parent[u.ID] = u.Parent
	}
	type key struct {
		unit  int64
		group string
	}
	byKey := map[key]*Pile{}
	depth := map[key]int{}
	var keys []key
	for i := range piles {
		p := &piles[i]
		if byKey[key{p.Unit, p.Group}] != nil {
			return nil, fmt.Errorf("privacy: unit %d has two piles of group %q", p.Unit, p.Group)
		}
		byKey[key{p.Unit, p.Group}] = p
		var way []key
		for id := p.Unit; id != 0; {
			up, known := parent[id]
			if !known || len(way) > len(units) {
				return nil, fmt.Errorf("privacy: the units above unit %d are not all there", p.Unit)
			}
			way = append(way, key{id, p.Group})
			id = up
		}
		for d, k := range way {
			if _, seen := depth[k]; !seen {
				depth[k] = len(way) - d
				keys = append(keys, k)
			}
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(depth[a], depth[b]), cmp.Compare(a.unit, b.unit))
	})
	place := map[key]int{}
	list := make([]*Pile, len(keys))
	for i, k := range keys {
		up, ok := place[key{parent[k.unit], k.group}]
		if !ok {
			up = nowhere
		}
		place[k] = i
		list[i] = byKey[k]
		r.places = append(r.places, Place{Unit: k.unit, Group: k.group, Parent: up, Asked: list[i] != nil})
	}
	return list, nil
}

// run runs the ledger of one statistic. Where another has the same limit and the
// same outcome the two share it.
func (r *Release) run(key string, least int64, piles []*Pile, count func(*Pile) int64) error {
	counts := make([]int64, len(piles))
	for i, p := range piles {
		if p != nil {
			counts[i] = count(p)
		}
	}
	at := r.settle(least, counts)
	if err := r.prove(key, least, counts, at); err != nil {
		return err
	}
	for i := range r.ledgers {
		if r.ledgers[i].least == least && slices.Equal(r.ledgers[i].at, at) {
			r.ledgers[i].keys = append(r.ledgers[i].keys, key)
			r.of[key] = i
			return nil
		}
	}
	r.of[key] = len(r.ledgers)
	r.ledgers = append(r.ledgers, entries{least: least, keys: []string{key}, at: at})
	return nil
}

// settle finds, from below, where the people of each place are counted first: in
// the lowest cell in which those not counted further down are enough together.
func (r *Release) settle(least int64, counts []int64) []int {
	at := make([]int, len(counts))
	left := make([][]int, len(counts))
	for i := range at {
		at[i] = nowhere
	}
	for i := len(counts) - 1; i >= 0; i-- { // places come after those they are part of
		if counts[i] > 0 {
			left[i] = append(left[i], i)
		}
		var n int64
		for _, b := range left[i] {
			n += counts[b]
		}
		if n >= least {
			for _, b := range left[i] {
				at[b] = i
			}
		} else if up := r.places[i].Parent; up >= 0 {
			left[up] = append(left[up], left[i]...)
		}
	}
	return at
}

// prove offers the cells to a ledger: from the top down, largest first.
func (r *Release) prove(key string, least int64, counts []int64, at []int) error {
	members := r.members(at)
	size := make([]int64, len(members))
	var order []int
	for i, m := range members {
		for _, b := range m {
			size[i] += counts[b]
		}
		if len(m) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(r.depth(a), r.depth(b)), cmp.Compare(size[b], size[a]))
	})
	l := NewLedger(least, counts)
	for _, i := range order {
		if !l.Offer(members[i]) {
			return fmt.Errorf("privacy: the ledger refuses %s of unit %d", key, r.places[i].Unit)
		}
	}
	return nil
}

func (r *Release) depth(i int) int {
	d := 0
	for ; r.places[i].Parent >= 0; i = r.places[i].Parent {
		d++
	}
	return d
}

// members lists, for each place, the asked places whose people its cell counts.
func (r *Release) members(at []int) [][]int {
	list := make([][]int, len(at))
	for b, i := range at {
		for ; i >= 0; i = r.places[i].Parent {
			list[i] = append(list[i], b)
		}
	}
	return list
}

// Limits returns the limits the release was made with.
func (r *Release) Limits() Limits { return r.limits }

// Places lists the cells that could be shown. The slice is shared.
func (r *Release) Places() []Place { return r.places }

// Members lists, for each place, the asked places whose people its cell counts for
// a statistic; none where the cell is not shown.
func (r *Release) Members(key string) [][]int {
	i, ok := r.of[key]
	if !ok {
		return make([][]int, len(r.places))
	}
	return r.members(r.ledgers[i].at)
}
