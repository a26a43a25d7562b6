package profile

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"pejl/internal/instrument"
	"pejl/internal/stats"
	"pejl/internal/tally"
)

// Figures adds the answers of a file up and computes every figure of them in full
// precision, without a gate. It is for people who hold the answers anyway.
type Figures struct {
	instrument *instrument.Instrument
	shape      *tally.Shape
	rounds     map[string]*bookOfRound
}

// bookOfRound is the tallies of one round: of each unit, of each group of it, and of
// the people who are in no unit.
type bookOfRound struct {
	places  map[figurePlace]*tally.Tally
	aspects map[figurePlace]*completeAspects
	invited map[figurePlace]int
	pooled  *tally.Tally
}

// figurePlace is a unit, or one group of it; group is nil for the whole unit.
type figurePlace struct {
	unit, group string
	part        bool
}

// compare puts units in the order of their names, and each before its groups.
func (p figurePlace) compare(o figurePlace) int {
	whole := 0
	switch {
	case p.part && !o.part:
		whole = 1
	case o.part && !p.part:
		whole = -1
	}
	return cmp.Or(ByName(p.unit, o.unit), whole, ByName(p.group, o.group))
}

// NewFigures begins to add up answers to an instrument.
func NewFigures(in *instrument.Instrument) *Figures {
	return &Figures{instrument: in, shape: tally.ShapeOf(in, nil), rounds: map[string]*bookOfRound{}}
}

// Add adds one person's answers. Without a unit they count in pooled figures only;
// without a group they count in their unit as a whole.
func (f *Figures) Add(round, unit, group string, a instrument.Answers) error {
	b := f.book(round)
	if err := b.pooled.Add(a); err != nil {
		return err
	}
	if unit == "" {
		return nil
	}
	if err := b.add(f.shape, figurePlace{unit: unit}, a); err != nil {
		return err
	}
	if group == "" {
		return nil
	}
	return b.add(f.shape, figurePlace{unit, group, true}, a)
}

// Invite says how many people of a unit, or of a group of it, were asked. Numbers
// for the same place are added.
func (f *Figures) Invite(round, unit, group string, n int) {
	b := f.book(round)
	b.invited[figurePlace{unit: unit}] += n
	if group != "" {
		b.invited[figurePlace{unit, group, true}] += n
	}
}

func (f *Figures) book(round string) *bookOfRound {
	b := f.rounds[round]
	if b == nil {
		b = &bookOfRound{
			places: map[figurePlace]*tally.Tally{}, aspects: map[figurePlace]*completeAspects{},
			invited: map[figurePlace]int{}, pooled: f.shape.New(),
		}
		f.rounds[round] = b
	}
	return b
}

func (b *bookOfRound) add(s *tally.Shape, at figurePlace, a instrument.Answers) error {
	if b.places[at] == nil {
		b.places[at], b.aspects[at] = s.New(), &completeAspects{}
	}
	if err := b.places[at].Add(a); err != nil {
		return err
	}
	b.aspects[at].add(s, a)
	return nil
}

// FigureFile is the figures as they are written to JSON. Fields may be added to it,
// and are never renamed.
type FigureFile struct {
	Instrument string          `json:"instrument"`
	Version    string          `json:"version"`
	Gates      string          `json:"gates"` // "off": nothing is held back
	Rounds     []RoundFigures  `json:"rounds"`
	Changes    []ChangeFigures `json:"changes"`
}

// RoundFigures is one round.
type RoundFigures struct {
	Round    string        `json:"round"`
	Units    []UnitFigures `json:"units"`
	Appendix Appendix      `json:"appendix"`
}

// UnitFigures is one unit, or one group of it. N counts everybody, with or without a
// score.
type UnitFigures struct {
	Unit    string        `json:"unit"`
	Group   *string       `json:"group"`
	Invited *int          `json:"invited"`
	N       int64         `json:"n"`
	Items   []ItemFigures `json:"items"`
	Facets  []SetFigures  `json:"facets"`
	Aspects []SetFigures  `json:"aspects"`
}

