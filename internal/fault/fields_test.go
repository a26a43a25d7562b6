package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"pejl/internal/fault"
)

func TestFieldsKeepWhatIsWrongWhere(t *testing.T) {
	t.Parallel()
	var form fault.Fields
	if err := form.Err(); err != nil {
		t.Fatalf("an empty form is at fault: %v", err)
	}
	form.Add("title", nil)
	if err := form.Err(); err != nil {
		t.Fatalf("a nil fault counts: %v", err)
	}

	form.Add("title", fault.New(fault.Invalid, "round.title.empty"))
	form.Add("closes", fault.New(fault.Conflict, "round.closes.early", "days", 2))
	form.Add("title", fault.New(fault.Invalid, "round.title.taken"))

	err := fmt.Errorf("new round: %w", form.Err())
	if got := fault.KindOf(err); got != fault.Invalid {
		t.Errorf("a form at fault is %q, want invalid", got)
	}
	outer, ok := errors.AsType[*fault.Error](err)
	if !ok || outer.Key != "form.faults" || outer.Args["n"] != 3 {
		t.Errorf("the form's own sentence: %+v", outer)
	}

	got := fault.FieldsOf(err)
	if got.Len() != 3 {
		t.Fatalf("%d faults, want 3", got.Len())
	}
	for i, want := range []string{"round.title.empty", "round.closes.early", "round.title.taken"} {
		if key := got.All()[i].Fault.Key; key != want {
			t.Errorf("fault %d is %q, want %q", i, key, want)
		}
	}
	if f := got.Get("title"); f == nil || f.Key != "round.title.empty" {
		t.Errorf("the first fault of the title is %v", f)
	}
	if f := got.Get("units"); f != nil {
		t.Errorf("a sound field has the fault %v", f)
	}
	if !errors.Is(err, fault.New(fault.Conflict, "round.closes.early")) {
		t.Error("errors.Is does not find a field's fault")
	}
	if got, want := got.Error(), "title: invalid (round.title.empty); closes: conflict (round.closes.early); title: invalid (round.title.taken)"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

func TestNoFields(t *testing.T) {
	t.Parallel()
	f := fault.FieldsOf(errors.New("disk full"))
	if f != nil {
		t.Fatalf("a plain error holds %v", f)
	}
	if f.Len() != 0 || f.Get("title") != nil || f.All() != nil || f.Err() != nil {
		t.Error("a form that was never checked has faults")
	}
}
