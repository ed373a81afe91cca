// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipeline.h"

namespace sluice {
using namespace Qt::StringLiterals;

QString pipelineStateName(PipelineState state)
{
    switch (state) {
    case PipelineState::Waiting:
        return u"waiting"_s;
    case PipelineState::Running:
        return u"running"_s;
    case PipelineState::Done:
        return u"done"_s;
    case PipelineState::Superseded:
        return u"superseded"_s;
    case PipelineState::Refused:
        return u"refused"_s;
    case PipelineState::Closed:
    case PipelineState::ClosedLater:
        return u"closed"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString Pipeline::label() const { return u"%1#%2"_s.arg(repository).arg(number); }

} // namespace sluice
