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

QString outlookOf(const LedgerLimit &known, const QDateTime &now)
{
    const RateLimit &limit = known.limit;
    if (limit.reset <= now)
        return tr("full again since %1").arg(clockText(limit.reset));
    if (limit.remaining == 0)
        return tr("used up until %1: nothing but waiting helps, and what was read before is shown "
                  "with its age")
                .arg(clockText(limit.reset));
    const RateForecast forecast = rateForecast(limit, known.spending, now);
    if (forecast.runsOutAt.isValid()) {
        return tr("at this pace it runs out at %1, and is full again at %2")
                .arg(clockText(forecast.runsOutAt), clockText(limit.reset));
    }
    return tr("lasts until it is full again at %1").arg(clockText(limit.reset));
}

} // namespace

GaugeText gaugeText(const LedgerLimit &known, const QDateTime &now)
{
    const RateLimit &limit = known.limit;
    const QLocale locale;
    GaugeText text{.whose = tr("%1, %2").arg(known.token, limit.resource),
                   .left
                   = tr("%1 of %2 left")
                             .arg(locale.toString(limit.remaining), locale.toString(limit.limit)),
                   .outlook = outlookOf(known, now)};
    if (known.at.secsTo(now) > kOldSeconds && limit.reset > now)
        text.outlook += tr(" (as of %1)").arg(clockText(known.at));
    text.share = limit.limit > 0 ? double(limit.remaining) / limit.limit : 1;
    text.isShort = limit.reset > now
                && (limit.remaining == 0
                    || rateForecast(limit, known.spending, now).runsOutAt.isValid());
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
