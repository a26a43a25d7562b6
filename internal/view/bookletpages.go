package view

import (
	"strconv"
	"strings"

	"pejl/internal/instrument"
	"pejl/internal/round"
)

func (b *Booklet) intro(s *setter) IntroPage {
	in, r := b.q.Instrument, b.round
	p := IntroPage{Sheet: b.sheet(s, 0, r.Title), Heading: r.Title, Lead: r.Settings.Purpose}
	if p.Lead == "" {
		p.Lead = b.in(in.About)
	}
	p.Time = b.l.T("respond.time", "n", max(1, seconds(len(in.Items()))/60), "items", len(in.Items()))
	p.Until = b.l.DateTime(r.ClosesAt)
	p.As = s.text(func(f *Filled) string { return b.l.T("respond.as", "unit", f.Unit) })
	p.Results, p.Contact = r.Settings.ResultsAt, r.Settings.Contact
	limits := r.Settings.Gates.Stricter(round.Gates{})
	if b.q.Perspective == instrument.Staff {
		p.Promise = b.l.T("respond.promise.staff", "means", limits.Means, "single", limits.Single)
	} else {
		p.Promise = b.l.T("respond.promise.others", "means", limits.Means, "single", limits.Single)
	}
	for i := range b.q.Asks {
		p.OwnWords = p.OwnWords || b.q.Asks[i].Question.Type == instrument.Open
	}
	if v := in.Perspective(b.q.Perspective); v != nil && b.in(v.Means) != "" {
		p.Referent, p.Means = b.l.Quote(b.in(v.Referent)), b.in(v.Means)
	}
	return p
}

func (b *Booklet) part(s *setter, at int) PartPage {
	part := &b.q.Parts[at-1]
	p := PartPage{Sheet: b.sheet(s, at, b.heading(at)), Heading: b.heading(at), Hue: part.Hue, Where: b.where(at)}
	p.Size = b.l.T("respond.questions", "n", len(part.Asks))
	if n := len(part.Items); n > 0 {
		p.Size = b.l.T("respond.items_time", "n", n, "time", b.duration(seconds(n)))
	}
	for i, item := range part.Items {
		scale := b.q.scales[item]
		if i == 0 || scale != b.q.scales[part.Items[i-1]] {
			p.Blocks = append(p.Blocks, Block{
				ID: "stem-" + strconv.Itoa(len(p.Blocks)+1), Stem: b.in(scale.Stem), Lang: b.tongue(),
				Many: len(scale.Options) >= manyOptions,
			})
		}
		block := &p.Blocks[len(p.Blocks)-1]
		block.Items = append(block.Items, b.item(s, item, b.l.T("respond.nth", "i", i+1, "n", len(part.Items))))
		if n := len(scale.Options); n < 10 && (i == 0 || n == p.Keys) {
			p.Keys = n
			if scale.DontKnow != nil {
				p.DontKnow = b.l.Quote(b.in(scale.DontKnow))
			}
		}
	}
	for _, ask := range part.Asks {
		p.Asks = append(p.Asks, b.ask(s, &b.q.Asks[ask]))
	}
	p.Next = b.next(at)
	return p
}

// item sets one item. Nothing is ticked that the person has not ticked.
func (b *Booklet) item(s *setter, at int, number string) ItemField {
	item, scale := b.q.Instrument.Items()[at], b.q.scales[at]
	f := ItemField{
		ID: placeOfItem(item.ID), Name: PrefixItem + item.ID, Number: number,
		Text: b.in(item.Text[b.q.Perspective]),
	}
	option := func(a instrument.Answer, label string) Option {
		return s.option(AnswerValue(scale, a), label, func(f *Filled) bool { return f.Given.Answers[at] == a })
	}
	for i := range scale.Options {
		f.Options = append(f.Options, option(instrument.Answer(i), b.in(scale.Options[i])))
	}
	if scale.DontKnow != nil {
		o := option(instrument.DontKnow, b.in(scale.DontKnow))
		f.DontKnow = &o
	}
	if s.filled != nil {
		f.Fault = s.filled.Faults[f.Name]
	}
	return f
}

func (b *Booklet) ask(s *setter, a *instrument.Asked) AskField {
	f := AskField{
		ID: placeOfAsk(a.Key), Name: PrefixAsk + a.Key, Text: b.in(a.Question.Text), Hint: b.in(a.Question.Hint),
		Lang: b.tongue(), Multi: a.Question.Type == instrument.Multi, Limit: round.MaxText,
	}
	if a.Question.Type == instrument.Open {
		f.Own = s.own(func(f *Filled) string { return f.Given.Texts[a.Key] })
	}
	for i := range a.Options {
		f.Options = append(f.Options, s.option(ChoiceValue(i), b.in(a.Options[i]), func(f *Filled) bool {
			for _, chosen := range f.Given.Choices[a.Key] {
				if chosen == i {
					return true
				}
			}
			return false
		}))
	}
	if s.filled != nil {
		f.Fault = s.filled.Faults[f.Name]
	}
	return f
}

