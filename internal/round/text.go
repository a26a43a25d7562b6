package round

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
)

// TextPile holds what people of one unit and group said in their own words to
// one question, as one value: sorted, so that nothing tells who said it or when.
type TextPile struct {
	UnitID   int64
	Group    Group
	Question string // key of instrument.Asked
	Bodies   []string
}

// errTexts is a text pile that was not written by WriteTexts.
var errTexts = errors.New("the text pile is not whole or not in order")

// WriteTexts puts texts into the one form in which they are stored: sorted, each
// after its length. The same texts in any order give the same bytes.
func WriteTexts(texts []string) []byte {
	sorted := slices.Sorted(slices.Values(texts))
	size := 0
	for _, t := range sorted {
		size += len(t) + binary.MaxVarintLen32
	}
	b := make([]byte, 0, size)
	for _, t := range sorted {
		b = append(binary.AppendUvarint(b, uint64(len(t))), t...)
	}
	return b
}

// ReadTexts reads what WriteTexts wrote.
func ReadTexts(b []byte) ([]string, error) {
	var texts []string
	for len(b) > 0 {
		n, width := binary.Uvarint(b)
		if width <= 0 || n > uint64(len(b)-width) {
			return nil, errTexts
		}
		t := string(b[width : width+int(n)])
		if len(texts) > 0 && strings.Compare(texts[len(texts)-1], t) > 0 {
			return nil, errTexts
		}
		texts = append(texts, t)
		b = b[width+int(n):]
	}
	return texts, nil
}
