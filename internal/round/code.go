package round

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// A code is 13 characters of alphabet: three that name the round, which are no
// secret, and ten (50 bits) that let one person answer once.
const (
	markLength   = 3
	secretLength = 10
	codeLength   = markLength + secretLength

	// alphabet has no I, L, O or U, so that nothing is read as something else.
	alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

// Key is the secret behind codes and their hashes. It is kept outside the
// database, so that the database alone neither makes a code nor tests one.
type Key [32]byte

// NewMark draws the three characters that name a round.
func NewMark() string {
	var b [markLength]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	for i := range b {
		b[i] = alphabet[b[i]%32]
	}
	return string(b[:])
}

// NewSlot draws the random number that stands for one invited person while the
// round is open. It says nothing about who or when.
func NewSlot() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return int64(binary.BigEndian.Uint64(b[:]) >> 1)
}

// Code derives the code of a slot. The same slot always gives the same code, so
// that a lost sheet of slips can be printed again; once the slots are deleted,
// nothing can give it.
func (k Key) Code(mark string, slot int64) string {
	sum := k.sum("code", mark, binary.BigEndian.AppendUint64(nil, uint64(slot)))
	var sb strings.Builder
	sb.WriteString(mark)
	bits := binary.BigEndian.Uint64(sum)
	for range secretLength {
		sb.WriteByte(alphabet[bits>>59])
		bits <<= 5
	}
	return sb.String()
}

// Hash is what is stored of a code: 16 bytes, keyed.
func (k Key) Hash(code string) []byte {
	return k.sum("hash", code, nil)[:16]
}

func (k Key) sum(purpose, text string, data []byte) []byte {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte(purpose))
	mac.Write([]byte{0})
	mac.Write([]byte(text))
	mac.Write([]byte{0})
	mac.Write(data)
	return mac.Sum(nil)
}

// ReadCode turns what a person typed into the form codes are stored in: case,
// spaces and hyphens do not matter, and O is read as 0, I and L as 1. It reports
// false when the result cannot be a code.
func ReadCode(typed string) (string, bool) {
	var sb strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch {
		case r == 'O':
			r = '0'
		case r == 'I' || r == 'L':
			r = '1'
		case r == '-' || r == ' ' || r == '.' || r == '_' || r == '\u00a0' || r == '\t' ||
			r == '\u2010' || r == '\u2011' || r == '\u2013':
			continue
		}
		if r >= 128 || !strings.ContainsRune(alphabet, r) || sb.Len() == codeLength {
			return "", false
		}
		sb.WriteByte(byte(r))
	}
	return sb.String(), sb.Len() == codeLength
}

// ShowCode writes a code as it stands on paper: K7R-M2WDQ-94HXT.
func ShowCode(code string) string {
	if len(code) != codeLength {
		return code
	}
	return code[:3] + "-" + code[3:8] + "-" + code[8:]
}

// Derive makes another secret of the same installation from the key, for signing
// what has nothing to do with codes. purpose tells such secrets apart.
func (k Key) Derive(purpose string) []byte { return k.sum("derive", purpose, nil) }
