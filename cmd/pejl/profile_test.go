package main

import (
	"bytes"
	"testing"
)

// ran runs a command as a shell would, and returns what it printed and its exit code.
func ran(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	err := run(t.Context(), args, func(string) string { return "" }, &out, &errs)
	code = report(err, &errs)
	return out.String(), errs.String(), code
}
