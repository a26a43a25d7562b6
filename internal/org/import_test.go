package org_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/fault"
	"pejl/internal/org"
	"pejl/internal/store"
	"pejl/internal/store/storetest"
)

var noon = time.Date(2027, time.March, 1, 12, 0, 0, 0, time.UTC)

func service(s *store.Store) *org.Service {
	return org.NewService(s, func() time.Time { return noon })
}

// outline writes a subtree with one line a unit, as "kind name (number)".
func outline(t *testing.T, s *org.Service, id int64) string {
	t.Helper()
	units, err := s.Subtree(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	var sb strings.Builder
	for _, u := range units {
		indent := strings.Repeat("  ", strings.Count(u.Path, "/")-strings.Count(units[0].Path, "/"))
		fmt.Fprintf(&sb, "%s%s %s (%s)\n", indent, u.Kind, u.Name, u.Number)
	}
	return sb.String()
}

func read(t *testing.T, file string) []org.UnitLine {
	t.Helper()
	lines, faults := org.ReadUnits(strings.NewReader(file))
	if len(faults) > 0 {
		t.Fatal(show(faults))
	}
	return lines
}

func TestImportUnits(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		s := service(st)
		lines := read(t, danish)
		// Parents may stand after their children.
		lines[0], lines[4] = lines[4], lines[0]
		first, faults, err := s.ImportUnits(ctx, 0, lines)
		if err != nil || len(faults) > 0 {
			t.Fatal(err, show(faults))
		}
		top := first.Units[4]
		const want = `authority Fjordby Kommune (100)
  area Område Nord ()
    school Østerskolen (101)
      team 1. årgang ()
    daycare Børnehuset "Ærten"; afd. 2 (102)
`
		if got := outline(t, s, top.ID); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
		if first.Units[0].Name != "1. årgang" || len(first.Added) != 5 {
			t.Errorf("%d added, first line is %s", len(first.Added), first.Units[0].Name)
		}

		for _, under := range []int64{0, top.ID} {
			again, faults, err := s.ImportUnits(ctx, under, lines)
			if err != nil || len(faults) > 0 || len(again.Added)+len(again.Changed) > 0 {
				t.Fatalf("the same list again: %v %v %+v", err, show(faults), again)
			}
			if diff := cmp.Diff(first.Units, again.Units); diff != "" {
				t.Errorf("the same list finds other units:\n%s", diff)
			}
		}

		// By name alone, under another name, and with a number for one that had none.
		more, faults, err := s.ImportUnits(ctx, top.ID,
			read(t, "number,name,kind,parent,invited\n,Østerskolen,school,,40\n102,Børnehuset Ærten,daycare,,9\n"+
				"17,1. årgang,team,101,6\n103,Vesterskolen,,Område Nord,30\n104,Sydskolen,,,12\n"))
		if err != nil || len(faults) > 0 || len(more.Added) != 2 || len(more.Changed) != 2 {
			t.Fatal(err, show(faults), more)
		}
		const then = `authority Fjordby Kommune (100)
  area Område Nord ()
    school Østerskolen (101)
      team 1. årgang (17)
    daycare Børnehuset Ærten (102)
    school Vesterskolen (103)
  school Sydskolen (104)
`
		if got := outline(t, s, top.ID); got != then {
			t.Errorf("got\n%swant\n%s", got, then)
		}
	})
}

func TestImportUnitsNamesEveryFaultAndSavesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		s := service(st)
		im, faults, err := s.ImportUnits(ctx, 0, read(t, danish+"200;Bakkeby;kommune;;\n201;Bakkeskolen;skole;200;\n;Tvilling;skole;100;\n;Tvilling;skole;200;\n"))
		if err != nil || len(faults) > 0 {
			t.Fatal(err, show(faults))
		}
		top := im.Units[0].ID
		before := outline(t, s, top)
		for _, c := range []struct{ file, want string }{
			{"1,A,,\n1,B,,", "3 units.number_twice"},
			{",A,,\n,A,,", "3 units.twice"},
			{"101,Østerskolen,,\n,Østerskolen,,", "3 units.twice"},
			{",A,,Nowhere", "2 units.parent_unknown"},
			{",A,,B\n,B,,C\n,C,,A", "4 units.circle"},
			{",A,,B\n1,B,,\n2,B,,", "2 units.parent_unclear"},
			{",Hus,area,Østerskolen", "2 units.kind_above"},
			{"101,Østerskolen,daycare,", "2 units.kind_differs"},
			{"101,Østerskolen,,100", "2 units.parent_differs"},
			{"201,Bakkeskolen,,", "2 units.elsewhere"},
			{",A,,200", "2 units.parent_unknown"},
			{",New,,\n,Bad,,Nowhere\n,Worse,,Nowhere", "3 units.parent_unknown; 4 units.parent_unknown"},
		} {
			im, faults, err := s.ImportUnits(ctx, top, read(t, "number,name,kind,parent\n"+c.file+"\n"))
			got := strings.ReplaceAll(show(faults), ":0 ", " ")
			if err != nil || im != nil || got != c.want {
				t.Errorf("%q: got %q, %v, %v; want %q", c.file, got, im, err, c.want)
			}
		}
		if _, faults, _ := s.ImportUnits(ctx, 0, read(t, "name\nTvilling\n")); show(faults) != "2:0 units.unclear" {
			t.Errorf("a name that stands twice: %s", show(faults))
		}
		_, faults, err = s.ImportUnits(ctx, 0, read(t, "name,invited\nØst,12\nVest,9\nSyd,\n"))
		if err != nil || show(faults) != "3:0 units.no_top" {
			t.Errorf("units with nothing above them all: %v %s", err, show(faults))
		}
		if roots, err := s.Children(ctx, 0); err != nil || len(roots) != 2 {
			t.Errorf("%d units at the top, %v; the refused list has left some", len(roots), err)
		}
		if after := outline(t, s, top); after != before {
			t.Errorf("before\n%safter\n%s", before, after)
		}
		if _, _, err := s.ImportUnits(ctx, 4711, read(t, danish)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("under a unit that is not there: %v", err)
		}
	})
}

func TestAddUnitRefuses(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		s := service(st)
		school, err := s.AddUnit(ctx, 0, org.School, " Østerskolen ", "101")
		if err != nil || school.Path != fmt.Sprintf("/%d/", school.ID) {
			t.Fatal(school, err)
		}
		if _, err := s.AddUnit(ctx, school.ID, org.Team, "1. årgang", ""); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			parent       int64
			kind         org.Kind
			name, number string
			want         string
		}{
			{4711, org.Team, "A", "", "unit.not_found"},
			{0, org.School, " ", "", "unit.name"},
			{0, "castle", "A", "", "unit.kind"},
			{school.ID, org.Area, "A", "", "unit.kind_above"},
			{0, org.School, "A", "101", "unit.number_taken"},
			{school.ID, org.Team, "1.  årgang", "", "unit.name_taken"},
		} {
			_, err := s.AddUnit(ctx, c.parent, c.kind, c.name, c.number)
			if f, ok := errors.AsType[*fault.Error](err); !ok || f.Key != c.want {
				t.Errorf("%+v: %v", c, err)
			}
		}
		if u, err := s.UnitByNumber(ctx, "101"); err != nil || u.ID != school.ID || u.Name != "Østerskolen" {
			t.Error(u, err)
		}
		if roots, err := s.Children(ctx, 0); err != nil || len(roots) != 1 {
			t.Error(roots, err)
		}
	})
}
