package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// profileSchema compiles the schema that users are given.
func profileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "docs", "profile.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("profile.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("profile.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// fits holds output to the schema.
func fits(t *testing.T, s *jsonschema.Schema, output string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(output))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("the output does not fit docs/profile.schema.json: %v", err)
	}
}

func TestProfileFitsItsSchema(t *testing.T) {
	t.Parallel()
	s := profileSchema(t)
	for _, f := range fixtures() {
		t.Run(f.name+" as "+f.instrument, func(t *testing.T) {
			t.Parallel()
			dir := f.dir(t)
			for _, gates := range []string{"on", "off"} {
				args := f.command(dir, "--gates", gates)
				if gates == "on" && strings.HasPrefix(f.name, "synth_") {
					args = f.command(dir) // its roster does not tell groups apart
					args = append(args[:len(args)-2], "--gates", gates)
				}
				stdout, stderr, code := ran(t, append([]string{"profile"}, args...)...)
				if code != 0 {
					t.Fatalf("exit %d\n%s", code, stderr)
				}
				fits(t, s, stdout)
			}
		})
	}
}

// TestProfileOfWhatCannotBe holds that there is nothing but null and sentences where
// there is nothing to compute with.
func TestProfileOfWhatCannotBe(t *testing.T) {
	t.Parallel()
	s := profileSchema(t)
	for name, rows := range map[string]string{
		"nobody":            "",
		"one person":        "x,1,1,1\n",
		"one unit":          people(30, "x"),
		"nobody's unit":     people(30, ""),
		"all don't know":    strings.Repeat("x,99,99,\n", 20) + strings.Repeat("y,99,99,\n", 20),
		"all blank":         strings.Repeat("x,,,\n", 20),
		"no variance":       strings.Repeat("x,1,1,5\n", 20) + strings.Repeat("y,1,1,5\n", 20) + strings.Repeat("z,1,1,5\n", 20),
		"none within units": strings.Repeat("x,0,2,1\n", 20) + strings.Repeat("y,1,1,5\n", 20) + strings.Repeat("z,2,0,9\n", 20),
		"one each":          "a,0,2,1\nb,1,1,5\nc,2,0,9\n",
		"two and one":       "a,0,2,1\na,1,1,1\nb,2,2,2\n",
		"ends":              strings.Repeat("x,2,0,10\n", 12) + strings.Repeat("y,0,2,1\n", 12),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, round := range []string{"", "1", "1,2"} {
				csv, args := "u,a1,a2,b1\n"+rows, []string{}
				if round != "" {
					csv, args = "w,u,a1,a2,b1\n", []string{"--round", "w"}
					for w := range strings.SplitSeq(round, ",") {
						for line := range strings.Lines(rows) {
							csv += w + "," + line
						}
					}
				}
				dir := folder(t, "a.csv", csv, "roster.csv", "w,u,invited\n1,x,5\n1,y,0\n2,x,100\n3,q,7\n")
				for _, roster := range []bool{false, true} {
					all := append([]string{"profile", "--instrument", tiny, "--unit", "u", "--dont-know", "99", "--responses", filepath.Join(dir, "a.csv")}, args...)
					if roster {
						all = append(all, "--roster", filepath.Join(dir, "roster.csv"))
					}
					for _, gates := range []string{"on", "off"} {
						stdout, stderr, code := ran(t, append(all, "--gates", gates)...)
						if code != 0 {
							t.Fatalf("gates %s: exit %d\n%s", gates, code, stderr)
						}
						fits(t, s, stdout)
						if round != "1" || !roster {
							continue // drawing takes its time
						}
						page, stderr, code := ran(t, append(all, "--gates", gates, "--format", "html")...)
						if code != 0 || strings.Contains(page, "NaN") || strings.Contains(page, "Inf") || strings.Contains(page, "%!") || strings.Contains(page, "[file.") {
							t.Errorf("gates %s: the page is not as it should be, exit %d\n%s", gates, code, stderr)
						}
					}
				}
			}
		})
	}
}
