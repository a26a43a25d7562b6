package view

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
)

// packed is a page cut apart and compressed beforehand, for whoever has answered
// nothing on it yet: nearly everybody who turns to it. Deflate lets blocks that
// know nothing of each other follow one another; so the text between the slots is
// compressed once, what belongs in a slot is put there as it is, and a page costs
// as little compressed as plain. It also keeps what a person typed and the text
// around it from being compressed together.
type packed struct {
	texts    [][]byte // plain, for the checksum
	deflated [][]byte
	slots    []slot
	size     int
}

// gzipHead begins every gzip file that says nothing of itself (RFC 1952).
const gzipHead = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

// lastBlock is an empty deflate block that ends a stream (RFC 1951).
const lastBlock = "\x03\x00"

// pack compresses a page whose quiet slots, which hold what has been answered on
// it, are all empty.
func (c *cut) pack() (*packed, error) {
	p := &packed{}
	var text []byte
	add := func() error {
		d, err := deflate(text)
		p.texts, p.deflated, text = append(p.texts, text), append(p.deflated, d), nil
		p.size += len(d)
		return err
	}
	for i, s := range c.slots {
		text = append(text, c.texts[i]...)
		if c.quiet[i] {
			continue
		}
		if err := add(); err != nil {
			return nil, err
		}
		p.slots = append(p.slots, s)
	}
	text = append(text, c.texts[len(c.slots)]...)
	return p, add()
}

// deflate compresses a piece so that another may follow it.
func deflate(text []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		return nil, fmt.Errorf("compress a page: %w", err)
	}
	return b.Bytes(), nil
}

// storedHead is the room a block that is not compressed needs before its bytes.
const storedHead = 5

// fill appends the page of one person as a gzip file. It reports false when what
// belongs in a slot is too long for one block; that page is compressed as a whole.
func (p *packed) fill(dst []byte, f *Filled) ([]byte, bool) {
	start := len(dst)
	dst = append(dst, gzipHead...)
	var sum, size uint32
	for i, text := range p.texts {
		dst = append(dst, p.deflated[i]...)
		sum, size = crc32.Update(sum, crc32.IEEETable, text), size+uint32(len(text))
		if i == len(p.slots) {
			break
		}
		head := len(dst)
		dst = p.slots[i](append(dst, "\x00\x00\x00\x00\x00"...), f)
		body := dst[head+storedHead:]
		switch {
		case len(body) == 0:
			dst = dst[:head]
		case len(body) > math.MaxUint16:
			return dst[:start], false
		default:
			n := uint16(len(body))
			binary.LittleEndian.PutUint16(dst[head+1:], n)
			binary.LittleEndian.PutUint16(dst[head+3:], ^n)
			sum, size = crc32.Update(sum, crc32.IEEETable, body), size+uint32(n)
		}
	}
	dst = append(dst, lastBlock...)
	dst = binary.LittleEndian.AppendUint32(dst, sum)
	return binary.LittleEndian.AppendUint32(dst, size), true
}
