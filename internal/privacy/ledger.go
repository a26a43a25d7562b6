package privacy

// Ledger keeps the cells of one statistic that have been shown, as the atoms they
// make. People come in blocks, which are never divided: block i holds counts[i].
type Ledger struct {
	least  int64
	counts []int64
	atom   []int   // of each block; outside where it is in no shown cell
	people []int64 // in each atom
}

// outside is where blocks are that no shown cell holds. It is no atom: nothing can
// be worked out about people who are in nothing shown.
const outside = 0

// NewLedger returns a ledger in which nothing has been shown.
func NewLedger(least int64, counts []int64) *Ledger {
	return &Ledger{least: least, counts: counts, atom: make([]int, len(counts)), people: []int64{0}}
}

// Offer asks to show a cell, given by its blocks, each once. It is refused, and
// nothing changes, if the cell, its part in any atom, or the rest of that atom would
// hold 1 to K−1 people; so is a cell of nobody. The cost grows with the size of the
// cell.
func (l *Ledger) Offer(cell []int) bool {
	part := map[int]int64{}
	var all int64
	for _, b := range cell {
		part[l.atom[b]] += l.counts[b]
		all += l.counts[b]
	}
	if all < l.least {
		return false
	}
	for a, n := range part {
		if l.few(n) || a != outside && l.few(l.people[a]-n) {
			return false
		}
	}
	moved := map[int]int{}
	for _, b := range cell {
		a, n := l.atom[b], l.counts[b]
		if n == 0 || a != outside && part[a] == l.people[a] {
			continue
		}
		to, ok := moved[a]
		if !ok {
			to = len(l.people)
			moved[a] = to
			l.people = append(l.people, part[a])
		}
		l.atom[b] = to
	}
	for a := range moved {
		if a != outside {
			l.people[a] -= part[a]
		}
	}
	return true
}

func (l *Ledger) few(n int64) bool { return n > 0 && n < l.least }

// Atoms returns how many people each atom holds, in no particular order.
func (l *Ledger) Atoms() []int64 { return l.people[1:] }
