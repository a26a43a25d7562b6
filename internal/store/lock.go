package store

import "gorm.io/gorm/clause"

// forUpdate holds the rows that are read until the transaction ends. SQLite has
// one writer and leaves it out.
func forUpdate() clause.Locking { return clause.Locking{Strength: clause.LockingStrengthUpdate} }
