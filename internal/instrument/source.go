package instrument

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// Limits on a file. An instrument with 2,000 items in two languages and two
// perspectives stays within them; a file made to exhaust the server does not.
const (
	maxBytes  = 1 << 20
	maxTokens = 150_000 // lines, commas, brackets and colons: what becomes nodes
	maxDepth  = 32
	maxItems  = 2_000
	maxFacets = 500
	maxFaults = 100
)

// byteOrderMark is what some Windows editors put before the text.
var byteOrderMark = []byte("\xef\xbb\xbf")

// source looks at the bytes of a file before anything parses them, and returns
// them without a byte order mark. It reports what no YAML parser needs to see.
func source(file string, src []byte) ([]byte, Faults) {
	src = bytes.TrimPrefix(src, byteOrderMark)
	at := func(line, col int, format string, args ...any) Faults {
		return Faults{{File: file, Line: line, Col: col, Message: fmt.Sprintf(format, args...)}}
	}
	if len(src) > maxBytes {
		return nil, at(1, 1, "the file is larger than 1 MiB; an instrument is text and stays far below, so divide it or take out what is not the instrument")
	}
	var faults Faults
	line, col, tokens, tabLine := 1, 0, 0, 0
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		col++
		switch {
		case r == utf8.RuneError && size == 1:
			return nil, append(faults, at(line, col, "this byte is not UTF-8; save the file as UTF-8")...)
		case r == '\n':
			line, col = line+1, 0
			tokens++
		case r == '\r' && i+1 < len(src) && src[i+1] == '\n':
		case r == '\t':
			if tabLine != line {
				faults = append(faults, at(line, col, "a tab; write spaces instead")...)
			}
			tabLine = line
		case forbidden(r):
			faults = append(faults, at(line, col, "the invisible character %U; take it away", r)...)
		case r == ',' || r == ':' || r == '[' || r == ']' || r == '{' || r == '}' || r == '-' || r == '?':
			tokens++
		}
		if tokens > maxTokens {
			return nil, append(faults, at(line, max(col, 1), "the file has too many parts; an instrument has at most %d items, so divide it", maxItems)...)
		}
		if len(faults) >= maxFaults {
			return nil, faults
		}
		i += size
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return src, nil
}

// forbidden reports whether a character has no place in a text that people read:
// controls, marks that turn the direction of writing, and line separators that
// look like nothing. They can make a text read other than it is.
func forbidden(r rune) bool {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\ufeff', r == utf8.RuneError:
		return true
	case '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069', r == '\u200b':
		return true
	}
	return false
}
