// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/flag.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostCharacters = 140;

} // namespace

bool isFinal(FlagState state) { return state != FlagState::Queued && state != FlagState::Running; }

QString flagStateName(FlagState state)
{
    switch (state) {
    case FlagState::Queued:
        return u"queued"_s;
    case FlagState::Running:
        return u"running"_s;
    case FlagState::Success:
        return u"success"_s;
    case FlagState::Failure:
        return u"failure"_s;
    case FlagState::Neutral:
        return u"neutral"_s;
    case FlagState::Error:
        return u"error"_s;
    case FlagState::Canceled:
        return u"canceled"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QLatin1StringView commitStatusState(FlagState state)
{
    switch (state) {
    case FlagState::Queued:
    case FlagState::Running:
        return "pending"_L1;
    case FlagState::Success:
        return "success"_L1;
    case FlagState::Failure:
        return "failure"_L1;
    case FlagState::Neutral:
    case FlagState::Error:
    case FlagState::Canceled: // Packit's fall-back has no word for it and loses the flag
        return "error"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QLatin1StringView checkRunStatus(FlagState state)
{
    return state == FlagState::Queued  ? "queued"_L1
         : state == FlagState::Running ? "in_progress"_L1
                                       : "completed"_L1;
}

QLatin1StringView checkRunConclusion(FlagState state)
{
    switch (state) {
    case FlagState::Queued:
    case FlagState::Running:
        return {};
    case FlagState::Success:
        return "success"_L1;
    case FlagState::Failure:
    case FlagState::Error:
        return "failure"_L1;
    case FlagState::Neutral:
        return "neutral"_L1;
    case FlagState::Canceled:
        return "cancelled"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QString statusDescription(const QString &text)
{
    const QString line = text.simplified();
    if (line.size() <= kMostCharacters)
        return line;
    qsizetype end = kMostCharacters - 1;
    const qsizetype space = line.lastIndexOf(u' ', end);
    if (space > 0)
        end = space;
    else if (line.at(end - 1).isHighSurrogate())
        --end;
    return line.first(end) + QChar(0x2026);
}

} // namespace sluice
