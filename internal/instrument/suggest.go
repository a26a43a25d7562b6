package instrument

// nearest returns the candidate that a word is most likely meant to be, or ""
// where none is near: at most one change in three letters.
func nearest(word string, candidates []string) string {
	best, bestDistance := "", len(word)/3+2
	if len(word) > 40 {
		return ""
	}
	for _, c := range candidates {
		limit := max(len([]rune(word)), len([]rune(c)))/3 + 1
		if d := distance([]rune(word), []rune(c)); d <= limit && d < bestDistance && d < len([]rune(c)) {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap with
// their neighbour to make one word of the other.
func distance(a, b []rune) int {
	before, last, next := []int(nil), make([]int, len(b)+1), []int(nil)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next = make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, last = last, next
	}
	return last[len(b)]
}
