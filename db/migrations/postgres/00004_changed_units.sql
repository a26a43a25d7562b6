-- +goose Up

-- When a unit was last said not to be the same as before, so that its results are
-- not held against earlier ones; null where it never was.
ALTER TABLE units ADD COLUMN changed_at BIGINT;
