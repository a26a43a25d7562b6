package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"pejl/internal/fault"
	"pejl/internal/round"
)

// saved is one response on its way through a transaction.
type saved struct {
	round.Saving
	key pileKey
	err error // why this response was refused; nil when it is stored
}

// SaveResponse spends the seat's code and adds the response to its pile, both or
// neither, and returns when they are durable. A spent code is a fault
// "code.unknown", a round that no longer accepts the response "round.closed".
//
// Responses that arrive while others are being saved are saved together, in one
// transaction. Until that has begun, a cancelled ctx takes the response back;
// after that the call waits for its end, so that nobody is told "no" about a
// response that is stored.
func (s *Store) SaveResponse(ctx context.Context, sv round.Saving) error {
	l := s.lanes[int(uint64(sv.Seat.UnitID)%uint64(len(s.lanes)))]
	return l.save(ctx, sv)
}

// saveBatch saves responses in one transaction and gives one result for each.
// An error of the transaction itself is returned, with committing telling
// whether it came from the commit, after which nobody can tell what is stored.
func (s *Store) saveBatch(ctx context.Context, savings []round.Saving) (results []error, committing bool, err error) {
	list := make([]*saved, len(savings))
	for i, sv := range savings {
		list[i] = &saved{Saving: sv, key: pileKey{sv.Seat.RoundID, sv.Seat.UnitID, sv.Seat.Group}}
	}
	ctx = untold(ctx)
	err = s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		err := s.saveIn(ctx, tx, list)
		committing = err == nil
		return err
	})
	if err != nil {
		return nil, committing, fmt.Errorf("save responses: %w", err)
	}
	results = make([]error, len(list))
	for i, sv := range list {
		results[i] = sv.err
	}
	return results, false, nil
}

// saveIn is what happens in the transaction: the piles are taken in (round,
// unit, group) order, so that two servers never wait for each other in a circle;
// then the rounds are looked at, codes spent, and piles rewritten.
func (s *Store) saveIn(ctx context.Context, tx *gorm.DB, list []*saved) error {
	piles, err := s.takePiles(ctx, tx, list)
	if err != nil {
		return err
	}
	rounds, err := s.roundsOf(ctx, tx, list)
	if err != nil {
		return err
	}
	var valid []*saved
	for _, sv := range list {
		if sv.err = check(sv, piles, rounds); sv.err == nil {
			valid = append(valid, sv)
		}
	}
	won, err := s.spend(ctx, tx, valid)
	if err != nil || len(won) == 0 {
		return err
	}
	return s.addAll(ctx, tx, piles, won)
}

// takePiles reads the piles that the responses belong to, and holds them.
func (s *Store) takePiles(ctx context.Context, tx *gorm.DB, list []*saved) (map[pileKey]*pileRow, error) {
	wanted := map[pileKey]struct{}{}
	for _, sv := range list {
		wanted[sv.key] = struct{}{}
	}
	keys := sortedKeys(wanted, pileKey.compare)
	table, values := s.dialect.table(rowsOf(keys, pileKey.row), "BIGINT", "BIGINT", "TEXT")
	rows, err := gorm.G[pileRow](tx).Raw(`SELECT round_id, unit_id, grp, width, answers, counts FROM piles
		WHERE (round_id, unit_id, grp) IN (`+table+`) ORDER BY round_id, unit_id, grp`+s.dialect.lock, values...).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("take the piles: %w", err)
	}
	piles := make(map[pileKey]*pileRow, len(rows))
	for i := range rows {
		piles[pileKey{rows[i].RoundID, rows[i].UnitID, rows[i].Grp}] = &rows[i]
	}
	return piles, nil
}

