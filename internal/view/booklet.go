package view

import (
	"fmt"

	"pejl/internal/i18n"
	"pejl/internal/instrument"
	"pejl/internal/round"
)

// Filled is one person's form: what the pages of a booklet are filled in with.
type Filled struct {
	Action string
	Opened string
	Unit   string
	Given  round.Response

	Notice *Notice           // something is wrong
	Faults map[string]string // what, by the name of the field
}

// Booklet is the questionnaire of one round in one language, set once and filled
// in for every person who asks for a page. It may be used by many goroutines.
type Booklet struct {
	pages *Pages
	lang  string
	l     *i18n.Localizer
	round *round.Round
	q     *Questionnaire
	self  bool // a leader about themselves

	cuts   []*cut    // by the number of the page
	whole  *cut      // the review when nothing is missing
	packed []*packed // by the number of the page; the review, which is full of slots, is not

	thanks, thanksZipped []byte
}

// Booklet sets a round's questionnaire in a language.
func (p *Pages) Booklet(r *round.Round, q *Questionnaire, lang string) (*Booklet, error) {
	b := p.booklet(r, q, lang)
	if err := b.cutAll(); err != nil {
		return nil, err
	}
	thanks, err := p.Render(b.thanksPage())
	if err != nil {
		return nil, err
	}
	packed, err := (&cut{texts: [][]byte{thanks}}).pack()
	if err != nil {
		return nil, err
	}
	b.thanks = thanks
	b.thanksZipped, _ = packed.fill(nil, nil) // it has no slots
	return b, nil
}

// SelfBooklet sets it for a leader's rating of themselves.
func (p *Pages) SelfBooklet(r *round.Round, q *Questionnaire, lang string) (*Booklet, error) {
	b := p.booklet(r, q, lang)
	b.self = true
	return b, b.cutAll()
}

func (p *Pages) booklet(r *round.Round, q *Questionnaire, lang string) *Booklet {
	l := p.Localizer(lang)
	return &Booklet{pages: p, lang: l.Lang(), l: l, round: r, q: q}
}

func (b *Booklet) cutAll() error {
	b.cuts = make([]*cut, b.q.Review()+1)
	for at := range b.cuts {
		c, err := b.cut(at, false)
		if err != nil {
			return err
		}
		b.cuts[at] = c
		if at == b.q.Review() {
			break
		}
		p, err := c.pack()
		if err != nil {
			return err
		}
		b.packed = append(b.packed, p)
	}
	var err error
	b.whole, err = b.cut(b.q.Review(), true)
	return err
}

// cut sets a page with marks and takes it apart at them.
func (b *Booklet) cut(at int, whole bool) (*cut, error) {
	m := newMarks()
	page, err := b.pages.Render(b.content(&setter{marks: m}, at, whole))
	if err != nil {
		return nil, err
	}
	c, err := m.cut(page)
	if err != nil {
		return nil, fmt.Errorf("page %d of %s in %s: %w", at, b.q.Instrument.ID, b.lang, err)
	}
	return c, nil
}

// Append appends the page of that number: the introduction is 0, then the parts,
// then the review.
func (b *Booklet) Append(dst []byte, at int, f *Filled) ([]byte, error) {
	if f.Notice != nil || len(f.Faults) > 0 {
		page, err := b.plain(at, f)
		return append(dst, page...), err
	}
	c := b.cuts[at]
	if at == b.q.Review() && firstBlank(f.Given.Answers) < 0 {
		c = b.whole
	}
	if free := cap(dst) - len(dst); free < c.size+spare {
		dst = append(make([]byte, 0, len(dst)+c.size+spare), dst...)
	}
	return c.fill(dst, f), nil
}

// AppendGzip is Append for browsers that take gzip. It reports false where the
// page has not been compressed beforehand, and then appends nothing.
func (b *Booklet) AppendGzip(dst []byte, at int, f *Filled) ([]byte, bool) {
	if f.Notice != nil || len(f.Faults) > 0 || at >= len(b.packed) || !b.q.untouched(at, &f.Given) {
		return dst, false
	}
	p := b.packed[at]
	if free := cap(dst) - len(dst); free < p.size+spare {
		dst = append(make([]byte, 0, len(dst)+p.size+spare), dst...)
	}
	return p.fill(dst, f)
}

// spare is the room that what is filled in usually takes.
const spare = 6 << 10

// plain runs the template itself for one person.
func (b *Booklet) plain(at int, f *Filled) ([]byte, error) {
	return b.pages.Render(b.content(&setter{filled: f}, at, firstBlank(f.Given.Answers) < 0))
}

// Thanks is the page at the end, as it is and as a gzip file. It is the same for
// everybody.
func (b *Booklet) Thanks() (plain, zipped []byte) { return b.thanks, b.thanksZipped }

func (b *Booklet) content(s *setter, at int, whole bool) Content {
	switch {
	case at == 0 && b.self:
		return b.selfIntro(s)
	case at == 0:
		return b.intro(s)
	case at == b.q.Review():
		return b.review(s, whole)
	}
	return b.part(s, at)
}

// sheet begins a page of the form.
func (b *Booklet) sheet(s *setter, at int, title string) Sheet {
	sheet := Sheet{Page: b.pages.Page(b.lang, title), At: at}
	sheet.Action = s.text(func(f *Filled) string { return f.Action })
	sheet.Opened = s.text(func(f *Filled) string { return f.Opened })
	sheet.Carried, sheet.Gap = s.hidden(b.q, at)
	if s.filled != nil {
		sheet.Notice = s.filled.Notice
	}
	for step := 1; at > 0 && step <= b.q.Review(); step++ {
		switch {
		case step < at:
			sheet.Steps = append(sheet.Steps, "done")
		case step == at:
			sheet.Steps = append(sheet.Steps, "now")
		default:
			sheet.Steps = append(sheet.Steps, "next")
		}
	}
	return sheet
}

// in says a text of the instrument in the booklet's language, or in one it has.
func (b *Booklet) in(t instrument.Text) string {
	return t.In(b.lang, b.q.Instrument.Languages...)
}

// tongue is the language the instrument speaks where it has not the booklet's,
// for the lang attribute of what it says.
func (b *Booklet) tongue() string {
	languages := b.q.Instrument.Languages
	for _, l := range languages {
		if l == b.lang {
			return ""
		}
	}
	if len(languages) == 0 {
		return ""
	}
	return languages[0]
}
