package main

import (
	"bytes"
	"os"
	"testing"

	"pejl/internal/instrument"
)

// FuzzReadResponses holds the reader to its word on any bytes: either there are
// faults, each at a place in the file and no more than are told, or every row is an
// answer that the instrument can take.
func FuzzReadResponses(f *testing.F) {
	for _, seed := range []string{
		"", "u,a1,a2,b1\n", "u,a1,a2,b1\nx,0,9,10\n,,,\n", "\ufeffu,a1,a2,b1\r\nx,2,1,1",
		"u;a1;a2;b1\nx;1;1;1", "u,a1,a2,b1\nx,\"1\n", "u,a1,a2,b1\n\"x\"\",\",1,1,1", "u,a1,a2\n\xff,1,1",
	} {
		f.Add([]byte(seed), ",", "9", "")
	}
	f.Add([]byte("u\ta1\ta2\tb1\nx\t1\tNA\t1"), "tab", "", "NA")
	src, err := os.ReadFile(tiny)
	if err != nil {
		f.Fatal(err)
	}
	in, faulty := instrument.Parse(tiny, src)
	if len(faulty) > 0 {
		f.Fatal(faulty)
	}
	f.Fuzz(func(t *testing.T, file []byte, comma, dontKnow, missing string) {
		c, err := delimiter(comma)
		if err != nil {
			return
		}
		cols := columns{Unit: "u", Comma: c, DontKnow: dontKnow, Missing: []string{missing}}
		var rows []row
		fs := readResponses("f", bytes.NewReader(file), in, cols, func(r row) { rows = append(rows, r) })
		if len(fs.list) > maxFaults {
			t.Errorf("%d faults are told", len(fs.list))
		}
		lines := 1 + bytes.Count(file, []byte("\n"))
		for _, fault := range fs.list {
			if fault.Row < 1 || fault.Row > lines || fault.Column < 1 || fault.Message == "" {
				t.Errorf("a fault without a place: %+v", fault)
			}
		}
		for _, r := range rows {
			for i, a := range r.Answers {
				scale := in.ScaleOf(in.FacetByID(in.Items()[i].Facet))
				if a != instrument.Blank && a != instrument.DontKnow && int(a) >= len(scale.Options) {
					t.Errorf("item %d is %d", i, a)
				}
			}
		}
		if fs.count() > 0 {
			return
		}
		again := 0
		if more := readResponses("f", bytes.NewReader(file), in, cols, func(row) { again++ }); more.count() > 0 || again != len(rows) {
			t.Errorf("%d rows at first, then %d with %d faults", len(rows), again, more.count())
		}
	})
}
