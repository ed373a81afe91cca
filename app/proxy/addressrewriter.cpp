// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/addressrewriter.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr qsizetype kLongestLead = 8; // href": "

/// A field's name cannot stand inside a text: its quotation mark would be escaped there.
bool isLedIn(QByteArrayView before)
{
    if (!before.endsWith('"'))
        return false;
    before.chop(1);
    if (before.endsWith(' '))
        before.chop(1);
    return before.endsWith("url\":") || before.endsWith("href\":");
}

bool endsBase(char next) { return QByteArrayView("/\"{?").contains(next); }

} // namespace

AddressRewriter::AddressRewriter(QList<QByteArray> bases, QByteArray own)
    : m_bases(std::move(bases))
    , m_own(std::move(own))
{
    for (const QByteArray &base : std::as_const(m_bases))
        m_keep = std::max(m_keep, base.size() + 1 + kLongestLead);
}

QByteArray AddressRewriter::header(QByteArray value) const
{
    for (const QByteArray &base : m_bases) {
        const QByteArray link = '<' + base + '/';
        const QByteArray ownLink = '<' + m_own + '/';
        value.replace(link, ownLink);
        if (value.startsWith(link.sliced(1)))
            value.replace(0, base.size(), m_own);
    }
    return value;
}

qsizetype AddressRewriter::find(qsizetype from, const QByteArray **base) const
{
    qsizetype first = -1;
    for (const QByteArray &one : m_bases) {
        const qsizetype at = m_text.indexOf(one, from);
        if (at >= 0 && (first < 0 || at < first)) {
            first = at;
            *base = &one;
        }
    }
    return first;
}

QByteArray AddressRewriter::next(QByteArrayView piece)
{
    m_text += piece;
    QByteArray settled;
    qsizetype given = 0;
    const QByteArray *base = nullptr;
    for (qsizetype at = find(0, &base); at >= 0; at = find(at + 1, &base)) {
        const qsizetype end = at + base->size();
        if (end >= m_text.size())
            break;
        if (!endsBase(m_text.at(end)) || !isLedIn(QByteArrayView(m_text).first(at)))
            continue;
        settled += QByteArrayView(m_text).sliced(given, at - given);
        settled += m_own;
        given = end;
    }
    const qsizetype stop = std::max(given, m_text.size() - m_keep);
    settled += QByteArrayView(m_text).sliced(given, stop - given);
    m_text.remove(0, stop);
    return settled;
}

QByteArray AddressRewriter::rest() { return std::exchange(m_text, {}); }

} // namespace sluice
