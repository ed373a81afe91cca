// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/orgfindings.h"

#include "budget/limits.h"
#include "budget/parametertable.h"
#include "budget/scenario.h"

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

template <typename Count> int sumOf(const OrgFindings &findings, Count count)
{
    int sum = 0;
    for (const OrgRepository &repository : findings.repositories)
        sum += count(repository);
    return sum;
}

void set(BudgetSettings &settings, QLatin1StringView key, double value)
{
    const BudgetParameter &row = *budgetParameter(QString(key));
    row.set(settings, std::clamp(value, row.least, row.most));
}

double rounded(double value, int parts) { return std::round(value * parts) / parts; }

/// Of the first repositories that have one.
void addNotes(QStringList &notes, const OrgFindings &findings, QString OrgRepository::*sentence,
              const QString &more)
{
    constexpr int kMost = 10;
    int found = 0;
    for (const OrgRepository &repository : findings.repositories) {
        if ((repository.*sentence).isEmpty())
            continue;
        if (++found > kMost) {
            notes << more;
            return;
        }
        notes << repository.name + u": "_s + repository.*sentence;
    }
}

/// "0.004", "12.5": three places where there are few.
QString rateText(double rate)
{
    const double shown = rate < 1 ? rounded(rate, 1000) : rounded(rate, 10);
    return rate > 0 && shown == 0 ? u"less than 0.001"_s : QString::number(shown, 'g', 9);
}

} // namespace

int OrgFindings::looked() const
{
    return int(repositories.size() + unknown.size()) + archived + forks;
}

int OrgFindings::configured() const
{
    return sumOf(*this, [](const OrgRepository &one) { return one.isConfigured() ? 1 : 0; });
}

int OrgFindings::pulls() const
{
    return sumOf(*this, [](const OrgRepository &one) { return one.pulls; });
}

int OrgFindings::commits() const
{
    // Where nobody opens pull requests, commits are none of theirs.
    return sumOf(*this, [](const OrgRepository &one) { return one.pulls > 0 ? one.commits : 0; });
}

double OrgFindings::pullsPerHour() const { return pulls() / (days * 24.0); }

double OrgFindings::pushesPerPull() const
{
    return pulls() > 0 ? std::max(1.0, double(commits()) / pulls()) : 1;
}

double OrgFindings::configuredShare() const
{
    if (pulls() > 0) {
        const int own = sumOf(
                *this, [](const OrgRepository &one) { return one.isConfigured() ? one.pulls : 0; });
        return double(own) / pulls();
    }
    return repositories.isEmpty() ? 1 : double(configured()) / double(repositories.size());
}

QMap<int, int> OrgFindings::distribution(int ConfigFacts::*member) const
{
    QMap<int, int> counts;
    for (const OrgRepository &repository : repositories) {
        if (repository.facts)
            ++counts[(*repository.facts).*member];
    }
    return counts;
}

void applyFindings(BudgetSettings &settings, const OrgFindings &findings)
{
    QList<WeighedFacts> facts;
    const bool arePullsKnown
            = std::ranges::any_of(findings.repositories, [](const OrgRepository &one) {
                  return one.facts && one.pulls > 0;
              });
    for (const OrgRepository &repository : findings.repositories) {
        if (repository.facts)
            facts << WeighedFacts{*repository.facts, arePullsKnown ? repository.pulls : 1.0};
    }
    if (!facts.isEmpty())
        applyFacts(settings, meanFacts(facts));
    set(settings, "prs_per_hour"_L1, rounded(findings.pullsPerHour(), 1000));
    set(settings, "pushes_per_pr"_L1, rounded(findings.pushesPerPull(), 100));
    set(settings, "repositories"_L1, double(findings.repositories.size()));
    set(settings, "configured_share"_L1, rounded(findings.configuredShare(), 1000));
}

OrgFit fitOf(const QString &organisation, const BudgetSettings &settings)
{
    OrgFit fit{.seen = settings.prsPerHour * settings.configuredShare};
    const auto binding = bindingLimit(limitsOf(settings, evaluate(settings)));
    if (!binding) {
        fit.sentence = u"%1 fits its limits: nothing that it does is counted."_s.arg(organisation);
        return fit;
    }
    fit.allowed = binding->prsPerHour;
    fit.sentence
            = u"%1 %2: %3 allows %4 pull requests per hour with a configuration, and %5 are "
              "seen on average%6."_s.arg(
                      organisation,
                      fit.isFitting() ? u"fits its limits"_s : u"does not fit its limits"_s,
                      limitLabel(binding->limit), QString::number(*fit.allowed), rateText(fit.seen),
                      fit.isFitting() ? QString() : u"; see which change saves most"_s);
    return fit;
}

Scenario scenarioOf(const OrgFindings &findings)
{
    Scenario scenario{.name = findings.organisation};
    applyPolicy(scenario.settings, BudgetPolicy::PackitToday);
    applyFindings(scenario.settings, findings);
    QStringList sentences{
            u"%1 repositories of %2, %3 of them with a configuration; %4 pull requests in %5 days."_s
                    .arg(findings.repositories.size())
                    .arg(findings.organisation)
                    .arg(findings.configured())
                    .arg(findings.pulls())
                    .arg(findings.days)};
    sentences << fitOf(findings.organisation, scenario.settings).sentence;
    scenario.caption = (sentences + notesOf(findings)).join(u' ').left(1000);
    return scenario;
}

QStringList notesOf(const OrgFindings &findings)
{
    QStringList notes;
    if (!findings.isWhole) {
        notes << u"Not all repositories were looked at: the numbers are of the first %1 of "
                 "%2."_s.arg(findings.looked())
                         .arg(findings.visible);
        if (!findings.ended.isEmpty())
            notes << findings.ended;
    }
    if (!findings.seesPrivate) {
        notes << u"The token has no scope repo: private repositories are not among them."_s;
    }
    if (!findings.unknown.isEmpty() && !findings.refusal.isEmpty()) {
        notes << u"GitHub refused %1 of them (%2): allow the token for this organisation, where "
                 "single sign-on asks for that."_s.arg(QString::number(findings.unknown.size()),
                                                       findings.refusal);
    } else if (!findings.unknown.isEmpty()) {
        notes << u"GitHub did not tell about %1 of them, %2 among these: try again later."_s.arg(
                QString::number(findings.unknown.size()), findings.unknown.first());
    }
    addNotes(notes, findings, &OrgRepository::problem, u"More configurations cannot be read."_s);
    addNotes(notes, findings, &OrgRepository::warning, u"More repositories have several."_s);
    return notes;
}

} // namespace sluice
