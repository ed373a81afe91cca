// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullcommand.h"

#include <QHash>

namespace sluice {
using namespace Qt::StringLiterals;

std::optional<RetryWish> pullCommandIn(QStringView comment)
{
    using What = RetryWish::What;
    static const QHash<QString, What> commands{{u"/packit build"_s, What::Builds},
                                               {u"/packit copr-build"_s, What::Builds},
                                               {u"/packit test"_s, What::Tests},
                                               {u"/packit rebuild-failed"_s, What::FailedBuilds},
                                               {u"/packit retest-failed"_s, What::FailedTests}};
    for (const QStringView line : comment.tokenize(u'\n')) {
        const auto command = commands.constFind(line.toString().simplified());
        if (command != commands.cend())
            return RetryWish{.what = *command, .chroot = {}};
    }
    return {};
}

} // namespace sluice
