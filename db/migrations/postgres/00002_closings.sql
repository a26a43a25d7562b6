-- +goose Up

-- What is kept of the answers when a round closes: which cells may be shown and
-- whom they count, the figures of the round as one, and for each cell the sums
-- that may be shown of it. Written once; pages read nothing else.
CREATE TABLE releases (
    round_id BIGINT PRIMARY KEY REFERENCES rounds (id) ON DELETE CASCADE,
    decision BYTEA NOT NULL,
    whole    BYTEA NOT NULL
);

CREATE TABLE tallies (
    round_id BIGINT NOT NULL REFERENCES releases (round_id) ON DELETE CASCADE,
    unit_id  BIGINT NOT NULL REFERENCES units (id),
    grp      TEXT NOT NULL CHECK (grp <> ''),
    cell     BYTEA NOT NULL,
    PRIMARY KEY (round_id, unit_id, grp)
);

CREATE INDEX tallies_unit ON tallies (unit_id);

-- A release is frozen: what was decided at closing is never decided again.
-- +goose StatementBegin
CREATE FUNCTION releases_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'releases_frozen: a release does not change';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER releases_frozen BEFORE UPDATE ON releases FOR EACH ROW
    EXECUTE FUNCTION releases_frozen();
CREATE TRIGGER tallies_frozen BEFORE UPDATE ON tallies FOR EACH ROW
    EXECUTE FUNCTION releases_frozen();

-- Drawings of released figures, by what they show. They can be drawn again.
CREATE TABLE drawings (
    hash     BYTEA NOT NULL CHECK (octet_length(hash) = 32),
    round_id BIGINT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    svg      BYTEA NOT NULL,
    PRIMARY KEY (round_id, hash)
);
