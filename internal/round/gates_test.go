package round

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestGatesOnlyGrowStricter(t *testing.T) {
	t.Parallel()
	least := LeastGates()
	v := reflect.ValueOf(least)
	for i := range v.NumField() {
		if v.Field(i).Int() == 0 {
			t.Errorf("%s has no limit", v.Type().Field(i).Name)
		}
	}
	if len(gates()) != v.NumField() {
		t.Errorf("%d limits have a name, and there are %d", len(gates()), v.NumField())
	}
	for name, gate := range gates() {
		stricter, looser := gate.least+1, gate.least-1
		if !gate.upward {
			stricter, looser = looser, stricter
		}
		raised, err := RaiseGates(map[string]int{name: stricter})
		if err != nil || *gate.of(&raised) != stricter {
			t.Errorf("%s = %d: %v", name, stricter, err)
		}
		if _, err := RaiseGates(map[string]int{name: looser}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s = %d: %v", name, looser, err)
		}
		var loose Gates
		*gate.of(&loose) = looser
		for _, got := range []Gates{raised.Stricter(loose), loose.Stricter(raised), raised.Stricter(Gates{})} {
			if *gate.of(&got) != stricter {
				t.Errorf("%s becomes %d of %d and %d", name, *gate.of(&got), stricter, looser)
			}
		}
		if got := loose.Stricter(Gates{}); got != least {
			t.Errorf("%s = %d is taken: %+v", name, looser, got)
		}
	}
	if _, err := RaiseGates(map[string]int{"mean": 9}); err == nil || !strings.Contains(err.Error(), "means") {
		t.Errorf("an unknown limit: %v", err)
	}
}

func TestSettingsWithoutGatesStayAsTheyWere(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(Settings{Texts: true})
	if err != nil || string(b) != `{"texts":true}` {
		t.Errorf("%s, %v", b, err)
	}
	var s Settings
	if err := json.Unmarshal([]byte(`{"texts":true,"gates":{"means":8}}`), &s); err != nil || s.Gates.Means != 8 {
		t.Errorf("%+v, %v", s, err)
	}
}
