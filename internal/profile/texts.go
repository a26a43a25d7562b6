package profile

import (
	"context"

	"pejl/internal/instrument"
	"pejl/internal/privacy"
	"pejl/internal/round"
)

// fewestTexts is how many must have written something before what they wrote to a
// question is shown.
const fewestTexts = 3

// Texts is what people of one unit said in their own words to one question. The
// order is that of the letters: it says nothing about who wrote what, and texts to
// two questions cannot be joined.
type Texts struct {
	Question instrument.Text
	Bodies   []string
}

// texts keeps what may be shown of the text piles of a round: those of a unit of
// which single items may be shown, where enough people wrote. They are never put
// together with those of other units.
func (c *Closing) texts(ctx context.Context, piles func(context.Context, func(round.TextPile) error) error) ([]round.TextPile, error) {
	var kept []round.TextPile
	err := piles(ctx, func(p round.TextPile) error {
		cell := c.Cell(p.UnitID, p.Group)
		if cell != nil && c.telling(cell) && len(p.Bodies) >= fewestTexts {
			kept = append(kept, p)
		}
		return nil
	})
	return kept, err
}

// telling reports that a cell holds enough people for what single people wrote.
func (c *Closing) telling(cell *privacy.Cell) bool {
	return !cell.Total() && cell.People() >= c.Release.Limits().Single
}

// textsOf sets what a unit's people wrote beside the questions, in their order.
func (rd *Reader) textsOf(u *Unit, piles []round.TextPile) []Texts {
	if u.Page != Full {
		return nil
	}
	r := rd.round
	var list []Texts
	for _, a := range r.Instrument.Asks(r.Perspective, true, r.Settings.Questions) {
		for _, p := range piles {
			if p.Question == a.Key && p.Group == u.Group && a.Question.Type == instrument.Open {
				list = append(list, Texts{Question: a.Question.Text, Bodies: p.Bodies})
			}
		}
	}
	return list
}
