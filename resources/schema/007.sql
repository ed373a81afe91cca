-- SPDX-FileCopyrightText: 2026 The Sluice authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the window shows of pipelines, whoever runs them, and what people ask of the engine there. Numbers are those of the enums
-- in models/pipeline/ and models/github/account.h.

-- Whose eyes watch GitHub. Secrets stand in the keyring or in the file named, never here.
CREATE TABLE account (
    name TEXT PRIMARY KEY, -- chosen by a person
    kind INTEGER NOT NULL,
    base_url TEXT NOT NULL,
    secret_file TEXT NOT NULL, -- of the token or of the App's key; empty: the keyring
    app INTEGER NOT NULL,
    installation INTEGER NOT NULL,
    login TEXT NOT NULL DEFAULT '', -- who GitHub says it is
    scopes TEXT NOT NULL DEFAULT '', -- as GitHub names them
    note TEXT NOT NULL DEFAULT '', -- what it may not do, though it works: one sentence
    problem TEXT NOT NULL DEFAULT '', -- one sentence
    checked_at INTEGER
) STRICT, WITHOUT ROWID;

-- Repositories that an account can see, as it listed them last, and those of them that are observed.
CREATE TABLE seen_repository (
    account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE ON UPDATE CASCADE,
    repository TEXT NOT NULL COLLATE NOCASE, -- owner/name
    can_push INTEGER NOT NULL DEFAULT 0,
    is_private INTEGER NOT NULL DEFAULT 0,
    listed_at INTEGER, -- null: somebody typed its name
    PRIMARY KEY (account, repository)
) STRICT, WITHOUT ROWID;
CREATE TABLE observed_repository (
    repository TEXT PRIMARY KEY COLLATE NOCASE,
    account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE ON UPDATE CASCADE,
    node_id TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '', -- why it cannot be read: one sentence
    read_at INTEGER -- what is known of it was true then
) STRICT, WITHOUT ROWID;

