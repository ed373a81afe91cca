// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/tokenbudgets.h"

#include "store/database.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kDigits = 16;
constexpr qsizetype kShownDigits = 4;
constexpr auto kRoughly = 10min; // of when a token was used last
constexpr auto kTokenLife = 1h; // of an installation's, which is renewed before
constexpr QChar kForeign = u'@';

} // namespace

QString tokenFingerprint(const QByteArray &salt, const QByteArray &token)
{
    if (token.isEmpty() || token.startsWith("eyJ"))
        return {};
    const QByteArray code
            = QMessageAuthenticationCode::hash(token, salt, QCryptographicHash::Sha256);
    return QString::fromLatin1(code.toHex().first(kDigits));
}

TokenBudgets::TokenBudgets(Database &database, const Clock &clock)
    : m_database(database)
    , m_clock(clock)
{}

QByteArray TokenBudgets::salt()
{
    Rows row = m_database.rows("SELECT salt FROM token_salt");
    return row.next() ? row.bytes(0) : QByteArray();
}

QString TokenBudgets::budgetOf(const CallRecord &call, const TokenMark &mark)
{
    if (mark.fingerprint.isEmpty())
        return call.token;
    return mark.isOurs ? ownBudget(call, mark.fingerprint) : foreignBudget(mark.fingerprint);
}

QString TokenBudgets::ownBudget(const CallRecord &call, const QString &fingerprint)
{
    const QDateTime now = m_clock.now();
    QString known;
    QDateTime at;
    {
        Rows row = m_database.rows("SELECT budget, at FROM own_token WHERE fingerprint = ?",
                                   fingerprint);
        if (row.next()) {
            known = row.text(0);
            at = row.time(1);
        }
    }
    const bool isOfAnother = !known.isEmpty() && known != call.token;
    if (isOfAnother && at > now - kTokenLife)
        return known; // two accounts with one token
    if (known.isEmpty() || isOfAnother || at < now - kRoughly) {
        m_database.run("INSERT OR REPLACE INTO own_token (fingerprint, budget, at) "
                       "VALUES (?, ?, ?)",
                       fingerprint, call.token, now);
    }
    if (known != call.token)
        adopt(fingerprint, call.token);
    return call.token;
}

/// An account's newest token is its own for good, those before it until they have ended.
QString TokenBudgets::foreignBudget(const QString &fingerprint)
{
    Rows row = m_database.rows(
            "SELECT budget FROM own_token AS one WHERE fingerprint = ? AND (at > ? OR NOT EXISTS "
            "(SELECT 1 FROM own_token WHERE budget = one.budget AND at > one.at))",
            fingerprint, m_clock.now() - kTokenLife);
    return row.next() ? row.text(0) : kForeign + fingerprint;
}

void TokenBudgets::adopt(const QString &fingerprint, const QString &budget)
{
    m_database.run("UPDATE call SET budget = ? WHERE fingerprint = ?", budget, fingerprint);
    const QString foreign = kForeign + fingerprint;
    m_database.run("UPDATE OR IGNORE rate_limit SET budget = ? WHERE budget = ?", budget, foreign);
    m_database.run("DELETE FROM rate_limit WHERE budget = ?", foreign);
}

/// One after the other by the index: a token may have made most of the ledger's calls.
QStringList TokenBudgets::callersOf(const QString &fingerprint)
{
    QStringList callers;
    for (QString last;;) {
        Rows row = m_database.rows("SELECT min(token) FROM call WHERE fingerprint = ? AND "
                                   "fingerprint <> '' AND token > ?",
                                   fingerprint, last);
        if (!row.next() || row.isNull(0))
            return callers;
        last = row.text(0);
        callers << last;
    }
}

QHash<QString, QString> TokenBudgets::namesOf(const QStringList &budgets)
{
    QHash<QString, QString> names;
    QHash<QString, int> uses;
    for (const QString &budget : budgets) {
        if (names.contains(budget))
            continue;
        const QStringList callers
                = budget.startsWith(kForeign) ? callersOf(budget.sliced(1)) : QStringList();
        const QString name = callers.isEmpty() ? budget : callers.join(u", "_s);
        names.insert(budget, name);
        ++uses[name];
    }
    for (auto [budget, name] : names.asKeyValueRange()) {
        if (uses.value(name) > 1 && budget.startsWith(kForeign))
            name += u" (token %1…)"_s.arg(budget.sliced(1, kShownDigits));
    }
    return names;
}

} // namespace sluice
