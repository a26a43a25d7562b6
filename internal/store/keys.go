package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// pileKey names a pile.
type pileKey struct {
	round, unit int64
	group       string
}

func (k pileKey) row() []any { return []any{k.round, k.unit, k.group} }

func (k pileKey) compare(o pileKey) int {
	return cmp.Or(cmp.Compare(k.round, o.round), cmp.Compare(k.unit, o.unit), cmp.Compare(k.group, o.group))
}

// slotKey names the codes of one invited person.
type slotKey struct {
	pileKey
	slot int64
}

func (k slotKey) row() []any { return append(k.pileKey.row(), k.slot) }

func (k slotKey) compare(o slotKey) int {
	return cmp.Or(k.pileKey.compare(o.pileKey), cmp.Compare(k.slot, o.slot))
}

// textKey names a text pile.
type textKey struct {
	pileKey
	question string
}

func (k textKey) row() []any { return append(k.pileKey.row(), k.question) }

func (k textKey) compare(o textKey) int {
	return cmp.Or(k.pileKey.compare(o.pileKey), cmp.Compare(k.question, o.question))
}

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(m), compare)
}

// table writes rows as the source of a statement, with columns column1, column2
// and so on of the given types, and returns the values to go with it.
//
// SQLite takes a list of rows. PostgreSQL takes an array for each column, so that
// the statement is the same for any number of rows and is planned once.
func (d *dialect) table(rows [][]any, types ...string) (string, []any) {
	if d.name == "postgres" {
		return arrays(rows, types)
	}
	row := "(?" + strings.Repeat(", ?", len(types)-1) + ")"
	values := make([]any, 0, len(rows)*len(types))
	for _, r := range rows {
		values = append(values, r...)
	}
	return "VALUES " + row + strings.Repeat(", "+row, len(rows)-1), values
}

// rowsOf lists the values of keys, a row for each.
func rowsOf[K any](keys []K, of func(K) []any) [][]any {
	rows := make([][]any, len(keys))
	for i, k := range keys {
		rows[i] = of(k)
	}
	return rows
}
