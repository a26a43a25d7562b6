package fault

import (
	"errors"
	"strings"
)

// Field is one thing wrong in a form, tied to the name of the field it is about.
type Field struct {
	Name  string
	Fault *Error
}

// Fields gathers all that is wrong in one form, in the order it was found, so
// that the form can come back half filled with each fault beside its field. The
// zero value is ready to use.
type Fields struct {
	list []Field
}

// Add ties a fault to a field. A nil fault is passed over, so that the result of
// a check can be handed on unasked.
func (f *Fields) Add(name string, fault *Error) {
	if fault != nil {
		f.list = append(f.list, Field{Name: name, Fault: fault})
	}
}

// All lists the faults in the order they were added. It works on nil.
func (f *Fields) All() []Field {
	if f == nil {
		return nil
	}
	return f.list
}

// Len counts the faults. It works on nil.
func (f *Fields) Len() int { return len(f.All()) }

// Get gives the first fault of a field, or nil when nothing is wrong with it. It
// works on nil, so that a page needs no other form for the first showing.
func (f *Fields) Get(name string) *Error {
	for _, field := range f.All() {
		if field.Name == name {
			return field.Fault
		}
	}
	return nil
}

// Err gives nil when nothing is wrong; otherwise one Invalid fault that says how
// many things are, and holds the fields for FieldsOf.
func (f *Fields) Err() error {
	if f.Len() == 0 {
		return nil
	}
	return Wrap(f, Invalid, "form.faults", "n", f.Len())
}

// Error is the line for the log: the names of the fields and what each lacks.
func (f *Fields) Error() string {
	parts := make([]string, 0, f.Len())
	for _, field := range f.All() {
		parts = append(parts, field.Name+": "+field.Fault.Error())
	}
	return strings.Join(parts, "; ")
}

// Unwrap gives each fault, so that errors.Is finds any of them.
func (f *Fields) Unwrap() []error {
	errs := make([]error, 0, f.Len())
	for _, field := range f.All() {
		errs = append(errs, field.Fault)
	}
	return errs
}

// FieldsOf gives the faults of a form that err holds, or nil when it holds none.
func FieldsOf(err error) *Fields {
	f, _ := errors.AsType[*Fields](err)
	return f
}
