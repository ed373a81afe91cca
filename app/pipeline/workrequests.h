// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "packit/packitconfig.h"
#include "pipeline/services.h"

namespace sluice {

/// What the build service is asked for: one build of all these runs' chroots. No job: the
/// configuration that was read says no more than that.
[[nodiscard]] BuildRequest buildRequest(const Pipeline &pipeline,
                                        const std::optional<PackitJob> &job,
                                        const QList<ChrootRun> &runs);
/// What the test service is asked for: one run, on the packages that `all` knows of its chroot.
[[nodiscard]] TestRequest testRequest(const Pipeline &pipeline, const std::optional<PackitJob> &job,
                                      const ChrootRun &run, const QList<ChrootRun> &all);

} // namespace sluice
