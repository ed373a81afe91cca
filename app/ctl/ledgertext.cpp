// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/ledgertext.h"

#include "budget/budgetcsv.h"
#include "budget/gaugetext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kGroups{LedgerGroup::Kind, LedgerGroup::Step, LedgerGroup::Repository,
                             LedgerGroup::Hour};
constexpr qint64 kLongestCount = 100'000;
constexpr qsizetype kLongestPath = 300; ///< on a line for people

QString momentText(const QDateTime &at) { return at.toUTC().toString(Qt::ISODateWithMs); }

QStringList servedKeys(const CallRecord &call)
{
    QStringList keys;
    for (const CallKind kind : call.served)
        keys << kindKey(kind);
    return keys;
}

QString stepText(const CallRecord &call) { return call.step ? stepName(*call.step) : QString(); }

qint64 secondsOf(QChar unit)
{
    switch (unit.unicode()) {
    case u's':
        return 1;
    case u'm':
        return 60;
    case u'h':
        return 3600;
    case u'd':
        return 86'400;
    default:
        return 7 * 86'400;
    }
}

int countedIn(const LedgerSum &sum)
{
    int all = 0;
    for (const int counted : sum.counted)
        all += counted;
    return all;
}

LedgerSum totalOf(const QList<LedgerSum> &sums)
{
    LedgerSum total{.group = u"total"_s};
    for (const LedgerSum &sum : sums) {
        total.requests += sum.requests;
        total.unchanged += sum.unchanged;
        total.failed += sum.failed;
        for (const auto &[resource, counted] : sum.counted.asKeyValueRange())
            total.counted[resource] += counted;
    }
    return total;
}

QString secondText(const QDateTime &at) { return at.toUTC().toString(Qt::ISODate); }

