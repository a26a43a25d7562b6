package store

import (
	"crypto/sha256"
	"sync"

	"pejl/internal/instrument"
	"pejl/internal/round"
)

// maxInstruments is how many instruments are kept read.
const maxInstruments = 64

// instruments keeps the instruments of rounds, so that a list of rounds does not
// parse the same file again for each of them. An Instrument never changes, so
// all rounds with the same file and form share one.
type instruments struct {
	mu   sync.Mutex
	read map[instrumentKey]*instrument.Instrument
}

type instrumentKey struct {
	source [sha256.Size]byte
	form   instrument.Form
}

func (c *instruments) of(source []byte, form instrument.Form) (*instrument.Instrument, error) {
	key := instrumentKey{sha256.Sum256(source), form}
	c.mu.Lock()
	in := c.read[key]
	c.mu.Unlock()
	if in != nil {
		return in, nil
	}
	in, err := round.Form(source, form)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.read == nil || len(c.read) >= maxInstruments {
		c.read = map[instrumentKey]*instrument.Instrument{}
	}
	c.read[key] = in
	return in, nil
}