// roundsOf reads the rounds of the responses, as they are once the piles are held.
func (s *Store) roundsOf(ctx context.Context, tx *gorm.DB, list []*saved) (map[int64]*round.Round, error) {
	rounds := map[int64]*round.Round{}
	var ids []int64
	for _, sv := range list {
		if _, ok := rounds[sv.key.round]; !ok {
			rounds[sv.key.round] = nil
			ids = append(ids, sv.key.round)
		}
	}
	rows, err := gorm.G[roundRow](tx).Select("id", "state", "opens_at", "closes_at", "ends_at").Where("id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("look at the rounds: %w", err)
	}
	for _, r := range rows {
		rounds[r.ID] = &round.Round{
			ID: r.ID, State: round.State(r.State), OpensAt: moment(r.OpensAt), ClosesAt: moment(r.ClosesAt),
			EndsAt: momentOrZero(r.EndsAt),
		}
	}
	return rounds, nil
}

// check says why a response cannot be taken, before its code is spent.
func check(sv *saved, piles map[pileKey]*pileRow, rounds map[int64]*round.Round) error {
	pile, r := piles[sv.key], rounds[sv.key.round]
	switch {
	case pile == nil || r == nil:
		return fault.New(fault.NotFound, "code.unknown")
	case !r.Accepts(sv.Opened, sv.Now):
		return fault.New(fault.Gone, "round.closed")
	case len(sv.Answers) != pile.Width || 4*len(sv.Counts) != len(pile.Counts):
		return fault.New(fault.Invalid, "response.not_of_this_round")
	}
	return nil
}

// spend spends the codes of the responses' slots, all those of a slot together,
// and returns the responses that had one to spend. The others are refused.
func (s *Store) spend(ctx context.Context, tx *gorm.DB, list []*saved) ([]*saved, error) {
	first := map[slotKey]*saved{}
	for _, sv := range list {
		key := slotKey{sv.key, sv.Seat.Slot}
		if first[key] == nil {
			first[key] = sv
		}
		sv.err = fault.New(fault.NotFound, "code.unknown")
	}
	if len(first) == 0 {
		return nil, nil
	}
	keys := sortedKeys(first, slotKey.compare)
	table, values := s.dialect.table(rowsOf(keys, slotKey.row), "BIGINT", "BIGINT", "TEXT", "BIGINT")
	rows, err := gorm.G[codeRow](tx).Raw(`UPDATE codes SET spent = 1
		WHERE spent = 0 AND (round_id, unit_id, grp, slot) IN (`+table+`)
		RETURNING round_id, unit_id, grp, slot`, values...).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("spend the codes: %w", err)
	}
	var won []*saved
	for _, row := range rows {
		key := slotKey{pileKey{row.RoundID, row.UnitID, row.Grp}, row.Slot}
		if sv := first[key]; sv != nil {
			delete(first, key) // a slot may have several codes
			sv.err = nil
			won = append(won, sv)
		}
	}
	return won, nil
}

// addAll puts the responses into their piles and writes each pile once, whole.
func (s *Store) addAll(ctx context.Context, tx *gorm.DB, piles map[pileKey]*pileRow, won []*saved) error {
	vectors := map[pileKey][][]byte{}
	texts := map[textKey][]string{}
	for _, sv := range won {
		v := make([]byte, len(sv.Answers))
		for i, a := range sv.Answers {
			v[i] = byte(a)
		}
		vectors[sv.key] = append(vectors[sv.key], v)
		addCounts(piles[sv.key].Counts, sv.Counts)
		for question, text := range sv.Texts {
			if strings.TrimSpace(text) != "" {
				key := textKey{sv.key, question}
				texts[key] = append(texts[key], text)
			}
		}
	}
	keys := sortedKeys(vectors, pileKey.compare)
	table, values := s.dialect.table(rowsOf(keys, func(k pileKey) []any {
		return append(k.row(), round.AddToPile(piles[k].Answers, vectors[k]), notNull(piles[k].Counts))
	}), "BIGINT", "BIGINT", "TEXT", s.dialect.blob, s.dialect.blob)
	err := gorm.G[any](tx).Exec(ctx, `UPDATE piles SET answers = v.column4, counts = v.column5 FROM (`+table+`) AS v
		WHERE round_id = v.column1 AND unit_id = v.column2 AND grp = v.column3`, values...)
	if err != nil {
		return fmt.Errorf("write the piles: %w", err)
	}
	return s.addTexts(ctx, tx, texts)
}
