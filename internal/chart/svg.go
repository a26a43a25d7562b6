package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Elements a drawing is made of. Anything else in the engine's output is an
// error, so that nothing active can ever reach a page.
var elements = map[string]bool{
	"svg": true, "g": true, "path": true, "text": true, "tspan": true, "rect": true, "circle": true,
	"ellipse": true, "line": true, "polyline": true, "polygon": true, "defs": true, "clipPath": true,
}

// Attributes that are kept as they are. Ids, references to ids, colours and the
// style attribute are treated one by one; everything else is dropped.
var attributes = map[string]bool{
	"d": true, "x": true, "y": true, "x1": true, "y1": true, "x2": true, "y2": true, "cx": true, "cy": true,
	"r": true, "rx": true, "ry": true, "width": true, "height": true, "points": true, "transform": true,
	"stroke-width": true, "stroke-linecap": true, "stroke-linejoin": true, "stroke-dasharray": true,
	"stroke-dashoffset": true, "stroke-miterlimit": true, "fill-opacity": true, "stroke-opacity": true,
	"opacity": true, "text-anchor": true, "dx": true, "dy": true, "clip-rule": true, "fill-rule": true,
}

// finishSVG turns what the engine wrote into what a page can hold: ids that are
// unique on the page, no style attributes and no style sheet (a strict content
// security policy drops both), colours by their names in the style sheet, a
// role and a label on the root, and no trace of a counter that differs from one
// run to the next.
func finishSVG(raw string, d Drawing) (string, error) {
	w := svgWriter{drawing: d, ids: map[string]string{}}
	dec := xml.NewDecoder(strings.NewReader(raw))
	for {
		tok, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", fmt.Errorf("read svg: %w", err)
		}
		if err := w.token(tok); err != nil {
			return "", err
		}
	}
	if !w.rooted || len(w.open) > 0 {
		return "", errors.New("the engine wrote no whole svg element")
	}
	return w.out.String(), nil
}

type svgWriter struct {
	drawing Drawing
	out     strings.Builder
	ids     map[string]string
	// open holds the names of the open elements; an empty name is one that is
	// left out together with what it holds.
	open   []string
	left   int
	inText int
	rooted bool
}

func (w *svgWriter) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		return w.start(t)
	case xml.EndElement:
		return w.end()
	case xml.CharData:
		if w.left == 0 && w.inText > 0 {
			return xml.EscapeText(&w.out, t)
		}
	}
	return nil
}

func (w *svgWriter) start(t xml.StartElement) error {
	name := t.Name.Local
	if w.left > 0 || name == "style" || invisible(t, w.open) {
		w.open = append(w.open, "")
		w.left++
		return nil
	}
	if t.Name.Space != "" || !elements[name] {
		return fmt.Errorf("the engine wrote an element %q", name)
	}
	if (name == "svg") == w.rooted {
		return fmt.Errorf("the engine wrote an element %q out of place", name)
	}
	w.open = append(w.open, name)
	if name == "text" || name == "tspan" {
		w.inText++
	}
	w.out.WriteByte('<')
	w.out.WriteString(name)
	if name == "svg" {
		w.rooted = true
		w.root()
	} else {
		flat := unstroked(t)
		for _, a := range t.Attr {
			if flat && strings.HasPrefix(a.Name.Local, "stroke") {
				continue
			}
			w.attribute(a)
		}
	}
	w.out.WriteByte('>')
	return nil
}

func (w *svgWriter) end() error {
	if len(w.open) == 0 {
		return errors.New("the engine closed an element it had not opened")
	}
	name := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	if name == "" {
		w.left--
		return nil
	}
	if name == "text" || name == "tspan" {
		w.inText--
	}
	w.out.WriteString("</" + name + ">")
	return nil
}

