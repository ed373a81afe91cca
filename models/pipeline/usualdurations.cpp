// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/usualdurations.h"

#include "pipeline/checkname.h"
#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kNewestChecks = 5000;

/// The stays of one check, as its changes pass by.
class StayCounter final
{
public:
    explicit StayCounter(UsualDurations &usual)
        : m_usual(usual)
    {}

    void see(const QString &repository, const PullCheck &check, const QDateTime &at)
    {
        const bool isSame = check.id == m_last.id;
        if (isSame && check.state == m_last.state)
            return; // other words for the same
        if (isSame && m_last.isOpen())
            m_usual.add(m_repository, m_last, std::max<std::chrono::milliseconds>(0ms, at - m_at));
        m_repository = repository;
        m_last = check;
        m_at = at;
    }

private:
    UsualDurations &m_usual;
    QString m_repository;
    PullCheck m_last;
    QDateTime m_at;
};

void countDriven(Database &database, UsualDurations &usual)
{
    Rows row = database.rows(
            "SELECT p.repository, r.id, r.job, f.name, c.state, c.at FROM chroot_run r JOIN flag f "
            "ON f.id = r.flag JOIN pipeline p ON p.id = r.pipeline JOIN flag_change c ON c.flag = "
            "f.id WHERE r.id > (SELECT coalesce(max(id), 0) FROM chroot_run) - ? ORDER BY r.id, "
            "c.count",
            kNewestChecks);
    StayCounter counter(usual);
    while (row.next()) {
        const bool isBuild = JobKind(row.number(2)) == JobKind::Build;
        counter.see(row.text(0),
                    {.id = row.number(1),
                     .kind = isBuild ? CheckKind::Build : CheckKind::Test,
                     .name = row.text(3),
                     .state = FlagState(row.number(4))},
                    row.time(5));
    }
}

void countObserved(Database &database, UsualDurations &usual)
{
    Rows row = database.rows(
            "SELECT p.repository, k.id, k.name, c.state, c.at FROM observed_check k JOIN "
            "observed_pull p ON p.id = k.pull JOIN observed_change c ON c.observed = k.id WHERE "
            "k.id > (SELECT coalesce(max(id), 0) FROM observed_check) - ? ORDER BY k.id, c.id",
            kNewestChecks);
    StayCounter counter(usual);
    while (row.next()) {
        counter.see(row.text(0),
                    {.id = row.number(1),
                     .kind = parseCheckName(row.text(2)).kind,
                     .name = row.text(2),
                     .state = FlagState(row.number(3))},
                    row.time(4));
    }
}

} // namespace

void UsualDurations::add(const QString &repository, const PullCheck &check,
                         std::chrono::milliseconds stayed)
{
    m_stays[{repository, check.name, check.kind, check.state}].all << stayed;
    m_stays[{{}, {}, check.kind, check.state}].all << stayed;
}

void UsualDurations::sum()
{
    for (Stays &stays : m_stays) {
        const auto middle = stays.all.begin() + stays.all.size() / 2;
        std::ranges::nth_element(stays.all, middle);
        stays.median = *middle;
        const auto late = stays.all.begin() + (stays.all.size() - 1) * 19 / 20;
        std::ranges::nth_element(stays.all, late);
        stays.slow = *late;
        stays.count = stays.all.size();
        stays.all.clear();
    }
}

UsualDurations::Usual UsualDurations::of(const QString &repository, const PullCheck &check) const
{
    const auto own = m_stays.constFind({repository, check.name, check.kind, check.state});
    if (own != m_stays.cend() && own->count >= kFewest)
        return own->usual(false);
    const auto kind = m_stays.constFind({{}, {}, check.kind, check.state});
    if (kind != m_stays.cend() && kind->count >= kFewestOfKind)
        return kind->usual(true);
    return {};
}

UsualDurations::Usual UsualDurations::Stays::usual(bool isOfKind) const
{
    return {.median = median, .slow = slow, .isOfKind = isOfKind, .samples = int(count)};
}

std::chrono::milliseconds UsualDurations::limit(const QString &repository,
                                                const PullCheck &check) const
{
    if (const Usual usual = of(repository, check); usual.median)
        return std::max<std::chrono::milliseconds>(
                10min, 3 * (usual.isOfKind ? usual.slow : *usual.median));
    const bool isQueuedBuild = check.kind == CheckKind::Build && check.state == FlagState::Queued;
    return isQueuedBuild ? std::chrono::milliseconds(10min) : std::chrono::milliseconds(12h);
}

Result<UsualDurations> readUsualDurations(Database &database)
{
    UsualDurations usual;
    countDriven(database, usual);
    countObserved(database, usual);
    usual.sum();
    return database.checked(std::move(usual));
}

} // namespace sluice
