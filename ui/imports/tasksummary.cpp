// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/tasksummary.h"

#include "icons.h"
#include "queue/tasktext.h"

#include <QCoreApplication>
#include <QLocale>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxDetail = 20'000; ///< characters; a server may answer with a whole page

QString tr(const char *text) { return QCoreApplication::translate("sluice::summary", text); }

QString row(const QString &name, const QString &html)
{
    return html.isEmpty()
                 ? QString()
                 : u"<tr><td style=\"padding:2px 18px 2px 0\">%1</td><td "
                   "style=\"padding:2px 0\">%2</td></tr>"_s.arg(name.toHtmlEscaped(), html);
}

QString mono(const QString &text)
{
    return u"<span style=\"font-family:monospace\">%1</span>"_s.arg(text.toHtmlEscaped());
}

QString headline(const Task &task, const QPalette &palette)
{
    const QString name = task.package.isEmpty() ? task.source.section(u'/', -1) : task.package;
    return u"<p style=\"font-size:large\"><b>%1</b> &nbsp; %2 %3 &nbsp; <span "
           "style=\"color:%4\"><b>%5</b></span></p>"_s.arg(
                   tasktext::build(task), name.toHtmlEscaped(), task.version.toHtmlEscaped(),
                   icons::stateColor(task.state, palette).name(), tasktext::stateTitle(task.state));
}

QString errorBox(const Task &task, bool isUnfolded, const QPalette &palette)
{
    if (!task.error)
        return {};
    const Error &error = *task.error;
    const QColor accent = icons::stateColor(State::Failed, palette);
    QString text = u"<b>%1</b><br/>"_s.arg(error.what.toHtmlEscaped());
    text += tr("Cause: %1. Who must act: %2.")
                    .arg(causeName(error.cause), tasktext::who(error.who))
                    .toHtmlEscaped();
    if (const QString step = tasktext::nextStep(task); !step.isEmpty())
        text += u"<br/>"_s + tr("Next step: %1").arg(step).toHtmlEscaped();
    if (tasktext::isFailureReported(task))
        text += u"<br/>"_s
              + tr("This failure was reported to %1. If a retry succeeds, the success will be "
                   "reported to it again, under the same build id.")
                        .arg(task.frontend)
                        .toHtmlEscaped();
    if (task.state == State::Failed)
        text += u"<br/><a href=\"sluice:retry\">%1</a>"_s.arg(
                tr("Retry this import").toHtmlEscaped());
    if (!error.detail.isEmpty())
        text += u" &nbsp; <a href=\"sluice:detail\">%1</a>"_s.arg(
                (isUnfolded ? tr("Hide the raw message") : tr("Show the raw message"))
                        .toHtmlEscaped());
    if (isUnfolded && !error.detail.isEmpty())
        text += u"<pre style=\"white-space:pre-wrap\">%1</pre>"_s.arg(
                error.detail.left(kMaxDetail).toHtmlEscaped());
    return u"<table width=\"100%\" cellpadding=\"8\" cellspacing=\"0\"><tr><td "
           "style=\"background-color:%1; border:1px solid %2\">%3</td></tr></table>"_s.arg(
                   icons::mixed(accent, palette.color(QPalette::Base), 0.10).name(),
                   icons::mixed(accent, palette.color(QPalette::Base), 0.5).name(), text);
}

QString branchLines(const Task &task)
{
    QStringList lines;
    for (const BranchTip &tip : task.branches)
        lines += tip.commit.isEmpty()
                       ? tip.branch.toHtmlEscaped()
                       : QString(tip.branch.toHtmlEscaped() % u" &nbsp; " % mono(tip.commit));
    return lines.join(u"<br/>"_s);
}

QString timings(const StageTimings &timings)
{
    QStringList parts;
    double total = 0;
    for (int i = 0; i < kStageCount; ++i) {
        const auto stage = static_cast<Stage>(i);
        if (const auto ms = timings.ms(stage)) {
            total += *ms;
            parts += tr("%1 %2 ms")
                             .arg(tasktext::stageTitle(stage).toLower(),
                                  QLocale().toString(*ms, 'f', *ms < 10 ? 1 : 0));
        }
    }
    if (parts.isEmpty())
        return {};
    const QString sum = tasktext::duration(std::chrono::milliseconds(qRound64(total)));
    return u"%1 (%2)"_s.arg(sum, parts.join(u" · "_s)).toHtmlEscaped();
}

QString queueLine(const Task &task)
{
    QStringList parts;
    if (task.priority > 0)
        parts += tr("put before all others");
    if (task.isBackground)
        parts += tr("in the background, after all others");
    if (!task.sandbox.isEmpty() && task.sandbox != QString(task.owner % u'/' % task.project))
        parts += tr("shares its turn with %1").arg(task.sandbox);
    if (task.retryAt.isValid() && !task.hasEnded())
        parts += tr("tried again at %1").arg(tasktext::dateTime(task.retryAt));
    if (task.interruptions > 0)
        parts += tr("interrupted by the end of the program: %1 ×").arg(task.interruptions);
    return parts.join(u"; "_s).toHtmlEscaped();
}

} // namespace

QString summaryHtml(const TaskDetails &details, bool isUnfolded, const QPalette &palette)
{
    const Task &task = details.task;
    QString html = headline(task, palette) + errorBox(task, isUnfolded, palette);
    html += u"<table style=\"margin-top:6px\">"_s;
    if (task.buildId)
        html += row(
                tr("Build"),
                tr("%1 of %2").arg(QString::number(*task.buildId), task.frontend.toHtmlEscaped()));
    html += row(tr("Project"), QString(task.owner % u'/' % task.project).toHtmlEscaped());
    html += row(tr("Source"), task.source.toHtmlEscaped());
    html += row(tr("Branches"), branchLines(task));
    html += row(tr("Format"), formatName(task.format));
    html += row(tr("Submitted by"), task.submitter.toHtmlEscaped());
    html += row(tr("Queue"), queueLine(task));
    html += row(tr("Added"), tasktext::dateTime(task.createdAt));
    html += row(tr("Ended"), tasktext::dateTime(task.finishedAt));
    html += row(tr("Attempts"), QLocale().toString(task.attempts));
    html += row(tr("Time spent"), timings(task.timings));
    return html + u"</table>"_s;
}

QString historyHtml(const TaskDetails &details, const QPalette &palette)
{
    QString html = u"<p><b>%1</b></p><table>"_s.arg(tr("Attempts").toHtmlEscaped());
    for (const Attempt &attempt : details.attempts) {
        const State state = attempt.error ? State::Failed : State::Succeeded;
        const QString result = attempt.error ? attempt.error->what : tr("Succeeded");
        html += row(u"%1. %2"_s.arg(attempt.number).arg(tasktext::dateTime(attempt.endedAt)),
                    u"<span style=\"color:%1\">%2</span><br/>%3"_s.arg(
                            icons::stateColor(state, palette).name(), result.toHtmlEscaped(),
                            timings(attempt.timings)));
    }
    if (details.attempts.isEmpty())
        html += row(tr("None has ended yet."), u"&nbsp;"_s);
    html += u"</table><p><b>%1</b></p><table>"_s.arg(tr("What was done").toHtmlEscaped());
    for (const HistoryEntry &entry : details.history) {
        const QString by
                = entry.who.isEmpty() ? entry.what : tr("%1 by %2").arg(entry.what, entry.who);
        html += row(tasktext::dateTime(entry.at), by.toHtmlEscaped());
    }
    return html + u"</table>"_s;
}

} // namespace sluice
