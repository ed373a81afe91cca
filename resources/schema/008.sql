-- SPDX-FileCopyrightText: 2026 The Sluice authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whose limit a call counts against, whoever asked. Tokens are told apart by fingerprints: the first 16 hexadecimal digits of
-- HMAC-SHA-256 with this salt, which do not lead back to the token. Never a token.
CREATE TABLE token_salt (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    salt BLOB NOT NULL
) STRICT;
INSERT INTO token_salt VALUES (1, randomblob(32));

-- Tokens that accounts of ours asked with.
CREATE TABLE own_token (
    fingerprint TEXT PRIMARY KEY,
    budget TEXT NOT NULL, -- the account's label
    at INTEGER NOT NULL -- when it last did, to some minutes
) STRICT, WITHOUT ROWID;

-- The label of an account of ours; "@" and the fingerprint of a token that none of them has; else the label of who asked.
ALTER TABLE call ADD COLUMN budget TEXT NOT NULL DEFAULT '';
UPDATE call SET budget = token;
-- Of tokens that came with other programs' requests.
ALTER TABLE call ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
CREATE INDEX call_fingerprint ON call (fingerprint, token) WHERE fingerprint <> '';

ALTER TABLE rate_limit RENAME COLUMN token TO budget;
-- Several tokens may have written there by turns.
DELETE FROM rate_limit WHERE budget LIKE 'proxy: %';

-- A day of 100,000 calls is summed up in milliseconds where an index has all that the sums are made of.
ALTER TABLE call ADD COLUMN organisation TEXT GENERATED ALWAYS AS
    (CASE WHEN instr(repository, '/') > 0 THEN substr(repository, 1, instr(repository, '/') - 1) ELSE '' END) VIRTUAL;
DROP INDEX call_at;
CREATE INDEX call_at ON call (at, budget, resource, organisation, repository, step, kind, status, cost, pipeline);
DROP INDEX call_pipeline;
CREATE INDEX call_pipeline ON call (pipeline, step, kind, cost, budget);
CREATE INDEX call_budget ON call (budget);
