package browsertest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Violation is a rule of accessibility that a page breaks, and where.
type Violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		Target  []any  `json:"target"`
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

func (v *Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for i, n := range v.Nodes {
		if i == 5 {
			fmt.Fprintf(&b, "\n  and %d more", len(v.Nodes)-i)
			break
		}
		fmt.Fprintf(&b, "\n  %v %.200s\n    %s", n.Target, n.HTML, strings.ReplaceAll(n.Summary, "\n", "\n    "))
	}
	return b.String()
}

// axeScript runs the rules of WCAG 2.2, levels A and AA, and those of good custom.
const axeScript = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
}).then(found => found.violations)`

// Axe holds the page to the rules of axe-core. Without the npm packages the test
// is skipped, except where CI is true: there it fails.
func (p *Page) Axe() {
	p.t.Helper()
	for _, v := range p.Violations() {
		p.t.Errorf("%s breaks %s", p.Address(), v.String())
	}
}

// Violations returns the rules of axe-core that the page breaks.
func (p *Page) Violations() []Violation {
	p.t.Helper()
	if !Eval[bool](p, "typeof axe === 'object'") {
		source, err := axe()
		if err != nil {
			if os.Getenv("CI") == "true" {
				p.t.Fatal(err)
			}
			p.t.Skip(err)
		}
		Eval[any](p, source+"\n;undefined")
	}
	return Eval[[]Violation](p, axeScript)
}

// axe finds the rules that npm has fetched.
func axe() (string, error) {
	dir, err := filepath.Abs(".")
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			return "", errors.New("no go.mod above this test: where is axe-core?")
		}
		dir = filepath.Dir(dir)
	}
	source, err := os.ReadFile(filepath.Join(dir, "web/node_modules/axe-core/axe.min.js")) // #nosec G304 -- in this repository
	if err != nil {
		return "", fmt.Errorf("axe-core is not here (make assets fetches it): %w", err)
	}
	return string(source), nil
}
