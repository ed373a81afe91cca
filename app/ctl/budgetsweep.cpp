// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/budgetsweep.h"

#include "budget/parametertable.h"
#include "ctl/budgetoptions.h"

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostSweepSteps = 10'000;

} // namespace

Result<Sweep> readSweep(const QString &given)
{
    const auto refuse = [&](const QString &why) {
        return failure(Cause::Invalid,
                       u"--sweep takes NAME=FROM..TO or NAME=FROM..TO..STEP, such as "
                       u"chroots=1..20, not \"%1\"%2."_s.arg(given.left(80), why),
                       {}, Who::Us);
    };
    const QString key = given.section(u'=', 0, 0).replace(u'-', u'_');
    const QStringList parts = given.section(u'=', 1).split(u".."_s);
    Sweep sweep{.row = budgetParameter(key), .values = {}};
    if (!sweep.row)
        return refuse(u": there is no such parameter"_s);
    if (parts.size() < 2 || parts.size() > 3)
        return refuse({});
    QList<double> bounds;
    for (const QString &part : parts.first(2)) {
        const auto bound = sweep.row->read(part);
        if (!bound)
            return refuse(u": %1 takes %2"_s.arg(sweep.row->key, sweep.row->rangeText()));
        bounds << *bound;
    }
    bool isNumber = true;
    const double step = parts.size() == 3 ? parts.at(2).toDouble(&isNumber) : 1;
    if (!isNumber || !std::isfinite(step) || !(step > 0)
        || (sweep.row->isWhole && step != std::floor(step)))
        return refuse(u": the step must be a %1number above 0"_s.arg(
                sweep.row->isWhole ? u"whole "_s : QString()));
    const double count = (bounds.at(1) - bounds.at(0)) / step;
    if (count < 0)
        return refuse(u": it goes downwards"_s);
    if (count >= kMostSweepSteps)
        return refuse(u": that is more than %1 steps"_s.arg(kMostSweepSteps));
    for (int i = 0; i <= int(count + 1e-9); ++i)
        sweep.values << std::min(bounds.at(0) + i * step, bounds.at(1));
    return sweep;
}

Result<void> checkSweep(const Arguments &arguments, const BudgetSettings &settings,
                        const Sweep &sweep)
{
    const QString option = u"--"_s + QString(sweep.row->key).replace(u'_', u'-');
    const QString opposite = u"--no-"_s + option.sliced(2);
    for (const QString &name : {option, opposite}) {
        if (arguments.has(QLatin1StringView(name.toLatin1()))) {
            return failure(Cause::Invalid,
                           u"--sweep %1 and %2 contradict each other: give one of them."_s.arg(
                                   sweep.row->key, name),
                           {}, Who::Us);
        }
    }
    for (const double value : sweep.values) {
        BudgetSettings swept = settings;
        sweep.row->set(swept, value);
        if (auto good = checkEffect(arguments, swept, sweep.row->key); !good)
            return good;
    }
    return {};
}

} // namespace sluice