// ItemFigures is one item. Counts are of the options as people saw them; the mean of
// a reverse item is keyed.
type ItemFigures struct {
	ID       string   `json:"id"`
	Reverse  bool     `json:"reverse"`
	N        int64    `json:"n"`
	Mean     *float64 `json:"mean"`
	SD       *float64 `json:"sd"`
	Counts   []int64  `json:"counts"`
	DontKnow int64    `json:"dont_know"`
	Blank    int64    `json:"blank"`
}

// SetFigures is one facet or aspect. Interval is made with the spread pooled over the
// units of the round, IntervalOwn with that of the unit, IntervalFPC as Interval for
// exactly the people who were asked.
type SetFigures struct {
	ID          string      `json:"id"`
	N           int64       `json:"n"`
	Mean        *float64    `json:"mean"`
	SD          *float64    `json:"sd"`
	Interval    *[2]float64 `json:"interval"`
	IntervalOwn *[2]float64 `json:"interval_own"`
	IntervalFPC *[2]float64 `json:"interval_fpc"`
	ComparedFigures
	AgreementFigures
}

// Appendix is the figures of the round as one, over everybody in it.
type Appendix struct {
	Facets    []FacetQuality `json:"facets"`
	Items     []ItemFigures  `json:"items"`
	Benchmark Benchmark      `json:"benchmark"`
}

// FacetQuality is one facet over everybody. N is how many answered all its items,
// whom alpha is about; NScored and the mean are of everybody with a score.
type FacetQuality struct {
	ID           string      `json:"id"`
	K            int         `json:"k"`
	N            int64       `json:"n"`
	NComplete    int64       `json:"n_complete"` // N under another name
	NScored      int64       `json:"n_scored"`
	Units        int         `json:"units"`
	Mean         *float64    `json:"mean"`
	SD           *float64    `json:"sd"`
	Alpha        *float64    `json:"alpha"`
	ICC1         *float64    `json:"icc1"`
	ICC1Interval *[2]float64 `json:"icc1_interval"`
	ICC2         *float64    `json:"icc2"`
	ReliabilityFigures
	BetweenFigures
	MeanRWGJ *float64 `json:"mean_rwgj"`
}

// File computes the figures. Rounds and units stand in the order of their names,
// each unit before its groups.
func (f *Figures) File() FigureFile {
	out := FigureFile{Instrument: f.instrument.ID, Version: f.instrument.Version, Gates: "off", Rounds: []RoundFigures{}}
	for _, name := range slices.SortedFunc(maps.Keys(f.rounds), ByName) {
		out.Rounds = append(out.Rounds, f.round(name, f.rounds[name]))
	}
	out.Changes = f.changes(out.Rounds)
	return out
}

func (f *Figures) round(name string, b *bookOfRound) RoundFigures {
	places := slices.Collect(maps.Keys(b.places))
	for at := range b.invited {
		if b.places[at] == nil {
			places = append(places, at) // asked, and nobody answered
		}
	}
	slices.SortFunc(places, figurePlace.compare)
	sets := f.shape.Sets()
	compared := make([]*between, len(sets))
	r := RoundFigures{Round: name, Units: make([]UnitFigures, len(places))}
	var each sync.WaitGroup // neither sets nor units need one another
	for i, p := range sets {
		each.Go(func() { compared[i] = sideBySide(b, places, i, p) })
	}
	each.Wait()
	for i, at := range places {
		each.Go(func() { r.Units[i] = f.unit(b, at, compared) })
	}
	each.Wait()
	r.Appendix = f.appendix(b.pooled, r.Units, compared)
	return r
}

// unit is the figures of one place.
func (f *Figures) unit(b *bookOfRound, at figurePlace, compared []*between) UnitFigures {
	t := b.places[at]
	if t == nil {
		t = f.shape.New()
	}
	u := UnitFigures{Unit: at.unit, N: t.N(), Items: f.items(t), Facets: []SetFigures{}, Aspects: []SetFigures{}}
	if at.part {
		u.Group = &at.group
	}
	if n, ok := b.invited[at]; ok {
		u.Invited = &n
	}
	for i, p := range f.shape.Sets() {
		if p.Level != tally.Facet && p.Level != tally.Aspect {
			continue
		}
		s := setFigures(t, i, p, compared[i].pooled, u.Invited)
		s.AgreementFigures = f.agreement(b, at, i)
		s.ComparedFigures = compared[i].figures(at)
		if p.Level == tally.Facet {
			u.Facets = append(u.Facets, s)
		} else {
			u.Aspects = append(u.Aspects, s)
		}
	}
	return u
}

