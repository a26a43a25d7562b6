package server

import (
	"sync"
	"time"

	"pejl/internal/instrument"
	"pejl/internal/round"
	"pejl/internal/view"
)

// booklets keep the questionnaires that people are answering just now, each set
// once for a round and a language.
type booklets struct {
	pages *view.Pages
	mu    sync.Mutex
	made  map[edition]*booklet
}

// edition is what makes one booklet differ from another. What a round asks is
// fixed when it opens; only its end can still move.
type edition struct {
	round  int64
	closes time.Time
	lang   string
	texts  bool
	self   bool
}

// booklet is a questionnaire with its pages.
type booklet struct {
	*view.Booklet
	questions *view.Questionnaire
}

// maxBooklets bounds the memory: some 200 kB each.
const maxBooklets = 200

func newBooklets(p *view.Pages) *booklets {
	return &booklets{pages: p, made: map[edition]*booklet{}}
}

// staff is the booklet for those whom a round asks.
func (b *booklets) staff(inv *round.Invitation, lang string) (*booklet, error) {
	e := edition{round: inv.Round.ID, closes: inv.Round.ClosesAt, lang: lang}
	for i := range inv.Asks {
		e.texts = e.texts || inv.Asks[i].Question.Type == instrument.Open
	}
	return b.get(e, func() (*booklet, error) {
		q := view.NewQuestionnaire(inv.Round.Instrument, inv.Round.Perspective, inv.Asks)
		set, err := b.pages.Booklet(inv.Round, q, lang)
		return &booklet{set, q}, err
	})
}

// own is the booklet for a leader's rating of themselves.
func (b *booklets) own(r *round.Round, lang string) (*booklet, error) {
	e := edition{round: r.ID, closes: r.ClosesAt, lang: lang, self: true}
	return b.get(e, func() (*booklet, error) {
		q := view.NewQuestionnaire(r.Instrument, instrument.Leader, nil)
		set, err := b.pages.SelfBooklet(r, q, lang)
		return &booklet{set, q}, err
	})
}

func (b *booklets) get(e edition, set func() (*booklet, error)) (*booklet, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if made := b.made[e]; made != nil {
		return made, nil
	}
	made, err := set()
	if err != nil {
		return nil, err
	}
	if len(b.made) >= maxBooklets {
		clear(b.made)
	}
	b.made[e] = made
	return made, nil
}
