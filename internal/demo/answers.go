package demo

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"pejl/internal/instrument"
	"pejl/internal/round"
)

// The spread of the model's parts, in points of a five-option scale. A facet's
// score then has a share of variance between units of .10 to .15: the unit parts
// add up to .074, and what differs within a unit to about .56.
const (
	sdUnit, sdUnitAspect, sdUnitFacet = .14, .12, .20
	sdYear                            = .08
	sdPerson, sdPersonFacet, sdItem   = .50, .42, .78
	shareBlank                        = .015
)

// crowd draws the answers of one unit's people in one round. The same seed words
// always give the same people.
type crowd struct {
	in    *instrument.Instrument
	place place
	year  int
	facet map[string]float64 // where the unit as a whole stands
}

func stream(words ...string) *rand.Rand {
	h := fnv.New64a()
	for _, w := range words {
		_, _ = h.Write([]byte(w))
		_, _ = h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(h.Sum64(), 20261122)) // #nosec G404 -- made-up people need a seed, not secrecy
}

// newCrowd places a unit: where it stands hardly moves from year to year.
func newCrowd(in *instrument.Instrument, p place, year int) *crowd {
	lasting := stream("unit", p.Number)
	moving := stream("year", p.Number, string(rune('0'+year)))
	c := &crowd{in: in, place: p, year: year, facet: map[string]float64{}}
	general := sdUnit * lasting.NormFloat64()
	aspect := map[string]float64{}
	for _, f := range in.Facets {
		if _, ok := aspect[f.Aspect]; !ok {
			aspect[f.Aspect] = sdUnitAspect * lasting.NormFloat64()
		}
		c.facet[f.ID] = commonness(f.ID) + general + aspect[f.Aspect] +
			sdUnitFacet*lasting.NormFloat64() + sdYear*moving.NormFloat64()
	}
	switch {
	case p.Trait == improved && year > 0:
		c.facet["D1"] += .75
	case p.Trait == blindSpot:
		for _, f := range []string{"T1", "T2", "T4"} {
			c.facet[f] -= .55
		}
	}
	return c
}

// commonness is how often the practices of a facet are met anywhere, on a scale
// whose middle is 0: trust is common, being seen teaching is rare.
func commonness(facet string) float64 {
	known := map[string]float64{
		"D1": .45, "D2": .35, "D3": .2, "D4": .3, "O1": .4, "O2": -.25, "O3": .05, "O4": .1,
		"T1": .4, "T2": -.65, "T3": .25, "T4": .7,
		"E1": .5, "E2": .35, "E3": .1, "E4": .3, "E5": -.3, "E6": .6,
	}
	return known[facet]
}

// person draws one person's response.
func (c *crowd) person(asks []instrument.Asked, nth int) round.Response {
	rng := stream("person", c.place.Number, string(rune('0'+c.year)), string(rune('A'+nth)))
	r := round.Response{Answers: c.in.Blanks(), Choices: map[string][]int{}}
	person := sdPerson * rng.NormFloat64()
	camp := float64(nth%2*2-1) * 1.15
	felt := map[string]float64{}
	for i := range c.in.Facets {
		f := &c.in.Facets[i]
		felt[f.ID] = c.facet[f.ID] + person + sdPersonFacet*rng.NormFloat64()
		if c.place.Trait == divided && f.ID == "O3" {
			felt[f.ID] = c.facet[f.ID] + camp + .25*rng.NormFloat64()
		}
		scale := c.in.ScaleOf(f)
		for _, it := range f.Items {
			at, _ := c.in.Position(it.ID)
			r.Answers[at] = c.answer(rng, scale, it, felt[f.ID])
		}
	}
	for i := range asks {
		r.Choices[asks[i].Key] = c.choose(rng, &asks[i], felt)
	}
	return r
}

// answer turns what a person felt about a facet into one item's code.
func (c *crowd) answer(rng *rand.Rand, scale *instrument.Scale, it instrument.Item, felt float64) instrument.Answer {
	noise := rng.NormFloat64() // drawn always, so that one don't-know moves nobody else's answers
	chance := rng.Float64()
	unseen := c.unseen(it)
	switch {
	case chance < unseen && scale.DontKnow != nil:
		return instrument.DontKnow
	case chance > 1-shareBlank:
		return instrument.Blank
	}
	middle := float64(len(scale.Options)-1) / 2
	spread := float64(len(scale.Options)-1) / 4
	x := felt + difficulty(it.ID) + sdItem*noise
	if it.Reverse {
		x = -x
	}
	k := math.Round(middle + spread*x)
	return instrument.Answer(min(max(k, 0), float64(len(scale.Options)-1)))
}

// difficulty sets the items of a facet a little apart, the same everywhere.
func difficulty(item string) float64 { return .22 * stream("item", item).NormFloat64() }

// unseen is the share who cannot judge an item: much for what happens out of
// most people's sight, little for the rest.
func (c *crowd) unseen(it instrument.Item) float64 {
	share := .03
	switch it.ID {
	case "O4.1", "O4.4", "E4.4":
		share = .22
	case "T2.2", "D3.2", "D4.3", "E5.1":
		share = .10
	}
	if c.place.Trait == hardToSee && (it.Facet == "T2" || it.Facet == "O4") {
		share += .26
	}
	return share
}

// choose answers a side question: areas that are felt to be weak are wished for.
func (c *crowd) choose(rng *rand.Rand, a *instrument.Asked, felt map[string]float64) []int {
	if rng.Float64() < .06 || len(a.Options) == 0 {
		return nil
	}
	if !a.Question.FacetOptions {
		weights := []float64{.52, .27, .13, .08}
		x := rng.Float64()
		for k := range a.Options {
			if k < len(weights) {
				if x -= weights[k]; x < 0 {
					return []int{k}
				}
			}
		}
		return []int{0}
	}
	type wish struct {
		option int
		need   float64
	}
	var wishes []wish
	option := 0
	for _, f := range c.in.Facets {
		if a.Aspect == "" || f.Aspect == a.Aspect {
			wishes = append(wishes, wish{option, felt[f.ID] + .9*rng.NormFloat64()})
			option++
		}
	}
	slices.SortFunc(wishes, func(x, y wish) int {
		if x.need < y.need {
			return -1
		}
		return 1
	})
	chosen := []int{wishes[0].option}
	if a.Most() > 1 && len(wishes) > 1 && rng.Float64() < .6 {
		chosen = append(chosen, wishes[1].option)
	}
	return chosen
}

// leader draws what a unit's leader answers about themselves: a little above what
// staff see, and far above in the place with a blind spot.
func (c *crowd) leader() instrument.Answers {
	rng := stream("leader", c.place.Number, string(rune('0'+c.year)))
	answers := c.in.Blanks()
	for i := range c.in.Facets {
		f := &c.in.Facets[i]
		view := c.facet[f.ID] + .2
		if c.place.Trait == blindSpot && f.Aspect == "T" {
			view = 1.5
		}
		for _, it := range f.Items {
			at, _ := c.in.Position(it.ID)
			x := view + .35*rng.NormFloat64()
			if it.Reverse {
				x = -x
			}
			scale := c.in.ScaleOf(f)
			top := float64(len(scale.Options) - 1)
			answers[at] = instrument.Answer(min(max(math.Round(top/2+top/4*x), 0), top))
		}
	}
	return answers
}
