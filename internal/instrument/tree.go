package instrument

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// tree parses the one document of a file and refuses what an instrument has no
// use for: aliases, anchors, tags, merge keys, complex keys, deep nesting and
// several documents. What it returns is mappings, lists and scalars only.
func tree(file string, src []byte) (*yaml.Node, Faults) {
	src, faults := source(file, src)
	if len(faults) > 0 {
		return nil, faults
	}
	dec := yaml.NewDecoder(bytes.NewReader(src))
	var doc, second yaml.Node
	err := decode(dec, &doc)
	if errors.Is(err, io.EOF) {
		return nil, Faults{{File: file, Line: 1, Col: 1, Message: "the file is empty; surveys/README.md shows how to begin"}}
	}
	if err != nil {
		return nil, Faults{syntaxFault(file, src, err)}
	}
	switch err := decode(dec, &second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		return nil, Faults{syntaxFault(file, src, err)}
	default:
		return nil, Faults{{File: file, Line: second.Line, Col: max(second.Column, 1),
			Message: "a second document begins here; write one instrument to a file and take away the `---`"}}
	}
	r := &reader{file: file}
	r.plain(doc.Content[0], 1)
	if len(r.faults) > 0 {
		return nil, r.faults.sorted()
	}
	return doc.Content[0], nil
}

// decode reads the next document. The parser reports by panic what it did not
// foresee; to an author that is a fault in the file like any other.
func decode(dec *yaml.Decoder, n *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	return dec.Decode(n)
}

// plain walks the tree and reports every node that is not a plain mapping, list
// or scalar.
func (r *reader) plain(n *yaml.Node, depth int) {
	if depth > maxDepth {
		r.fault(n, "nested more than %d deep; an instrument needs less than ten", maxDepth)
		return
	}
	switch {
	case n.Kind == yaml.AliasNode:
		r.fault(n, "an alias (`*%s`); write the text out, aliases are not used here", n.Value)
		return
	case n.Anchor != "":
		r.fault(n, "an anchor (`&%s`); take it away, anchors are not used here", n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		r.fault(n, "a tag (`%s`); take it away, put quotes around what is text", n.Tag)
	}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			switch {
			case c.Tag == "!!merge":
				r.fault(c, "a merge key (`<<`); write the keys out")
				continue
			case c.Kind != yaml.ScalarNode:
				r.fault(c, "a key must be one word, such as `id:`")
				continue
			}
		}
		r.plain(c, depth+1)
	}
}

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)

// hints say to an author what the parser's sentence means in practice.
var hints = []struct{ sentence, hint string }{
	{"mapping values are not allowed", "this line is indented otherwise than the lines above, or a text with `: ` in it needs quotes around it"},
	{"found character that cannot start any token", "a text cannot begin with this character; put quotes around the text"},
	{"found unexpected end of stream", "quotes are opened here and never closed"},
	{"did not find expected key", "this line is indented otherwise than the lines above, or something follows a closing quote"},
	{"did not find expected '-' indicator", "this line is indented otherwise than the list above it"},
	{"did not find expected ',' or", "a bracket is opened and never closed, a comma is missing, or a text between brackets needs quotes, as one with a question mark does"},
	{"could not find expected ':'", "a key needs a colon after it: `key: text`"},
	{"block sequence entries are not allowed", "a list begins on a line of its own below its key"},
	{"unknown anchor", "an alias (`*…`) names nothing; write the text out, or put quotes around a text that begins with `*`"},
	{"did not find expected alphabetic or numeric", "a text cannot begin with `&`, `*` or `!`; put quotes around it"},
	{"did not find expected node content", "a bracket is opened and never closed, or something is missing after a comma or a colon"},
	{"did not find expected <document start>", "this line stands further left than the first; begin the keys of the file in the first column"},
	{"exceeded max depth", "nested too deep; an instrument needs less than ten levels"},
}

// syntaxFault turns the parser's error into a fault that an author can mend.
func syntaxFault(file string, src []byte, err error) Fault {
	said := err.Error()
	line := 1
	if m := yamlLine.FindStringSubmatch(said); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	lines := strings.Split(string(src), "\n")
	if near, ok := brokenLine(src, said); ok {
		line = near
	}
	line = min(max(line, 1), len(lines))
	said = strings.TrimPrefix(yamlLine.ReplaceAllString(said, ""), "yaml: ")
	text := lines[line-1]
	f := Fault{File: file, Line: line, Col: 1 + len(text) - len(strings.TrimLeft(text, " ")), Message: "not YAML: " + said}
	for _, h := range hints {
		if strings.Contains(said, h.sentence) {
			f.Message = "not YAML: " + h.hint
			break
		}
	}
	return f
}

// brokenLine finds the line that makes the file unreadable: the one after the
// longest readable beginning. The parser's own line is that of the construct it
// was in, and often one too early.
func brokenLine(src []byte, said string) (int, bool) {
	const unended = "found unexpected end of stream"
	if len(src) > maxBytes/4 || strings.Contains(said, "exceeded max depth") {
		return 0, false
	}
	var ends []int
	for i, b := range src {
		if b == '\n' {
			ends = append(ends, i+1)
		}
	}
	ends = append(ends, len(src))
	readable := func(n int) bool {
		if n == 0 {
			return true
		}
		dec := yaml.NewDecoder(bytes.NewReader(src[:ends[n-1]]))
		for {
			var doc yaml.Node
			err := decode(dec, &doc)
			switch {
			case errors.Is(err, io.EOF):
				return true
			case err != nil:
				// A beginning that ends inside quotes is readable so far, unless
				// quotes that never close are what is wrong.
				return strings.Contains(err.Error(), unended) && !strings.Contains(said, unended)
			}
		}
	}
	good, bad := 0, len(ends)
	for bad-good > 1 {
		if mid := (good + bad) / 2; readable(mid) {
			good = mid
		} else {
			bad = mid
		}
	}
	return bad, true
}
