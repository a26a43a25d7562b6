package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"pejl/internal/instrument"
	"pejl/internal/round"
)

type roundRow struct {
	ID          int64  `gorm:"column:id;primaryKey"`
	UnitID      int64  `gorm:"column:unit_id"`
	Mark        string `gorm:"column:mark"`
	Instrument  string `gorm:"column:instrument"`
	Version     string `gorm:"column:version"`
	Form        string `gorm:"column:form"`
	Source      []byte `gorm:"column:source"`
	Perspective string `gorm:"column:perspective"`
	Title       string `gorm:"column:title"`
	State       string `gorm:"column:state"`
	OpensAt     int64  `gorm:"column:opens_at"`
	ClosesAt    int64  `gorm:"column:closes_at"`
	EndsAt      *int64 `gorm:"column:ends_at"`
	ClosedAt    *int64 `gorm:"column:closed_at"`
	ShownAt     *int64 `gorm:"column:shown_at"`
	Settings    string `gorm:"column:settings"`
}

// TableName names the table.
func (roundRow) TableName() string { return "rounds" }

type roundUnitRow struct {
	RoundID  int64  `gorm:"column:round_id;primaryKey;autoIncrement:false"`
	UnitID   int64  `gorm:"column:unit_id;primaryKey;autoIncrement:false"`
	Path     string `gorm:"column:path"`
	Kind     string `gorm:"column:kind"`
	Name     string `gorm:"column:name"`
	Invited  int    `gorm:"column:invited"`
	Shown    int    `gorm:"column:shown"`
	Answered *int   `gorm:"column:answered"`
}

// TableName names the table.
func (roundUnitRow) TableName() string { return "round_units" }

func rowOfRound(r *round.Round) (*roundRow, error) {
	settings, err := json.Marshal(r.Settings)
	if err != nil {
		return nil, fmt.Errorf("write the settings of a round: %w", err)
	}
	return &roundRow{
		ID: r.ID, UnitID: r.UnitID, Mark: r.Mark, Instrument: r.Instrument.ID, Version: r.Instrument.Version,
		Form: string(r.Instrument.Form), Source: r.Source, Perspective: r.Perspective, Title: r.Title,
		State: string(r.State), OpensAt: seconds(r.OpensAt), ClosesAt: seconds(r.ClosesAt),
		EndsAt: secondsOrNull(r.EndsAt), ClosedAt: secondsOrNull(r.ClosedAt), Settings: string(settings),
	}, nil
}

func (s *Store) roundOfRow(row *roundRow) (*round.Round, error) {
	in, err := s.instruments.of(row.Source, instrument.Form(row.Form))
	if err != nil {
		return nil, fmt.Errorf("read the instrument of round %d: %w", row.ID, err)
	}
	r := &round.Round{
		ID: row.ID, UnitID: row.UnitID, Mark: row.Mark, Instrument: in, Source: row.Source,
		Perspective: row.Perspective, Title: row.Title, State: round.State(row.State),
		OpensAt: moment(row.OpensAt), ClosesAt: moment(row.ClosesAt), EndsAt: momentOrZero(row.EndsAt), ClosedAt: momentOrZero(row.ClosedAt),
	}
	if err := json.Unmarshal([]byte(row.Settings), &r.Settings); err != nil {
		return nil, fmt.Errorf("read the settings of round %d: %w", row.ID, err)
	}
	return r, nil
}

// CreateRound saves a draft with its units and sets its ID. A mark that is
// already taken is a fault of kind Conflict, key "round.mark_taken".
func (s *Store) CreateRound(ctx context.Context, r *round.Round) error {
	row, err := rowOfRound(r)
	if err != nil {
		return err
	}
	row.ID = 0
	units := make([]roundUnitRow, len(r.Units))
	err = s.change(ctx, func(tx *gorm.DB) error {
		if err := gorm.G[roundRow](tx).Create(ctx, row); err != nil {
			return fmt.Errorf("save a round: %w", err)
		}
		for i, u := range r.Units {
			units[i] = roundUnitRow{
				RoundID: row.ID, UnitID: u.UnitID, Path: u.Path, Kind: u.Kind, Name: u.Name, Invited: u.Invited,
			}
		}
		if len(units) == 0 {
			return nil
		}
		if err := gorm.G[roundUnitRow](tx).CreateInBatches(ctx, &units, 1000); err != nil {
			return fmt.Errorf("save the units of a round: %w", err)
		}
		return nil
	})
	if err == nil {
		r.ID = row.ID
	}
	return err
}

