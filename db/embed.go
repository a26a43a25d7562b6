// Package db holds the schema: numbered SQL files, one list for each database
// Pejl runs on.
package db

import "embed"

// Migrations holds migrations/sqlite and migrations/postgres. Both lists have
// the same numbers and names and lead to the same columns; a file that has been
// released is never changed again.
//
//go:embed migrations
var Migrations embed.FS
