-- SPDX-FileCopyrightText: 2026 The Sluice authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What GitHub's newest answers said of each limit. Never a token.
CREATE TABLE rate_limit (
    token TEXT NOT NULL, -- a label
    resource TEXT NOT NULL,
    allowed INTEGER NOT NULL, -- from one reset to the next
    remaining INTEGER NOT NULL,
    reset_at INTEGER NOT NULL, -- by our clock
    at INTEGER NOT NULL, -- of the newest answer
    PRIMARY KEY (token, resource)
) STRICT, WITHOUT ROWID;
