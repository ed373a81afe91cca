// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace sluice {

/// Which distributions there are today, what aliases such as `fedora-all` stand for, and where the
/// packages of a chroot are tested. A value; resources/packit/targets.json tells how to update it.
class ChrootTable final
{
public:
    /// The table that Sluice is built with.
    [[nodiscard]] static const ChrootTable &builtIn();
    [[nodiscard]] static Result<ChrootTable> fromJson(const QByteArray &json);

    /// The chroots that a target of a configuration stands for, without doubles, in the order of
    /// the table: "fedora-stable-aarch64", "f43", "epel-9". Of an unknown one itself, with an
    /// architecture.
    [[nodiscard]] QStringList expanded(const QString &target) const;
    [[nodiscard]] bool isChroot(const QString &chroot) const { return m_chroots.contains(chroot); }
    /// Chroots as the build system lists them take the place of the table's own.
    void setChroots(const QStringList &chroots);
    /// Where the packages of a chroot are tested unless the configuration says so itself.
    [[nodiscard]] QString testTarget(const QString &chroot, bool isInternal) const;

private:
    QHash<QString, QStringList> m_aliases; // alias or branch name -> distributions
    QHash<QString, QString> m_tests; // distribution -> distribution
    QHash<QString, QString> m_internalTests;
    QSet<QString> m_chroots;
};

/// A chroot's name apart: {"fedora-43", "x86_64"}. Without an architecture the second is empty.
struct ChrootName
{
    QString distribution;
    QString architecture;
};

[[nodiscard]] ChrootName splitChroot(const QString &name);

} // namespace sluice
