// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/callrecord.h"
#include "budget/rateforecast.h"
#include "clock.h"
#include "error.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace sluice {

/// A call and what its answer said of a limit.
struct LedgerLine
{
    CallRecord call;
    std::optional<RateLimit> limit;
    QString fingerprint; ///< of the token
};

/// Writes calls into the ledger from a thread of its own, several at a time, so that no caller
/// waits for the disk. What cannot be written is kept for the next time. The thread that made it.
class LedgerFeed final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerFeed)

public:
    static constexpr std::chrono::milliseconds kLag{250}; ///< a call is in the ledger so soon

    /// The clock must outlive it. Fails where the store cannot be opened.
    [[nodiscard]] static Result<std::unique_ptr<LedgerFeed>> open(const QString &file,
                                                                  const Clock &clock);
    ~LedgerFeed() override; ///< after all is written

    void add(LedgerLine line);
    /// Names a token in a LedgerLine.
    [[nodiscard]] QString fingerprintOf(const QByteArray &token) const;

signals:
    void failed(const sluice::Error &error); ///< the first of a row

private:
    class Writer;
    LedgerFeed(const QString &file, const Clock &clock, QByteArray salt);
    void flush();

    const QByteArray m_salt;
    QThread m_thread;
    Writer *m_writer; ///< lives on the thread
    std::vector<LedgerLine> m_lines;
    QTimer m_timer;
};

} // namespace sluice
