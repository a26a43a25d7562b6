package instrument

// Answer is the stored code of one item's answer: the place of the chosen
// option in scale order (0, 1, …), or one of the two codes outside the scale.
type Answer uint8

// The codes outside the scale. They are never the middle of the scale and never
// silently missing.
const (
	DontKnow Answer = 254
	Blank    Answer = 255
)

// Answers is one person's coded vector: one code for each of Instrument.Items,
// in that order. As a string of bytes it is what a pile holds.
type Answers []Answer

// Blanks returns the vector of somebody who has answered nothing yet.
func (in *Instrument) Blanks() Answers {
	a := make(Answers, len(in.items))
	for i := range a {
		a[i] = Blank
	}
	return a
}

// Valid reports whether the vector could have been given to this instrument:
// its length is right and every code is an option of the item's scale, Blank,
// or DontKnow where the scale offers it.
func (in *Instrument) Valid(a Answers) bool {
	if len(a) != len(in.items) {
		return false
	}
	i := 0
	for f := range in.Facets {
		scale := in.ScaleOf(&in.Facets[f])
		for range in.Facets[f].Items {
			code := a[i]
			i++
			if code == Blank || code == DontKnow && scale.DontKnow != nil {
				continue
			}
			if int(code) >= len(scale.Options) {
				return false
			}
		}
	}
	return true
}