// Round returns a round without its units, or a fault "round.not_found".
func (s *Store) Round(ctx context.Context, id int64) (*round.Round, error) {
	row, err := gorm.G[roundRow](s.look(ctx)).Where("id = ?", id).Take(ctx)
	if err != nil {
		return nil, orNotFound(err, "round.not_found")
	}
	return s.roundOfRow(&row)
}

// Rounds returns all rounds without their units, newest first.
func (s *Store) Rounds(ctx context.Context) ([]*round.Round, error) {
	rows, err := gorm.G[roundRow](s.look(ctx)).Order("id DESC").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the rounds: %w", err)
	}
	list := make([]*round.Round, len(rows))
	for i := range rows {
		if list[i], err = s.roundOfRow(&rows[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Units returns the units a round asks, in the order of their paths.
func (s *Store) Units(ctx context.Context, roundID int64) ([]round.Unit, error) {
	rows, err := roundUnits(ctx, s.look(ctx), roundID)
	if err != nil {
		return nil, err
	}
	list := make([]round.Unit, len(rows))
	for i, u := range rows {
		list[i] = round.Unit{UnitID: u.UnitID, Path: u.Path, Kind: u.Kind, Name: u.Name, Invited: u.Invited}
	}
	return list, nil
}

func roundUnits(ctx context.Context, tx *gorm.DB, roundID int64) ([]roundUnitRow, error) {
	rows, err := gorm.G[roundUnitRow](tx).Where("round_id = ?", roundID).Order("path").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the units of a round: %w", err)
	}
	return rows, nil
}

// OpenRound marks a draft as open and writes its codes and empty piles.
func (s *Store) OpenRound(ctx context.Context, id int64, opened func(*round.Round) error, places []round.Place) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		r, err := s.updateRound(ctx, tx, id, opened)
		if err != nil {
			return err
		}
		return writePlaces(ctx, tx, r, places)
	})
}

// UpdateRound changes a round under a lock; an error from change leaves it as it
// was. Responses on their way wait for it, and are then held against the round
// as it has become. When the round becomes closed, how many answered in each
// unit is written down.
func (s *Store) UpdateRound(ctx context.Context, id int64, change func(*round.Round) error) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		_, err := s.updateRound(ctx, tx, id, change)
		return err
	})
}

func (s *Store) updateRound(ctx context.Context, tx *gorm.DB, id int64, change func(*round.Round) error) (*round.Round, error) {
	row, err := gorm.G[roundRow](tx, forUpdate()).Where("id = ?", id).Take(ctx)
	if err != nil {
		return nil, orNotFound(err, "round.not_found")
	}
	r, err := s.roundOfRow(&row)
	if err != nil {
		return nil, err
	}
	if err := change(r); err != nil {
		return nil, err
	}
	is, err := rowOfRound(r)
	if err != nil {
		return nil, err
	}
	if is.State != row.State || is.ClosesAt != row.ClosesAt || is.EndsAt != nil && row.EndsAt == nil {
		if err := s.holdPiles(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	_, err = gorm.G[roundRow](tx).Where("id = ?", id).Select("unit_id", "mark", "instrument", "version", "form",
		"source", "perspective", "title", "state", "opens_at", "closes_at", "ends_at", "closed_at", "settings").Updates(ctx, *is)
	if err != nil {
		return nil, fmt.Errorf("update a round: %w", err)
	}
	if is.ClosedAt != nil && row.ClosedAt == nil {
		if err := writeDownAnswered(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	return r, nil
}
