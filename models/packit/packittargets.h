// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "packit/packitconfig.h"
#include "packit/packitfields.h"

#include <QSet>

namespace sluice {

class ChrootTable;

/// A key of `targets`, and where it is tested if the configuration says so.
struct PackitTarget
{
    QString name;
    int line = 0; ///< of the file
    QStringList distros;
};

/// A job as read: which targets it asks for is known, what they are is not yet.
struct PackitDraft
{
    PackitJob job;
    int line = 0; ///< of the file
    QList<PackitTarget> targets;
    QString nameTemplate; ///< `status_name_template`
};

/// `targets` of a job, a list or a mapping; empty if it names none.
[[nodiscard]] QList<PackitTarget> readPackitTargets(const PackitFields &fields,
                                                    PackitFindings &findings);

/// Targets that can go without leaving a job for pull requests that has none.
[[nodiscard]] QList<PackitTargetLines> removablePackitTargets(const QList<PackitDraft> &drafts);
void removeTarget(PackitDraft &draft, const PackitTargetLines &target);

/// Finds out where the jobs of one configuration build and test, and what the flags are called.
/// Jobs without targets take those of the build that they test, or else what is stable.
class PackitTargets final
{
public:
    /// All must outlive it.
    PackitTargets(const QList<PackitDraft> &drafts, const ChrootTable &chroots,
                  PackitFindings &findings);

    /// The jobs with their flags, in the order of the file.
    [[nodiscard]] QList<PackitJob> jobs();

private:
    [[nodiscard]] QList<PackitTarget> targetsOf(const PackitDraft &draft) const;
    [[nodiscard]] const PackitDraft *buildFor(const PackitJob &test) const;
    void addFlags(PackitJob &job, const PackitDraft &draft);
    void addFlagsOf(PackitJob &job, const PackitDraft &draft, const PackitTarget &target,
                    const QString &chroot);
    [[nodiscard]] QStringList placesOf(const PackitJob &job, const PackitTarget &target,
                                       const QString &chroot, bool isKnown) const;
    [[nodiscard]] QString nameOf(const PackitDraft &draft, const QString &place);

    const QList<PackitDraft> &m_drafts;
    const ChrootTable &m_chroots;
    PackitFindings &m_findings;
    QSet<QString> m_done; ///< places of the job at hand
    QSet<QString> m_badTemplates;
    qsizetype m_flags = 0;
};

} // namespace sluice
