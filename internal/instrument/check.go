package instrument

import (
	"fmt"
	"io"
	"slices"

	"go.yaml.in/yaml/v3"
)

// ReadSource reads a file no further than is needed to see that it is too large
// to be an instrument.
func ReadSource(from io.Reader) ([]byte, error) {
	return io.ReadAll(io.LimitReader(from, maxBytes+int64(len(byteOrderMark))+1))
}

// Check returns everything that is wrong in some files, instruments and dialogue
// guides, in the order of the files. A guide is held against its instrument,
// which is looked for among the files and then by known. No two files may hold
// the same version of an instrument.
func Check(files []File, known func(id string) (*Instrument, bool)) Faults {
	faults := make([]Faults, len(files))
	given := map[string]*Instrument{}
	from := map[string]string{}
	for i, f := range files {
		if IsGuide(f.Source) {
			continue
		}
		in, fs := Parse(f.Name, f.Source)
		faults[i] = fs
		if in == nil {
			continue
		}
		key := in.ID + " " + in.Version
		if other, twice := from[key]; twice {
			faults[i] = Faults{{File: f.Name, Line: 1, Col: 1, Message: fmt.Sprintf(
				"instrument `%s` version %s is also in %s; raise `version`, or choose another `id`", in.ID, in.Version, other)}}
			continue
		}
		from[key] = f.Name
		if newest := given[in.ID]; newest == nil || compareVersions(in.Version, newest.Version) > 0 {
			given[in.ID] = in
		}
	}
	for i, f := range files {
		if !IsGuide(f.Source) {
			continue
		}
		_, faults[i] = ParseGuide(f.Name, f.Source, func(id string) (*Instrument, bool) {
			if in, ok := given[id]; ok {
				return in, true
			}
			return known(id)
		})
	}
	return slices.Concat(faults...)
}

// IsGuide reports whether a file is a dialogue guide: it names an instrument by
// `guide` where an instrument says its `id`.
func IsGuide(src []byte) bool {
	root, faults := tree("", src)
	if len(faults) > 0 || root.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i < len(root.Content); i += 2 {
		if root.Content[i].Value == "guide" {
			return true
		}
	}
	return false
}
