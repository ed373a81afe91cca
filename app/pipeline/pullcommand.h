// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pipelineretry.h"

#include <QStringView>

namespace sluice {

/// What a comment on a pull request asks of its pipeline, in Packit's words: `/packit build` (or
/// `copr-build`), `test`, `rebuild-failed`, `retest-failed`. Of a line that holds a command and
/// nothing else; the first such line counts. None: not for us.
[[nodiscard]] std::optional<RetryWish> pullCommandIn(QStringView comment);

} // namespace sluice
