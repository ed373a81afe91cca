// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineretry.h"

#include <QSet>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

bool hasSucceeded(const ChrootRun &run)
{
    return run.progress == RunProgress::Ended && run.state == FlagState::Success;
}

bool hasFailed(const ChrootRun &run)
{
    return run.progress == RunProgress::Ended && run.state != FlagState::Success;
}

/// Decides for one run after the other, by what became of the builds.
class RetryChoice final
{
public:
    RetryChoice(const QList<ChrootRun> &all, const RetryWish &wish)
        : m_wish(wish)
    {
        for (const ChrootRun &run : all) {
            if (hasFailed(run))
                m_failed.insert(run.chroot);
            if (run.job == JobKind::Build && hasFailed(run))
                m_failedBuilds.insert(run.chroot);
            if (run.job == JobKind::Build && !hasSucceeded(run))
                m_unbuilt.insert(run.chroot);
        }
    }

    [[nodiscard]] bool isMeant(const ChrootRun &run) const
    {
        using What = RetryWish::What;
        if (!m_wish.chroot.isEmpty())
            return run.chroot == m_wish.chroot;
        switch (m_wish.what) {
        case What::Failed: // a build stays when only its tests failed, and a test beside them, too
            return m_failed.contains(run.chroot) && !hasSucceeded(run);
        case What::FailedBuilds:
            return m_failedBuilds.contains(run.chroot) && !hasSucceeded(run);
        case What::FailedTests:
            return isTestOfABuild(run) && hasFailed(run);
        case What::Builds:
            return true;
        case What::Tests:
            return isTestOfABuild(run);
        }
        Q_UNREACHABLE_RETURN(false);
    }

private:
    [[nodiscard]] bool isTestOfABuild(const ChrootRun &run) const
    {
        return run.job == JobKind::Test && !m_unbuilt.contains(run.chroot);
    }

    const RetryWish &m_wish;
    QSet<QString> m_failed;
    QSet<QString> m_failedBuilds;
    QSet<QString> m_unbuilt;
};

Error nothingToRetry(PipelineId id, const QString &chroot)
{
    const QString text
            = chroot.isEmpty()
                    ? u"Nothing of pipeline %1 has failed: name a chroot to run it "
                      u"again."_s.arg(id)
                    : u"Pipeline %1 has no chroot \"%2\"."_s.arg(QString::number(id), chroot);
    return failure(Cause::NotFound, text, {}, Who::Us).error();
}

} // namespace

Result<QList<ChrootRunId>> runsToRetry(PipelineId id, const QList<ChrootRun> &all,
                                       const RetryWish &wish)
{
    const RetryChoice choice(all, wish);
    QList<ChrootRunId> again;
    for (const ChrootRun &run : all) {
        if (choice.isMeant(run))
            again << run.id;
    }
    if (again.isEmpty())
        return std::unexpected(nothingToRetry(id, wish.chroot));
    return again;
}

} // namespace sluice
