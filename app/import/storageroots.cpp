// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/storageroots.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

std::optional<Error> unwritableRoot(const Settings &settings)
{
    for (const auto &[root, setting] : {std::pair(settings.gitRoot, u"git.root"_s),
                                        std::pair(settings.lookasideRoot, u"lookaside.root"_s)}) {
        if (QDir().mkpath(root) && ::access(QFile::encodeName(root).constData(), W_OK | X_OK) == 0)
            continue;
        const QString reason = QString::fromLocal8Bit(std::strerror(errno));
        return failure(Cause::Storage,
                       u"The folder %1 of the setting %2 cannot be written (%3): make it writable, "
                       u"then resume."_s.arg(root, setting, reason))
                .error();
    }
    return {};
}

} // namespace sluice
