package profile

import (
	"cmp"
	"strings"
)

// ByName orders the names of units, groups and rounds in a file: whole numbers by
// their size and before everything else, and that by its bytes.
func ByName(a, b string) int {
	x, y := digits(a), digits(b)
	switch {
	case x != "" && y != "":
		return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y), cmp.Compare(a, b))
	case x != "":
		return -1
	case y != "":
		return 1
	}
	return cmp.Compare(a, b)
}

// digits is a whole number without leading noughts, or "" for anything else.
func digits(s string) string {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	if s = strings.TrimLeft(s, "0"); s == "" {
		return "0"
	}
	return s
}
