// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/checksummary.h"

#include "pipeline/pullboard.h"
#include "pipeline/pulltext.h"
#include "pipelines/checkicons.h"
#include "queue/tasktext.h"

#include <QAction>
#include <QCoreApplication>

namespace sluice::checksummary {
using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("sluice::checksummary", text, nullptr, n);
}

QString row(const QString &title, const QString &html)
{
    return html.isEmpty() ? QString()
                          : u"<tr><td style='padding-right:14px'>%1</td><td>%2</td></tr>"_s.arg(
                                    title.toHtmlEscaped(), html);
}

QString link(const QString &action, const QString &text)
{
    return u"<a href='do:%1'>%2</a>"_s.arg(action, text.toHtmlEscaped());
}

QString withoutMnemonic(QString text) { return text.remove(u'&'); }

QString coloured(const QString &text, checkicons::Look look, const QPalette &palette)
{
    return u"<b style='color:%1'>%2</b>"_s.arg(checkicons::color(look, palette).name(),
                                               text.toHtmlEscaped());
}

QString offers(const QList<QAction *> &edits)
{
    QString html;
    for (const QAction *action : edits) {
        if (!action->isEnabled())
            continue;
        html += u"<li>%1: %2.</li>"_s.arg(
                link(action->objectName(), withoutMnemonic(action->text())),
                action->toolTip().toHtmlEscaped());
    }
    return html.isEmpty() ? QString()
                          : u"<p>%1</p><ul>%2</ul>"_s.arg(tr("What can be done:"), html);
}

QString onGithub(const PullRow &pull, const PullCheck &check)
{
    if (pull.isObserved())
        return tr("written by another service");
    if (check.flag == 0)
        return tr("not told: no flag belongs to it");
    if (!check.problem.isEmpty())
        return check.problem;
    const QString writes = tr("written %n time(s)", check.writes);
    return check.isUnsent ? tr("still shows another value, ours waits to be sent; ") + writes
                          : tr("shows this; ") + writes;
}

QString checkRows(const PullRow &pull, const PullCheck &check, const PullBoard &board,
                  const QDateTime &now, const QPalette &palette)
{
    const bool isLate = isStuck(pull, check, board.usual(), now);
    const auto look = isLate ? checkicons::Look::Stuck : checkicons::lookOf(check.state);
    QString state = coloured(pulltext::since(board.usual(), pull, check, now), look, palette);
    if (isLate)
        state += u"<br>"_s
               + coloured(pulltext::whyStuck(board.usual(), pull, check), look, palette);
    if (const PullAsk *ask = waitingAsk(board.asks(pull.key), pull, check, now))
        state += u"<br>"_s + pulltext::asked(*ask).toHtmlEscaped();
    QString html = row(tr("State"), state);
    html += row(tr("It says"), check.description.toHtmlEscaped());
    html += row(tr("Waits for"), pulltext::behind(behindOf(pull, check)).toHtmlEscaped());
    html += row(tr("On GitHub"), onGithub(pull, check).toHtmlEscaped());
    html += row(tr("Name"), check.name.toHtmlEscaped());
    if (!check.url.isEmpty())
        html += row(tr("Page"), link(u"openCheck"_s, check.url));
    return u"<table>%1</table>"_s.arg(html);
}

} // namespace

QString headHtml(const PullRow &pull, const PullBoard &board, const QDateTime &now)
{
    QStringList parts{link(u"openPull"_s, pull.label()) + u" <b>"_s + pull.title.toHtmlEscaped()
                      + u"</b>"_s};
    parts << tr("by %1").arg(pull.author.toHtmlEscaped());
    parts << tr("head %1").arg(pull.headSha.left(7).toHtmlEscaped());
    parts << tr("since %1").arg(tasktext::dateTime(pull.createdAt));
    if (pull.isObserved())
        parts << tr("observed");
    const RepositoryWatch *watch = board.watch(pull.repository);
    const QString stale = pulltext::staleness(watch, pull, now);
    if (!stale.isEmpty())
        parts << stale.toHtmlEscaped();
    if (pull.isObserved() && watch && !watch->problem.isEmpty())
        parts << watch->problem.toHtmlEscaped();
    if (const PullAsk *ask = waitingAsk(board.asks(pull.key), pull, now))
        parts << pulltext::asked(*ask).toHtmlEscaped();
    return parts.join(u" · "_s);
}

QString html(const PullRow &pull, const PullCheck *check, const PullBoard &board,
             const QDateTime &now, const QList<QAction *> &edits, const QPalette &palette)
{
    const QString body
            = check ? checkRows(pull, *check, board, now, palette)
                    : u"<p>%1</p>"_s.arg(pull.checks.isEmpty()
                                                 ? tr("It has no checks.")
                                                 : tr("It has no check in this chroot."));
    return body + offers(edits);
}

} // namespace sluice::checksummary
