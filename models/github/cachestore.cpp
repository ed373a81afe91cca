// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/cachestore.h"

#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMoveDays = 1; // the old name may be given to another repository
constexpr qint64 kUseGrainMs = 60'000; // reading is no reason to write each time
constexpr int kOverhead = 512; // what a row needs beside its body, about

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

QString linesOf(const HeaderList &headers)
{
    QString lines;
    for (const auto &[name, value] : headers)
        lines += QString::fromUtf8(name + ": " + value + '\n');
    return lines;
}

HeaderList headersFrom(const QString &lines)
{
    HeaderList headers;
    for (const QString &line : lines.split(u'\n', Qt::SkipEmptyParts)) {
        headers.append({line.section(u": "_s, 0, 0).toUtf8(), line.section(u": "_s, 1).toUtf8()});
    }
    return headers;
}

Result<void> done(Database &database)
{
    return database.checked(std::monostate()).transform([](std::monostate) {});
}

} // namespace

CacheStore::CacheStore(Database &database, const Clock &clock, CacheBounds bounds)
    : m_database(database)
    , m_clock(clock)
    , m_bounds(bounds)
{}

Result<std::optional<CachedAnswer>> CacheStore::find(const CacheKey &key)
{
    std::optional<CachedAnswer> found;
    qint64 id = 0;
    qint64 usedAt = 0;
    {
        Rows row = m_database.rows(
                "SELECT id, used_at, etag, last_modified, headers, body FROM cached_answer WHERE "
                "base_url = ? AND token = ? AND path = ? AND accept = ?",
                key.baseUrl, key.token, key.path, QString::fromLatin1(key.accept));
        if (row.next()) {
            id = row.number(0);
            usedAt = row.number(1);
            found = CachedAnswer{key, row.text(2).toLatin1(), row.text(3).toLatin1(),
                                 headersFrom(row.text(4)), row.bytes(5)};
        }
    }
    const QDateTime now = m_clock.now();
    if (found && now.toMSecsSinceEpoch() - usedAt > kUseGrainMs)
        m_database.run("UPDATE cached_answer SET used_at = ? WHERE id = ?", now, id);
    return m_database.checked(std::move(found));
}

Result<void> CacheStore::keep(const CachedAnswer &answer)
{
    if (answer.body.size() > m_bounds.largest)
        return forget(answer.key);
    const QString headers = linesOf(answer.headers);
    const CacheKey &key = answer.key;
    const qint64 bytes = answer.body.size() + headers.size() + key.path.size() + kOverhead;
    // A null QByteArray would become NULL.
    const QByteArray body = answer.body.isNull() ? ""_ba : answer.body;
    Transaction transaction(m_database);
    m_database.run(
            "INSERT INTO cached_answer (base_url, token, path, accept, etag, last_modified, "
            "headers, body, size, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (base_url, token, path, accept) DO UPDATE SET etag = excluded.etag, "
            "last_modified = excluded.last_modified, headers = excluded.headers, "
            "body = excluded.body, size = excluded.size, used_at = excluded.used_at",
            key.baseUrl, key.token, key.path, QString::fromLatin1(key.accept),
            QString::fromLatin1(answer.etag), QString::fromLatin1(answer.lastModified), headers,
            body, bytes, m_clock.now());
    return transaction.commit().and_then([this, bytes] { return makeRoom(bytes); });
}

/// Looking at the whole cache takes milliseconds, so a sixteenth is freed at once.
Result<void> CacheStore::makeRoom(qint64 bytes)
{
    if (m_atMost) {
        ++m_atMost->entries;
        m_atMost->bytes += bytes;
        if (m_atMost->entries <= m_bounds.entries && m_atMost->bytes <= m_bounds.bytes)
            return {};
    }
    // The newest that still fit, by running sums over an index.
    m_database.run("DELETE FROM cached_answer WHERE id IN (SELECT id FROM (SELECT id, "
                   "sum(size) OVER newest AS bytes, row_number() OVER newest AS place "
                   "FROM cached_answer WINDOW newest AS (ORDER BY used_at DESC, id DESC)) "
                   "WHERE bytes > ? OR place > ?)",
                   m_bounds.bytes - m_bounds.bytes / 16, m_bounds.entries - m_bounds.entries / 16);
    return size().transform([this](const Size &now) { m_atMost = now; });
}

Result<void> CacheStore::setEtag(const CacheKey &key, const QByteArray &etag)
{
    m_database.run(
            "UPDATE cached_answer SET etag = ? WHERE base_url = ? AND token = ? AND path = ? "
            "AND accept = ?",
            QString::fromLatin1(etag), key.baseUrl, key.token, key.path,
            QString::fromLatin1(key.accept));
    return done(m_database);
}

Result<void> CacheStore::forget(const CacheKey &key)
{
    m_database.run("DELETE FROM cached_answer WHERE base_url = ? AND token = ? AND path = ? AND "
                   "accept = ?",
                   key.baseUrl, key.token, key.path, QString::fromLatin1(key.accept));
    return done(m_database);
}

Result<void> CacheStore::rememberMove(const QString &baseUrl, const QString &from,
                                      const QString &to)
{
    m_database.run(
            "INSERT INTO moved_address VALUES (?, ?, ?, ?) ON CONFLICT (base_url, from_path) "
            "DO UPDATE SET to_path = excluded.to_path, moved_at = excluded.moved_at",
            baseUrl, from, to, m_clock.now());
    return done(m_database);
}

Result<std::optional<QString>> CacheStore::moveOf(const QString &baseUrl, const QString &from)
{
    std::optional<QString> to;
    {
        Rows row = m_database.rows(
                "SELECT to_path FROM moved_address WHERE base_url = ? AND from_path = ? AND "
                "moved_at > ?",
                baseUrl, from, m_clock.now().addSecs(-kMoveDays * 24 * 3600));
        if (row.next())
            to = row.text(0);
    }
    return m_database.checked(std::move(to));
}

Result<void> CacheStore::forgetMove(const QString &baseUrl, const QString &from)
{
    m_database.run("DELETE FROM moved_address WHERE base_url = ? AND from_path = ?", baseUrl, from);
    return done(m_database);
}

Result<CacheStore::Size> CacheStore::size()
{
    Size size;
    {
        Rows row = m_database.rows("SELECT count(*), coalesce(sum(size), 0) FROM cached_answer");
        if (row.next())
            size = {int(row.number(0)), row.number(1)};
    }
    return m_database.checked(size);
}

} // namespace sluice
