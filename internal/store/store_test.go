package store_test

import (
	"log/slog"

	"pejl/internal/org"
	"pejl/internal/round"
	"pejl/internal/store"
)

var (
	_ round.Store = (*store.Store)(nil)
	_ org.Store   = (*store.Store)(nil)

	quiet = slog.New(slog.DiscardHandler)
)
