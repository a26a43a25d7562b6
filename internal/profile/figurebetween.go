package profile

import (
	"pejl/internal/round"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// ComparedFigures is a unit beside the others of its round, for people who compare:
// its reliability, its level drawn towards that of all, and how sure it is that it
// lies above the middle one. Nothing of it exists for a group of a unit, nor where
// there is nothing to compare with.
type ComparedFigures struct {
	Lambda             *float64    `json:"lambda"`
	Shrunken           *float64    `json:"shrunken"`
	ConditionalSD      *float64    `json:"eb_cond_sd"`
	ComparativeSD      *float64    `json:"eb_comp_sd"`
	AboveMedian        *float64    `json:"p_above_median"`
	Word               *string     `json:"word"`
	GoldsteinHealy     *[2]float64 `json:"gh"` // bars that overlap where two units cannot be told apart
	RankBest           *int        `json:"rank_best"`
	RankWorst          *int        `json:"rank_worst"`
	PercentileRank     *float64    `json:"pct_rank"` // of the mean
	PercentileShrunken *float64    `json:"pct_rank_shrunken"`
}

// BetweenFigures is the model that units of a round are compared by. LRTP is the
// p-value against there being no difference between units at all.
type BetweenFigures struct {
	Mu         *float64 `json:"mu"`
	SEMu       *float64 `json:"se_mu"`
	Tau2       *float64 `json:"tau2"`
	Sigma2     *float64 `json:"sigma2"`
	LRTP       *float64 `json:"lrt_p"`
	Multiplier *float64 `json:"gh_multiplier"`
}

// Benchmark is the range that the middle half of the units lies in.
type Benchmark struct {
	Facets []FacetBenchmark `json:"facets"`
}

// FacetBenchmark is the benchmark of a facet. Band is that of the shrunken means and
// null for fewer than ten units of ten people; Quantiles are those of all means.
type FacetBenchmark struct {
	ID        string             `json:"id"`
	Units     int                `json:"units"`
	Band      *[2]float64        `json:"band"`
	Median    *float64           `json:"median_shrunken"`
	Quantiles map[string]float64 `json:"quantiles_of_means"`
}

// The words of a comparison. There are no others.
const (
	WordAbove = "clearly_above"
	WordBelow = "clearly_below"
	WordAlike = "no_clear_difference"
)

// overlapRate is how often two bars may fail to overlap by chance (Goldstein & Healy).
const overlapRate = .05

// between is the units of a round side by side on one set.
type between struct {
	place    map[figurePlace]int
	units    []stats.Moments
	random   *stats.Random
	shrunken []stats.Shrunken
	median   *float64
	pooled   *stats.Spread // that intervals are made with
	spread   *stats.Spread // within units as it is
	bars     *float64
	ranges   []stats.RankRange
	ranks    []float64
	ranksEB  []float64
}

// sideBySide sets the units of a round side by side on a set.
func sideBySide(b *bookOfRound, places []figurePlace, set int, p tally.Set) *between {
	c := &between{place: map[figurePlace]int{}}
	var means []float64
	for _, at := range places {
		t := b.places[at]
		if t == nil || at.part {
			continue
		}
		if m, ok := scoreMoments(t, set, p.Scale.Min); ok {
			c.place[at] = len(c.units)
			c.units = append(c.units, m)
			means = append(means, m.Mean)
		}
	}
	if s, ok := stats.PooledSpread(c.units, float64(p.Scale.Min), float64(p.Scale.Max())); ok {
		c.pooled = &s
	}
	if len(c.units) < 2 || p.Level == tally.ShortFacet {
		return c
	}
	c.ranks, _ = stats.PercentileRanks(means)
	if s, ok := stats.WithinSpread(c.units); ok {
		c.spread = &s
		se := make([]float64, len(c.units))
		for i, m := range c.units {
			se[i], _ = s.StandardError(m.N)
		}
		c.bars = pointer(stats.GoldsteinHealy(se, overlapRate))
		c.ranges, _ = stats.RankRanges(means, se, confidence)
	}
	if r, ok := stats.RandomIntercept(c.units); ok {
		c.random = &r
		c.shrink()
	}
	return c
}

func (c *between) shrink() {
	list := make([]stats.Shrunken, 0, len(c.units))
	levels := make([]float64, 0, len(c.units))
	for _, m := range c.units {
		s, ok := c.random.Shrink(m)
		if !ok {
			return
		}
		list, levels = append(list, s), append(levels, s.Mean)
	}
	c.shrunken = list
	c.median = pointer(stats.MedianShrunken(list))
	c.ranksEB, _ = stats.PercentileRanks(levels)
}

// figures is what one unit is beside the others.
func (c *between) figures(at figurePlace) ComparedFigures {
	i, ok := c.place[at]
	if !ok {
		return ComparedFigures{}
	}
	var f ComparedFigures
	if c.ranks != nil {
		f.PercentileRank = &c.ranks[i]
	}
	if c.ranges != nil {
		f.RankBest, f.RankWorst = &c.ranges[i].Best, &c.ranges[i].Worst
	}
	if c.bars != nil {
		if se, ok := c.spread.StandardError(c.units[i].N); ok {
			m := c.units[i].Mean
			f.GoldsteinHealy = &[2]float64{m - *c.bars*se, m + *c.bars*se}
		}
	}
	if c.shrunken == nil {
		return f
	}
	s := c.shrunken[i]
	f.Lambda, f.Shrunken, f.ConditionalSD, f.ComparativeSD = &s.Reliability, &s.Mean, &s.SD, &s.ComparativeSD
	if c.ranksEB != nil {
		f.PercentileShrunken = &c.ranksEB[i]
	}
	if c.median != nil {
		f.AboveMedian = pointer(s.Above(*c.median))
	}
	f.Word = c.word(s)
	return f
}

// word is the comparison in one of three words, or none where gate C is shut.
func (c *between) word(s stats.Shrunken) *string {
	g := round.LeastGates()
	if c.median == nil || len(c.units) < fewestUnits || !apartOf(g, c.random.P) {
		return nil
	}
	words := map[Standing]string{ClearlyAbove: WordAbove, ClearlyBelow: WordBelow, NoDifference: WordAlike}
	word, ok := words[standingOf(g, s, *c.median)]
	if !ok {
		return nil
	}
	return &word
}

// model is what the units are compared by.
func (c *between) model() BetweenFigures {
	f := BetweenFigures{Multiplier: c.bars}
	if r := c.random; r != nil {
		f.Mu, f.SEMu, f.Tau2, f.Sigma2, f.LRTP = &r.Mu, &r.SEMu, &r.Tau2, &r.Sigma2, &r.P
	}
	return f
}

// benchmark is the range of the middle half.
func (c *between) benchmark(id string) FacetBenchmark {
	f := FacetBenchmark{ID: id, Units: len(c.units), Median: c.median}
	people := make([]int, len(c.units))
	means, levels := make([]float64, len(c.units)), make([]float64, len(c.shrunken))
	for i, m := range c.units {
		people[i], means[i] = m.N, m.Mean
	}
	for i, s := range c.shrunken {
		levels[i] = s.Mean
	}
	if len(levels) == len(people) {
		f.Band = interval(stats.BenchmarkBand(people, levels))
	}
	for name, p := range map[string]float64{"p05": .05, "p10": .1, "p25": .25, "p50": .5, "p75": .75, "p90": .9, "p95": .95} {
		if q, ok := stats.Quantile(means, p); ok {
			if f.Quantiles == nil {
				f.Quantiles = map[string]float64{}
			}
			f.Quantiles[name] = q
		}
	}
	return f
}
