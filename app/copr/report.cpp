// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/report.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

QByteArray successReport(const Task &task, const QList<BranchTip> &tips)
{
    QJsonObject commits;
    for (const BranchTip &tip : tips)
        commits.insert(tip.branch, tip.commit);
    const QJsonObject report{
            {u"build_id"_s, task.buildId.value_or(0)},
            {u"branch_commits"_s, commits},
            {u"reponame"_s, QString(task.owner + u'/' + task.project + u'/' + task.package)},
    };
    return QJsonDocument(report).toJson(QJsonDocument::Compact);
}

QByteArray failureReport(qint64 buildId)
{
    return QJsonDocument(QJsonObject{{u"build_id"_s, buildId}}).toJson(QJsonDocument::Compact);
}

} // namespace sluice
