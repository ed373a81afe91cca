-- SPDX-FileCopyrightText: 2026 The Sluice authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Pipelines of pull requests. Numbers of states, steps and progress are those of models/pipeline/pipeline.h.

CREATE TABLE pipeline (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    repository TEXT NOT NULL, -- owner/name
    node_id TEXT NOT NULL, -- the repository's, for GraphQL
    number INTEGER NOT NULL,
    head_sha TEXT NOT NULL,
    base_ref TEXT NOT NULL,
    head_url TEXT NOT NULL, -- the git repository that the head commit is in
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    sender TEXT NOT NULL,
    state INTEGER NOT NULL,
    config TEXT NOT NULL DEFAULT '', -- the configuration's text at the head commit
    problem TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (repository, number, head_sha)
) STRICT;
CREATE INDEX pipeline_state ON pipeline (state);

-- One status on one commit. It waits to be written while `wanted` is above `sent`; what came between is gone.
CREATE TABLE flag (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pipeline INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    wanted INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    step INTEGER NOT NULL DEFAULT 0, -- that the wanted value came with
    wanted_state INTEGER NOT NULL DEFAULT 0,
    wanted_description TEXT NOT NULL DEFAULT '',
    wanted_url TEXT NOT NULL DEFAULT '',
    wanted_at INTEGER,
    sent_state INTEGER,
    sent_description TEXT,
    sent_url TEXT,
    sent_at INTEGER,
    check_run TEXT NOT NULL DEFAULT '', -- node id, once one exists
    writes INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '', -- why it can never be written
    UNIQUE (pipeline, name)
) STRICT;
CREATE INDEX flag_waiting ON flag (pipeline) WHERE wanted > sent;

-- What is built or tested in one chroot, and how far that has come: it never goes back.
CREATE TABLE chroot_run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pipeline INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    flag INTEGER REFERENCES flag (id) ON DELETE CASCADE, -- null: nobody is told
    job INTEGER NOT NULL,
    job_name TEXT NOT NULL, -- tells jobs of one kind apart
    chroot TEXT NOT NULL,
    target TEXT NOT NULL, -- of a test; a chroot's build may be tested on several
    progress INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL DEFAULT 0,
    detail TEXT NOT NULL DEFAULT '', -- the words of whoever built or tested
    url TEXT NOT NULL DEFAULT '',
    build_id INTEGER,
    test_request TEXT,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX chroot_run_pipeline ON chroot_run (pipeline);
CREATE INDEX chroot_run_build ON chroot_run (build_id) WHERE build_id IS NOT NULL;
CREATE INDEX chroot_run_request ON chroot_run (test_request) WHERE test_request IS NOT NULL;

-- Events that changed nothing, by reason.
CREATE TABLE refused_event (
    reason TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT;

-- Webhook deliveries of the last days: a replayed one is known.
CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT;
