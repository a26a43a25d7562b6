package instrument

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong in an instrument or guide file, said to its
// author: where it is, what is wrong, and how to mend it. Faults are English
// only, for they are read in a terminal or an editor.
type Fault struct {
	File      string
	Line, Col int // both from 1; Col counts characters
	Message   string
}

// String returns the fault as FILE:LINE:COL: message, which editors can follow.
func (f Fault) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.Message)
}

// Faults is everything that is wrong in one or more files. As an error it is
// all of them, one a line.
type Faults []Fault

// Error returns the faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// OrNil returns the faults as an error, or nil where there are none.
func (fs Faults) OrNil() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// sorted returns the faults of one file in the order of its lines.
func (fs Faults) sorted() Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return fs
}
