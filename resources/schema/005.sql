-- SPDX-FileCopyrightText: 2026 The Sluice authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- By GitHub's clock, 0 where nobody said: a push that is told late must not replace a later one.
ALTER TABLE pipeline ADD COLUMN pushed_at INTEGER NOT NULL DEFAULT 0;

-- A line each; Packit's jobs may require some.
ALTER TABLE pipeline ADD COLUMN labels TEXT NOT NULL DEFAULT '';

-- GitHub takes names of repositories in any case.
CREATE INDEX pipeline_pull ON pipeline (repository COLLATE NOCASE, number);

-- A name that was moved away from may be given to another repository.
ALTER TABLE moved_address ADD COLUMN moved_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX call_pipeline ON call (pipeline);
