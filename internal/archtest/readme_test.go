package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/config"
	"pejl/internal/instrument"
)

func document(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestReadmeListsTheSettings(t *testing.T) {
	t.Parallel()
	_, rest, _ := strings.Cut(document(t, "README.md"), "<!-- config")
	_, rest, _ = strings.Cut(rest, "-->\n")
	table, _, found := strings.Cut(rest, "<!-- /config -->")
	if !found {
		t.Fatal("README.md has no table between <!-- config … --> and <!-- /config -->")
	}
	if diff := cmp.Diff(config.Table(), table); diff != "" {
		t.Errorf("the table in README.md is not that of internal/config (-want +got):\n%s\nPut this between its marks:\n\n%s", diff, config.Table())
	}
}

// The instrument in the README is what an author copies first.
func TestReadmeInstrumentIsWithoutFault(t *testing.T) {
	t.Parallel()
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(document(t, "README.md"), -1)
	if len(blocks) == 0 {
		t.Fatal("README.md shows no instrument")
	}
	for _, block := range blocks {
		if _, faults := instrument.Parse("README.md", []byte(block[1])); len(faults) > 0 {
			t.Error(faults)
		}
	}
}

func TestDocumentsPointToWhatExists(t *testing.T) {
	t.Parallel()
	comment := regexp.MustCompile(`(?s)<!--.*?-->`)
	link := regexp.MustCompile(`\]\(([^):#]+)(?:#[^)]*)?\)`)
	for _, name := range documents(t) {
		for _, match := range link.FindAllStringSubmatch(comment.ReplaceAllString(document(t, name), ""), -1) {
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), match[1])); err != nil {
				t.Errorf("%s points to %s, which does not exist", name, match[1])
			}
		}
	}
}

func TestDocumentsNameTargetsThatExist(t *testing.T) {
	t.Parallel()
	targets := regexp.MustCompile(`(?m)^([a-z-]+):`).FindAllStringSubmatch(document(t, "Makefile"), -1)
	said := regexp.MustCompile("(?m)(?:`|^)make ([a-z-]+)")
	for _, name := range documents(t) {
		for _, match := range said.FindAllStringSubmatch(document(t, name), -1) {
			if !slices.ContainsFunc(targets, func(target []string) bool { return target[1] == match[1] }) {
				t.Errorf("%s says make %s, and the Makefile has no such target", name, match[1])
			}
		}
	}
}

// documents are the texts for people that are kept in the repository.
func documents(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.md", "docs/*.md", "surveys/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			name, err := filepath.Rel(root, path)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
	}
	if len(names) < 3 {
		t.Fatalf("too few documents found: %q", names)
	}
	return names
}
