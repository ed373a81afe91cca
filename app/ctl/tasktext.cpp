// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/tasktext.h"

#include "ctl/output.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString what(const Task &task)
{
    if (task.package.isEmpty())
        return task.given.isEmpty() ? task.source : task.given;
    return task.version.isEmpty() ? task.package : task.package + u' ' + task.version;
}

QString tips(const Task &task)
{
    QStringList texts;
    for (const BranchTip &tip : task.branches)
        texts << (tip.commit.isEmpty() ? tip.branch : tip.branch + u' ' + tip.commit.left(12));
    return texts.join(", "_L1);
}

} // namespace

QString taskName(const Task &task)
{
    return task.buildId ? u"%1 (task %2)"_s.arg(task.label()).arg(task.id) : task.label();
}

QString taskLine(const Task &task)
{
    QString line = u"%1  %2  %3  %4/%5"_s.arg(taskName(task), stateName(task.state), what(task),
                                              task.owner, task.project);
    if (task.state == State::Succeeded)
        line += u"  "_s + tips(task);
    else if (const auto error = standingError(task))
        line += u"  "_s + causeName(error->cause) + u": "_s + error->what;
    return oneLine(line);
}

std::optional<Error> standingError(const Task &task)
{
    const bool isWaiting = task.state == State::Queued && task.retryAt.isValid();
    return task.state == State::Failed || isWaiting ? task.error : std::nullopt;
}

QString timingsText(const StageTimings &timings)
{
    QStringList texts;
    for (int i = 0; i < kStageCount; ++i) {
        const auto stage = static_cast<Stage>(i);
        if (const auto ms = timings.ms(stage))
            texts << u"%1 %2 ms"_s.arg(stageName(stage)).arg(*ms, 0, 'f', 1);
    }
    return texts.join(", "_L1);
}

QString durationText(qint64 seconds)
{
    const auto two = [](qint64 large, const char *largeUnit, qint64 small, const char *smallUnit) {
        const QString first = u"%1 %2"_s.arg(large).arg(QLatin1StringView(largeUnit));
        return small == 0 ? first
                          : first + u" %1 %2"_s.arg(small).arg(QLatin1StringView(smallUnit));
    };
    if (seconds < 60)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 3600)
        return two(seconds / 60, "min", seconds % 60, "s");
    if (seconds < 48 * 3600)
        return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
    return two(seconds / 86400, "days", seconds % 86400 / 3600, "h");
}

QString nextStep(const Task &task)
{
    if (!standingError(task))
        return {};
    if (task.state == State::Queued)
        return u"it is tried again by itself at %1"_s.arg(
                task.retryAt.toLocalTime().toString(u"HH:mm:ss"_s));
    const QString retry = u"`sluicectl queue retry %1`"_s.arg(task.id);
    switch (task.error->who) {
    case Who::Us:
        return u"when the cause is mended here, %1"_s.arg(retry);
    case Who::Packager:
        return u"the packager must change the package; then import it again"_s;
    case Who::Upstream:
        return u"when the source is mended, %1"_s.arg(retry);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace sluice
