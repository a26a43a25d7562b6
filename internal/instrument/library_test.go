package instrument_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/instrument"
	"pejl/surveys"
)

// builtIn loads the library that every installation has.
func builtIn(t *testing.T, dir string) *instrument.Library {
	t.Helper()
	lib, err := instrument.Load(surveys.FS, dir)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestLibraryHoldsTheBuiltInInstruments(t *testing.T) {
	t.Parallel()
	lib := builtIn(t, "")
	var ids []string
	for _, in := range lib.All() {
		ids = append(ids, in.ID)
	}
	want := []string{"core", "daycare", "agency", "lfl5", "net", "pupil", "guardian", "pulse"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("instruments, largest first (-want +got):\n%s", diff)
	}
	if _, ok := lib.Get("nothing"); ok {
		t.Error("Get found an instrument that there is not")
	}
	if _, ok := lib.Source("nothing"); ok {
		t.Error("Source found an instrument that there is not")
	}
}

// A round keeps the source, so the source must keep the instrument.
func TestSourceGivesTheSameInstrument(t *testing.T) {
	t.Parallel()
	lib := builtIn(t, "")
	for _, in := range lib.All() {
		src, _ := lib.Source(in.ID)
		onDisk, err := os.ReadFile(filepath.Join("..", "..", "surveys", in.ID+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if string(src) != string(onDisk) {
			t.Errorf("%s: the source is not the file", in.ID)
		}
		again, faults := instrument.Parse("kept", src)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		if diff := cmp.Diff(in, again, cmp.AllowUnexported(instrument.Instrument{})); diff != "" {
			t.Errorf("%s: parsed again it differs (-first +again):\n%s", in.ID, diff)
		}
	}
}

// added writes a folder of added instruments: file name and source in turn.
func added(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAddedInstruments(t *testing.T) {
	t.Parallel()
	core, _ := builtIn(t, "").Source("core")
	newer := strings.Replace(string(core), `version: "0.1"`, `version: "0.10"`, 1)
	middle := strings.Replace(string(core), `version: "0.1"`, `version: "0.9"`, 1)
	own := strings.Replace(string(core), "id: core", "id: our-own", 1)
	lib := builtIn(t, added(t, "a.yaml", newer, "b.yaml", own, "c.yaml", middle, "same.yaml", string(core), "notes.txt", "not yaml: : :"))

	if in, ok := lib.Get("our-own"); !ok || len(in.Items()) != 55 {
		t.Error("the added instrument is not there")
	}
	if in, _ := lib.Get("core"); in.Version != "0.10" {
		t.Errorf("Get(core) gives version %s, not the newest, 0.10", in.Version)
	}
	for _, v := range []string{"0.1", "0.9", "0.10"} {
		if in, ok := lib.Version("core", v); !ok || in.Version != v {
			t.Errorf("version %s of core is not kept", v)
		}
	}
	if src, _ := lib.Source("core"); string(src) != newer {
		t.Error("Source and Get speak of different versions")
	}
	if n := len(lib.All()); n != 9 {
		t.Errorf("All gives %d instruments, want the newest of 9 ids", n)
	}
}

func TestAddedInstrumentsAtFault(t *testing.T) {
	t.Parallel()
	core, _ := builtIn(t, "").Source("core")
	shadow := string(core) + "\n# changed\n"
	own := strings.Replace(string(core), "id: core", "id: our-own", 1)
	for name, tc := range map[string]struct {
		files []string
		want  []string // file, then the rest of the fault
	}{
		"takes the place of a built-in one": {
			[]string{"mine.yaml", shadow},
			[]string{"mine.yaml:1:1: instrument `core` version 0.1 is already built in, with other contents; raise `version`, or choose another `id`"},
		},
		"two of the same version": {
			[]string{"a.yaml", own, "b.yml", own + "# more\n"},
			[]string{"b.yml:1:1: instrument `our-own` version 0.1 is already in DIR/a.yaml, with other contents; raise `version`, or choose another `id`"},
		},
		"faults of all files": {
			[]string{"a.yaml", "id: x", "b.yaml", "\tid: x"},
			[]string{"a.yaml:1:1: the instrument has no `version`; add `version: \"0.1\"`", "b.yaml:1:1: a tab; write spaces instead"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := added(t, tc.files...)
			_, err := instrument.Load(surveys.FS, dir)
			if err == nil {
				t.Fatal("loaded without a word")
			}
			got := strings.ReplaceAll(strings.ReplaceAll(err.Error(), dir, "DIR"), `\`, "/")
			for _, want := range tc.want {
				if !slices.Contains(strings.Split(got, "\n"), "DIR/"+want) {
					t.Errorf("no %q in:\n%s", want, got)
				}
			}
		})
	}
	if _, err := instrument.Load(surveys.FS, filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("a directory that is not there was loaded")
	}
}
