package store

import (
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Drawings returns those of the drawings of a round that are kept, by the hash of
// what they show.
func (s *Store) Drawings(ctx context.Context, roundID int64, hashes [][]byte) (map[string]string, error) {
	kept := map[string]string{}
	if len(hashes) == 0 {
		return kept, nil
	}
	rows, err := gorm.G[drawingRow](s.look(ctx)).Where("round_id = ? AND hash IN ?", roundID, hashes).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read drawings: %w", err)
	}
	for _, r := range rows {
		svg, err := io.ReadAll(flate.NewReader(bytes.NewReader(r.SVG)))
		if err != nil {
			return nil, fmt.Errorf("unpack a drawing: %w", err)
		}
		kept[string(r.Hash)] = string(svg)
	}
	return kept, nil
}

// SaveDrawings keeps drawings by the hash of what they show, packed to a fifth. One
// that is there already is not an error.
func (s *Store) SaveDrawings(ctx context.Context, roundID int64, drawings map[string]string) error {
	rows := make([]drawingRow, 0, len(drawings))
	for hash, svg := range drawings {
		packed, err := pack(svg)
		if err != nil {
			return fmt.Errorf("pack a drawing: %w", err)
		}
		rows = append(rows, drawingRow{Hash: []byte(hash), RoundID: roundID, SVG: packed})
	}
	if len(rows) == 0 {
		return nil
	}
	return s.change(ctx, func(tx *gorm.DB) error {
		if err := gorm.G[drawingRow](tx, clause.OnConflict{DoNothing: true}).CreateInBatches(ctx, &rows, 100); err != nil {
			return fmt.Errorf("save drawings: %w", err)
		}
		return nil
	})
}

func pack(svg string) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, svg); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
