// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace sluice {

/// The floor that the importer is measured against: the least that does the same work with the
/// plain libraries. Per package: download, unpack, MD5, write the lookaside file, libgit2 blobs,
/// one tree, one commit, one ref. No queue, no store, no checks, no sync. Ends the process if
/// anything goes wrong.
void runBareLoop(int port, const std::vector<std::string> &names, const std::string &root,
                 int threads);

} // namespace sluice
