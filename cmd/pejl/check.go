package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pejl/internal/instrument"
	"pejl/surveys"
)

const checkSays = `FILE…: checks instrument files and dialogue guides

Prints FILE:LINE:COL: what is wrong and how to mend it, one fault a line. A
directory stands for the instruments in it and the guides in its guides/. The
exit code is 0 where all is right, 1 where there are faults, 2 where a file
cannot be read`

// check tells authors everything that is wrong in their files. Faults go to
// standard output, for editors and scripts; all else to standard error.
func check(_ context.Context, c call) error {
	names, err := parseWithArgs(flag.NewFlagSet(c.name, flag.ContinueOnError), c, checkSays)
	if err != nil {
		return err
	}
	files, err := surveyFiles(names)
	if err != nil {
		return usageError{fmt.Errorf("%s: %w", c.name, err)}
	}
	library, err := instrument.Load(surveys.FS, "")
	if err != nil {
		return fmt.Errorf("load the built-in instruments: %w", err)
	}
	beside := besideGuides(files)
	faults := instrument.Check(files, func(id string) (*instrument.Instrument, bool) {
		if in, ok := beside[id]; ok {
			return in, true
		}
		return library.Get(id)
	})
	for _, f := range faults {
		if _, err := fmt.Fprintln(c.stdout, f); err != nil {
			return fmt.Errorf("print faults: %w", err)
		}
	}
	if len(faults) > 0 {
		_, _ = fmt.Fprintf(c.stderr, "%s in %s\n", number(len(faults), "fault"), number(len(files), "file"))
		return errFaults
	}
	for _, f := range files {
		if in, fs := instrument.Parse(f.Name, f.Source); len(fs) == 0 && library.Clashes(in, f.Source) {
			_, _ = fmt.Fprintf(c.stderr, "note: %s is another %s %s than the one built in; a server would refuse it, so raise `version`\n", f.Name, in.ID, in.Version)
		}
	}
	_, _ = fmt.Fprintf(c.stderr, "%s, no faults\n", number(len(files), "file"))
	return nil
}

// number says how many there are of something.
func number(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// surveyFiles reads the files that a command line names. Directories stand for
// what is in them; patterns are followed here too, for shells that do not.
func surveyFiles(names []string) ([]instrument.File, error) {
	if len(names) == 0 {
		return nil, errors.New("say which files, such as: pejl check my/*.yaml")
	}
	var paths []string
	for _, name := range names {
		found, err := surveyPaths(name)
		if err != nil {
			return nil, err
		}
		paths = append(paths, found...)
	}
	var files []instrument.File
	for i, path := range paths {
		if slices.Contains(paths[:i], path) {
			continue
		}
		src, err := readSurvey(path)
		if err != nil {
			return nil, err
		}
		files = append(files, instrument.File{Name: path, Source: src})
	}
	return files, nil
}

// surveyPaths returns the files that one argument stands for.
func surveyPaths(name string) ([]string, error) {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return matching(name, "*.yaml", "*.yml", "guides/*.yaml", "guides/*.yml")
	case err == nil:
		return []string{filepath.Clean(name)}, nil
	case !errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, "*?["):
		return nil, err
	}
	found, globErr := filepath.Glob(name)
	if globErr != nil || len(found) == 0 {
		return nil, fmt.Errorf("%s: there is no such file", name)
	}
	return found, nil
}

// matching returns the files of a directory that match, and an error where none does.
func matching(dir string, patterns ...string) ([]string, error) {
	var found []string
	for _, pattern := range patterns {
		paths, err := fs.Glob(os.DirFS(dir), pattern)
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			found = append(found, filepath.Join(dir, filepath.FromSlash(p)))
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s: there is no .yaml file in this directory", dir)
	}
	return found, nil
}

// readSurvey reads one file, as far as an instrument can reach.
func readSurvey(path string) (src []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = cmp.Or(err, f.Close()) }()
	src, err = instrument.ReadSource(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return src, nil
}

// besideGuides returns the instruments in the directories above those of the
// guides, by id, so that a guide can be checked by itself. Which of them are at
// fault is for a check of their own.
func besideGuides(files []instrument.File) map[string]*instrument.Instrument {
	found := map[string]*instrument.Instrument{}
	for _, f := range files {
		if !instrument.IsGuide(f.Source) {
			continue
		}
		paths, err := matching(filepath.Join(filepath.Dir(f.Name), ".."), "*.yaml", "*.yml")
		if err != nil {
			continue
		}
		for _, path := range paths {
			src, err := readSurvey(path)
			if err != nil {
				continue
			}
			if in, faults := instrument.Parse(path, src); len(faults) == 0 {
				found[in.ID] = in
			}
		}
	}
	return found
}
