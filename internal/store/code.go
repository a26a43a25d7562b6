package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"pejl/internal/fault"
	"pejl/internal/round"
)

type codeRow struct {
	RoundID int64  `gorm:"column:round_id;primaryKey;autoIncrement:false"`
	UnitID  int64  `gorm:"column:unit_id;primaryKey;autoIncrement:false"`
	Grp     string `gorm:"column:grp;primaryKey"`
	Slot    int64  `gorm:"column:slot;primaryKey;autoIncrement:false"`
	Hash    []byte `gorm:"column:hash;primaryKey"`
	Spent   int    `gorm:"column:spent"`
}

// TableName names the table.
func (codeRow) TableName() string { return "codes" }

// rowsAtOnce is how many rows one INSERT carries; both databases take at most
// 32,766 values.
const rowsAtOnce = 2000

// writePlaces makes the empty piles of a round and the codes that lead to them.
func writePlaces(ctx context.Context, tx *gorm.DB, r *round.Round, places []round.Place) error {
	piles := make([]pileRow, len(places))
	var codes []codeRow
	for i, p := range places {
		piles[i] = pileRow{
			RoundID: r.ID, UnitID: p.UnitID, Grp: p.Group, Width: len(r.Instrument.Items()),
			Answers: []byte{}, Counts: make([]byte, 4*p.Counts),
		}
		for _, c := range p.Codes {
			codes = append(codes, codeRow{RoundID: r.ID, UnitID: p.UnitID, Grp: p.Group, Slot: c.Slot, Hash: c.Hash})
		}
	}
	// In the order of the random slots, so that their place in the table says
	// nothing about the list they were made from.
	slices.SortFunc(codes, func(a, b codeRow) int {
		return cmp.Or(cmp.Compare(a.UnitID, b.UnitID), cmp.Compare(a.Grp, b.Grp), cmp.Compare(a.Slot, b.Slot))
	})
	if len(piles) > 0 {
		if err := gorm.G[pileRow](tx).CreateInBatches(ctx, &piles, rowsAtOnce); err != nil {
			return fmt.Errorf("make the piles of a round: %w", err)
		}
	}
	if len(codes) > 0 {
		if err := gorm.G[codeRow](tx).CreateInBatches(ctx, &codes, rowsAtOnce); err != nil {
			return fmt.Errorf("save the codes of a round: %w", err)
		}
	}
	return nil
}

// Slots returns the slots of a round's codes by unit and group, in the order of
// the slots' own random numbers. Whether they are spent is not told.
func (s *Store) Slots(ctx context.Context, roundID int64) ([]round.Seat, error) {
	rows, err := gorm.G[codeRow](s.look(ctx)).Distinct("round_id", "unit_id", "grp", "slot").
		Where("round_id = ?", roundID).Order("unit_id, grp, slot").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the slots of a round: %w", err)
	}
	seats := make([]round.Seat, len(rows))
	for i, c := range rows {
		seats[i] = round.Seat{RoundID: c.RoundID, UnitID: c.UnitID, Group: c.Grp, Slot: c.Slot}
	}
	return seats, nil
}

// SeatByHash finds where a code leads, spent or not, with the unit's name, or
// returns a fault "code.unknown".
func (s *Store) SeatByHash(ctx context.Context, hash []byte) (round.Seat, round.Unit, error) {
	var found []struct {
		RoundID, UnitID, Slot int64
		Grp                   string
		Spent                 int
		Path, Kind, Name      string
		Invited               int
	}
	ctx = untold(ctx)
	err := gorm.G[any](s.look(ctx)).Raw(`SELECT c.round_id, c.unit_id, c.grp, c.slot, c.spent, u.path, u.kind, u.name, u.invited
		FROM codes c JOIN round_units u ON u.round_id = c.round_id AND u.unit_id = c.unit_id
		WHERE c.hash = ?`, hash).Scan(ctx, &found)
	if err != nil {
		return round.Seat{}, round.Unit{}, fmt.Errorf("look a code up: %w", err)
	}
	if len(found) == 0 {
		return round.Seat{}, round.Unit{}, fault.New(fault.NotFound, "code.unknown")
	}
	f := found[0]
	return round.Seat{RoundID: f.RoundID, UnitID: f.UnitID, Group: f.Grp, Slot: f.Slot, Spent: f.Spent == 1},
		round.Unit{UnitID: f.UnitID, Path: f.Path, Kind: f.Kind, Name: f.Name, Invited: f.Invited}, nil
}

// wipeCodes deletes what leads from a person to a code.
func wipeCodes(ctx context.Context, tx *gorm.DB, roundID int64) error {
	if _, err := gorm.G[codeRow](tx).Where("round_id = ?", roundID).Delete(ctx); err != nil {
		return fmt.Errorf("delete the codes of a round: %w", err)
	}
	return nil
}
