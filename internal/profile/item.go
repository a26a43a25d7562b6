package profile

import (
	"pejl/internal/instrument"
	"pejl/internal/tally"
)

// Item is one statement and how the answers to it are spread.
type Item struct {
	ID      string
	Text    instrument.Text
	Scale   *instrument.Scale
	Reverse bool
	People  int     // who chose an option
	Detail  Detail  // NoDetail where they are too few to tell
	Shares  []Share // of the options in scale order; in Bands of the lower, middle and upper
	Bands   []Band  // which options each of the three bands holds
	// DontKnow is the share of all who reached the item, where the scale has the
	// option and enough reached it. CannotSay reports that this is the finding.
	DontKnow  *Share
	CannotSay bool
	Own       *int // the option the leader chose about themselves
}

// Band is a run of options, from the first to the last.
type Band struct{ First, Last int }

// Finding is what is said of an item that many cannot judge.
func (it *Item) Finding() Sentence {
	if !it.CannotSay {
		return Sentence{}
	}
	return say("profile.cannot_say", "share", it.DontKnow.Sentence())
}

// items are the statements of a facet, none where nothing can be told of any.
func (rd *Reader) items(k *tally.Kept, set int, own instrument.Answers) []*Item {
	p := rd.shape.Sets()[set]
	var list []*Item
	told := false
	for _, pos := range p.Items {
		src := rd.round.Instrument.Items()[pos]
		it := &Item{ID: src.ID, Text: src.Text[rd.round.Perspective], Scale: p.Scale, Reverse: src.Reverse}
		if counts, ok := k.Options(pos); ok {
			it.tell(counts)
		}
		it.apart(k, pos)
		if own != nil && pos < len(own) && int(own[pos]) < len(p.Scale.Options) {
			option := int(own[pos])
			it.Own = &option
		}
		told = told || it.Detail != NoDetail || it.DontKnow != nil
		list = append(list, it)
	}
	if !told {
		return nil
	}
	return list
}

// tell tells the answers as finely as their number lets it.
func (it *Item) tell(counts []int64) {
	var n int64
	for _, c := range counts {
		n += c
	}
	it.People, it.Detail = int(n), detailFor(n)
	if it.Detail == Bands {
		it.Bands = bandsOf(len(counts))
		banded := make([]int64, 0, len(it.Bands))
		for _, b := range it.Bands {
			var sum int64
			for _, c := range counts[b.First : b.Last+1] {
				sum += c
			}
			banded = append(banded, sum)
		}
		counts = banded
	}
	it.Shares = sharesOf(it.Detail, counts)
}

// apart tells how many cannot say: gate V.
func (it *Item) apart(k *tally.Kept, pos int) {
	a, people, ok := k.Apart(pos)
	if !ok || it.Scale.DontKnow == nil {
		return
	}
	if s, ok := shareOf(a.DontKnow, people); ok {
		it.DontKnow = &s
		it.CannotSay = 100*a.DontKnow > manyCannotSay*people
	}
}

// bandsOf parts the options of a scale by the rules for favourable and unfavourable
// answers, 5(x − min) ≤ 2(max − min) and ≥ 3(max − min). A scale without an option
// between has two bands.
func bandsOf(options int) []Band {
	span := options - 1
	var bands []Band
	side := func(x int) int {
		switch {
		case 5*x <= 2*span:
			return 0
		case 5*x >= 3*span:
			return 2
		}
		return 1
	}
	for x := range options {
		if x == 0 || side(x) != side(x-1) {
			bands = append(bands, Band{x, x})
		}
		bands[len(bands)-1].Last = x
	}
	return bands
}
