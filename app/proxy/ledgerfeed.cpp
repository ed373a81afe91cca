// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/ledgerfeed.h"

#include "budget/ledgerstore.h"
#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kAgain = std::chrono::seconds(1);
constexpr size_t kMostWaiting = 20'000; // lines that could not be written yet

} // namespace

/// The end of the feed that holds the store. Its own thread.
class LedgerFeed::Writer final : public QObject
{
public:
    Writer(QString file, const Clock &clock, LedgerFeed &feed)
        : m_file(std::move(file))
        , m_clock(clock)
        , m_feed(feed)
    {}

    void write(std::vector<LedgerLine> lines)
    {
        std::ranges::move(lines, std::back_inserter(m_waiting));
        const auto written = writeAll();
        if (written)
            m_waiting.clear();
        else
            onFailure(written.error());
        m_isFailing = !written;
    }

private:
    void onFailure(const Error &error)
    {
        if (!m_isFailing)
            emit m_feed.failed(error);
        m_database.reset(); // for what stuck to it
        if (m_waiting.size() > kMostWaiting)
            m_waiting.erase(m_waiting.begin(), m_waiting.end() - kMostWaiting);
        QTimer::singleShot(kAgain, this, [this] { write({}); });
    }

    Result<void> writeAll()
    {
        if (!m_database) {
            auto database = Database::open(m_file);
            if (!database)
                return std::unexpected(database.error());
            m_database = *std::move(database);
        }
        LedgerStore store(*m_database, m_clock);
        Transaction transaction(*m_database);
        for (const LedgerLine &line : m_waiting) {
            if (auto added = store.add(line.call, line.limit, {line.fingerprint, false}); !added)
                return added;
        }
        return transaction.commit();
    }

    const QString m_file;
    const Clock &m_clock;
    LedgerFeed &m_feed;
    std::unique_ptr<Database> m_database;
    std::vector<LedgerLine> m_waiting;
    bool m_isFailing = false;
};

Result<std::unique_ptr<LedgerFeed>> LedgerFeed::open(const QString &file, const Clock &clock)
{
    // Once here, for its errors; the writer's connection belongs to another thread.
    const auto database = Database::open(file);
    if (!database)
        return std::unexpected(database.error());
    const auto salt = (*database)->checked(TokenBudgets(**database, clock).salt());
    if (!salt)
        return std::unexpected(salt.error());
    return std::unique_ptr<LedgerFeed>(new LedgerFeed(file, clock, *salt));
}

LedgerFeed::LedgerFeed(const QString &file, const Clock &clock, QByteArray salt)
    : m_salt(std::move(salt))
    , m_writer(new Writer(file, clock, *this))
{
    m_thread.setObjectName("ledger"_L1);
    m_writer->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_writer, &QObject::deleteLater);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kLag);
    connect(&m_timer, &QTimer::timeout, this, &LedgerFeed::flush);
    m_thread.start();
}

LedgerFeed::~LedgerFeed()
{
    flush();
    QMetaObject::invokeMethod(m_writer, [thread = &m_thread] { thread->quit(); });
    m_thread.wait();
}

QString LedgerFeed::fingerprintOf(const QByteArray &token) const
{
    return tokenFingerprint(m_salt, token);
}

void LedgerFeed::add(LedgerLine line)
{
    m_lines.push_back(std::move(line));
    if (!m_timer.isActive())
        m_timer.start();
}

void LedgerFeed::flush()
{
    QMetaObject::invokeMethod(m_writer, [writer = m_writer, lines = std::exchange(m_lines, {})] {
        writer->write(lines);
    });
}

} // namespace sluice