func (f *Figures) items(t *tally.Tally) []ItemFigures {
	list := make([]ItemFigures, 0, f.shape.Items())
	for i, src := range f.instrument.Items() {
		it := ItemFigures{ID: src.ID, Reverse: src.Reverse}
		it.Counts, it.DontKnow, it.Blank = t.Options(i)
		keyed := slices.Clone(it.Counts)
		if src.Reverse {
			slices.Reverse(keyed)
		}
		lowest := f.instrument.ScaleOf(f.instrument.FacetByID(src.Facet)).Min
		if m, ok := stats.CountMoments(lowest, keyed); ok {
			it.N = int64(m.N)
			it.Mean = &m.Mean
			it.SD = pointer(m.SD())
		}
		list = append(list, it)
	}
	return list
}

func (f *Figures) appendix(pooled *tally.Tally, units []UnitFigures, compared []*between) Appendix {
	a := Appendix{Facets: []FacetQuality{}, Items: f.items(pooled), Benchmark: Benchmark{Facets: []FacetBenchmark{}}}
	for i, p := range f.shape.Sets() {
		if p.Level != tally.Facet {
			continue
		}
		m := pooled.Items(i)
		items := stats.Items{N: int(m.N), Sum: m.Sum, Cross: m.Cross}
		q := FacetQuality{ID: p.ID, K: len(p.Items), N: m.N, NComplete: m.N, Units: len(compared[i].units)}
		if m, ok := scoreMoments(pooled, i, p.Scale.Min); ok {
			q.NScored, q.Mean, q.SD = int64(m.N), &m.Mean, pointer(m.SD())
		}
		q.Alpha = pointer(stats.Consistency(items))
		q.ReliabilityFigures = f.reliability(p, items)
		if anova, ok := stats.AnalyseVariance(compared[i].units); ok {
			q.ICC1, q.ICC2 = pointer(anova.ICC1()), pointer(anova.ICC2())
			q.ICC1Interval = interval(anova.ICC1Interval(confidence))
		}
		q.BetweenFigures = compared[i].model()
		q.MeanRWGJ = meanAgreement(units, p.ID)
		a.Facets = append(a.Facets, q)
		a.Benchmark.Facets = append(a.Benchmark.Facets, compared[i].benchmark(p.ID))
	}
	return a
}

func setFigures(t *tally.Tally, i int, p tally.Set, pooled *stats.Spread, invited *int) SetFigures {
	s := SetFigures{ID: p.ID}
	m, ok := scoreMoments(t, i, p.Scale.Min)
	if !ok {
		return s
	}
	s.N, s.Mean, s.SD = int64(m.N), &m.Mean, pointer(m.SD())
	if pooled != nil {
		s.Interval = interval(stats.MeanInterval(m, *pooled, confidence))
		if invited != nil {
			s.IntervalFPC = interval(stats.FiniteInterval(m, *pooled, *invited, confidence))
		}
	}
	if spread, ok := stats.OwnSpread(m); ok {
		s.IntervalOwn = interval(stats.MeanInterval(m, spread, confidence))
	}
	return s
}

// scoreMoments is the moments of the person scores of a set.
func scoreMoments(t *tally.Tally, i, lowest int) (stats.Moments, bool) {
	rows := t.Rows(i)
	totals := make([]stats.Totals, len(rows))
	for j, r := range rows {
		totals[j] = stats.Totals{Items: r.Items, N: r.People, Sum: r.Sum, SumSq: r.SumSq}
	}
	m, ok := stats.MomentsOf(totals...)
	m.Mean += float64(lowest)
	return m, ok
}

func pointer(x float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	return &x
}

func interval(i stats.Interval, ok bool) *[2]float64 {
	if !ok {
		return nil
	}
	return &[2]float64{i.Lo, i.Hi}
}
