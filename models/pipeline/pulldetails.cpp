// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pulldetails.h"

#include "budget/ledgerstore.h"
#include "pipeline/pulltext.h"
#include "queue/tasktext.h"
#include "store/database.h"

#include <QCoreApplication>
#include <QLocale>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text) { return QCoreApplication::translate("sluice::PullDetails", text); }

QList<CheckMoment> drivenTimeline(Database &database, qint64 flag)
{
    QList<CheckMoment> moments;
    Rows row = database.rows(
            "SELECT c.at, c.state, c.description, c.url, c.step, c.sent_at, c.count > f.sent FROM "
            "flag_change c JOIN flag f ON f.id = c.flag WHERE c.flag = ? ORDER BY c.count",
            flag);
    while (row.next()) {
        const bool isWaiting = row.number(6) != 0;
        moments << CheckMoment{.at = row.time(0),
                               .value = {FlagState(row.number(1)), row.text(2), row.text(3)},
                               .step
                               = PipelineStep(std::clamp<qint64>(row.number(4), 0, kStepCount - 1)),
                               .sentAt = row.time(5),
                               .fate = !row.isNull(5) ? CheckMoment::Fate::Sent
                                     : isWaiting      ? CheckMoment::Fate::Waiting
                                                      : CheckMoment::Fate::Replaced};
    }
    // Of several that wait, the last one is written.
    for (qsizetype i = 0; i + 1 < moments.size(); ++i) {
        if (moments.at(i).fate == CheckMoment::Fate::Waiting)
            moments[i].fate = CheckMoment::Fate::Replaced;
    }
    return moments;
}

QList<CheckMoment> observedTimeline(Database &database, qint64 check)
{
    QList<CheckMoment> moments;
    Rows row = database.rows("SELECT at, state, description, url FROM observed_change WHERE "
                             "observed = ? ORDER BY id",
                             check);
    while (row.next())
        moments << CheckMoment{.at = row.time(0),
                               .value = {FlagState(row.number(1)), row.text(2), row.text(3)},
                               .step = {},
                               .sentAt = {}};
    return moments;
}

QString fateText(const CheckMoment &moment)
{
    switch (moment.fate) {
    case CheckMoment::Fate::Sent:
        return tr("sent after %1")
                .arg(tasktext::duration(std::max<std::chrono::milliseconds>(
                        std::chrono::milliseconds(0), moment.sentAt - moment.at)));
    case CheckMoment::Fate::Replaced:
        return tr("never sent: replaced");
    case CheckMoment::Fate::Waiting:
        return tr("waits to be sent");
    case CheckMoment::Fate::NotOurs:
        return tr("written by its service");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

Result<PullDetails> readPullDetails(Database &database, PullKey pull, const PullCheck &check)
{
    PullDetails details;
    if (pull.source == PullSource::Observed) {
        details.timeline = observedTimeline(database, check.id);
        Rows row = database.rows("SELECT sum(runs) FROM observed_check WHERE pull = ?", pull.id);
        details.runs = row.next() ? row.number(0) : 0;
    } else {
        details.timeline = drivenTimeline(database, check.flag);
    }
    const SystemClock clock; // for pruning, which reading does not do
    LedgerStore ledger(database, clock);
    auto calls = pull.source == PullSource::Observed ? ledger.callsForWishes(pull.id)
                                                     : ledger.callsOf(pull.id);
    if (!calls)
        return std::unexpected(calls.error());
    for (auto &entry : *calls)
        details.calls << std::move(entry.call);
    return database.checked(std::move(details));
}

QStringList timelineTitles()
{
    return {tr("Time"),         tr("Later by"), tr("State"),
            tr("What it says"), tr("With"),     tr("On GitHub")};
}

QList<QStringList> timelineRecords(const QList<CheckMoment> &timeline, CheckKind kind)
{
    QList<QStringList> records;
    QDateTime before;
    for (const CheckMoment &moment : timeline) {
        records << QStringList{tasktext::dateTime(moment.at),
                               before.isValid() ? tasktext::duration(moment.at - before)
                                                : QString(),
                               pulltext::state(kind, moment.value.state),
                               moment.value.description,
                               moment.step ? stepName(*moment.step) : QString(),
                               fateText(moment)};
        before = moment.at;
    }
    return records;
}

QStringList callTitles()
{
    return {tr("Time"),  tr("Step"),   tr("For"),     tr("Why"),
            tr("Asked"), tr("Answer"), tr("Counted"), tr("Took")};
}

QList<QStringList> callRecords(const QList<CallRecord> &calls)
{
    QList<QStringList> records;
    for (const CallRecord &call : calls) {
        const QString counted
                = call.cost == 0 ? tr("nothing") : u"%1 %2"_s.arg(call.resource).arg(call.cost);
        records << QStringList{tasktext::dateTime(call.at),
                               call.step ? stepName(*call.step) : QString(),
                               kindLabel(call.kind),
                               call.why,
                               QString::fromLatin1(call.method) + u' ' + call.path,
                               call.status == 0 ? tr("none") : QString::number(call.status),
                               counted,
                               tasktext::duration(call.duration)};
    }
    return records;
}

QString callSums(const QList<CallRecord> &calls)
{
    if (calls.isEmpty())
        return tr("No request in the last 30 days.");
    QMap<QString, int> resources;
    QMap<int, int> kinds;
    int counted = 0;
    for (const CallRecord &call : calls) {
        counted += call.cost;
        if (call.cost > 0)
            resources[call.resource] += call.cost;
        ++kinds[int(call.kind)];
    }
    QStringList costs;
    for (auto it = resources.cbegin(); it != resources.cend(); ++it)
        costs << u"%1 %2"_s.arg(it.key()).arg(it.value());
    QStringList parts;
    for (auto it = kinds.cbegin(); it != kinds.cend(); ++it)
        parts << u"%1: %2"_s.arg(kindLabel(CallKind(it.key()))).arg(it.value());
    const QString cost = costs.isEmpty() ? QString() : u" ("_s + costs.join(u", "_s) + u')';
    const QString sent = calls.size() == 1
                               ? tr("1 request")
                               : tr("%1 requests").arg(QLocale().toString(calls.size()));
    return tr("%1, GitHub counted %2%3 · %4")
            .arg(sent, QLocale().toString(counted), cost, parts.join(u" · "_s));
}

} // namespace sluice
