// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetwords.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr double kMinute = 60;
constexpr double kHour = 3600;

/// The context of their translations.
struct BudgetWords
{
    Q_DECLARE_TR_FUNCTIONS(sluice::BudgetWords)
};

double rounded(double value, int decimals)
{
    const double power = std::pow(10, decimals);
    return std::round(value * power) / power;
}

} // namespace

QString numberText(double value, int mostDecimals)
{
    const double shown = rounded(value, mostDecimals);
    int decimals = 0;
    while (decimals < mostDecimals && rounded(shown, decimals) != shown)
        ++decimals;
    return QLocale().toString(shown, 'f', decimals);
}

QString callsCounted(double calls)
{
    const QString text = numberText(calls);
    return text == numberText(1) ? BudgetWords::tr("1 call")
                                 : BudgetWords::tr("%1 calls").arg(text);
}

QString rateText(std::optional<qint64> prsPerHour)
{
    if (!prsPerHour)
        return BudgetWords::tr("no bound");
    return *prsPerHour == 1 ? BudgetWords::tr("1 PR/hour")
                            : BudgetWords::tr("%L1 PRs/hour").arg(*prsPerHour);
}

QString choiceText(const QString &key)
{
    const QHash<QString, QString> texts{
            {u"never"_s, BudgetWords::tr("never")},
            {u"at-submit"_s, BudgetWords::tr("at once")},
            {u"at-rpm"_s, BudgetWords::tr("before RPM builds")},
            {u"as-given"_s, BudgetWords::tr("rate limit as set")},
            {u"user"_s, BudgetWords::tr("a user's")},
            {u"installation"_s, BudgetWords::tr("an installation's")},
            {u"enterprise"_s, BudgetWords::tr("Enterprise Cloud's")},
            {u"actions"_s, BudgetWords::tr("GitHub Actions'")},
            {u"notebook"_s, BudgetWords::tr("The notebook's")},
            {u"packit-today"_s, BudgetWords::tr("Packit's today")},
            {u"sluice"_s, BudgetWords::tr("Sluice's")},
            {u"sluice-lean"_s, BudgetWords::tr("Sluice's, lean")},
            {u"custom"_s, BudgetWords::tr("Your own")},
    };
    return texts.value(key, key);
}

QString durationText(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return BudgetWords::tr("unknown");
    if (seconds < 2 * kMinute)
        return BudgetWords::tr("%1 s").arg(numberText(seconds, seconds < 10 ? 1 : 0));
    if (seconds < 2 * kHour)
        return BudgetWords::tr("%1 min").arg(numberText(seconds / kMinute, 0));
    return BudgetWords::tr("%1 h").arg(numberText(seconds / kHour));
}

} // namespace sluice
