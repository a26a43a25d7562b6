package instrument_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// schema compiles one of the schemas that editors use.
func schema(t *testing.T, path ...string) *jsonschema.Schema {
	t.Helper()
	file := filepath.Join(append([]string{"..", "..", "surveys"}, path...)...)
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return s
}

// editor reads a file the way an editor does before it asks the schema. An
// error means that the editor underlines the file without any schema.
func editor(src []byte) (any, error) {
	var doc any
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return nil, err
	}
	again, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(again))
}

func TestBuiltInFilesFitTheirSchemas(t *testing.T) {
	t.Parallel()
	for pattern, s := range map[string]*jsonschema.Schema{
		"*.yaml":        schema(t, "schema.json"),
		"guides/*.yaml": schema(t, "guides", "schema.json"),
	} {
		paths, err := filepath.Glob(filepath.Join("..", "..", "surveys", filepath.FromSlash(pattern)))
		if err != nil || len(paths) != len(totals) {
			t.Fatalf("%d files for %s, want %d (%v)", len(paths), pattern, len(totals), err)
		}
		for _, path := range paths {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := editor(src)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			if !bytes.HasPrefix(src, []byte("# yaml-language-server: $schema=schema.json\n")) {
				t.Errorf("%s does not tell editors its schema", path)
			}
		}
	}
}

// unseen are the planted faults that no schema can see: they lie between two
// parts of the file, or in how it is written. Only `pejl check` finds them.
var unseen = []string{
	"no Danish title", "a language too many", "the country's code", "a placeholder", "a placeholder in braces",
	"a line break", "a text too long", "perspectives twice", "a wording missing", "a perspective misspelled",
	"options alike", "don't know like an option", "a scale that is not there", "a facet on a scale that is not there",
	"scales and no choice", "a scale for nobody", "two numberings in an aspect", "an aspect that is not there",
	"a facet without an aspect", "an aspect without facets", "aspects out of order", "an item id twice",
	"a facet id like an aspect's", "a facet name twice", "a wording twice", "a facet without short items",
	"a question's id like an item's", "a question for nobody", "more than there are", "facets of an aspect with one",
	"evidence of an unknown facet", "a control character written as an escape", "a direction turned", "an anchor",
	"an alias of an anchor", "a tag", "a merge key", "a text read as a date",
}

func TestSchemaSeesWhatASchemaCanSee(t *testing.T) {
	t.Parallel()
	s := schema(t, "schema.json")
	base := right(t)
	doc, err := editor([]byte(base))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Fatalf("the right file does not fit: %v", err)
	}
	seen := 0
	for _, tc := range planted {
		src := tc.new
		if tc.old != "" {
			src = plant(t, base, tc.old, tc.new)
		}
		doc, err := editor([]byte(src))
		if err != nil {
			continue // the editor's own YAML parser says so
		}
		fits := s.Validate(doc) == nil
		if !fits {
			seen++
		}
		if fits != slices.Contains(unseen, tc.name) {
			t.Errorf("%s: fits the schema: %t; is known to be beyond it: %t", tc.name, fits, !fits)
		}
	}
	if seen < 25 {
		t.Errorf("the schema sees %d of %d planted faults", seen, len(planted))
	}
	t.Logf("of %d planted faults the schema sees %d", len(planted), seen)
}

func TestGuideSchemaSeesFaults(t *testing.T) {
	t.Parallel()
	s := schema(t, "guides", "schema.json")
	for _, tc := range [][2]string{
		{"guide: small", "guide: Small Guide"},
		{"languages: [en]\n", ""},
		{"minutes: 10", "minutes: 0"},
		{"minutes: 10", "minutes: ten"},
		{"- aspect: G", "- aspects: G"},
		{"  - aspect: G\n", "  - aspect: G\n    facet: W1\n"},
		{"      - en: Which goal helped you?", "      []"},
		{"      - en: Which goal helped you?", "      - Which goal helped you?"},
	} {
		doc, err := editor([]byte(plant(t, smallGuide, tc[0], tc[1])))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(doc) == nil {
			t.Errorf("%q fits the schema", strings.TrimSpace(tc[1]))
		}
	}
	doc, err := editor([]byte(smallGuide))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("the right guide does not fit: %v", err)
	}
}
