package stats

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSubsetIsWhatFewerColumnsGive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawAnswers(t).units[0].complete()
		if len(s) == 0 {
			return
		}
		index := rapid.SliceOfNDistinct(rapid.IntRange(0, len(s[0])-1), 1, len(s[0]), rapid.ID[int]).Draw(t, "index")
		var fewer sheet
		for _, row := range s {
			var r []int
			for _, i := range index {
				r = append(r, row[i])
			}
			fewer = append(fewer, r)
		}
		got, ok := s.items().Subset(index...)
		if d := cmp.Diff(fewer.items(), got); d != "" || !ok {
			t.Fatalf("ok %v\n%s", ok, d)
		}
		if len(index) > 1 {
			cols := fewer.columns()
			if r, ok := got.Correlation(0, 1); ok && (r-naiveCor(cols[0], cols[1]) > 1e-9 || naiveCor(cols[0], cols[1])-r > 1e-9) {
				t.Errorf("correlation %v, want %v", r, naiveCor(cols[0], cols[1]))
			}
		}
	})
	if it, ok := matrix.items().Subset(0, 4); ok {
		t.Errorf("a fifth of four items: %+v", it)
	}
}

func TestMisshapenItemsAreRefused(t *testing.T) {
	t.Parallel()
	for name, it := range map[string]Items{
		"not symmetric": {N: 3, Sum: []int64{3, 3}, Cross: [][]int64{{5, 4}, {3, 5}}},
		"ragged":        {N: 3, Sum: []int64{3, 3}, Cross: [][]int64{{5, 4}, {4}}},
		"nobody":        {Sum: []int64{0, 0}, Cross: [][]int64{{0, 0}, {0, 0}}},
		"no items":      {N: 3},
	} {
		if a, ok := Alpha(it); ok {
			t.Errorf("%s: alpha %v", name, a)
		}
	}
}

func TestTotalsOfMoreItemsThanTheFacetHas(t *testing.T) {
	t.Parallel()
	if m, ok := ScoreMoments(3, Totals{Items: 4, N: 1, Sum: 4, SumSq: 16}); ok {
		t.Errorf("four of three items answered: %+v", m)
	}
	if m, ok := ScoreMoments(0); ok {
		t.Errorf("a facet without items: %+v", m)
	}
	if s, ok := SideOf(6, 1, 1, 5); ok {
		t.Errorf("6 of 5 is %v", s)
	}
	if _, _, _, ok := Sides(1, []int64{3}); ok {
		t.Error("a scale of one option has sides")
	}
}
