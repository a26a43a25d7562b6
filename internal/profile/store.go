package profile

import (
	"context"
	"time"

	"pejl/internal/round"
)

// RoundCell is what is kept of a unit in one round.
type RoundCell struct {
	RoundID int64
	StoredCell
}

// Store keeps what a round's closing has left. Every method is one transaction.
type Store interface {
	// SaveClosing changes the round under a lock, writes what is kept of its
	// answers and deletes its codes; an error from closed leaves all as it was.
	SaveClosing(ctx context.Context, roundID int64, kept Stored, closed func(*round.Round) error) error
	// Whole returns the figures of a closed round as one, or a fault
	// "profile.not_closed".
	Whole(ctx context.Context, roundID int64) ([]byte, error)
	// Cells returns what is kept of these units of a closed round, or of all where
	// none is named. Units of which nothing is kept are left out.
	Cells(ctx context.Context, roundID int64, units []int64) ([]StoredCell, error)
	// CellsOf returns what is kept of one unit in several closed rounds. Rounds of
	// which nothing is kept are left out.
	CellsOf(ctx context.Context, unit int64, roundIDs []int64) ([]RoundCell, error)
	// KeptTexts returns what was kept of what the people of a unit wrote.
	KeptTexts(ctx context.Context, roundID, unit int64) ([]round.TextPile, error)
	// Texts calls each with every text pile of a round.
	Texts(ctx context.Context, roundID int64, each func(round.TextPile) error) error
	// Changed returns when units were last said not to be the same as before. Units
	// of which that was never said are left out.
	Changed(ctx context.Context) (map[int64]time.Time, error)
	// Piles calls each with every pile of a round.
	Piles(ctx context.Context, roundID int64, each func(round.Pile) error) error
	// Compact rewrites the files of the database, so that nothing that was deleted
	// or overwritten stays behind in them.
	Compact(ctx context.Context) error
}
