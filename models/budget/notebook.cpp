// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/notebook.h"

namespace sluice {

CallTable notebookCalls(const NotebookSettings &settings)
{
    using enum PipelineStep;
    using enum CallKind;
    const int chroots = settings.chroots;
    const int build = settings.hasBuilds ? 1 : 0;
    const int test = settings.hasTests ? 1 : 0;
    CallTable calls;
    calls.at(PrUpdated, Private) = 1;
    calls.at(PrUpdated, Approved) = 2;
    calls.at(PrUpdated, Config) = settings.configLoad;
    calls.at(PrUpdated, Status) = chroots * (build + test);
    calls.at(BuildSubmitted, Status) = chroots * (build + test);

    const int isPrivate = settings.isPrivateOnce ? 0 : 1;
    const int config = settings.isConfigLoadedOnce ? 0 : settings.configLoad;
    const auto setLater = [&](PipelineStep step, int flags) {
        calls.at(step, Private) = chroots * isPrivate;
        calls.at(step, Config) = chroots * config;
        calls.at(step, Status) = chroots * flags;
    };
    for (const PipelineStep step : {SrpmStarted, SrpmFinished, RpmStarted, RpmFinished})
        setLater(step, settings.setsAllFlags ? build + test : build);
    if (settings.hasTests) {
        for (const PipelineStep step : {TestsStarted, TestsFinished})
            setLater(step, test);
    }
    return calls;
}

} // namespace sluice
