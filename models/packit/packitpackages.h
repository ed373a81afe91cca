// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "packit/packitconfig.h"
#include "packit/packitfields.h"

#include <QHash>

namespace sluice {

/// The packages of one configuration while it is read: those below `packages`, or the only one.
class PackitPackages final
{
    Q_DISABLE_COPY_MOVE(PackitPackages)

public:
    /// A package without a name has the repository's. The findings must outlive it.
    PackitPackages(QString repositoryName, PackitFindings &findings);

    void read(const YamlNode::Pointer &root);
    [[nodiscard]] const QList<PackitPackage> &all() const { return m_all; }
    [[nodiscard]] int specfileLookups() const { return m_specfileLookups; }
    /// One that is there.
    [[nodiscard]] const PackitPackage &package(const QString &name) const;
    /// What `packages` says of it; null where there is no such key.
    [[nodiscard]] YamlNode::Pointer node(const QString &name) const;
    /// Those that a job is for, with what it says about each of them. One that is not there is
    /// refused.
    [[nodiscard]] QList<std::pair<QString, YamlNode::Pointer>> selected(const YamlNode &job);

private:
    void add(const PackitFields &fields, const QString &name, const YamlNode::Pointer &node);

    QString m_repositoryName;
    PackitFindings &m_findings;
    QList<PackitPackage> m_all;
    int m_specfileLookups = 0;
    QHash<QString, YamlNode::Pointer> m_nodes;
    QHash<QString, qsizetype> m_indexes;
};

} // namespace sluice
