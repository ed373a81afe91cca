// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace sluice {

/// Makes GitHub's answers lead back to the proxy: programs that were given another base URL follow
/// the addresses in them, and some refuse those of another host. A value, for one answer.
class AddressRewriter final
{
public:
    AddressRewriter() = default; ///< changes nothing
    /// Addresses that begin with one of `bases` begin with `own` instead; no slash at their ends.
    AddressRewriter(QList<QByteArray> bases, QByteArray own);

    [[nodiscard]] bool isNeeded() const { return !m_own.isEmpty(); }
    /// Of Link and Location.
    [[nodiscard]] QByteArray header(QByteArray value) const;
    /// Takes the next piece of JSON and gives what is settled of it: fields that end in "url" or
    /// "href" are addresses, other text stays as it is.
    [[nodiscard]] QByteArray next(QByteArrayView piece);
    [[nodiscard]] QByteArray rest(); ///< what next() kept back

private:
    [[nodiscard]] qsizetype find(qsizetype from, const QByteArray **base) const;

    QList<QByteArray> m_bases;
    QByteArray m_own;
    QByteArray m_text; ///< not given yet
    qsizetype m_keep = 0; ///< bytes that may be the begin of an address
};

} // namespace sluice
