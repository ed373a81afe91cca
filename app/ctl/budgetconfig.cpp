// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/budgetconfig.h"

#include "budget/budgetmodel.h"
#include "budget/budgettext.h"
#include "ctl/budgetoptions.h"
#include "ctl/output.h"
#include "packit/chroottable.h"

#include <QJsonObject>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kOption = "--config"_L1;

double callsOf(const BudgetSettings &settings) { return evaluate(settings).counted.total(); }

ConfigFacts meanOf(const QList<ConfigBudget> &configs)
{
    QList<WeighedFacts> all;
    for (const ConfigBudget &config : configs)
        all << WeighedFacts{config.facts, 1};
    return meanFacts(all);
}

/// A lever, whose file it is in, and what it saves there.
struct FoundLever
{
    const ConfigBudget *config;
    const ConfigLever *lever;
    double calls;
};

QList<FoundLever> leversOf(const ConfigsGiven &given)
{
    QList<FoundLever> found;
    for (qsizetype i = 0; i < given.configs.size(); ++i) {
        const ConfigBudget &config = given.configs.at(i);
        for (const LeverOffer &offer : leverOffers(config.levers, given.settings.at(i)))
            found << FoundLever{&config, &config.levers.at(offer.lever), offer.calls};
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &FoundLever::calls);
    return found;
}

} // namespace

Result<void> ConfigsGiven::setEach(const BudgetSettings &all, const Arguments &arguments)
{
    settings.clear();
    for (const ConfigBudget &config : std::as_const(configs)) {
        BudgetSettings own = all;
        applyFacts(own, config.facts);
        if (auto good = applyOptions(arguments, own); !good)
            return good;
        settings << own;
    }
    return {};
}

void ConfigsGiven::apply(BudgetSettings &all) const
{
    if (scan)
        applyFindings(all, *scan);
    else if (isGiven())
        applyFacts(all, configs.size() == 1 ? configs.first().facts : meanOf(configs));
}

Result<ConfigsGiven> configsGiven(const Arguments &arguments)
{
    ConfigsGiven given;
    const QStringList paths = arguments.values(kOption);
    for (const QString &path : paths) {
        auto config = path == "-"_L1 ? readConfigBudgetInput(ChrootTable::builtIn())
                                     : readConfigBudgetFile(path, ChrootTable::builtIn());
        if (!config) {
            Error error = config.error();
            error.what = oneLine(error.what);
            return std::unexpected(error);
        }
        given.configs << *std::move(config);
    }
    return given;
}

QString configsText(const ConfigsGiven &given, const BudgetSettings &all)
{
    const qsizetype count = given.configs.size();
    QString text;
    double sum = 0;
    for (qsizetype i = 0; i < count; ++i) {
        const ConfigBudget &config = given.configs.at(i);
        const double calls = callsOf(given.settings.at(i));
        sum += calls;
        if (count > 1)
            text += callsText(calls).rightJustified(7) + u" calls  "_s;
        text += u"%1: %2\n"_s.arg(oneLine(config.facts.title), factsText(config.facts));
        for (const QString &sentence : config.facts.notes + config.warnings)
            text += u"  "_s + oneLine(sentence) + u'\n';
    }
    if (count > 1) {
        text += u"%1 calls  for a pull request to each of the %2, %3 on average.\n"
                "The mean repository has %4 chroots; what follows is of it:\n"_s.arg(
                        callsText(sum).rightJustified(7), QString::number(count),
                        callsText(sum / double(count)),
                        QString::number(all.base.chroots * all.packages));
    }
    return text;
}

QString leversText(const ConfigsGiven &given)
{
    if (given.configs.isEmpty())
        return {};
    const QList<FoundLever> levers = leversOf(given);
    if (levers.isEmpty())
        return u"My levers: nothing in the file can be changed to spend fewer calls.\n"_s;
    QString text = u"My levers: calls that each change alone saves per pull request\n"_s;
    for (const FoundLever &found : levers) {
        const QString file = given.configs.size() > 1 ? oneLine(found.config->facts.title) + u": "_s
                                                      : QString();
        text += u"%1  %2%3\n"_s.arg(callsText(found.calls).rightJustified(7), file,
                                    oneLine(found.lever->title));
        text += u"         %1\n"_s.arg(oneLine(found.lever->edit));
        text += u"         lost: %1\n"_s.arg(oneLine(found.lever->loss));
    }
    return text;
}

QJsonArray configsJson(const ConfigsGiven &given)
{
    const QList<FoundLever> levers = leversOf(given);
    QJsonArray rows;
    for (qsizetype i = 0; i < given.configs.size(); ++i) {
        const ConfigBudget &config = given.configs.at(i);
        QJsonArray offers;
        for (const FoundLever &found : levers) {
            if (found.config != &config)
                continue;
            offers << QJsonObject{{u"change"_s, found.lever->title},
                                  {u"edit"_s, found.lever->edit},
                                  {u"lost"_s, found.lever->loss},
                                  {u"calls_saved"_s, found.calls}};
        }
        const ConfigFacts &facts = config.facts;
        rows << QJsonObject{{u"config"_s, facts.title},
                            {u"chroots"_s, facts.chroots},
                            {u"test_targets"_s, facts.testTargets},
                            {u"build_jobs"_s, facts.buildJobs},
                            {u"test_jobs"_s, facts.testJobs},
                            {u"manual_test_jobs"_s, facts.manualJobs},
                            {u"test_flags_follow_build"_s, facts.isSyncing()},
                            {u"still_test_targets"_s, facts.stillTargets},
                            {u"specfile_lookups"_s, facts.specfileLookups},
                            {u"grand_total"_s, callsOf(given.settings.at(i))},
                            {u"notes"_s, QJsonArray::fromStringList(facts.notes)},
                            {u"warnings"_s, QJsonArray::fromStringList(config.warnings)},
                            {u"levers"_s, offers}};
    }
    return rows;
}

} // namespace sluice