// invisible recognises shapes drawn with neither fill nor stroke: the frames
// the engine puts round texts and the whole drawing.
func invisible(t xml.StartElement, open []string) bool {
	if t.Name.Local != "path" && t.Name.Local != "rect" || slices.Contains(open, "clipPath") {
		return false
	}
	filled, stroked := true, false
	for _, a := range t.Attr {
		none := a.Value == "none" || a.Value == "transparent"
		switch a.Name.Local {
		case "fill":
			filled = filled && !none
		case "fill-opacity":
			filled = filled && a.Value != "0"
		case "stroke":
			stroked = !none && !unstroked(t)
		}
	}
	return !filled && !stroked
}

// unstroked tells whether an element's outline has no width.
func unstroked(t xml.StartElement) bool {
	return slices.ContainsFunc(t.Attr, func(a xml.Attr) bool { return a.Name.Local == "stroke-width" && a.Value == "0" })
}

func (w *svgWriter) root() {
	d := w.drawing
	w.write("xmlns", "http://www.w3.org/2000/svg")
	w.write("viewBox", "0 0 "+strconv.Itoa(d.Width)+" "+strconv.Itoa(d.Height))
	if d.Class != "" {
		w.write("class", d.Class)
	}
	// A reader's wide face may set a label past the edge; it is not cut off.
	w.write("overflow", "visible")
	w.write("role", "img")
	w.write("aria-label", d.Label)
}

func (w *svgWriter) attribute(a xml.Attr) {
	name, value := a.Name.Local, a.Value
	if a.Name.Space != "" {
		if a.Name.Space == "xml" && name == "space" {
			w.write("xml:space", value)
		}
		return
	}
	switch {
	case name == "id":
		w.write("id", w.id(value))
	case name == "clip-path":
		if ref, ok := strings.CutPrefix(value, "url(#"); ok {
			w.write("clip-path", "url(#"+w.id(strings.TrimSuffix(ref, ")"))+")")
		}
	case name == "fill" || name == "stroke":
		if c, ok := colour(value); ok {
			w.write(name, c)
		}
	case name == "dominant-baseline":
		if value == "central" {
			w.write("dy", ".36em")
		}
	case name == "style":
		w.style(value)
	case attributes[name]:
		w.write(name, short(value))
	}
}

// style keeps what a style attribute says about the size and weight of type, as
// attributes; the page's own style sheet sets the family.
func (w *svgWriter) style(value string) {
	for declaration := range strings.SplitSeq(value, ";") {
		property, v, _ := strings.Cut(declaration, ":")
		property, v = strings.TrimSpace(property), strings.TrimSpace(v)
		switch property {
		case "font-size":
			w.write("font-size", strings.TrimSuffix(v, "px"))
		case "font-weight":
			if v != "400" && v != "normal" {
				w.write("font-weight", v)
			}
		}
	}
}

// short cuts a lone number to the thousandth of a unit; other values stay.
func short(value string) string {
	if x, err := strconv.ParseFloat(value, 64); err == nil && finite(x) {
		return strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64)
	}
	return value
}

// colour names the custom property of a colour of the palette; black and plain
// keywords stay, and anything that is no colour is dropped.
func colour(value string) (string, bool) {
	hex := strings.ToLower(value)
	if name, ok := properties[hex]; ok {
		return "var(--" + name + "," + hex + ")", true
	}
	for _, r := range hex {
		if !strings.ContainsRune("#abcdefghijklmnopqrstuvwxyz0123456789", r) {
			return "", false
		}
	}
	return value, value != ""
}

// id numbers ids in the order they are met.
func (w *svgWriter) id(old string) string {
	if id, ok := w.ids[old]; ok {
		return id
	}
	id := w.drawing.ID + "-" + strconv.Itoa(len(w.ids))
	w.ids[old] = id
	return id
}

func (w *svgWriter) write(name, value string) {
	w.out.WriteByte(' ')
	w.out.WriteString(name)
	w.out.WriteString(`="`)
	// Writing to a strings.Builder cannot fail.
	_ = xml.EscapeText(&w.out, []byte(value))
	w.out.WriteByte('"')
}
