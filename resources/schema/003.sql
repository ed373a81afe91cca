-- SPDX-FileCopyrightText: 2026 The Sluice authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was asked of GitHub, and what it said. Numbers of steps and kinds are those of models/budget/calls.h.

-- The ledger: every request of the last 30 days. Never a token.
CREATE TABLE call (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    token TEXT NOT NULL, -- a label
    repository TEXT NOT NULL, -- owner/name
    pipeline INTEGER NOT NULL, -- 0: none
    step INTEGER,
    kind INTEGER NOT NULL,
    served INTEGER NOT NULL, -- a bit for each kind that one query answered
    why TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    status INTEGER NOT NULL, -- 0: no answer
    resource TEXT NOT NULL,
    cost INTEGER NOT NULL, -- what GitHub counts
    duration_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX call_at ON call (at);

-- Answers that GitHub can confirm with a 304, and content that cannot change.
CREATE TABLE cached_answer (
    id INTEGER PRIMARY KEY,
    base_url TEXT NOT NULL,
    token TEXT NOT NULL, -- a label; empty: whichever
    path TEXT NOT NULL,
    accept TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    headers TEXT NOT NULL, -- a line each
    body BLOB NOT NULL,
    size INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    UNIQUE (base_url, token, path, accept)
) STRICT;
CREATE INDEX cached_answer_used ON cached_answer (used_at, size);

-- Permanent redirects, such as those of renamed repositories.
CREATE TABLE moved_address (
    base_url TEXT NOT NULL,
    from_path TEXT NOT NULL,
    to_path TEXT NOT NULL,
    PRIMARY KEY (base_url, from_path)
) STRICT, WITHOUT ROWID;
