-- SPDX-FileCopyrightText: 2026 The Sluice authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The queue. Times are UTC milliseconds since 1970, states the numbers of State in models/queue/task.h.

-- `rev` counts transactions (long ones: every thousand rows); watchers read the rows above the last they saw.
CREATE TABLE revision (
    value INTEGER NOT NULL
) STRICT;
INSERT INTO revision VALUES (0);

CREATE TABLE task (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rev INTEGER NOT NULL,
    frontend TEXT,
    build_id INTEGER,
    source TEXT NOT NULL,
    given TEXT NOT NULL,
    url_listed INTEGER NOT NULL,
    owner TEXT NOT NULL,
    project TEXT NOT NULL,
    requested_package TEXT NOT NULL,
    package TEXT NOT NULL,
    version TEXT NOT NULL DEFAULT '',
    format TEXT NOT NULL,
    submitter TEXT NOT NULL,
    sandbox TEXT NOT NULL,
    background INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    attempts_before INTEGER NOT NULL DEFAULT 0, -- when a person last said retry
    interruptions INTEGER NOT NULL DEFAULT 0,
    failure_reported INTEGER NOT NULL DEFAULT 0,
    cause TEXT,
    error TEXT,
    detail TEXT,
    who TEXT,
    timings TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    began_at INTEGER, -- of the try under way, interruptions included: the date of its commits
    retry_at INTEGER,
    finished_at INTEGER
) STRICT;
CREATE UNIQUE INDEX task_build ON task (frontend, build_id) WHERE build_id IS NOT NULL;
-- What a frontend must still list; small, however many tasks ended or came from elsewhere.
CREATE INDEX task_awaited ON task (frontend) WHERE state IN (0, 1, 2) AND build_id IS NOT NULL;
CREATE INDEX task_rev ON task (rev);
CREATE INDEX task_state ON task (state, id);
CREATE INDEX task_package ON task (package, id);

CREATE TABLE task_branch (
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    branch TEXT NOT NULL,
    commit_id TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (task_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    cause TEXT,
    error TEXT,
    detail TEXT,
    who TEXT,
    timings TEXT NOT NULL,
    PRIMARY KEY (task_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE stored_object (
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    file TEXT NOT NULL,
    lookaside INTEGER NOT NULL,
    hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (task_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    who TEXT NOT NULL
) STRICT;
CREATE INDEX history_task ON history (task_id, id);

CREATE TABLE tombstone (
    task_id INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL
) STRICT;
CREATE INDEX tombstone_rev ON tombstone (rev);

CREATE TABLE state_count (
    state INTEGER PRIMARY KEY,
    tasks INTEGER NOT NULL
) STRICT;
INSERT INTO state_count VALUES (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0);

CREATE TRIGGER task_added AFTER INSERT ON task BEGIN
    UPDATE state_count SET tasks = tasks + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER task_moved AFTER UPDATE OF state ON task WHEN OLD.state <> NEW.state BEGIN
    UPDATE state_count SET tasks = tasks - 1 WHERE state = OLD.state;
    UPDATE state_count SET tasks = tasks + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER task_removed AFTER DELETE ON task BEGIN
    UPDATE state_count SET tasks = tasks - 1 WHERE state = OLD.state;
END;

CREATE TABLE pool (
    threads INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    pause_reason TEXT NOT NULL,
    problem TEXT NOT NULL, -- what goes wrong outside a task: the frontend does not answer, say
    per_owner INTEGER NOT NULL,
    per_sandbox INTEGER NOT NULL,
    owner_pid INTEGER NOT NULL,
    owner_program TEXT NOT NULL,
    owner_host TEXT NOT NULL,
    owner_since INTEGER
) STRICT;
INSERT INTO pool VALUES (0, 0, '', '', 0, 0, 0, '', '', NULL);

CREATE TABLE worker (
    slot INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    stage INTEGER NOT NULL,
    progress REAL NOT NULL,
    since INTEGER
) STRICT;

-- What a Copr frontend has not acknowledged. A withdrawn one (the task was retried first) is not posted
-- any more, but stays until the next result, in case its post was under way.
CREATE TABLE report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    body BLOB NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    answer TEXT NOT NULL DEFAULT '',
    failure INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX report_task ON report (task_id);
