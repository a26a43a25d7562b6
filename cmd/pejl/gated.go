package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"pejl/internal/instrument"
	"pejl/internal/profile"
	"pejl/internal/round"
)

// gated is one round of a file as it would be shown once it had closed: its answers
// have gone through a release, and what the release does not keep is not here.
type gated struct {
	name  string // of the round
	round *round.Round
	all   *profile.Unit // everybody, those of no unit too
	units []gatedUnit
}

// gatedUnit is a unit, or one group of it, with everything that may be read of it.
type gatedUnit struct {
	unit, group string
	part        bool // it is a group
	profile     *profile.Unit
}

// spot is a place in a file's rounds: everybody, a unit, or a group of one.
type spot struct {
	unit, group string
	part        bool
}

// everybody stands above all units.
const everybody = 1

// gather puts the answers of one round where they belong, as piles do.
type gather struct {
	ids     map[spot]int64
	piles   map[int64]*round.Pile
	invited map[int64]int
	parent  map[int64]int64
}

// gate closes every round of the file.
func (p *profileCall) gate(ctx context.Context, a answers) ([]gated, error) {
	rounds := map[string]*gather{}
	at := func(name string) *gather {
		if rounds[name] == nil {
			rounds[name] = &gather{ids: map[spot]int64{}, piles: map[int64]*round.Pile{}, invited: map[int64]int{}, parent: map[int64]int64{}}
		}
		return rounds[name]
	}
	for _, r := range a.rows {
		at(r.Round).add(r, p.perspective)
	}
	for _, in := range a.roster.list {
		g := at(in.Round)
		g.invited[g.place(in.Unit, in.Group)] += in.Invited
	}
	var list []gated
	for _, name := range slices.SortedFunc(maps.Keys(rounds), profile.ByName) {
		one, err := rounds[name].close(ctx, name, a.instrument, p)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// place numbers a unit or a group of it.
func (g *gather) place(unit, group string) int64 {
	number := func(s spot, parent int64) int64 {
		if g.ids[s] == 0 {
			g.ids[s] = everybody + 1 + int64(len(g.ids))
			g.parent[g.ids[s]] = parent
		}
		return g.ids[s]
	}
	if unit == "" {
		return everybody
	}
	id := number(spot{unit: unit}, everybody)
	if group == "" {
		return id
	}
	return number(spot{unit, group, true}, id)
}

func (g *gather) add(r row, perspective string) {
	id := g.place(r.Unit, r.Group)
	pile := g.piles[id]
	if pile == nil {
		pile = &round.Pile{UnitID: id, Group: perspective}
		g.piles[id] = pile
	}
	for _, a := range r.Answers {
		pile.Answers = append(pile.Answers, byte(a))
	}
}

// close closes the round and reads its profiles.
func (g *gather) close(ctx context.Context, name string, in *instrument.Instrument, p *profileCall) (gated, error) {
	r := &round.Round{
		ID: 1, UnitID: everybody, Instrument: in, Perspective: p.perspective, Title: name, State: round.Closed,
		Settings: round.Settings{Gates: p.limits},
	}
	width := len(in.Items())
	unknown := map[int64]bool{}
	for _, id := range g.numbers() {
		people, asked := 0, false
		if pile := g.piles[id]; pile != nil {
			people, asked = len(pile.Answers)/width, true
		}
		invited, told := g.invited[id]
		if !asked && !told {
			continue // only parts of it were asked
		}
		if !told {
			invited, unknown[id] = people, true
			for up := id; up != everybody; up = g.parent[up] {
				unknown[g.parent[up]] = true
			}
		}
		path := fmt.Sprintf("/%d/", id)
		for up := g.parent[id]; up != 0; up = g.parent[up] {
			path = fmt.Sprintf("/%d", up) + path
		}
		r.Units = append(r.Units, round.Unit{UnitID: id, Path: path, Invited: invited})
	}
	closing, err := profile.Close(ctx, r, profile.LimitsOf(r), func(each func(round.Pile) error) error {
		for _, id := range slices.Sorted(maps.Keys(g.piles)) {
			if err := each(*g.piles[id]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return gated{}, err
	}
	rd := closing.Reader()
	read := func(id int64) *profile.Unit {
		cell := closing.Cell(id, p.perspective)
		if cell == nil {
			return nil
		}
		u := rd.Unit(cell, nil)
		// There is no dialogue guide beside a file.
		u.Lead = slices.DeleteFunc(slices.Clone(u.Lead), func(s profile.Sentence) bool { return s.Key == "profile.guide" })
		if unknown[id] {
			uninvited(u, profile.LimitsOf(r).Means)
		}
		return u
	}
	out := gated{name: name, round: r, all: read(everybody)}
	for _, s := range slices.SortedFunc(maps.Keys(g.ids), spot.compare) {
		if u := read(g.ids[s]); u != nil {
			out.units = append(out.units, gatedUnit{unit: s.unit, group: s.group, part: s.part, profile: u})
		}
	}
	return out, nil
}

// numbers lists everybody and all places below, each after the one it is part of.
func (g *gather) numbers() []int64 {
	list := slices.Sorted(maps.Values(g.ids))
	return append([]int64{everybody}, list...)
}

// compare puts units in the order of their names, and each before its groups.
func (s spot) compare(o spot) int {
	whole := 0
	switch {
	case s.part && !o.part:
		whole = 1
	case o.part && !s.part:
		whole = -1
	}
	return cmp.Or(profile.ByName(s.unit, o.unit), whole, profile.ByName(s.group, o.group))
}

// uninvited takes back what a profile says of how many were asked, where no roster
// says it: a share of those who answered among themselves would be no share.
func uninvited(u *profile.Unit, least int64) {
	said := profile.Sentence{Key: "file.few_answered", Args: []any{"n", int(least)}}
	if u.Turnout.Known {
		said = profile.Sentence{Key: "file.answered", Args: []any{"n", u.Turnout.Answered}}
	}
	retell := func(list []profile.Sentence) []profile.Sentence {
		list = slices.Clone(list)
		for i, s := range list {
			switch s.Key {
			case "profile.turnout", "profile.turnout.few", "profile.turnout.none", "profile.turnout.more":
				list[i] = said
			}
		}
		return list
	}
	u.Lead = retell(u.Lead)
	for i := range u.Sections {
		u.Sections[i].Caption = retell(u.Sections[i].Caption)
	}
	u.Turnout.Invited, u.Turnout.Rate = 0, 0
}
