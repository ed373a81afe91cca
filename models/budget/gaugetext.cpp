// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/gaugetext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kOldSeconds = 15 * 60;

QString tr(const char *text) { return QCoreApplication::translate("sluice::Gauge", text); }

QString clockText(const QDateTime &at) { return at.toLocalTime().toString(u"HH:mm"_s); }

QString outlookText(GaugeEnd end, const QString &runsOut, const QString &reset)
{
    switch (end) {
    case GaugeEnd::FullAgain:
        return tr("full again since %1").arg(reset);
    case GaugeEnd::UsedUp:
        return tr("used up until %1: nothing but waiting helps, and what was read before is shown "
                  "with its age")
                .arg(reset);
    case GaugeEnd::RunsOut:
        return tr("at this pace it runs out at %1, and is full again at %2").arg(runsOut, reset);
    case GaugeEnd::Lasts:
        return tr("lasts until it is full again at %1").arg(reset);
    }
    Q_UNREACHABLE_RETURN({});
}

QString endText(GaugeEnd end, const QString &runsOut, const QString &reset)
{
    switch (end) {
    case GaugeEnd::FullAgain:
        return tr("full since %1").arg(reset);
    case GaugeEnd::UsedUp:
        return tr("used up until %1").arg(reset);
    case GaugeEnd::RunsOut:
        return tr("runs out at %1").arg(runsOut);
    case GaugeEnd::Lasts:
        return tr("lasts until %1").arg(reset);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

GaugeOutlook gaugeOutlook(const LedgerLimit &known, const QDateTime &now)
{
    const RateLimit &limit = known.limit;
    const RateForecast forecast = rateForecast(limit, known.spending, now);
    if (limit.reset <= now)
        return {GaugeEnd::FullAgain, forecast};
    if (limit.remaining == 0)
        return {GaugeEnd::UsedUp, forecast};
    return {forecast.runsOutAt.isValid() ? GaugeEnd::RunsOut : GaugeEnd::Lasts, forecast};
}

GaugeText gaugeText(const LedgerLimit &known, const QDateTime &now)
{
    const RateLimit &limit = known.limit;
    const QLocale locale;
    const GaugeOutlook outlook = gaugeOutlook(known, now);
    const QString runsOut = clockText(outlook.forecast.runsOutAt);
    const QString reset = clockText(limit.reset);
    GaugeText text{.whose = tr("%1, %2").arg(known.token, limit.resource),
                   .left
                   = tr("%1 of %2 left")
                             .arg(locale.toString(limit.remaining), locale.toString(limit.limit)),
                   .outlook = outlookText(outlook.end, runsOut, reset),
                   .end = endText(outlook.end, runsOut, reset)};
    if (known.at.secsTo(now) > kOldSeconds && outlook.end != GaugeEnd::FullAgain)
        text.outlook += tr(" (as of %1)").arg(clockText(known.at));
    text.share = limit.limit > 0 ? double(limit.remaining) / limit.limit : 1;
    text.isShort = outlook.isShort();
    return text;
}

QString tightestLimitText(const QList<LedgerLimit> &limits, const QDateTime &now)
{
    const auto shareOf = [](const LedgerLimit &known) {
        return known.limit.limit > 0 ? double(known.limit.remaining) / known.limit.limit : 1.0;
    };
    QList<LedgerLimit> current; // of what asks by now, unless nothing does
    for (const LedgerLimit &known : limits) {
        if (known.at.secsTo(now) <= kOldSeconds)
            current << known;
    }
    const QList<LedgerLimit> &meant = current.isEmpty() ? limits : current;
    const auto least = std::ranges::min_element(meant, {}, shareOf);
    if (least == meant.end())
        return {};
    const GaugeText text = gaugeText(*least, now);
    return least->limit.reset > now
                 ? tr("GitHub: %1 until %2 (%3)")
                           .arg(text.left, clockText(least->limit.reset), text.whose)
                 : tr("GitHub: %1 (%2)").arg(text.left, text.whose);
}

} // namespace sluice
