// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/workrequests.h"

#include <algorithm>

namespace sluice {

BuildRequest buildRequest(const Pipeline &pipeline, const std::optional<PackitJob> &job,
                          const QList<ChrootRun> &runs)
{
    BuildRequest request{.pipeline = pipeline.id,
                         .repository = pipeline.repository,
                         .number = pipeline.number,
                         .cloneUrl = pipeline.headUrl,
                         .headSha = pipeline.headSha};
    if (job) {
        request.specfilePath = job->specfilePath;
        request.coprOwner = job->coprOwner;
        request.coprProject = job->coprProject;
        request.isNetworkEnabled = job->isNetworkEnabled;
    }
    for (const ChrootRun &run : runs) {
        request.jobName = run.jobName;
        request.chroots << run.chroot;
    }
    return request;
}

TestRequest testRequest(const Pipeline &pipeline, const std::optional<PackitJob> &job,
                        const ChrootRun &run, const QList<ChrootRun> &all)
{
    const auto build = std::ranges::find_if(all, [&run](const ChrootRun &other) {
        return other.job == JobKind::Build && other.chroot == run.chroot;
    });
    TestRequest request{.pipeline = pipeline.id,
                        .run = run.id,
                        .cloneUrl = pipeline.headUrl,
                        .headSha = pipeline.headSha,
                        .chroot = run.chroot,
                        .target = run.target,
                        .buildId = build != all.end() ? build->buildId : std::nullopt};
    if (job) {
        request.fmfUrl = job->fmfUrl;
        request.fmfRef = job->fmfRef;
        request.fmfPath = job->fmfPath;
        request.tmtPlan = job->tmtPlan;
    }
    return request;
}

} // namespace sluice
