// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/checkicons.h"

#include "icons.h"

namespace sluice::checkicons {
using namespace Qt::StringLiterals;

namespace {

/// The import's state that has this look's colour.
State stateLike(Look look)
{
    switch (look) {
    case Look::Running:
        return State::Fetching;
    case Look::Good:
        return State::Succeeded;
    case Look::Bad:
    case Look::Error:
        return State::Failed;
    case Look::Queued:
    case Look::Skipped:
    case Look::Stuck: // has a colour of its own
        return State::Queued;
    case Look::Canceled:
        return State::Canceled;
    }
    Q_UNREACHABLE_RETURN(State::Queued);
}

QString nameOf(Look look)
{
    static const std::array<QString, kLookCount> kNames{u"queued"_s,   u"running"_s, u"succeeded"_s,
                                                        u"failed"_s,   u"error"_s,   u"skipped"_s,
                                                        u"canceled"_s, u"warning"_s};
    return kNames.at(size_t(look));
}

QColor colorIn(Look look, bool isDark)
{
    QPalette palette;
    palette.setColor(QPalette::Window, isDark ? Qt::black : Qt::white);
    return color(look, palette);
}

} // namespace

Look lookOf(FlagState state)
{
    switch (state) {
    case FlagState::Queued:
        return Look::Queued;
    case FlagState::Running:
        return Look::Running;
    case FlagState::Success:
        return Look::Good;
    case FlagState::Failure:
        return Look::Bad;
    case FlagState::Error:
        return Look::Error;
    case FlagState::Neutral:
        return Look::Skipped;
    case FlagState::Canceled:
        return Look::Canceled;
    }
    Q_UNREACHABLE_RETURN(Look::Queued);
}

Look lookOf(PullStand stand)
{
    switch (stand) {
    case PullStand::Failed:
        return Look::Bad;
    case PullStand::Refused:
        return Look::Error;
    case PullStand::Running:
        return Look::Running;
    case PullStand::Queued:
    case PullStand::Waiting:
        return Look::Queued;
    case PullStand::Canceled:
    case PullStand::Closed:
        return Look::Canceled;
    case PullStand::Passed:
        return Look::Good;
    case PullStand::Skipped:
    case PullStand::Unchecked:
    case PullStand::Superseded:
        return Look::Skipped;
    }
    Q_UNREACHABLE_RETURN(Look::Queued);
}

QIcon icon(Look look)
{
    return icons::inColor(nameOf(look), colorIn(look, false), colorIn(look, true));
}

QColor color(Look look, const QPalette &palette)
{
    return look == Look::Stuck ? icons::warningColor(palette)
                               : icons::stateColor(stateLike(look), palette);
}

} // namespace sluice::checkicons
