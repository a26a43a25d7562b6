package view

// SelfIntroPage says to a leader what becomes of their rating of themselves.
type SelfIntroPage struct {
	Sheet
	Heading string
	Time    string
	Until   string
}

func (SelfIntroPage) kind() kind { return kind{respondLayout, "self-intro"} }

// SelfSavedPage shows a leader that their rating is kept, and offers to delete it.
type SelfSavedPage struct {
	Page
	Action  string
	Heading string
	Counted string
	Open    bool // it can still be changed
}

func (SelfSavedPage) kind() kind { return kind{accountLayout, "self-saved"} }

func (b *Booklet) selfIntro(s *setter) SelfIntroPage {
	n := len(b.q.Instrument.Items())
	return SelfIntroPage{
		Sheet: b.sheet(s, 0, b.l.T("self.title")), Heading: b.l.Quote(b.round.Title),
		Time:  b.l.T("respond.time", "n", max(1, seconds(n)/60), "items", n),
		Until: b.l.DateTime(b.round.ClosesAt),
	}
}
