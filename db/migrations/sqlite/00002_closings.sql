-- +goose Up

-- What is kept of the answers when a round closes: which cells may be shown and
-- whom they count, the figures of the round as one, and for each cell the sums
-- that may be shown of it. Written once; pages read nothing else.
CREATE TABLE releases (
    round_id INTEGER PRIMARY KEY REFERENCES rounds (id) ON DELETE CASCADE,
    decision BLOB NOT NULL,
    whole    BLOB NOT NULL
) STRICT;

CREATE TABLE tallies (
    round_id INTEGER NOT NULL REFERENCES releases (round_id) ON DELETE CASCADE,
    unit_id  INTEGER NOT NULL REFERENCES units (id),
    grp      TEXT NOT NULL CHECK (grp <> ''),
    cell     BLOB NOT NULL,
    PRIMARY KEY (round_id, unit_id, grp)
) STRICT, WITHOUT ROWID;

CREATE INDEX tallies_unit ON tallies (unit_id);

-- A release is frozen: what was decided at closing is never decided again.
-- +goose StatementBegin
CREATE TRIGGER releases_frozen BEFORE UPDATE ON releases
BEGIN
    SELECT RAISE(ABORT, 'releases_frozen: a release does not change');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER tallies_frozen BEFORE UPDATE ON tallies
BEGIN
    SELECT RAISE(ABORT, 'releases_frozen: a release does not change');
END;
-- +goose StatementEnd

-- Drawings of released figures, by what they show. They can be drawn again.
CREATE TABLE drawings (
    hash     BLOB NOT NULL CHECK (octet_length(hash) = 32),
    round_id INTEGER NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    svg      BLOB NOT NULL,
    PRIMARY KEY (round_id, hash)
) STRICT, WITHOUT ROWID;
