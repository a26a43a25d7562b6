package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"pejl/internal/round"
)

// answeredNow counts the responses in the piles of a unit of a round.
const answeredNow = `(SELECT COALESCE(SUM(octet_length(p.answers) / p.width), 0) FROM piles p
	WHERE p.round_id = round_units.round_id AND p.unit_id = round_units.unit_id)`

// ShownCounts returns the counts of answers per unit that may be shown while a
// round is open. Where what was written down last is older than every, the
// answers are counted anew and step(answered, invited) is written down with
// now; else what was written down is returned. Nothing finer is stored.
func (s *Store) ShownCounts(ctx context.Context, roundID int64, now time.Time, every time.Duration,
	step func(answered, invited int) int,
) (map[int64]int, error) {
	r, err := gorm.G[roundRow](s.look(ctx)).Select("id", "shown_at").Where("id = ?", roundID).Take(ctx)
	if err != nil {
		return nil, orNotFound(err, "round.not_found")
	}
	if due(r.ShownAt, now, every) {
		if err := s.countAnew(ctx, roundID, now, every, step); err != nil {
			return nil, fmt.Errorf("count the answers of a round anew: %w", err)
		}
	}
	rows, err := roundUnits(ctx, s.look(ctx), roundID)
	if err != nil {
		return nil, err
	}
	shown := make(map[int64]int, len(rows))
	for _, u := range rows {
		shown[u.UnitID] = u.Shown
	}
	return shown, nil
}

// countAnew writes down what may be shown from now on. Of several who come at
// the same time, one counts.
func (s *Store) countAnew(ctx context.Context, roundID int64, now time.Time, every time.Duration,
	step func(answered, invited int) int,
) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		r, err := gorm.G[roundRow](tx, forUpdate()).Select("id", "shown_at").Where("id = ?", roundID).Take(ctx)
		if err != nil || !due(r.ShownAt, now, every) {
			return err
		}
		var units []struct{ UnitID, Invited, Shown, Answered int }
		err = gorm.G[any](tx).Raw(`SELECT unit_id, invited, shown, `+answeredNow+` AS answered
			FROM round_units WHERE round_id = ?`, roundID).Scan(ctx, &units)
		if err != nil {
			return err
		}
		moved := map[int][]int{} // what is shown → units
		for _, u := range units {
			if n := step(u.Answered, u.Invited); n != u.Shown {
				moved[n] = append(moved[n], u.UnitID)
			}
		}
		for n, ids := range moved {
			_, err := gorm.G[roundUnitRow](tx).Where("round_id = ? AND unit_id IN ?", roundID, ids).Update(ctx, "shown", n)
			if err != nil {
				return err
			}
		}
		_, err = gorm.G[roundRow](tx).Where("id = ?", roundID).Update(ctx, "shown_at", seconds(now))
		return err
	})
}

func due(shownAt *int64, now time.Time, every time.Duration) bool {
	return shownAt == nil || !now.Before(moment(*shownAt).Add(every))
}

// Respondents returns how many answered in each unit of a closed round, as
// written down at closing.
func (s *Store) Respondents(ctx context.Context, roundID int64) (map[int64]int, error) {
	rows, err := roundUnits(ctx, s.look(ctx), roundID)
	if err != nil {
		return nil, err
	}
	answered := make(map[int64]int, len(rows))
	for _, u := range rows {
		if u.Answered != nil {
			answered[u.UnitID] = *u.Answered
		}
	}
	return answered, nil
}

// writeDownAnswered keeps how many answered in each unit of a round.
func writeDownAnswered(ctx context.Context, tx *gorm.DB, roundID int64) error {
	err := gorm.G[any](tx).Exec(ctx, `UPDATE round_units SET answered = `+answeredNow+` WHERE round_id = ?`, roundID)
	if err != nil {
		return fmt.Errorf("write down how many answered: %w", err)
	}
	return nil
}

// UnitsOf returns the units that rounds ask, by round, in the order of their paths.
func (s *Store) UnitsOf(ctx context.Context, roundIDs []int64) (map[int64][]round.Unit, error) {
	rows, err := gorm.G[roundUnitRow](s.look(ctx)).Where("round_id IN ?", roundIDs).Order("round_id, path").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the units of rounds: %w", err)
	}
	units := make(map[int64][]round.Unit, len(roundIDs))
	for _, u := range rows {
		units[u.RoundID] = append(units[u.RoundID], round.Unit{
			UnitID: u.UnitID, Path: u.Path, Kind: u.Kind, Name: u.Name, Invited: u.Invited,
		})
	}
	return units, nil
}
