// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "pipeline/pullrow.h"

#include <chrono>

namespace sluice {

class Database;

/// How long checks usually stay in a state, by what lately happened. A value.
class UsualDurations final
{
public:
    static constexpr int kFewest = 3; ///< ended ones, to speak of experience
    static constexpr int kFewestOfKind = 20; ///< whose packages differ more

    /// Of a check in a repository; where that has too few, of checks of its kind in any.
    struct Usual
    {
        std::optional<std::chrono::milliseconds> median; ///< none: no experience yet
        std::chrono::milliseconds slow{0}; ///< 19 of 20 are over by then
        bool isOfKind = false; ///< of any check of this kind
        int samples = 0;
    };

    void add(const QString &repository, const PullCheck &check, std::chrono::milliseconds stayed);
    /// After the last add().
    void sum();

    [[nodiscard]] Usual of(const QString &repository, const PullCheck &check) const;
    /// How long it may stay before people should look: three times the usual, and of any check of
    /// its kind three times what is slow, for one package builds a hundred times as long as
    /// another; at least ten minutes. Without experience what Packit promises (facts, 5.4): a build
    /// begins within 10 minutes in 99.5 % of cases, and all is over within 12 hours in at least 95
    /// %.
    [[nodiscard]] std::chrono::milliseconds limit(const QString &repository,
                                                  const PullCheck &check) const;

private:
    struct Key
    {
        QString repository; ///< empty: of a kind
        QString name;
        CheckKind kind = CheckKind::Other;
        FlagState state = FlagState::Queued;

        bool operator==(const Key &) const = default;
    };
    friend size_t qHash(const Key &key, size_t seed)
    {
        return qHashMulti(seed, key.repository, key.name, int(key.kind), int(key.state));
    }
    struct Stays
    {
        QList<std::chrono::milliseconds> all;
        std::chrono::milliseconds median{0};
        std::chrono::milliseconds slow{0};
        qsizetype count = 0;

        [[nodiscard]] Usual usual(bool isOfKind) const;
    };

    QHash<Key, Stays> m_stays;
};

/// From the changes of the newest checks: enough to know, few enough to read at leisure.
[[nodiscard]] Result<UsualDurations> readUsualDurations(Database &database);

} // namespace sluice
