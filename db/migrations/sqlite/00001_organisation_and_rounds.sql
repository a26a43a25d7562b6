-- +goose Up

-- Times are whole seconds since 1970 in UTC.

-- Numbers of units, accounts and rounds are never used again (AUTOINCREMENT):
-- the audit log names things that may be gone.
CREATE TABLE units (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES units (id),
    kind      TEXT NOT NULL CHECK (kind IN ('authority', 'area', 'school', 'daycare', 'team')),
    name      TEXT NOT NULL CHECK (name <> ''),
    number    TEXT NOT NULL,
    path      TEXT NOT NULL UNIQUE,
    CHECK (path LIKE '/%' AND path LIKE '%/' || id || '/'),
    CHECK ((parent_id IS NULL) = (path = '/' || id || '/'))
) STRICT;

CREATE UNIQUE INDEX units_number ON units (number) WHERE number <> '';
CREATE UNIQUE INDEX units_name ON units (COALESCE(parent_id, 0), name) WHERE number = '';
CREATE INDEX units_parent ON units (parent_id);

CREATE TABLE accounts (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    email         TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email LIKE '_%@_%'),
    name          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    language      TEXT NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE grants (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    unit_id    INTEGER NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    role       TEXT NOT NULL CHECK (role IN ('administrator', 'consultant', 'leader', 'coordinator', 'representative')),
    PRIMARY KEY (account_id, unit_id, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX grants_unit ON grants (unit_id);

-- Only a hash of what the browser holds.
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK (expires_at > created_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- What accounts did to rounds, grants and exports; nothing about respondents.
-- It refers to nothing, so that it outlives what it speaks of.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    what       TEXT NOT NULL CHECK (what <> ''),
    unit_id    INTEGER NOT NULL,
    round_id   INTEGER NOT NULL,
    detail     TEXT NOT NULL
) STRICT;

CREATE INDEX audit_round ON audit (round_id);

CREATE TABLE rounds (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id     INTEGER NOT NULL REFERENCES units (id),
    mark        TEXT NOT NULL UNIQUE CHECK (length(mark) = 3),
    instrument  TEXT NOT NULL,
    version     TEXT NOT NULL,
    form        TEXT NOT NULL CHECK (form IN ('long', 'short')),
    source      BLOB NOT NULL,
    perspective TEXT NOT NULL CHECK (perspective <> ''),
    title       TEXT NOT NULL CHECK (title <> ''),
    state       TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closing', 'closed', 'released')),
    opens_at    INTEGER NOT NULL,
    closes_at   INTEGER NOT NULL,
    closed_at   INTEGER,
    shown_at    INTEGER,
    settings    TEXT NOT NULL CHECK (json_type(settings) = 'object'),
    CHECK (closes_at > opens_at OR state NOT IN ('draft', 'open')),
    CHECK ((closed_at IS NOT NULL) = (state IN ('closed', 'released')))
) STRICT;

CREATE INDEX rounds_unit ON rounds (unit_id);

-- A round moves forward only.
-- +goose StatementBegin
CREATE TRIGGER rounds_forward BEFORE UPDATE OF state ON rounds
WHEN instr('draft open closing closed released', NEW.state) < instr('draft open closing closed released', OLD.state)
BEGIN
    SELECT RAISE(ABORT, 'rounds_forward: a round does not go back');
END;
-- +goose StatementEnd

-- What is asked, and of whom, is fixed once a round has opened.
-- +goose StatementBegin
CREATE TRIGGER rounds_fixed BEFORE UPDATE OF unit_id, mark, instrument, version, form, source, perspective, opens_at ON rounds
WHEN OLD.state <> 'draft' AND (NEW.unit_id, NEW.mark, NEW.instrument, NEW.version, NEW.form, NEW.source, NEW.perspective, NEW.opens_at)
    IS NOT (OLD.unit_id, OLD.mark, OLD.instrument, OLD.version, OLD.form, OLD.source, OLD.perspective, OLD.opens_at)
BEGIN
    SELECT RAISE(ABORT, 'rounds_fixed: the round has opened');
END;
-- +goose StatementEnd

-- Units as they were when the round opened: later moves and names do not reach
-- them. Shown is the count of answers, in steps, as it may be told while the
-- round is open (at rounds.shown_at); answered is written down at closing.
CREATE TABLE round_units (
    round_id INTEGER NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    unit_id  INTEGER NOT NULL REFERENCES units (id),
    path     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    invited  INTEGER NOT NULL CHECK (invited > 0),
    shown    INTEGER NOT NULL CHECK (shown >= 0),
    answered INTEGER CHECK (answered >= 0),
    PRIMARY KEY (round_id, unit_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX round_units_unit ON round_units (unit_id);

-- +goose StatementBegin
CREATE TRIGGER round_units_fixed BEFORE UPDATE OF round_id, unit_id, path, kind, name, invited ON round_units
WHEN (SELECT state FROM rounds WHERE id = OLD.round_id) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'round_units_fixed: the round has opened');
END;
-- +goose StatementEnd

-- The responses of one unit and group as one value: answer vectors of one
-- width, sorted, end to end. Counts of side questions stand beside them, in the
-- same row, as little-endian 32-bit numbers.
CREATE TABLE piles (
    round_id INTEGER NOT NULL,
    unit_id  INTEGER NOT NULL,
    grp      TEXT NOT NULL CHECK (grp <> ''),
    width    INTEGER NOT NULL CHECK (width > 0),
    answers  BLOB NOT NULL,
    counts   BLOB NOT NULL CHECK (octet_length(counts) % 4 = 0),
    PRIMARY KEY (round_id, unit_id, grp),
    FOREIGN KEY (round_id, unit_id) REFERENCES round_units (round_id, unit_id) ON DELETE CASCADE,
    CHECK (octet_length(answers) % width = 0)
) STRICT;

-- Own words in the same way: one sorted list for each question. There are no
-- row numbers, since they would tell in which order piles were begun.
CREATE TABLE text_piles (
    round_id INTEGER NOT NULL,
    unit_id  INTEGER NOT NULL,
    grp      TEXT NOT NULL,
    question TEXT NOT NULL CHECK (question <> ''),
    bodies   BLOB NOT NULL,
    PRIMARY KEY (round_id, unit_id, grp, question),
    FOREIGN KEY (round_id, unit_id, grp) REFERENCES piles (round_id, unit_id, grp) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- A code knows where its response goes, and whether it has been used; not when,
-- and not by whom. Codes of one slot are one person's, and are spent together.
CREATE TABLE codes (
    round_id INTEGER NOT NULL,
    unit_id  INTEGER NOT NULL,
    grp      TEXT NOT NULL,
    slot     INTEGER NOT NULL,
    hash     BLOB NOT NULL UNIQUE CHECK (octet_length(hash) = 16),
    spent    INTEGER NOT NULL CHECK (spent IN (0, 1)),
    PRIMARY KEY (round_id, unit_id, grp, slot, hash),
    FOREIGN KEY (round_id, unit_id, grp) REFERENCES piles (round_id, unit_id, grp) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER codes_spent_once BEFORE UPDATE OF spent ON codes
WHEN NEW.spent < OLD.spent
BEGIN
    SELECT RAISE(ABORT, 'codes_spent_once: a spent code stays spent');
END;
-- +goose StatementEnd

-- What leaders answered about themselves: named, and apart from all of the above.
CREATE TABLE self_ratings (
    round_id   INTEGER NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    answers    BLOB NOT NULL CHECK (octet_length(answers) > 0),
    shared_at  INTEGER,
    PRIMARY KEY (round_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX self_ratings_account ON self_ratings (account_id);
