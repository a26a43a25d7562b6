package tally

import "encoding/binary"

// Encode gives what is kept as bytes. What is equal gives equal bytes.
func (k *Kept) Encode() []byte {
	b := append([]byte(keptHead), k.shape.digest[:]...)
	for _, st := range k.shape.statistics {
		part := k.part(st)
		b = append(binary.AppendUvarint(b, uint64(len(part))), part...)
	}
	return b
}

// part is one statistic as bytes; none where it is not kept.
func (k *Kept) part(st Statistic) []byte {
	switch st.Kind {
	case Scores:
		if s := k.scores[st.Index]; s != nil {
			return appendRat(appendRat(appendInts(nil, s.People), s.Sum), s.Squares)
		}
	case Leanings:
		if s := k.leanings[st.Index]; s != nil {
			return appendInts(nil, s.Unfavourable, s.Between, s.Favourable)
		}
	case Complete:
		if a := k.agreement[st.Index]; a != nil {
			return appendInts(nil, a.People, int64(mostAgreement-a.Hundredths))
		}
	case Reached:
		if k.apart == nil {
			return nil
		}
		b := appendInts(nil, k.people)
		for _, a := range k.apart {
			b = appendInts(b, a.DontKnow, a.Blank)
		}
		return b
	case Options:
		return appendInts(nil, k.options[st.Index]...)
	case Choices:
		return appendInts(nil, k.choices[st.Index]...)
	}
	return nil
}

// mostAgreement is r*wg where everybody answers alike, in hundredths.
const mostAgreement = 100

// DecodeKept reads what was kept for this shape.
func (s *Shape) DecodeKept(b []byte) (*Kept, error) {
	r := &reader{b: b}
	r.head(keptHead, s)
	k := s.empty()
	for _, st := range s.statistics {
		part := &reader{b: r.take(int(min(r.int(), 1<<30)))}
		if r.err != nil {
			return nil, r.err
		}
		if len(part.b) == 0 {
			continue
		}
		k.read(st, part)
		if err := part.end(); err != nil {
			return nil, err
		}
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	return k, nil
}

func (k *Kept) read(st Statistic, r *reader) {
	ints := func(n int) []int64 {
		v := make([]int64, n)
		for i := range v {
			v[i] = r.int()
		}
		return v
	}
	switch st.Kind {
	case Scores:
		k.scores[st.Index] = &Score{People: r.int(), Sum: r.rat(), Squares: r.rat()}
	case Leanings:
		v := ints(3)
		k.leanings[st.Index] = &Sides{v[0], v[1], v[2]}
	case Complete:
		v := ints(2)
		k.agreement[st.Index] = &Agreement{People: v[0], Hundredths: mostAgreement - int(v[1])}
	case Reached:
		k.people = r.int()
		k.apart = make([]Apart, len(k.options))
		for i := range k.apart {
			v := ints(2)
			k.apart[i] = Apart{v[0], v[1]}
		}
	case Options:
		k.options[st.Index] = ints(k.shape.items[st.Index].options)
	case Choices:
		k.choices[st.Index] = ints(k.shape.choices[st.Index].width)
	}
}
