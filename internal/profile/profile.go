// Package profile is everything that may be read about units in a closed round: it
// turns what a release has kept into rounded figures, words and sentences, as keys
// and arguments.
//
// # The way a number takes
//
// Close goes once over the piles of a round, decides the release, and gives what is
// to be stored: the release, a privacy.Cell for every unit, and the Whole, which
// holds the figures of the round as one. A Reader makes a Unit or a Comparison of
// those, and of nothing else: a Cell cannot be made but by a release. Every number is
// rounded once, here; a page, a chart, a file, a print all take it as it is.
//
// # Figures without gates
//
// Figures computes the full-precision numbers of answers that somebody already
// holds in a file. Nothing that is stored passes through it.
package profile

import (
	"fmt"

	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/round"
	"pejl/internal/tally"
)

// ShapeOf is what a tally of a round counts.
func ShapeOf(r *round.Round) *tally.Shape {
	return tally.ShapeOf(r.Instrument, r.Instrument.Asks(r.Perspective, r.Settings.Texts, r.Settings.Questions))
}

// Reader reads what was stored when a round was closed. It does not change and may
// be used by many goroutines at once.
type Reader struct {
	round *round.Round
	shape *tally.Shape
	whole *Whole
	gates round.Gates
	facet map[string]*instrument.Facet
	unit  map[int64]*Decided
}

// NewReader makes the reader of a round from its stored Whole.
func NewReader(r *round.Round, whole []byte) (*Reader, error) {
	shape := ShapeOf(r)
	w, err := decodeWhole(shape, whole)
	if err != nil {
		return nil, fmt.Errorf("read figures of round %d: %w", r.ID, err)
	}
	return newReader(r, shape, w), nil
}

func newReader(r *round.Round, shape *tally.Shape, w *Whole) *Reader {
	rd := &Reader{round: r, shape: shape, whole: w, gates: r.Settings.Gates.Stricter(round.Gates{}), facet: map[string]*instrument.Facet{}}
	for i := range r.Instrument.Facets {
		f := &r.Instrument.Facets[i]
		rd.facet[f.ID] = f
	}
	rd.index()
	return rd
}

// index finds what was decided about a unit.
func (rd *Reader) index() {
	rd.unit = map[int64]*Decided{}
	for i := range rd.whole.Units {
		rd.unit[rd.whole.Units[i].Unit] = &rd.whole.Units[i]
	}
}

// Cell reads a stored cell of the round.
func (rd *Reader) Cell(b []byte) (*privacy.Cell, error) { return privacy.DecodeCell(rd.shape, b) }

// Round is the round that is read.
func (rd *Reader) Round() *round.Round { return rd.round }

// Whole is the figures of the round as one.
func (rd *Reader) Whole() *Whole { return rd.whole }