func (b *Booklet) review(s *setter, whole bool) ReviewPage {
	items := len(b.q.Instrument.Items())
	p := ReviewPage{Sheet: b.sheet(s, b.q.Review(), b.l.T("respond.review")), Self: b.self}
	p.Counted = s.text(func(f *Filled) string {
		return b.l.T("respond.answered", "i", Answered(f.Given.Answers), "n", items)
	})
	if !whole {
		p.Missing = s.text(func(f *Filled) string {
			return b.l.T("respond.missing", "n", items-Answered(f.Given.Answers))
		})
		p.First = s.text(func(f *Filled) string {
			return b.q.Instrument.Items()[max(0, firstBlank(f.Given.Answers))].ID
		})
		p.To = s.text(func(f *Filled) string {
			return GoPage + strconv.Itoa(b.q.PageOfItem(max(0, firstBlank(f.Given.Answers))))
		})
	}
	for i := range b.q.Parts {
		p.Parts = append(p.Parts, b.reviewPart(s, i+1))
	}
	return p
}

func (b *Booklet) reviewPart(s *setter, at int) ReviewPart {
	part := &b.q.Parts[at-1]
	p := ReviewPart{Heading: b.heading(at), Hue: part.Hue, Open: at == 1, To: GoPage + strconv.Itoa(at)}
	p.Summary = b.l.T("respond.show_words")
	if n := len(part.Items); n > 0 {
		p.Summary = s.text(func(f *Filled) string {
			if i := answeredOf(f.Given.Answers, part.Items); i < n {
				return b.l.T("respond.show_some", "i", i, "n", n)
			}
			return b.l.T("respond.show_all", "n", n)
		})
	}
	for _, item := range part.Items {
		scale := b.q.scales[item]
		p.Said = append(p.Said, Said{
			Question: b.in(b.q.Instrument.Items()[item].Text[b.q.Perspective]), Lang: b.tongue(),
			Answer: s.text(func(f *Filled) string { return b.said(scale, f.Given.Answers[item]) }),
		})
	}
	for _, ask := range part.Asks {
		a := &b.q.Asks[ask]
		p.Said = append(p.Said, Said{
			Question: b.in(a.Question.Text), Lang: b.tongue(), Below: true,
			Answer: s.text(func(f *Filled) string { return b.saidBeside(a, &f.Given) }),
		})
	}
	return p
}

// said puts an answer into words.
func (b *Booklet) said(scale *instrument.Scale, a instrument.Answer) string {
	switch {
	case int(a) < len(scale.Options):
		return b.in(scale.Options[a])
	case a == instrument.DontKnow:
		return b.in(scale.DontKnow)
	}
	return b.l.T("respond.not_answered")
}

func (b *Booklet) saidBeside(a *instrument.Asked, given *round.Response) string {
	if own := given.Texts[a.Key]; own != "" {
		return own
	}
	var chosen []string
	for _, i := range given.Choices[a.Key] {
		chosen = append(chosen, b.in(a.Options[i]))
	}
	if len(chosen) == 0 {
		return b.l.T("respond.not_answered")
	}
	return strings.Join(chosen, " · ")
}

// heading names a part: by its aspect, else by its facets, else as the last one.
func (b *Booklet) heading(at int) string {
	part := &b.q.Parts[at-1]
	if part.Aspect != nil {
		return b.in(part.Aspect.Name)
	}
	var names []string
	for _, f := range part.Facets {
		names = append(names, b.in(f.Name))
	}
	if len(names) == 0 {
		return b.l.T("respond.closing")
	}
	return strings.Join(names, " · ")
}

// itemParts counts the parts that hold items.
func (q *Questionnaire) itemParts() int {
	n := 0
	for i := range q.Parts {
		if len(q.Parts[i].Items) > 0 {
			n++
		}
	}
	return n
}

// where says which part of how many this is, where there are several.
func (b *Booklet) where(at int) string {
	if len(b.q.Parts[at-1].Items) == 0 || b.q.itemParts() == 1 {
		return ""
	}
	return b.l.T("respond.part", "i", at, "n", b.q.itemParts())
}

func (b *Booklet) next(at int) string {
	switch {
	case at == len(b.q.Parts):
		return b.l.T("respond.to_review")
	case len(b.q.Parts[at].Items) == 0:
		return b.l.T("respond.to_closing")
	}
	return b.l.T("respond.to_part", "i", at+1)
}

// duration says about how long something takes, to the half minute.
func (b *Booklet) duration(seconds int) string {
	halves := max(1, (seconds+15)/30)
	switch {
	case halves == 1:
		return b.l.T("duration.half_minute")
	case halves%2 == 0:
		return b.l.T("duration.minutes", "n", halves/2)
	}
	return b.l.T("duration.minutes_half", "whole", halves/2)
}

func (b *Booklet) thanksPage() ThanksPage {
	p := ThanksPage{Page: b.pages.Page(b.lang, b.l.T("respond.thanks"))}
	p.Others = nil // the code is spent: there is no page to come back to
	p.Steps = append(p.Steps, Fact{b.l.Day(b.round.ClosesAt), b.l.T("respond.then.closes")})
	if at := b.round.Settings.ResultsAt; at != "" {
		p.Steps = append(p.Steps, Fact{b.l.T("respond.results"), at})
	}
	return p
}