-- Pull requests that another service looks after: one row for each head commit.
CREATE TABLE observed_pull (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repository TEXT NOT NULL COLLATE NOCASE,
    node_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    head_sha TEXT NOT NULL,
    base_ref TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    state INTEGER NOT NULL, -- of a pipeline
    problem TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    read_at INTEGER NOT NULL, -- what is known of it was true then
    rev INTEGER NOT NULL DEFAULT 0,
    UNIQUE (repository, number, head_sha)
) STRICT;
CREATE INDEX observed_pull_rev ON observed_pull (rev);
CREATE TABLE observed_check (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pull INTEGER NOT NULL REFERENCES observed_pull (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL, -- commit status or check run
    writer TEXT NOT NULL, -- the App's slug, or the login of who set a status
    node_id TEXT NOT NULL DEFAULT '', -- of a check run
    number INTEGER NOT NULL DEFAULT 0, -- of a check run, as REST wants it
    state INTEGER NOT NULL,
    description TEXT NOT NULL,
    url TEXT NOT NULL,
    since INTEGER NOT NULL, -- that it shows this, by GitHub's clock
    runs INTEGER NOT NULL DEFAULT 0, -- check runs of this name on the commit, older ones included; 0: not counted
    rev INTEGER NOT NULL DEFAULT 0,
    UNIQUE (pull, kind, writer, name)
) STRICT;
CREATE INDEX observed_check_rev ON observed_check (rev);

-- What an App whose token is not ours has probably spent on a pull request: worked out from what it
-- left there, never measured.
CREATE TABLE observed_spending (
    repository TEXT NOT NULL COLLATE NOCASE,
    number INTEGER NOT NULL,
    writer TEXT NOT NULL, -- the App's slug
    commits INTEGER NOT NULL, -- heads that it wrote to, as far as they can be read
    flags INTEGER NOT NULL, -- names on the newest of them
    writes INTEGER NOT NULL, -- check runs counted
    low REAL NOT NULL, -- calls in all
    high REAL NOT NULL,
    basis TEXT NOT NULL, -- what the band rests on, and what it leaves out: sentences
    requests INTEGER NOT NULL, -- that the count took
    at INTEGER NOT NULL,
    PRIMARY KEY (repository, number, writer)
) STRICT, WITHOUT ROWID;

-- What each flag showed, and since when. `count` is the number of the change.
CREATE TABLE flag_change (
    flag INTEGER NOT NULL REFERENCES flag (id) ON DELETE CASCADE,
    count INTEGER NOT NULL,
    at INTEGER NOT NULL,
    step INTEGER NOT NULL,
    state INTEGER NOT NULL,
    description TEXT NOT NULL,
    url TEXT NOT NULL,
    sent_at INTEGER, -- null: GitHub never had it
    PRIMARY KEY (flag, count)
) STRICT, WITHOUT ROWID;
CREATE TABLE observed_change (
    id INTEGER PRIMARY KEY,
    observed INTEGER NOT NULL REFERENCES observed_check (id) ON DELETE CASCADE,
    at INTEGER NOT NULL, -- by GitHub's clock
    state INTEGER NOT NULL,
    description TEXT NOT NULL,
    url TEXT NOT NULL
) STRICT;
CREATE INDEX observed_change_of ON observed_change (observed, id);

-- One counter for everything above that a reader follows: it asks for what is newer than it has.
CREATE TABLE board (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    rev INTEGER NOT NULL
) STRICT;
INSERT INTO board VALUES (1, 0);
ALTER TABLE pipeline ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
CREATE INDEX pipeline_rev ON pipeline (rev);
ALTER TABLE flag ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
CREATE INDEX flag_rev ON flag (rev);

CREATE TRIGGER pipeline_added AFTER INSERT ON pipeline BEGIN
    UPDATE board SET rev = rev + 1;
    UPDATE pipeline SET rev = (SELECT rev FROM board) WHERE id = new.id;
END;
CREATE TRIGGER pipeline_changed AFTER UPDATE OF repository, state, problem, title ON pipeline BEGIN
    UPDATE board SET rev = rev + 1;
    UPDATE pipeline SET rev = (SELECT rev FROM board) WHERE id = new.id;
END;
CREATE TRIGGER flag_added AFTER INSERT ON flag BEGIN
    UPDATE board SET rev = rev + 1;
    UPDATE flag SET rev = (SELECT rev FROM board) WHERE id = new.id;
END;
CREATE TRIGGER flag_changed AFTER UPDATE OF wanted, sent, problem ON flag BEGIN
    UPDATE board SET rev = rev + 1;
    UPDATE flag SET rev = (SELECT rev FROM board) WHERE id = new.id;
END;
CREATE TRIGGER flag_wanted AFTER UPDATE OF wanted ON flag WHEN new.wanted > old.wanted BEGIN
    INSERT OR REPLACE INTO flag_change VALUES (new.id, new.wanted, coalesce(new.wanted_at, 0), new.step, new.wanted_state,
        new.wanted_description, new.wanted_url, NULL);
END;
CREATE TRIGGER flag_sent AFTER UPDATE OF writes ON flag WHEN new.writes > old.writes BEGIN
    UPDATE flag_change SET sent_at = new.sent_at WHERE flag = new.id AND count = new.sent;
END;
CREATE TRIGGER observed_pull_added AFTER INSERT ON observed_pull BEGIN
    UPDATE board SET rev = rev + 1;
    UPDATE observed_pull SET rev = (SELECT rev FROM board) WHERE id = new.id;
END;
CREATE TRIGGER observed_pull_changed AFTER UPDATE OF repository, state, problem, title ON observed_pull BEGIN
    UPDATE board SET rev = rev + 1;
    UPDATE observed_pull SET rev = (SELECT rev FROM board) WHERE id = new.id;
END;
CREATE TRIGGER observed_check_added AFTER INSERT ON observed_check BEGIN
    UPDATE board SET rev = rev + 1;
    UPDATE observed_check SET rev = (SELECT rev FROM board) WHERE id = new.id;
    INSERT INTO observed_change (observed, at, state, description, url)
        VALUES (new.id, new.since, new.state, new.description, new.url);
END;
CREATE TRIGGER observed_check_changed AFTER UPDATE OF state, description, url, since ON observed_check
WHEN new.state <> old.state OR new.description <> old.description OR new.since <> old.since BEGIN
    UPDATE board SET rev = rev + 1;
    UPDATE observed_check SET rev = (SELECT rev FROM board) WHERE id = new.id;
    INSERT INTO observed_change (observed, at, state, description, url)
        VALUES (new.id, new.since, new.state, new.description, new.url);
END;

CREATE TRIGGER observed_check_counted AFTER UPDATE OF runs ON observed_check WHEN new.runs <> old.runs BEGIN
    UPDATE board SET rev = rev + 1;
    UPDATE observed_check SET rev = (SELECT rev FROM board) WHERE id = new.id;
END;

-- What somebody at a window asks of whoever runs pipelines or observes: done once, then answered.
CREATE TABLE wish (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,
    subject INTEGER NOT NULL, -- a pipeline or an observed pull request; 0: none
    argument TEXT NOT NULL, -- a chroot, a flag, an account: see the kind
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    taken_at INTEGER, -- null: nobody has taken it up
    done_at INTEGER,
    answer TEXT NOT NULL DEFAULT '', -- a sentence for who asked
    problem TEXT NOT NULL DEFAULT '' -- a sentence, where it could not be done
) STRICT;
CREATE INDEX wish_open ON wish (id) WHERE done_at IS NULL;
