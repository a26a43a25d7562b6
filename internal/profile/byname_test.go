package profile

import (
	"slices"
	"testing"
)

func TestByName(t *testing.T) {
	t.Parallel()
	want := []string{"0", "00", "1", "2", "09", "9", "10", "3001", "99999999999999999999", "100000000000000000000", "", "-1", "1.5", "S01", "S2", "a", "å"}
	for _, order := range [][]int{{3, 1, 7, 0, 16, 9, 11, 2, 4, 14, 5, 13, 6, 8, 10, 12, 15}, {16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}} {
		got := make([]string, len(want))
		for i, at := range order {
			got[i] = want[at]
		}
		slices.SortFunc(got, ByName)
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
