// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/packitconfig.h"

#include <QRegularExpression>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QList<PackitJob> jobsFor(const PackitConfig &config, PackitJobType type, const QString &baseRef)
{
    QList<PackitJob> out;
    for (const PackitJob &job : config.jobs) {
        if (job.type == type && job.trigger == PackitTrigger::PullRequest
            && job.isForBranch(baseRef))
            out << job;
    }
    return out;
}

} // namespace

bool PackitJob::isForBranch(const QString &baseRef) const
{
    if (branch.isEmpty())
        return true;
    // Anybody writes these: the limit keeps one that backtracks for ever from doing so.
    const QRegularExpression expression(u"(*LIMIT_MATCH=100000)"_s + branch);
    return expression
            .match(baseRef, 0, QRegularExpression::NormalMatch,
                   QRegularExpression::AnchorAtOffsetMatchOption)
            .hasMatch();
}

bool PackitJob::isForLabels(const QStringList &labelsOfPullRequest) const
{
    const auto isThere = [&](const QString &label) { return labelsOfPullRequest.contains(label); };
    return (labelsPresent.isEmpty() || std::ranges::any_of(labelsPresent, isThere))
        && std::ranges::none_of(labelsAbsent, isThere);
}

QList<PackitJob> PackitConfig::builds(const QString &baseRef) const
{
    return jobsFor(*this, PackitJobType::CoprBuild, baseRef);
}

QList<PackitJob> PackitConfig::tests(const QString &baseRef) const
{
    return jobsFor(*this, PackitJobType::Tests, baseRef);
}

QStringList packitConfigNames()
{
    return {u".packit.yaml"_s, u".packit.yml"_s, u"packit.yaml"_s, u"packit.yml"_s};
}

QStringList notebookConfigNames()
{
    return {u".distro/source-git.yaml"_s,
            u".packit.yaml"_s,
            u".packit.yml"_s,
            u".packit.json"_s,
            u"packit.yaml"_s,
            u"packit.yml"_s,
            u"packit.json"_s};
}

PackitConfigFile findPackitConfig(const QStringList &namesInRoot)
{
    QStringList found;
    const QStringList names = packitConfigNames();
    std::ranges::copy_if(names, std::back_inserter(found),
                         [&](const QString &name) { return namesInRoot.contains(name); });
    PackitConfigFile file{found.value(0), {}};
    if (found.size() > 1) {
        file.warning = u"%1 is read and %2 is not: keep one of them."_s.arg(
                file.name, found.sliced(1).join(u" and "_s));
    }
    return file;
}

} // namespace sluice
