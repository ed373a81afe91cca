// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/wishdesk.h"

#include "pipeline/wishstore.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 10s;
constexpr auto kPatienceLook = 1s;

Result<QString> answerOf(const Wish &wish)
{
    return wish.problem.isEmpty() ? Result<QString>(wish.answer)
                                  : failure(Cause::Invalid, wish.problem);
}

} // namespace

WishDesk::WishDesk(AsyncDatabase &store, const Clock &clock, QString who, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_who(std::move(who))
{
    connect(&m_store, &AsyncDatabase::changed, this, &WishDesk::look);
    m_patience.setInterval(kPatienceLook);
    connect(&m_patience, &QTimer::timeout, this, &WishDesk::notHeard);
}

void WishDesk::ask(Wish wish, QObject *context, Done done)
{
    wish.who = m_who;
    m_store.run(
            [wish, clock = &m_clock](Database &database) {
                return WishStore(database, *clock).add(wish);
            },
            this,
            [this, context = QPointer(context), done = std::move(done)](const Result<qint64> &id) {
                if (!id && context)
                    return done(std::unexpected(id.error()));
                if (!id)
                    return;
                Waiting &waiting = m_waiting[*id];
                if (waiting.callers.isEmpty())
                    waiting.since = m_clock.now();
                waiting.callers << Caller{context, done};
                m_patience.start();
                emit asked();
                look(); // somebody may be about it already, and of that nothing else tells
            });
}

void WishDesk::look()
{
    if (m_waiting.isEmpty())
        return;
    m_store.run(
            [ids = m_waiting.keys(), clock = &m_clock](Database &database) {
                WishStore store(database, *clock);
                QList<Wish> taken;
                for (const qint64 id : ids) {
                    const auto wish = store.wish(id);
                    if (wish && *wish && (*wish)->isTaken)
                        taken << **wish;
                }
                return taken;
            },
            this,
            [this](const QList<Wish> &taken) {
                for (const Wish &wish : taken) {
                    if (wish.isDone)
                        finish(wish.id, answerOf(wish));
                    else if (const auto waiting = m_waiting.find(wish.id);
                             waiting != m_waiting.end())
                        waiting->isTaken = true;
                }
            });
}

void WishDesk::finish(qint64 id, const Result<QString> &answer)
{
    const Waiting waiting = m_waiting.take(id);
    if (m_waiting.isEmpty())
        m_patience.stop();
    for (const Caller &caller : waiting.callers) {
        if (caller.context)
            caller.done(answer);
    }
}

void WishDesk::notHeard()
{
    const QDateTime late = m_clock.now() - kPatience;
    for (const qint64 id : m_waiting.keys()) {
        if (m_waiting[id].isTaken || m_waiting[id].since > late)
            continue;
        finish(id, failure(Cause::NotFound,
                           tr("Nobody looks after pipelines here at the moment: it is done as soon "
                              "as somebody does. Choose in Accounts what to watch, or run "
                              "sluicectl pipeline watch.")));
    }
}

} // namespace sluice
