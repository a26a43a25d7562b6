package tally

// Kind says what a statistic is about.
type Kind uint8

// The kinds of statistic. Each is shown, or not, on its own, so each has its own
// count of the people who have a value for it.
const (
	Scores   Kind = iota // mean and spread of the person scores of a set
	Leanings             // how many person scores lean which way, of a set
	Complete             // agreement on a set, of those who answered all its items
	Options              // how often each option of an item was chosen
	Reached              // how often each item got "don't know" or nothing
	Choices              // a side question
)

// Statistic is one thing that may be shown of a cell. Index is the place of its
// set in Sets, of its item in the instrument, or of its side question.
type Statistic struct {
	Key   string // for the record: "scores facet D1"
	Kind  Kind
	Index int
}

// Statistics lists all there are for the shape, in a fixed order. The slice is
// shared: it must not be changed.
func (s *Shape) Statistics() []Statistic { return s.statistics }

func (s *Shape) list() {
	add := func(key string, kind Kind, index int) {
		s.statistics = append(s.statistics, Statistic{key, kind, index})
	}
	level := [...]string{Facet: "facet", ShortFacet: "short facet", Aspect: "aspect"}
	for i, p := range s.public {
		add("scores "+level[p.Level]+" "+p.ID, Scores, i)
	}
	for i, p := range s.public {
		if p.Level != ShortFacet {
			add("leanings "+level[p.Level]+" "+p.ID, Leanings, i)
			add("agreement "+level[p.Level]+" "+p.ID, Complete, i)
		}
	}
	add("reached", Reached, 0)
	for i := range s.items {
		add("options "+s.items[i].id, Options, i)
	}
	for i := range s.choices {
		add("choices "+s.choices[i].key, Choices, i)
	}
}

// Count is how many people have a value for a statistic. It depends on who
// answered what, never on which answer they gave.
func (t *Tally) Count(st Statistic) int64 {
	s := t.shape
	switch st.Kind {
	case Scores, Leanings:
		set := &s.sets[st.Index]
		var n int64
		for at := set.rowsAt; at < set.rowsAt+3*(len(set.positions)-set.need+1); at += 3 {
			n += t.v[at]
		}
		return n
	case Complete:
		set := &s.sets[st.Index]
		return t.v[set.rowsAt+3*(len(set.positions)-set.need)]
	case Options:
		it := &s.items[st.Index]
		var n int64
		for _, c := range t.v[it.at : it.at+it.options] {
			n += c
		}
		return n
	case Choices:
		return t.v[s.choices[st.Index].at]
	default:
		return t.v[0]
	}
}
