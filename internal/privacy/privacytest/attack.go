// Package privacytest attacks what has been released, as a reader with all pages
// and a computer would: by exact elimination it looks for groups too small to be
// told about.
package privacytest

import (
	"fmt"
	"math/big"
	"slices"
)

// A Find is a small group about which a sum can be worked out: the cells, each
// with the factor it is taken by, and the blocks of people that remain.
type Find struct {
	Blocks  []int
	People  int64
	Factors []*big.Rat // one for each cell
}

func (f Find) String() string {
	return fmt.Sprintf("%d people in blocks %v", f.People, f.Blocks)
}

// Attack is given the cells of one statistic, each as the blocks of people in it,
// and how many people each block holds. It returns groups of 1 to k−1 people whose
// sum is a linear combination of the sums of the cells, over the rational numbers
// and without rounding. Blocks that no cell tells apart are taken together, which
// loses nothing; if then no set of fewer than k people is left, none can be worked
// out, and the search is complete. Otherwise it tries sets of up to three such
// parts, each by elimination.
func Attack(cells [][]int, people []int64, k int64) []Find {
	m := newMatrix(cells, people)
	var finds []Find
	seen := map[string]bool{}
	try := func(columns []int) {
		if f, ok := m.within(columns); ok {
			if key := fmt.Sprint(f.Blocks); !seen[key] && f.People > 0 && f.People < k {
				seen[key] = true
				finds = append(finds, f)
			}
		}
	}
	var small []int
	for c, n := range m.people {
		if n < k {
			small = append(small, c)
		}
	}
	for i, a := range small {
		try([]int{a})
		for j, b := range small[i+1:] {
			if m.people[a]+m.people[b] >= k {
				continue
			}
			try([]int{a, b})
			for _, c := range small[i+j+2:] {
				if m.people[a]+m.people[b]+m.people[c] < k {
					try([]int{a, b, c})
				}
			}
		}
	}
	return finds
}

// matrix has a row for each cell and a column for each set of blocks that no cell
// tells apart.
type matrix struct {
	rows    [][]*big.Rat
	blocks  [][]int // of each column
	people  []int64 // of each column
	columns int
}

func newMatrix(cells [][]int, people []int64) *matrix {
	in := make([][]int, len(people))
	for c, cell := range cells {
		for _, b := range cell {
			in[b] = append(in[b], c)
		}
	}
	m := &matrix{}
	column := map[string]int{}
	of := make([]int, len(people))
	for b, cs := range in {
		of[b] = -1
		if len(cs) == 0 || people[b] == 0 {
			continue
		}
		key := fmt.Sprint(slices.Compact(slices.Sorted(slices.Values(cs))))
		at, ok := column[key]
		if !ok {
			at = len(m.people)
			column[key] = at
			m.people, m.blocks = append(m.people, 0), append(m.blocks, nil)
		}
		m.people[at] += people[b]
		m.blocks[at] = append(m.blocks[at], b)
		of[b] = at
	}
	m.columns = len(m.people)
	for _, cell := range cells {
		row := zeros(m.columns)
		for _, b := range cell {
			if of[b] >= 0 {
				row[of[b]].SetInt64(1)
			}
		}
		m.rows = append(m.rows, row)
	}
	return m
}

// within looks for factors of the cells that leave something in the given columns
// and nothing in any other.
func (m *matrix) within(columns []int) (Find, bool) {
	// Eliminate the other columns. Beside each row stand the factors that made it.
	n := len(m.rows)
	work := make([][]*big.Rat, n)
	for i, row := range m.rows {
		work[i] = append(zeros(0), zeros(m.columns+n)...)
		for j, x := range row {
			work[i][j].Set(x)
		}
		work[i][m.columns+i].SetInt64(1)
	}
	top := 0
	for j := range m.columns {
		if slices.Contains(columns, j) {
			continue
		}
		pivot := -1
		for i := top; i < n; i++ {
			if work[i][j].Sign() != 0 {
				pivot = i
				break
			}
		}
		if pivot < 0 {
			continue
		}
		work[top], work[pivot] = work[pivot], work[top]
		for i := top + 1; i < n; i++ {
			if work[i][j].Sign() == 0 {
				continue
			}
			q := new(big.Rat).Quo(work[i][j], work[top][j])
			for c := range work[i] {
				if work[top][c].Sign() != 0 {
					work[i][c].Sub(work[i][c], new(big.Rat).Mul(q, work[top][c]))
				}
			}
		}
		top++
	}
	// The rows below have nothing outside the columns.
	for _, row := range work[top:] {
		f := Find{Factors: row[m.columns:]}
		for _, j := range columns {
			if row[j].Sign() != 0 {
				f.People += m.people[j]
				f.Blocks = append(f.Blocks, m.blocks[j]...)
			}
		}
		if f.People > 0 {
			slices.Sort(f.Blocks)
			return f, true
		}
	}
	return Find{}, false
}

func zeros(n int) []*big.Rat {
	v := make([]*big.Rat, n)
	for i := range v {
		v[i] = new(big.Rat)
	}
	return v
}
