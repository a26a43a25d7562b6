package round

import (
	"bytes"
	"sort"

	"pejl/internal/instrument"
)

// AddToPile returns the pile with the vectors added, each at its place in the
// order. All vectors, those in the pile too, have the same length.
func AddToPile(pile []byte, vectors [][]byte) []byte {
	if len(vectors) == 0 {
		return pile
	}
	width := len(vectors[0])
	sort.Slice(vectors, func(i, j int) bool { return bytes.Compare(vectors[i], vectors[j]) < 0 })
	out := make([]byte, 0, len(pile)+len(vectors)*width)
	rest := pile
	for _, v := range vectors {
		n := len(rest) / width
		at := sort.Search(n, func(i int) bool { return bytes.Compare(rest[i*width:(i+1)*width], v) > 0 }) * width
		out = append(append(out, rest[:at]...), v...)
		rest = rest[at:]
	}
	return append(out, rest...)
}

// Each calls f with every answer vector of the pile; width is the number of
// items. The vector is only valid during the call.
func (p *Pile) Each(width int, f func(instrument.Answers)) {
	row := make(instrument.Answers, width)
	for at := 0; at+width <= len(p.Answers); at += width {
		for i, b := range p.Answers[at : at+width] {
			row[i] = instrument.Answer(b)
		}
		f(row)
	}
}
