package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"pejl/internal/org"
)

type unitRow struct {
	ID       int64  `gorm:"column:id;primaryKey;autoIncrement:false"`
	ParentID *int64 `gorm:"column:parent_id"`
	Kind     string `gorm:"column:kind"`
	Name     string `gorm:"column:name"`
	Number   string `gorm:"column:number"`
	Path     string `gorm:"column:path"`
	// ChangedAt is when the unit was last said not to be the same as before.
	ChangedAt *int64 `gorm:"column:changed_at"`
}

// TableName names the table.
func (unitRow) TableName() string { return "units" }

func (r unitRow) unit() *org.Unit {
	u := &org.Unit{ID: r.ID, Kind: org.Kind(r.Kind), Name: r.Name, Number: r.Number, Path: r.Path, ChangedAt: momentOrZero(r.ChangedAt)}
	if r.ParentID != nil {
		u.ParentID = *r.ParentID
	}
	return u
}

func unitsOf(rows []unitRow) []*org.Unit {
	list := make([]*org.Unit, len(rows))
	for i := range rows {
		list[i] = rows[i].unit()
	}
	return list
}

// UpdateUnits hands the whole tree to change and saves what it added or changed,
// with IDs and paths; an error from change leaves all as it was. Two who do so
// at the same time take turns.
func (s *Store) UpdateUnits(ctx context.Context, change func(*org.Tree) error) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		if s.dialect.turns != "" {
			if err := gorm.G[any](tx).Exec(ctx, s.dialect.turns); err != nil {
				return fmt.Errorf("wait for the units: %w", err)
			}
		}
		rows, err := gorm.G[unitRow](tx).Order("path").Find(ctx)
		if err != nil {
			return fmt.Errorf("read the units: %w", err)
		}
		tree := org.NewTree(unitsOf(rows))
		if err := change(tree); err != nil {
			return err
		}
		if err := s.addUnits(ctx, tx, tree); err != nil {
			return err
		}
		for _, u := range tree.Changed() {
			_, err := gorm.G[unitRow](tx).Where("id = ?", u.ID).Select("name", "number").
				Updates(ctx, unitRow{Name: u.Name, Number: u.Number})
			if err != nil {
				return fmt.Errorf("change a unit: %w", err)
			}
		}
		return nil
	})
}

// addUnits saves new units. Their IDs are reserved first, since a path holds
// the unit's own ID.
func (s *Store) addUnits(ctx context.Context, tx *gorm.DB, tree *org.Tree) error {
	added := tree.Added()
	if len(added) == 0 {
		return nil
	}
	var ids []int64
	if err := gorm.G[any](tx).Raw(s.dialect.next, len(added)).Scan(ctx, &ids); err != nil {
		return fmt.Errorf("number the new units: %w", err)
	}
	rows := make([]unitRow, len(added))
	for i, u := range added {
		u.ID, u.Path = ids[0]+int64(i), "/"
		rows[i] = unitRow{ID: u.ID, Kind: string(u.Kind), Name: u.Name, Number: u.Number}
		if parent := tree.Parent(u); parent != nil {
			u.ParentID, u.Path = parent.ID, parent.Path
			rows[i].ParentID = &u.ParentID
		}
		u.Path += strconv.FormatInt(u.ID, 10) + "/"
		rows[i].Path = u.Path
	}
	if err := gorm.G[unitRow](tx).CreateInBatches(ctx, &rows, rowsAtOnce); err != nil {
		return fmt.Errorf("save the new units: %w", err)
	}
	return nil
}

// Unit returns a unit, or a fault "unit.not_found".
func (s *Store) Unit(ctx context.Context, id int64) (*org.Unit, error) {
	row, err := gorm.G[unitRow](s.look(ctx)).Where("id = ?", id).Take(ctx)
	if err != nil {
		return nil, orNotFound(err, "unit.not_found")
	}
	return row.unit(), nil
}

// SetUnitChanged says when a unit was last not the same as before, or with a zero
// time that it never was; or it returns a fault "unit.not_found".
func (s *Store) SetUnitChanged(ctx context.Context, id int64, at time.Time) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		n, err := gorm.G[unitRow](tx).Where("id = ?", id).Select("changed_at").Updates(ctx, unitRow{ChangedAt: secondsOrNull(at)})
		if err != nil {
			return fmt.Errorf("mark a unit: %w", err)
		}
		if n == 0 {
			return orNotFound(gorm.ErrRecordNotFound, "unit.not_found")
		}
		return nil
	})
}

// Changed returns when units were last said not to be the same as before. Units of
// which that was never said are left out.
func (s *Store) Changed(ctx context.Context) (map[int64]time.Time, error) {
	rows, err := gorm.G[unitRow](s.look(ctx)).Where("changed_at IS NOT NULL").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read which units have changed: %w", err)
	}
	list := make(map[int64]time.Time, len(rows))
	for _, r := range rows {
		list[r.ID] = momentOrZero(r.ChangedAt)
	}
	return list, nil
}

// UnitByNumber returns the unit with that number, or a fault "unit.not_found".
func (s *Store) UnitByNumber(ctx context.Context, number string) (*org.Unit, error) {
	row, err := gorm.G[unitRow](s.look(ctx)).Where("number = ? AND number <> ''", number).Take(ctx)
	if err != nil {
		return nil, orNotFound(err, "unit.not_found")
	}
	return row.unit(), nil
}

// Children returns the units right under one, or the roots for 0, by name.
func (s *Store) Children(ctx context.Context, id int64) ([]*org.Unit, error) {
	q := gorm.G[unitRow](s.look(ctx)).Where("parent_id IS NULL")
	if id != 0 {
		q = gorm.G[unitRow](s.look(ctx)).Where("parent_id = ?", id)
	}
	rows, err := q.Order("name, id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the units under one: %w", err)
	}
	return unitsOf(rows), nil
}

// Subtree returns a unit and all below it, each after its parent, or a fault
// "unit.not_found".
func (s *Store) Subtree(ctx context.Context, id int64) ([]*org.Unit, error) {
	// A path ends in "/", and "0" is what sorts next after "/": what lies between
	// begins with the path.
	rows, err := gorm.G[unitRow](s.look(ctx)).Raw(`SELECT u.* FROM units top JOIN units u
		ON u.path >= top.path AND u.path < substr(top.path, 1, length(top.path) - 1) || '0'
		WHERE top.id = ? ORDER BY u.path`, id).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read a unit and what is below it: %w", err)
	}
	if len(rows) == 0 {
		return nil, orNotFound(gorm.ErrRecordNotFound, "unit.not_found")
	}
	return unitsOf(rows), nil
}
