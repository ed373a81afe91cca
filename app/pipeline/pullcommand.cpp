// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullcommand.h"

#include <QString>

namespace sluice {
using namespace Qt::StringLiterals;

std::optional<PullCommand> pullCommandIn(QStringView comment)
{
    for (const QStringView line : comment.tokenize(u'\n')) {
        const QString words = line.toString().simplified();
        if (words == "/packit rebuild-failed"_L1)
            return PullCommand::RebuildFailed;
        if (words == "/packit retest-failed"_L1)
            return PullCommand::RetestFailed;
    }
    return {};
}

} // namespace sluice
