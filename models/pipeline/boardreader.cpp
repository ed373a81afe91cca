// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/boardreader.h"

#include "github/account.h"
#include "github/webaddress.h"
#include "pipeline/boardrows.h"
#include "store/database.h"

namespace sluice {

namespace {

BoardPlace placeNow(Database &database)
{
    BoardPlace place;
    {
        Rows row = database.rows("SELECT rev FROM board");
        if (row.next())
            place.rev = row.number(0);
    }
    Rows row = database.rows("SELECT coalesce(max(changed_at), 0) FROM chroot_run WHERE pipeline "
                             "IN (SELECT id FROM pipeline WHERE state IN (0, 1))");
    if (row.next())
        place.runsAt = row.number(0);
    return place;
}

qint64 countOf(Database &database, const char *sql)
{
    Rows row = database.rows(sql);
    return row.next() ? row.number(0) : 0;
}

QList<RepositoryWatch> watchesIn(Database &database)
{
    QList<RepositoryWatch> found;
    Rows row = database.rows(
            "SELECT o.repository, a.login, CASE WHEN o.problem <> '' THEN "
            "o.problem ELSE a.problem END, o.read_at, a.base_url FROM observed_repository o "
            "JOIN account a ON a.name = o.account ORDER BY o.repository");
    while (row.next())
        found << RepositoryWatch{row.text(0), row.text(1), row.text(2), row.time(3),
                                 webAddressOf(row.text(4))};
    return found;
}

/// Used up is what the governor keeps for final flags: a tenth. Tokens are called as in the ledger.
QList<WatchTrouble> troublesIn(Database &database)
{
    QList<WatchTrouble> found;
    Rows row = database.rows(
            "SELECT a.name, a.problem, (SELECT min(o.read_at) FROM observed_repository o WHERE "
            "o.account = a.name AND o.problem = ''), (SELECT l.reset_at FROM rate_limit l WHERE "
            "l.resource = 'graphql' AND l.remaining * 10 <= l.allowed AND l.budget = CASE a.kind "
            "WHEN ? THEN 'App ' || a.app || ', installation ' || a.installation ELSE 'token of ' "
            "|| a.name END) FROM account a WHERE a.problem <> '' AND a.name IN "
            "(SELECT account FROM observed_repository) ORDER BY a.name",
            int(AccountKind::App));
    while (row.next())
        found << WatchTrouble{row.text(0), row.text(1), row.time(2), row.time(3)};
    return found;
}

/// What could not be done was said; of a pipeline here all is done once it is answered.
QList<PullAsk> asksIn(Database &database)
{
    QList<PullAsk> found;
    Rows row = database.rows("SELECT kind, subject, argument, at FROM wish WHERE problem = '' AND "
                             "kind <= ? AND (kind > ? OR done_at IS NULL) ORDER BY id",
                             int(WishKind::RerequestCheck), int(WishKind::ResendFlags));
    while (row.next()) {
        const auto kind = WishKind(row.number(0));
        const auto source = isForPipelines(kind) ? PullSource::Driven : PullSource::Observed;
        found << PullAsk{{source, row.number(1)}, kind, row.text(2), row.time(3)};
    }
    return found;
}

BoardUpdate updateAt(Database &database)
{
    BoardUpdate update;
    update.place = placeNow(database); // before the rest: what comes between is read again
    update.driven = countOf(database, "SELECT count(*) FROM pipeline");
    update.observed = countOf(database, "SELECT count(*) FROM observed_pull");
    update.watches = watchesIn(database);
    update.troubles = troublesIn(database);
    update.asks = asksIn(database);
    return update;
}

QList<qint64> idsFrom(Rows row)
{
    QList<qint64> ids;
    while (row.next())
        ids << row.number(0);
    return ids;
}

} // namespace

Result<BoardPage> readBoardPage(Database &database, BoardCursor from, int limit)
{
    BoardPage page{.update = updateAt(database), .next = {}, .isLast = false};
    const auto driven = idsFrom(database.rows(
            "SELECT id FROM pipeline WHERE id < ? ORDER BY id DESC LIMIT ?", from.driven, limit));
    const auto observed = idsFrom(
            database.rows("SELECT id FROM observed_pull WHERE id < ? ORDER BY id DESC LIMIT ?",
                          from.observed, limit));
    page.update.pulls = boardrows::drivenPulls(database, driven)
                      + boardrows::observedPulls(database, observed);
    page.next = {.driven = driven.isEmpty() ? 0 : driven.last(),
                 .observed = observed.isEmpty() ? 0 : observed.last()};
    page.isLast = driven.size() < limit && observed.size() < limit;
    return database.checked(std::move(page));
}

Result<BoardUpdate> readBoardChanges(Database &database, BoardPlace since)
{
    BoardUpdate update = updateAt(database);
    update.pulls
            = boardrows::drivenPulls(
                      database,
                      idsFrom(database.rows("SELECT id FROM pipeline WHERE rev > ?", since.rev)))
            + boardrows::observedPulls(database,
                                       idsFrom(database.rows("SELECT id FROM "
                                                             "observed_pull WHERE rev > ?",
                                                             since.rev)));
    update.checks = boardrows::drivenChecksSince(database, since)
                  + boardrows::observedChecksSince(database, since);
    return database.checked(std::move(update));
}

Result<QList<PullKey>> readBoardKeys(Database &database)
{
    QList<PullKey> keys;
    for (const qint64 id : idsFrom(database.rows("SELECT id FROM pipeline")))
        keys << PullKey{PullSource::Driven, id};
    for (const qint64 id : idsFrom(database.rows("SELECT id FROM observed_pull")))
        keys << PullKey{PullSource::Observed, id};
    return database.checked(std::move(keys));
}

} // namespace sluice
