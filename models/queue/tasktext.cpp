// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/tasktext.h"

#include <QCoreApplication>
#include <QLocale>

namespace sluice::tasktext {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString tr(const char *text) { return QCoreApplication::translate("sluice::tasktext", text); }

QString causeStep(const Error &error)
{
    switch (error.cause) {
    case Cause::Canceled:
        return {};
    case Cause::Network:
        return tr("Look at the connection to the server, then retry.");
    case Cause::Upstream:
        return tr("The server is in trouble: retry when it answers again.");
    case Cause::NotFound:
        return tr("Look at the address: when the file is there again, retry.");
    case Cause::Forbidden:
        return tr("Allow the host in the settings or the file for this user, then retry.");
    case Cause::TooLarge:
        return tr("Raise the cap that the message names in the settings and retry, or make the "
                  "package smaller.");
    case Cause::NotSourcePackage:
        return tr("Submit a source package (.src.rpm) instead.");
    case Cause::Corrupt:
        return tr("Build or upload the source package again, then retry.");
    case Cause::UnsafeContent:
        return tr("Take the named file out of the package and submit it again.");
    case Cause::Invalid:
        return tr("Correct what the message names and submit it again.");
    case Cause::Git:
        return tr("Look at the repository that the message names (git fsck), then retry.");
    case Cause::StorageFull:
        return tr("Free space, then resume.");
    case Cause::Storage:
        return tr("Look at the disk and its rights, then retry.");
    }
    Q_UNREACHABLE_RETURN({});
}

/// Of the last try; null where nothing was measured.
std::chrono::milliseconds timeSpent(const StageTimings &timings)
{
    std::chrono::microseconds spent{0};
    for (int i = 0; i < kStageCount; ++i)
        spent += std::chrono::microseconds(
                qRound64(timings.ms(static_cast<Stage>(i)).value_or(0) * 1000));
    return std::chrono::ceil<std::chrono::milliseconds>(spent);
}

} // namespace

QString stateTitle(State state)
{
    switch (state) {
    case State::Queued:
        return tr("Queued");
    case State::Fetching:
        return tr("Fetching");
    case State::Committing:
        return tr("Committing");
    case State::Reporting:
        return tr("Reporting");
    case State::Succeeded:
        return tr("Succeeded");
    case State::Failed:
        return tr("Failed");
    case State::Canceled:
        return tr("Canceled");
    }
    Q_UNREACHABLE_RETURN({});
}

QString stateMeaning(State state)
{
    switch (state) {
    case State::Queued:
        return tr("Waits for its turn, or for its next try.");
    case State::Fetching:
        return tr("The source package is being downloaded or opened.");
    case State::Committing:
        return tr("The package is being unpacked and written to dist-git.");
    case State::Reporting:
        return tr("Done here; the Copr frontend has not yet taken the result.");
    case State::Succeeded:
        return tr("In dist-git, safely on disk.");
    case State::Failed:
        return tr("Not imported; the error says why and who must act.");
    case State::Canceled:
        return tr("Taken back by somebody; retry puts it into the queue again.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString stageTitle(Stage stage)
{
    switch (stage) {
    case Stage::Fetch:
        return tr("Fetch");
    case Stage::Unpack:
        return tr("Unpack");
    case Stage::Store:
        return tr("Store");
    case Stage::Commit:
        return tr("Commit");
    case Stage::Sync:
        return tr("Sync");
    case Stage::Report:
        return tr("Report");
    }
    Q_UNREACHABLE_RETURN({});
}

QString who(Who who)
{
    switch (who) {
    case Who::Us:
        return tr("us, who run this service");
    case Who::Packager:
        return tr("the packager");
    case Who::Upstream:
        return tr("upstream, where the source comes from");
    }
    Q_UNREACHABLE_RETURN({});
}

QString nextStep(const Task &task)
{
    if (!task.error)
        return {};
    if (task.state == State::Queued && task.retryAt.isValid())
        return tr("Nothing to do: it is tried again by itself at %1.").arg(dateTime(task.retryAt));
    return causeStep(*task.error);
}

QString progress(const Task &task, const QDateTime &now)
{
    switch (task.state) {
    case State::Queued: {
        if (!task.retryAt.isValid())
            return {};
        const auto wait = std::chrono::ceil<std::chrono::seconds>(task.retryAt - now);
        return wait > 0s ? tr("again in %1").arg(duration(wait)) : tr("again soon");
    }
    case State::Reporting:
        return tr("waits for Copr");
    case State::Succeeded:
    case State::Failed: {
        const auto spent = timeSpent(task.timings);
        if (task.state == State::Failed)
            return spent > 0ms ? tr("after %1").arg(duration(spent)) : tr("at once");
        return spent > 0ms ? tr("in %1").arg(duration(spent)) : QString();
    }
    case State::Fetching:
    case State::Committing:
    case State::Canceled: // the timings are those of the try before
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

QString age(const QDateTime &from, const QDateTime &now)
{
    if (!from.isValid())
        return {};
    const std::chrono::milliseconds span = now - from;
    if (span < 1min)
        return tr("just now");
    if (span < 1h)
        return tr("%1 min").arg(span / 1min);
    if (span < 48h)
        return tr("%1 h").arg(span / 1h);
    return tr("%1 days").arg(span / 24h);
}

QString duration(std::chrono::milliseconds span)
{
    const QLocale locale;
    if (span < 1s)
        return tr("%1 ms").arg(span.count());
    if (span < 1min)
        return tr("%1 s").arg(
                locale.toString(static_cast<double>(span.count()) / 1000, 'f', span < 10s ? 1 : 0));
    if (span < 1h)
        return tr("%1 min %2 s").arg(span / 1min).arg((span % 1min) / 1s);
    return tr("%1 h %2 min").arg(span / 1h).arg((span % 1h) / 1min);
}

QString dateTime(const QDateTime &utc)
{
    return utc.isValid() ? QLocale().toString(utc.toLocalTime(), u"yyyy-MM-dd HH:mm:ss"_s)
                         : QString();
}

QString build(const Task &task)
{
    return task.buildId ? QString::number(*task.buildId) : u"#%1"_s.arg(task.id);
}

QString branches(const Task &task)
{
    QStringList names;
    for (const BranchTip &tip : task.branches)
        names += tip.branch;
    return names.join(u", "_s);
}

bool isFailureReported(const Task &task)
{
    return task.state == State::Failed && task.isFailureReported;
}

} // namespace sluice::tasktext
