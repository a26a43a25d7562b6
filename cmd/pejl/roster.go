package main

import (
	"io"
	"slices"
	"strconv"
)

// mostInvited bounds a roster, so that sums of it stay ordinary numbers.
const mostInvited = 10_000_000

// invitation is one line of a roster: how many of a unit were asked. The group is
// empty where the roster does not tell groups apart.
type invitation struct {
	Round, Unit, Group string
	Invited            int
}

// roster is who was asked.
type roster struct {
	head []string
	list []invitation
}

// readRoster reads how many were invited: the column invited, the unit's, the round's
// where there is one, and the group's where the file has it, which it must where
// groups says so. Other columns are left alone. Lines of one unit and round are added up by whoever reads them, so that a
// roster may be finer than the profile.
func readRoster(file string, from io.Reader, cols columns, groups bool) (roster, *faults) {
	fs := &faults{file: file}
	var ro roster
	unit, group, round, invited := -1, -1, -1, -1
	heading := func(line int, head []string) bool {
		ro.head = head
		find := func(name string) int {
			if name == "" {
				return -1
			}
			at := slices.Index(head, name)
			if at < 0 {
				fs.add(line, len(head)+1, "there is no column %q", name)
			}
			return at
		}
		unit, round, invited = find(cols.Unit), find(cols.Round), find("invited")
		if group = slices.Index(head, cols.Group); cols.Group != "" && group < 0 && groups {
			fs.add(line, len(head)+1, "there is no column %q, by which a release of groups would know how many of each were asked", cols.Group)
		}
		return len(fs.list) == 0
	}
	scan(fs, from, cols.Comma, heading, func(line int, fields []string) {
		name := func(c int, needed bool) string {
			if c < 0 {
				return ""
			}
			if needed && fields[c] == "" {
				fs.add(line, c+1, "%s is empty", ro.head[c])
			}
			return fs.name(line, c+1, ro.head[c], fields[c])
		}
		in := invitation{Unit: name(unit, true), Group: name(group, false), Round: name(round, true)}
		n, err := strconv.Atoi(fields[invited])
		if err != nil || n < 0 || n > mostInvited || strconv.Itoa(n) != fields[invited] {
			fs.add(line, invited+1, "invited: %q is not a whole number of people", fields[invited])
			return
		}
		in.Invited = n
		ro.list = append(ro.list, in)
	})
	return ro, fs
}
