// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <optional>

namespace sluice {

/// Who else writes flags on a commit. Two services that write the same names take turns to
/// overwrite each other, so we do not begin.
class OtherWriters final
{
public:
    /// Fields of a GraphQL query that these are read from: of its root, and of a `Commit`. They are
    /// told in pages of 100, the one behind the variable $after (a String).
    [[nodiscard]] static QString rootFields();
    [[nodiscard]] static QString commitFields();

    OtherWriters() = default;
    OtherWriters(const QJsonValue &root, const QJsonValue &commit);

    void add(const OtherWriters &page); ///< the next one
    [[nodiscard]] const QString &cursor() const { return m_cursor; } ///< empty: that was the last

    /// The first of these flags that somebody else writes, and who.
    struct Clash
    {
        QString flag;
        QString writer;
    };
    [[nodiscard]] std::optional<Clash> clash(const QStringList &flags) const;

private:
    QString m_cursor;
    QHash<QString, QString> m_writers; ///< by the flag's name in lower case
};

} // namespace sluice
