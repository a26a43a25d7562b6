package org_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"pejl/internal/org"
)

const danish = `Nummer;Navn;Type;Overordnet;Inviterede
100;Fjordby Kommune;kommune;;
;Område Nord;område;100;
101;Østerskolen;skole;Område Nord;42
102;"Børnehuset ""Ærten""; afd. 2";Dagtilbud;Område Nord; 9

;1. årgang;TEAM;101;6
`

var danishLines = []org.UnitLine{
	{Row: 2, Number: "100", Name: "Fjordby Kommune", Kind: org.Authority},
	{Row: 3, Name: "Område Nord", Kind: org.Area, Parent: "100"},
	{Row: 4, Number: "101", Name: "Østerskolen", Kind: org.School, Parent: "Område Nord", Invited: 42},
	{Row: 5, Number: "102", Name: `Børnehuset "Ærten"; afd. 2`, Kind: org.Daycare, Parent: "Område Nord", Invited: 9},
	{Row: 7, Name: "1. årgang", Kind: org.Team, Parent: "101", Invited: 6},
}

func TestReadUnitsAsSpreadsheetsWriteThem(t *testing.T) {
	t.Parallel()
	encoded := func(text string, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	tabs := strings.ReplaceAll(strings.ReplaceAll(danish, ";", "\t"), "\t afd. 2", "; afd. 2")
	for name, file := range map[string]string{
		"utf-8":        danish,
		"with mark":    "\ufeff" + danish,
		"crlf":         strings.ReplaceAll(danish, "\n", "\r\n"),
		"tabs":         tabs,
		"windows-1252": encoded(charmap.Windows1252.NewEncoder().String(danish)),
		"utf-16":       encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(tabs)),
		"decomposed":   strings.NewReplacer("å", "a\u030a", "Å", "A\u030a").Replace(danish),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines, faults := org.ReadUnits(strings.NewReader(file))
			if diff := cmp.Diff(danishLines, lines); diff != "" || len(faults) > 0 {
				t.Errorf("faults %v, want (-) and got (+):\n%s", faults, diff)
			}
		})
	}
	t.Run("english, other order, no kind", func(t *testing.T) {
		t.Parallel()
		lines, faults := org.ReadUnits(strings.NewReader("Invited,Name\n7,East  School \n"))
		want := []org.UnitLine{{Row: 2, Name: "East School", Kind: org.School, Invited: 7}}
		if diff := cmp.Diff(want, lines); diff != "" || len(faults) > 0 {
			t.Errorf("faults %v:\n%s", faults, diff)
		}
	})
}

func TestReadUnitsNamesEveryFault(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, want string }{
		{"", "1:0 units.empty"},
		{"name\n", "1:0 units.empty"},
		{"number,kind\n1,school\n", "1:0 units.no_name_column"},
		{"name,navn,colour\nA,B,C\n", "1:2 units.heading_twice; 1:3 units.heading"},
		{"name,kind,invited\n,school,3\nB,castle,3\nC,school,-1\nD,school,2.5\nE,school,100001\nF,school,,x\n",
			"2:1 units.name; 3:2 units.kind; 4:3 units.invited; 5:3 units.invited; 6:3 units.invited; 7:4 units.no_heading"},
		{"number,name\n1\x1b,A\n2,B\x1b[31m\n3," + strings.Repeat("å", 201) + "\n4," + strings.Repeat("å", 200) + "\n",
			"2:1 units.odd_name; 3:2 units.odd_name; 4:2 units.odd_name"},
		{"name\nA\n\"B\nC\n", "3:0 units.quotes"},
		{"name\n\"A\nB\"\n,x\n", "4:2 units.no_heading; 4:1 units.name"},
		{"name\n" + strings.Repeat("A\n", 20_001), "20002:0 units.too_many"},
		{"name\n" + strings.Repeat("A", 8<<20), "0:0 units.too_many"},
	} {
		lines, faults := org.ReadUnits(strings.NewReader(c.file))
		if got := show(faults); got != c.want || lines != nil {
			t.Errorf("%.60q: got %q and %d lines, want %q", c.file, got, len(lines), c.want)
		}
	}
}

func show(faults []org.LineFault) string {
	var list []string
	for _, f := range faults {
		list = append(list, fmt.Sprintf("%d:%d %s", f.Row, f.Column, f.Fault.Key))
	}
	return strings.Join(list, "; ")
}

func FuzzReadUnits(f *testing.F) {
	f.Add([]byte(danish))
	f.Add([]byte("\xff\xfen\x00"))
	f.Add([]byte("name\n\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines, faults := org.ReadUnits(strings.NewReader(string(data)))
		if (lines == nil) == (faults == nil) {
			t.Errorf("%d lines and %d faults", len(lines), len(faults))
		}
		for _, l := range lines {
			if l.Name == "" || !l.Kind.Valid() || l.Invited < 0 {
				t.Errorf("read %+v", l)
			}
		}
	})
}
