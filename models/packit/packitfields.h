// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "packit/yamltree.h"

#include <QStringList>

namespace sluice {

/// What is wrong with one configuration: the first error, and all warnings.
class PackitFindings final
{
public:
    explicit PackitFindings(QString fileName);

    /// `what` goes on after "FILE, line N: ". The first one stays.
    void refuse(int line, const QString &what, Cause cause = Cause::Invalid);
    void warn(int line, const QString &what);
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] QStringList warnings() const { return m_warnings; }

private:
    [[nodiscard]] QString sentence(int line, const QString &what) const;

    QString m_fileName;
    std::optional<Error> m_error;
    QStringList m_warnings;
};

/// Mappings laid over each other: of a key the first counts that has it. A value of a wrong type is
/// refused and read as if the key were absent.
class PackitFields final
{
public:
    PackitFields(QList<YamlNode::Pointer> layers, PackitFindings &findings);

    /// Absent and null are the same.
    [[nodiscard]] YamlNode::Pointer node(const QString &key) const;
    [[nodiscard]] QString text(const QString &key) const;
    [[nodiscard]] bool isSet(const QString &key, bool fallback) const;
    [[nodiscard]] QStringList texts(const QString &key) const;
    [[nodiscard]] YamlNode::Pointer map(const QString &key) const;

private:
    QList<YamlNode::Pointer> m_layers;
    PackitFindings &m_findings;
};

/// The text of a scalar, refused where YAML takes it for a number, a date or a truth value.
[[nodiscard]] QString packitText(const YamlNode &node, const QString &key,
                                 PackitFindings &findings);

} // namespace sluice
