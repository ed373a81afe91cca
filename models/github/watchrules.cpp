// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/watchrules.h"

#include "clock.h"
#include "github/accountstore.h"
#include "settings/settings.h"
#include "settings/settingstext.h"
#include "store/database.h"

#include <QFile>

namespace sluice {
using namespace Qt::StringLiterals;

Result<void> mayObserve(const PipelineSettings &driving, const QStringList &repositories)
{
    if (!driving.flagPrefix.isEmpty())
        return {};
    for (const QString &repository : repositories) {
        if (driving.repositories.contains(repository, Qt::CaseInsensitive)) {
            return failure(Cause::Invalid,
                           u"Sluice drives %1 as %2, so it does not observe it: drive it no more, "
                           u"or set pipeline.flag-prefix, for instance to sluice/."_s.arg(
                                   repository, driving.githubAccount));
        }
    }
    return {};
}

Result<void> mayDrive(const QString &dataDirectory,
                      const QList<std::pair<QString, QString>> &values)
{
    const auto settings = SettingsFile(dataDirectory).load();
    if (!settings)
        return {}; // whoever writes it says what is wrong with it
    PipelineSettings driving = settings->pipeline;
    bool isAboutDriving = false;
    for (const auto &[key, value] : values) {
        const bool isPrefix = key == "pipeline.flag-prefix"_L1;
        const bool isList = key == "pipeline.repositories"_L1;
        isAboutDriving = isAboutDriving || isPrefix || isList;
        if (isPrefix)
            driving.flagPrefix = value.trimmed();
        else if (isList)
            driving.repositories = readList(value);
    }
    const QString queue = dataDirectory + "/queue.sqlite"_L1;
    if (!isAboutDriving || !QFile::exists(queue))
        return {};
    const auto database = Database::open(queue);
    if (!database)
        return std::unexpected(database.error());
    const SystemClock clock;
    const auto observed = AccountStore(**database, clock).observed();
    if (!observed)
        return std::unexpected(observed.error());
    for (const ObservedRepository &one : *observed) {
        if (!mayObserve(driving, {one.repository})) {
            return failure(Cause::Invalid,
                           u"%1 is observed with %2, so it is not driven as well: observe it no "
                           u"more (Accounts, or `sluicectl account observe`), or set "
                           u"pipeline.flag-prefix, for instance to sluice/."_s.arg(one.repository,
                                                                                   one.account));
        }
    }
    return {};
}

} // namespace sluice
