// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineretry.h"

#include <QSet>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

bool hasEndedAs(const ChrootRun &run, bool isSuccess)
{
    return run.progress == RunProgress::Ended && (run.state == FlagState::Success) == isSuccess;
}

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
                                       const QString &chroot)
{
    QSet<QString> chroots;
    for (const ChrootRun &run : all) {
        if (chroot.isEmpty() ? hasEndedAs(run, false) : run.chroot == chroot)
            chroots.insert(run.chroot);
    }
    if (chroots.isEmpty())
        return std::unexpected(nothingToRetry(id, chroot));
    QList<ChrootRunId> again;
    for (const ChrootRun &run : all) {
        // A build that succeeded stays when only its tests failed, and a test beside them, too.
        const bool isKept = chroot.isEmpty() && hasEndedAs(run, true);
        if (chroots.contains(run.chroot) && !isKept)
            again << run.id;
    }
    return again;
}

} // namespace sluice
