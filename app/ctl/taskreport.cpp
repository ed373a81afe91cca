// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/taskreport.h"

#include "ctl/tasktext.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

void addField(QStringList &lines, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        lines << u"  %1 %2"_s.arg(name, -9).arg(value);
}

QString timeText(const QDateTime &time)
{
    return time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

void addSummary(QStringList &lines, const Task &task, const QString &logsRoot)
{
    lines << u"%1: %2"_s.arg(taskName(task), stateName(task.state));
    addField(lines, u"source"_s, task.given.isEmpty() ? task.source : task.given);
    addField(lines, u"package"_s, QString(task.package + u' ' + task.version).trimmed());
    addField(lines, u"project"_s, task.owner + u'/' + task.project);
    for (const BranchTip &tip : task.branches)
        addField(lines, u"branch"_s, QString(tip.branch + u' ' + tip.commit).trimmed());
    addField(lines, u"format"_s, formatName(task.format));
    addField(lines, u"submitter"_s, task.submitter);
    addField(lines, u"attempts"_s, QString::number(task.attempts));
    if (!logsRoot.isEmpty())
        addField(lines, u"log"_s, logsRoot + u'/' + task.logName());
}

void addError(QStringList &lines, const Task &task)
{
    const auto error = standingError(task);
    if (!error)
        return;
    addField(lines, u"error"_s, causeName(error->cause) + u": "_s + error->what);
    for (const QString &line : error->detail.split(u'\n', Qt::SkipEmptyParts))
        addField(lines, {}, line);
    addField(lines, u"next"_s, nextStep(task));
}

/// What has not been reported: since when, how often it was tried, what came of it.
QString unreportedText(const UnreportedResult &result, const QDateTime &since)
{
    QString text = u"not reported to %1 yet, since %2"_s.arg(result.frontend, timeText(since));
    if (result.tries == 0)
        return text + u"; due at %1"_s.arg(timeText(result.dueAt));
    text += u": %1 %2, the next at %3; the last answer: %4"_s.arg(result.tries)
                    .arg(result.tries == 1 ? u"try"_s : u"tries"_s, timeText(result.dueAt),
                         result.answer.section(u'\n', 0, 0));
    return text;
}

/// Whether Copr knows how the task ended.
QString reportText(const Task &task, const std::optional<UnreportedResult> &unreported,
                   const QList<Attempt> &attempts)
{
    if (task.frontend.isEmpty())
        return u"need not be: the task did not come from Copr"_s;
    if (unreported)
        return unreportedText(*unreported,
                              attempts.isEmpty() ? task.changedAt : attempts.last().endedAt);
    if (task.state == State::Succeeded || (task.state == State::Failed && task.isFailureReported))
        return u"reported to %1"_s.arg(task.frontend);
    if (task.state == State::Canceled)
        return u"need not be: what was canceled is not reported"_s;
    if (task.isFailureReported)
        return u"its failure was reported to %1, and a success will be"_s.arg(task.frontend);
    return task.hasEnded() ? u"need not be"_s : u"nothing to report yet"_s;
}

void addHistory(QStringList &lines, const QList<HistoryEntry> &history)
{
    lines << u"history"_s;
    for (const HistoryEntry &entry : history) {
        const QString who = entry.who.isEmpty() ? QString() : u" by "_s + entry.who;
        lines << u"  %1  %2"_s.arg(timeText(entry.at), entry.what) + who;
    }
}

void addAttempts(QStringList &lines, const QList<Attempt> &attempts)
{
    if (!attempts.isEmpty())
        lines << u"attempts"_s;
    for (const Attempt &attempt : attempts) {
        lines << u"  %1  %2  %3 ms  %4"_s.arg(attempt.number)
                         .arg(timeText(attempt.startedAt))
                         .arg(attempt.startedAt.msecsTo(attempt.endedAt))
                         .arg(attempt.error ? causeName(attempt.error->cause) + u": "_s
                                                      + attempt.error->what
                                            : u"succeeded"_s);
        if (const QString timings = timingsText(attempt.timings); !timings.isEmpty())
            lines << u"     "_s + timings;
    }
}

void addObjects(QStringList &lines, const QList<StoredObject> &objects)
{
    if (!objects.isEmpty())
        lines << u"files"_s;
    for (const StoredObject &object : objects) {
        lines << u"  %1  %2  %3  %4 bytes"_s
                         .arg(object.isLookaside ? u"lookaside"_s : u"git      "_s, object.file,
                              object.hash)
                         .arg(object.size);
    }
}

} // namespace

Result<QStringList> taskReport(const Task &task, QueueStore &store, const QString &logsRoot)
{
    const auto history = store.history(task.id);
    if (!history)
        return std::unexpected(history.error());
    const auto attempts = store.attempts(task.id);
    if (!attempts)
        return std::unexpected(attempts.error());
    const auto objects = store.storedObjects(task.id);
    if (!objects)
        return std::unexpected(objects.error());
    const auto unreported = store.unreportedResult(task.id);
    if (!unreported)
        return std::unexpected(unreported.error());
    QStringList lines;
    addSummary(lines, task, logsRoot);
    addError(lines, task);
    addField(lines, u"report"_s, reportText(task, *unreported, *attempts));
    addHistory(lines, *history);
    addAttempts(lines, *attempts);
    addObjects(lines, *objects);
    return lines;
}

} // namespace sluice
