package tally

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// What an encoded value begins with: its kind and the version of its layout.
const (
	tallyHead = "pt1"
	keptHead  = "pk1"
)

// errBytes says that bytes are not what they should be.
var errBytes = errors.New("tally: the bytes are not an encoded tally")

// Encode gives the tally as bytes. Equal tallies give equal bytes.
func (t *Tally) Encode() []byte {
	b := append([]byte(tallyHead), t.shape.digest[:]...)
	for _, x := range t.v {
		b = binary.AppendUvarint(b, uint64(x))
	}
	return b
}

// Decode reads a tally of this shape.
func (s *Shape) Decode(b []byte) (*Tally, error) {
	r := &reader{b: b}
	r.head(tallyHead, s)
	t := s.New()
	for i := range t.v {
		t.v[i] = r.int()
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	return t, nil
}

// reader takes encoded bytes apart and remembers the first thing that is wrong.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.b = nil
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.fail(errBytes)
		return make([]byte, max(0, min(n, 64)))
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) head(want string, s *Shape) {
	if string(r.take(len(want))) != want {
		r.fail(errBytes)
	} else if !slices.Equal(r.take(len(s.digest)), s.digest[:]) {
		r.fail(errOtherShape)
	}
}

func (r *reader) int() int64 {
	x, n := binary.Uvarint(r.b)
	if n <= 0 || x > 1<<63-1 || n > 1 && r.b[n-1] == 0 {
		r.fail(errBytes)
		return 0
	}
	r.b = r.b[n:]
	return int64(x)
}

func (r *reader) rat() *big.Rat {
	num := new(big.Int).SetBytes(r.take(int(min(r.int(), 1<<20))))
	den := new(big.Int).SetBytes(r.take(int(min(r.int(), 1<<20))))
	if den.Sign() == 0 {
		r.fail(errBytes)
		return new(big.Rat)
	}
	return new(big.Rat).SetFrac(num, den)
}

func (r *reader) end() error {
	if r.err == nil && len(r.b) > 0 {
		r.fail(fmt.Errorf("%w: %d bytes too many", errBytes, len(r.b)))
	}
	return r.err
}

func appendInts(b []byte, v ...int64) []byte {
	for _, x := range v {
		b = binary.AppendUvarint(b, uint64(x))
	}
	return b
}

func appendRat(b []byte, x *big.Rat) []byte {
	for _, part := range [][]byte{x.Num().Bytes(), x.Denom().Bytes()} {
		b = append(binary.AppendUvarint(b, uint64(len(part))), part...)
	}
	return b
}
