// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <optional>

namespace sluice {

/// What a comment on a pull request asks of its pipeline.
enum class PullCommand { RebuildFailed, RetestFailed };

/// Of a line that holds a command and nothing else; the first such line counts. None: not for us.
[[nodiscard]] std::optional<PullCommand> pullCommandIn(QStringView comment);

} // namespace sluice
