package i18n_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pejl/internal/i18n"
)

// TestEveryKeyIsThereAndUsed holds the program to its catalogues. Keys are written
// out where they are used and never put together at run time, so that this test,
// and a search, can find them.
func TestEveryKeyIsThereAndUsed(t *testing.T) {
	t.Parallel()
	u := usage{texts: real(t), used: map[string]bool{}}
	if err := u.read(os.DirFS("../..")); err != nil {
		t.Fatal(err)
	}
	for _, line := range u.faults() {
		t.Error(line)
	}
}

// usage is what the sources of the program do with keys.
type usage struct {
	texts *i18n.Catalogue
	used  map[string]bool
	wrong []string
}

// read goes through the Go files of the program, the templates and the scripts.
func (u *usage) read(root fs.FS) error {
	packages := map[string][]string{}
	for _, dir := range []string{"internal", "cmd", "web"} {
		err := fs.WalkDir(root, dir, func(file string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				if file == dir {
					return nil // a tree that has no such part yet
				}
				return err
			case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "dist"):
				return fs.SkipDir
			case d.IsDir():
				return nil
			}
			switch ext := path.Ext(file); {
			case ext == ".go" && dir != "web" && !strings.HasSuffix(file, "_test.go"):
				packages[path.Dir(file)] = append(packages[path.Dir(file)], file)
			case (ext == ".html" || ext == ".txt") && strings.HasPrefix(file, "web/templates/"):
				return u.template(root, file)
			case ext == ".js" && strings.HasPrefix(file, "web/src/"):
				return u.script(root, file)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read %s: %w", dir, err)
		}
	}
	for _, files := range packages {
		p := goPackage{usage: u, consts: map[string]string{}, takes: map[string]int{}, structs: map[string]int{}}
		if err := p.read(root, files); err != nil {
			return err
		}
	}
	return nil
}

func (u *usage) faults() []string {
	for _, key := range u.texts.Keys() {
		if !u.used[key] {
			u.wrong = append(u.wrong, fmt.Sprintf("web/locales: %s is used nowhere", key))
		}
	}
	slices.Sort(u.wrong)
	return slices.Compact(u.wrong)
}

func (u *usage) fault(at, format string, args ...any) {
	u.wrong = append(u.wrong, at+": "+fmt.Sprintf(format, args...))
}

// mark notes a use of key where one must stand, with the names of the arguments
// given; nil means they cannot be read off.
func (u *usage) mark(at, key string, names []string) {
	want, ok := u.texts.Args(key)
	if !ok {
		u.fault(at, "there is no key %q", key)
		return
	}
	u.used[key] = true
	if names == nil {
		return
	}
	if slices.Sort(names); !slices.Equal(names, want) {
		u.fault(at, "%s takes %v, here it is given %v", key, want, names)
	}
}

// literal notes a string that may or may not be meant as a key.
func (u *usage) literal(s string) {
	if _, ok := u.texts.Args(s); ok {
		u.used[s] = true
	}
}

// script notes every quoted string of a script that is a key.
func (u *usage) script(root fs.FS, file string) error {
	b, err := fs.ReadFile(root, file)
	if err != nil {
		return fmt.Errorf("read script: %w", err)
	}
	for _, m := range regexp.MustCompile("[\"'`]([a-z0-9_.-]+)[\"'`]").FindAllSubmatch(b, -1) {
		u.literal(string(m[1]))
	}
	return nil
}
