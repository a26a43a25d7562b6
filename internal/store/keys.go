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

func (k pileKey) args() []any { return []any{k.round, k.unit, k.group} }

func (k pileKey) compare(o pileKey) int {
	return cmp.Or(cmp.Compare(k.round, o.round), cmp.Compare(k.unit, o.unit), cmp.Compare(k.group, o.group))
}

// slotKey names the codes of one invited person.
type slotKey struct {
	pileKey
	slot int64
}

func (k slotKey) args() []any { return append(k.pileKey.args(), k.slot) }

func (k slotKey) compare(o slotKey) int {
	return cmp.Or(k.pileKey.compare(o.pileKey), cmp.Compare(k.slot, o.slot))
}

// textKey names a text pile.
type textKey struct {
	pileKey
	question string
}

func (k textKey) args() []any { return append(k.pileKey.args(), k.question) }

func (k textKey) compare(o textKey) int {
	return cmp.Or(k.pileKey.compare(o.pileKey), cmp.Compare(k.question, o.question))
}

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(m), compare)
}

// args lines up the values of many keys for one statement.
func args[K any](keys []K, of func(K) []any) []any {
	var list []any
	for _, k := range keys {
		list = append(list, of(k)...)
	}
	return list
}

// values writes a VALUES list of n rows with columns of the given types. The
// types stand in its first row: PostgreSQL takes those of the others from it.
func (d *dialect) values(n int, types ...string) string {
	var sb strings.Builder
	// The space is needed: GORM takes bytes after "(?" for a list of numbers.
	sb.WriteString("VALUES (CAST( ? AS " + strings.Join(types, "), CAST( ? AS ") + "))")
	row := ", (?" + strings.Repeat(", ?", len(types)-1) + ")"
	for range n - 1 {
		sb.WriteString(row)
	}
	return sb.String()
}
