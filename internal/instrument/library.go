package instrument

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Library is the instruments and dialogue guides that can be chosen: the
// built-in ones and those that were added. It is never changed once loaded.
type Library struct {
	entries []entry // by id, the newest version first
	guides  map[string]*Guide
}

// entry is one instrument with where it came from.
type entry struct {
	*Instrument
	file    File
	builtIn bool
}

// File is the source of an instrument or a guide. The name stands in faults.
type File struct {
	Name   string
	Source []byte
}

// Load reads the built-in instruments (*.yaml, and guides/*.yaml) and those of a
// directory, where dir is not "". Its error is Faults where files are wrong. An
// added file may bring another version of a built-in instrument but never take
// the place of one: who looks up what a round asked must find what was asked. An
// added guide does take the place of the built-in one.
func Load(builtIn fs.FS, dir string) (*Library, error) {
	l := &Library{guides: map[string]*Guide{}}
	if err := l.add(builtIn, "surveys", true); err != nil {
		return nil, err
	}
	if dir == "" {
		return l, nil
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("reading added instruments: %w", err)
	}
	if err := l.add(os.DirFS(dir), dir, false); err != nil {
		return nil, err
	}
	return l, nil
}

// add loads one folder of instruments, then its guides.
func (l *Library) add(from fs.FS, name string, builtIn bool) error {
	files, err := read(from, name, "*.yaml", "*.yml")
	if err != nil {
		return err
	}
	var faults Faults
	for _, f := range files {
		in, fs := Parse(f.Name, f.Source)
		if len(fs) > 0 {
			faults = append(faults, fs...)
			continue
		}
		if other, taken := l.version(in.ID, in.Version); taken {
			if l.Clashes(in, f.Source) {
				faults = append(faults, other.clash(f.Name))
			}
			continue
		}
		l.entries = append(l.entries, entry{Instrument: in, file: f, builtIn: builtIn})
	}
	slices.SortStableFunc(l.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), compareVersions(b.Version, a.Version))
	})
	guides, err := read(from, name, "guides/*.yaml", "guides/*.yml")
	if err != nil {
		return err
	}
	for _, f := range guides {
		g, fs := ParseGuide(f.Name, f.Source, l.Get)
		if len(fs) > 0 {
			faults = append(faults, fs...)
			continue
		}
		l.guides[g.Instrument] = g
	}
	return faults.OrNil()
}

// clash says that a file would take the place of the entry.
func (e entry) clash(file string) Fault {
	whose := "in " + e.file.Name
	if e.builtIn {
		whose = "built in"
	}
	return Fault{File: file, Line: 1, Col: 1, Message: fmt.Sprintf(
		"instrument `%s` version %s is already %s, with other contents; raise `version`, or choose another `id`", e.ID, e.Version, whose)}
}

// read returns the files of a folder that match, in the order of their names.
// It reads no more of a file than is needed to see that it is too large.
func read(from fs.FS, name string, patterns ...string) ([]File, error) {
	var files []File
	for _, pattern := range patterns {
		paths, err := fs.Glob(from, pattern)
		if err != nil {
			return nil, fmt.Errorf("listing instruments: %w", err)
		}
		for _, p := range paths {
			src, err := readFile(from, p)
			if err != nil {
				return nil, fmt.Errorf("reading instrument: %w", err)
			}
			files = append(files, File{Name: filepath.Join(name, filepath.FromSlash(p)), Source: src})
		}
	}
	return files, nil
}

// Get returns the newest version of an instrument.
func (l *Library) Get(id string) (*Instrument, bool) {
	for _, e := range l.entries {
		if e.ID == id {
			return e.Instrument, true
		}
	}
	return nil, false
}

// Version returns a certain version of an instrument.
func (l *Library) Version(id, version string) (*Instrument, bool) {
	e, ok := l.version(id, version)
	return e.Instrument, ok
}

func (l *Library) version(id, version string) (entry, bool) {
	for _, e := range l.entries {
		if e.ID == id && e.Version == version {
			return e, true
		}
	}
	return entry{}, false
}

// All returns the newest version of every instrument, the largest first and
// those of one size by id.
func (l *Library) All() []*Instrument {
	var all []*Instrument
	for i, e := range l.entries {
		if i == 0 || l.entries[i-1].ID != e.ID {
			all = append(all, e.Instrument)
		}
	}
	slices.SortStableFunc(all, func(a, b *Instrument) int {
		return cmp.Compare(len(b.Items()), len(a.Items()))
	})
	return all
}

// Source returns the file that Get's instrument was read from, byte for byte. A
// round keeps these bytes: Parse makes the same Instrument of them at any time.
func (l *Library) Source(id string) ([]byte, bool) {
	for _, e := range l.entries {
		if e.ID == id {
			return slices.Clone(e.file.Source), true
		}
	}
	return nil, false
}

// Clashes reports whether the library has this version of the instrument with
// other contents, so that Load would refuse the file beside it.
func (l *Library) Clashes(in *Instrument, src []byte) bool {
	e, ok := l.version(in.ID, in.Version)
	return ok && string(e.file.Source) != string(src)
}

// Guide returns the dialogue guide of an instrument.
func (l *Library) Guide(id string) (*Guide, bool) {
	g, ok := l.guides[id]
	return g, ok
}

// compareVersions orders versions by their numbers, so that 0.10 follows 0.9.
func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		var x, y int
		if i < len(as) {
			x, _ = strconv.Atoi(as[i])
		}
		if i < len(bs) {
			y, _ = strconv.Atoi(bs[i])
		}
		if x != y {
			return cmp.Compare(x, y)
		}
	}
	return 0
}

// readFile reads a file up to just beyond the largest size that is read at all.
func readFile(from fs.FS, path string) (_ []byte, err error) {
	f, err := from.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return ReadSource(f)
}
