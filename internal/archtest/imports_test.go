package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// root is the way from this package to the top of the repository.
const root = "../.."

// pkg is what `go list -json` says of a package.
type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, line := range check(list(t)) {
		t.Error(line)
	}
}

func TestPlantedImportIsFound(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		plant pkg
		want  []string
	}{
		"nothing wrong": {
			plant: pkg{ImportPath: "pejl/internal/round", Imports: []string{"context", "pejl/internal/fault"}},
		},
		"a core package and a framework": {
			plant: pkg{ImportPath: "pejl/internal/round", Imports: []string{"gorm.io/gorm"}, Deps: []string{"gorm.io/gorm"}},
			want: []string{
				"internal/round imports gorm.io/gorm: gorm.io belongs in internal/store",
				"internal/round reaches gorm.io/gorm: the domain knows no framework",
			},
		},
		"a framework through another library": {
			plant: pkg{ImportPath: "pejl/internal/stats", Imports: []string{"example.org/kit"}, Deps: []string{"example.org/kit", "net/http"}},
			want:  []string{"internal/stats reaches net/http: the domain knows no framework"},
		},
		"upwards": {
			plant: pkg{ImportPath: "pejl/internal/tally", Imports: []string{"pejl/internal/round"}},
			want:  []string{"internal/tally imports internal/round: the import table does not allow it"},
		},
		"sideways": {
			plant: pkg{ImportPath: "pejl/internal/view", Imports: []string{"pejl/internal/chart"}},
			want:  []string{"internal/view imports internal/chart: the import table does not allow it"},
		},
		"a package nobody placed": {
			plant: pkg{ImportPath: "pejl/internal/util"},
			want:  []string{"internal/util is not in the import table"},
		},
		"a technology away from home": {
			plant: pkg{ImportPath: "pejl/internal/server", Imports: []string{"html/template"}},
			want:  []string{"internal/server imports html/template: html/template belongs in internal/view"},
		},
		"a name that only begins like a framework": {
			plant: pkg{ImportPath: "pejl/internal/round", Imports: []string{"gorm.iota/x"}, Deps: []string{"gorm.iota/x"}},
		},
		"below the home": {
			plant: pkg{ImportPath: "pejl/internal/store/storetest", Imports: []string{"gorm.io/gorm", "pejl/internal/store"}},
		},
		"the command": {
			plant: pkg{ImportPath: "pejl/cmd/pejl", Imports: []string{"pejl/internal/server", "pejl/db"}},
		},
		"the command and a technology": {
			plant: pkg{ImportPath: "pejl/cmd/pejl", Imports: []string{"github.com/labstack/echo/v4"}},
			want: []string{
				"cmd/pejl imports github.com/labstack/echo/v4: github.com/labstack/echo belongs in internal/server",
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, check([]pkg{tt.plant})); diff != "" {
				t.Errorf("check (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPlantedFileIsFound lays a file with a forbidden import over the real
// sources, so that the way through `go list` is known to bite too.
func TestPlantedFileIsFound(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	source := filepath.Join(dir, "planted.go")
	if err := os.WriteFile(source, []byte("package fault\n\nimport _ \"gorm.io/gorm\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	target, err := filepath.Abs(filepath.Join(root, "internal/fault/planted.go"))
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{target: source}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	got := check(list(t, "-overlay", file))
	want := "internal/fault imports gorm.io/gorm: gorm.io belongs in internal/store"
	if !slices.Contains(got, want) {
		t.Errorf("the planted import was not found in %q", got)
	}
}

func TestTableIsWellFormed(t *testing.T) {
	t.Parallel()
	for name, allowed := range mayImport {
		for _, other := range allowed {
			if _, ok := mayImport[other]; !ok && other != "DOMAIN" && other != "ALL" {
				t.Errorf("%s may import %s, which the table does not know", name, other)
			}
		}
	}
	for _, name := range domain {
		if slices.ContainsFunc(mayImport[name], func(s string) bool { return !slices.Contains(domain, s) }) {
			t.Errorf("%s is of the domain and may import what is not", name)
		}
	}
}

// check says, one line each, where packages break the import table, reach a
// framework from the domain, or use a technology away from its home.
func check(pkgs []pkg) []string {
	var faults []string
	for _, p := range pkgs {
		name := strings.TrimPrefix(p.ImportPath, "pejl/")
		allowed, ok := mayImport[name]
		if !ok {
			faults = append(faults, name+" is not in the import table")
			continue
		}
		for _, path := range p.Imports {
			if other, ours := strings.CutPrefix(path, "pejl/"); ours && !allows(allowed, other) {
				faults = append(faults, fmt.Sprintf("%s imports %s: the import table does not allow it", name, other))
			}
			for technology, where := range home {
				if within(path, technology) && !within(name, where) {
					faults = append(faults, fmt.Sprintf("%s imports %s: %s belongs in %s", name, path, technology, where))
				}
			}
		}
		if !slices.Contains(domain, name) {
			continue
		}
		for _, path := range p.Deps {
			if slices.ContainsFunc(frameworks, func(f string) bool { return within(path, f) }) {
				faults = append(faults, fmt.Sprintf("%s reaches %s: the domain knows no framework", name, path))
			}
		}
	}
	return faults
}

func allows(allowed []string, name string) bool {
	return slices.Contains(allowed, name) || slices.Contains(allowed, "ALL") ||
		slices.Contains(allowed, "DOMAIN") && slices.Contains(domain, name)
}

// within reports whether an import path is another one or lies below it.
func within(path, above string) bool {
	return path == above || strings.HasPrefix(path, above+"/")
}

// list asks the go command for every package of Pejl.
func list(t *testing.T, flags ...string) []pkg {
	t.Helper()
	args := append([]string{"list", "-json=ImportPath,Imports,Deps"}, flags...)
	cmd := exec.CommandContext(t.Context(), "go", append(args, "./...")...)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var pkgs []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) == 0 {
		t.Fatal("go list found no packages")
	}
	return pkgs
}
