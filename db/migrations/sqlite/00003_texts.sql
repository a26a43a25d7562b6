-- +goose Up

-- What people wrote in their own words, where it may be shown: copied from the text
-- piles when the round closed, one sorted list for each unit, group and question.
CREATE TABLE texts (
    round_id INTEGER NOT NULL REFERENCES releases (round_id) ON DELETE CASCADE,
    unit_id  INTEGER NOT NULL REFERENCES units (id),
    grp      TEXT NOT NULL CHECK (grp <> ''),
    question TEXT NOT NULL CHECK (question <> ''),
    bodies   BLOB NOT NULL,
    PRIMARY KEY (round_id, unit_id, grp, question)
) STRICT, WITHOUT ROWID;

CREATE INDEX texts_unit ON texts (unit_id);