QString endText(const GaugeOutlook &outlook)
{
    switch (outlook.end) {
    case GaugeEnd::FullAgain:
        return u"full again"_s;
    case GaugeEnd::UsedUp:
        return u"used up"_s;
    case GaugeEnd::RunsOut:
        return secondText(outlook.forecast.runsOutAt);
    case GaugeEnd::Lasts:
        return u"lasts until the reset"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString groupText(const LedgerSum &sum)
{
    return sum.group.isEmpty() ? u"no repository"_s : sum.group;
}

} // namespace

Result<QDateTime> ledgerSince(const QString &text, const QDateTime &now)
{
    static const QRegularExpression span(u"^([0-9]{1,6})([smhdw])$"_s);
    if (const auto match = span.match(text); match.hasMatch()) {
        const qint64 count = match.captured(1).toLongLong();
        if (count <= kLongestCount)
            return now.addSecs(-count * secondsOf(match.captured(2).front()));
    }
    const bool isDated = text.size() >= 10 && text.at(4) == u'-';
    if (const auto at = QDateTime::fromString(text, Qt::ISODate); isDated && at.isValid())
        return at.toUTC();
    return failure(Cause::Invalid,
                   u"--since takes a span such as 24h or 7d, or a date such as 2026-11-23 or "
                   u"2026-11-23T14:00Z, not \"%1\"."_s.arg(text));
}

QString ledgerGroupName(LedgerGroup group)
{
    switch (group) {
    case LedgerGroup::Kind:
        return u"kind"_s;
    case LedgerGroup::Step:
        return u"step"_s;
    case LedgerGroup::Repository:
        return u"repository"_s;
    case LedgerGroup::Hour:
        return u"hour"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

Result<LedgerGroup> ledgerGroup(const QString &name)
{
    const auto found = std::ranges::find(kGroups, name, ledgerGroupName);
    if (found != kGroups.end())
        return *found;
    return failure(Cause::Invalid,
                   u"--by takes one of kind, step, repository, hour, not \"%1\"."_s.arg(name));
}

QString callLine(const CallRecord &call)
{
    QString line = u"%1  %2  %3 %4  %5 %6  %7"_s.arg(
            momentText(call.at), call.status == 0 ? u"---"_s : QString::number(call.status),
            QString::number(call.cost), call.resource, QString::fromLatin1(call.method),
            call.path.size() > kLongestPath ? QString(call.path.left(kLongestPath) + u'…')
                                            : call.path,
            kindKey(call.kind));
    if (!call.served.isEmpty())
        line += u" (%1)"_s.arg(servedKeys(call).join(u", "_s));
    for (const QString &part : {stepText(call), call.repository, call.why}) {
        if (!part.isEmpty())
            line += u"  "_s + part;
    }
    return line;
}

QByteArray callJson(const CallRecord &call)
{
    const QJsonObject object{
            {u"at"_s, momentText(call.at)},
            {u"token"_s, call.token},
            {u"repository"_s, call.repository},
            {u"pipeline"_s, call.pipeline == 0 ? QJsonValue() : QJsonValue(call.pipeline)},
            {u"step"_s, call.step ? QJsonValue(stepText(call)) : QJsonValue()},
            {u"kind"_s, kindKey(call.kind)},
            {u"served"_s, QJsonArray::fromStringList(servedKeys(call))},
            {u"why"_s, call.why},
            {u"method"_s, QString::fromLatin1(call.method)},
            {u"path"_s, call.path},
            {u"status"_s, call.status == 0 ? QJsonValue() : QJsonValue(call.status)},
            {u"resource"_s, call.resource},
            {u"cost"_s, call.cost},
            {u"duration_ms"_s, qint64(call.duration.count())}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QStringList sumLines(LedgerGroup group, const QList<LedgerSum> &sums)
{
    const LedgerSum total = totalOf(sums);
    const QString head = ledgerGroupName(group);
    qsizetype width = std::max<qsizetype>(head.size(), 5);
    for (const LedgerSum &sum : sums)
        width = std::max(width, groupText(sum).size());
    const QStringList resources = total.counted.keys();
    QStringList titles{u"requests"_s, u"unchanged"_s, u"failed"_s};
    for (const QString &resource : resources)
        titles << u"counted "_s + resource;
    const auto row = [width, &titles](const QString &name, const QStringList &cells) {
        QString line = name.leftJustified(width);
        for (qsizetype i = 0; i < cells.size(); ++i)
            line += cells.at(i).rightJustified(std::max<qsizetype>(10, titles.at(i).size()) + 2);
        return line;
    };
    const auto cells = [&resources](const LedgerSum &sum) {
        QStringList all{QString::number(sum.requests), QString::number(sum.unchanged),
                        QString::number(sum.failed)};
        for (const QString &resource : resources)
            all << QString::number(sum.counted.value(resource));
        return all;
    };
    QStringList lines{row(head, titles)};
    for (const LedgerSum &sum : sums)
        lines << row(groupText(sum), cells(sum));
    lines << row(total.group, cells(total));
    return lines;
}

QByteArrayList sumJson(LedgerGroup group, const QList<LedgerSum> &sums)
{
    QByteArrayList lines;
    for (const LedgerSum &sum : sums) {
        QJsonObject counted;
        for (const auto &[resource, count] : sum.counted.asKeyValueRange())
            counted.insert(resource, count);
        const QJsonObject object{{ledgerGroupName(group), sum.group}, {u"requests"_s, sum.requests},
                                 {u"unchanged"_s, sum.unchanged},     {u"failed"_s, sum.failed},
                                 {u"cost"_s, countedIn(sum)},         {u"counted"_s, counted}};
        lines << QJsonDocument(object).toJson(QJsonDocument::Compact);
    }
    return lines;
}

QStringList limitLines(const QList<LedgerLimit> &limits, const QDateTime &now)
{
    QList<QStringList> rows{{u"token"_s, u"resource"_s, u"limit"_s, u"remaining"_s, u"per hour"_s,
                             u"reset"_s, u"runs out"_s}};
    for (const LedgerLimit &known : limits) {
        const GaugeOutlook outlook = gaugeOutlook(known, now);
        rows << QStringList{known.token,
                            known.limit.resource,
                            QString::number(known.limit.limit),
                            QString::number(known.limit.remaining),
                            QString::number(std::llround(outlook.forecast.perHour)),
                            secondText(known.limit.reset),
                            endText(outlook)};
    }
    QList<qsizetype> widths(rows.constFirst().size());
    for (const QStringList &row : std::as_const(rows)) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths.at(i), row.at(i).size());
    }
    QStringList lines;
    for (const QStringList &row : std::as_const(rows)) {
        QStringList cells;
        for (qsizetype i = 0; i < row.size(); ++i) {
            const bool isNumber = i >= 2 && i <= 4;
            cells << (isNumber ? row.at(i).rightJustified(widths.at(i))
                               : row.at(i).leftJustified(widths.at(i)));
        }
        lines << cells.join(u"  "_s).trimmed();
    }
    return lines;
}

QByteArray limitJson(const LedgerLimit &known, const QDateTime &now)
{
    const RateForecast forecast = rateForecast(known.limit, known.spending, now);
    const QJsonObject object{{u"token"_s, known.token},
                             {u"resource"_s, known.limit.resource},
                             {u"limit"_s, known.limit.limit},
                             {u"remaining"_s, known.limit.remaining},
                             {u"reset"_s, momentText(known.limit.reset)},
                             {u"at"_s, momentText(known.at)},
                             {u"spent_per_hour"_s, std::llround(forecast.perHour)},
                             {u"runs_out_at"_s, forecast.runsOutAt.isValid()
                                                        ? QJsonValue(momentText(forecast.runsOutAt))
                                                        : QJsonValue()}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArrayList sumCsv(LedgerGroup group, const QList<LedgerSum> &sums)
{
    const QStringList resources = totalOf(sums).counted.keys();
    QByteArray head = ledgerGroupName(group).toLatin1() + ",requests,unchanged,failed,cost";
    for (const QString &resource : resources)
        head += ',' + csvField(u"cost "_s + resource);
    QByteArrayList lines{head + '\r'};
    for (const LedgerSum &sum : sums) {
        QByteArrayList fields{csvField(sum.group), QByteArray::number(sum.requests),
                              QByteArray::number(sum.unchanged), QByteArray::number(sum.failed),
                              QByteArray::number(countedIn(sum))};
        for (const QString &resource : resources)
            fields << QByteArray::number(sum.counted.value(resource));
        lines << fields.join(',') + '\r';
    }
    return lines;
}

} // namespace sluice
