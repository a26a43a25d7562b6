package privacy

import (
	"encoding/json"
	"fmt"
)

// releaseVersion is the version of the layout of an encoded release.
const releaseVersion = 1

// record is a release as it is written down: readable, so that it can be checked.
// Elsewhere lists the asked places that are not counted in their own cell, with the
// place that counts them, or −1.
type record struct {
	Version int            `json:"version"`
	Limits  Limits         `json:"limits"`
	Places  []Place        `json:"places"`
	Ledgers []ledgerRecord `json:"ledgers"`
}

type ledgerRecord struct {
	Least     int64    `json:"least"`
	Of        []string `json:"of"`
	Elsewhere [][2]int `json:"elsewhere,omitempty"`
}

// Encode gives the release as JSON. Equal releases give equal bytes.
func (r *Release) Encode() []byte {
	rec := record{Version: releaseVersion, Limits: r.limits, Places: r.places}
	for _, l := range r.ledgers {
		lr := ledgerRecord{Least: l.least, Of: l.keys}
		for i, p := range r.places {
			if p.Asked && l.at[i] != i {
				lr.Elsewhere = append(lr.Elsewhere, [2]int{i, l.at[i]})
			}
		}
		rec.Ledgers = append(rec.Ledgers, lr)
	}
	b, err := json.Marshal(rec)
	if err != nil {
		panic(fmt.Sprintf("privacy: a record of numbers and names cannot be written: %v", err))
	}
	return b
}

// Decode reads a release.
func Decode(b []byte) (*Release, error) {
	var rec record
	if err := json.Unmarshal(b, &rec); err != nil {
		return nil, fmt.Errorf("privacy: read release: %w", err)
	}
	if rec.Version != releaseVersion {
		return nil, fmt.Errorf("privacy: a release of version %d cannot be read", rec.Version)
	}
	r := &Release{limits: rec.Limits, places: rec.Places, of: map[string]int{}}
	for i, p := range r.places {
		if p.Parent >= i || p.Parent < nowhere {
			return nil, fmt.Errorf("privacy: place %d of the release is part of %d", i, p.Parent)
		}
	}
	for i, lr := range rec.Ledgers {
		l := entries{least: lr.Least, keys: lr.Of, at: make([]int, len(r.places))}
		for j, p := range r.places {
			l.at[j] = nowhere
			if p.Asked {
				l.at[j] = j
			}
		}
		for _, e := range lr.Elsewhere {
			if e[0] < 0 || e[0] >= len(l.at) || e[1] < nowhere || e[1] >= len(l.at) {
				return nil, fmt.Errorf("privacy: the release has no place %v", e)
			}
			l.at[e[0]] = e[1]
		}
		for _, key := range l.keys {
			r.of[key] = i
		}
		r.ledgers = append(r.ledgers, l)
	}
	return r, nil
}
