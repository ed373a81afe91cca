-- SPDX-FileCopyrightText: 2026 The Sluice authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- When the whole file was last read for damage, since which start of the machine, and which file that was:
-- neither a restored copy nor what a power cut left behind was ever looked at.
CREATE TABLE whole_check (
    at INTEGER NOT NULL,
    boot TEXT NOT NULL,
    inode INTEGER NOT NULL
) STRICT;
INSERT INTO whole_check VALUES (0, '', 0);
