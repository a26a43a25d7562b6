-- +goose Up

-- When pages under way are taken no longer, where that was decided by hand; else it
-- is half an hour after closes_at.
ALTER TABLE rounds ADD COLUMN ends_at BIGINT;
