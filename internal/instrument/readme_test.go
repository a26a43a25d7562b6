package instrument_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pejl/internal/instrument"
)

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// What authors copy first must be right, and what they may write must be told.
func TestReadmeForAuthors(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "surveys")
	src, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme := strings.ReplaceAll(string(src), "\r\n", "\n")
	var files []instrument.File
	instruments, guides := schema(t, "schema.json"), schema(t, "guides", "schema.json")
	for _, block := range yamlBlock.FindAllStringSubmatch(readme, -1) {
		f := instrument.File{Name: "README.md", Source: []byte(block[1])}
		files = append(files, f)
		fits := instruments
		if instrument.IsGuide(f.Source) {
			fits = guides
		}
		doc, err := editor(f.Source)
		if err != nil {
			t.Fatal(err)
		}
		if err := fits.Validate(doc); err != nil {
			t.Error(err)
		}
	}
	if len(files) != 2 {
		t.Fatalf("%d examples, want an instrument and its guide", len(files))
	}
	for _, f := range instrument.Check(files, func(string) (*instrument.Instrument, bool) { return nil, false }) {
		t.Error(f)
	}

	var schema struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	src, err = os.ReadFile(filepath.Join(dir, "schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(src, &schema); err != nil {
		t.Fatal(err)
	}
	told := func(key string) {
		if !strings.Contains(readme, "`"+key+"`") && !strings.Contains(readme, "`"+key+":") {
			t.Errorf("README.md does not tell of the key `%s`", key)
		}
	}
	for key := range schema.Properties {
		told(key)
	}
	for _, def := range schema.Defs {
		for key := range def.Properties {
			told(key)
		}
	}
}
