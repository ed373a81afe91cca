// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/accountwatch.h"

#include "pipeline/retrypause.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

AccountWatch::AccountWatch(const Parts &parts, QString account, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_account(std::move(account))
{}

void AccountWatch::setRepositories(const QStringList &repositories)
{
    const QStringList known = m_watched.keys();
    for (const QString &old : known) {
        if (!repositories.contains(old, Qt::CaseInsensitive))
            m_watched.remove(old);
    }
    bool isMore = false;
    for (const QString &repository : repositories) {
        if (known.contains(repository, Qt::CaseInsensitive))
            continue;
        m_watched.insert(repository, {});
        isMore = true;
    }
    if (!isMore)
        return;
    m_nextList = {};
    pump();
}

void AccountWatch::stop()
{
    m_isStopped = true;
    m_watched.clear();
}

QList<QStringList> AccountWatch::chunks() const
{
    QList<QStringList> all;
    const QStringList names = m_watched.keys();
    for (qsizetype i = 0; i < names.size(); i += kListed)
        all << names.mid(i, kListed);
    return all;
}

/// The next thing that there is to do, one after the other.
void AccountWatch::pump()
{
    if (m_isBusy || m_isStopped || m_watched.isEmpty())
        return;
    const QDateTime now = m_parts.timers.now();
    if (!m_pages.isEmpty())
        return askForPage();
    if (m_lists.isEmpty() && (m_nextList.isNull() || m_nextList <= now)) {
        m_lists = chunks();
        m_nextList = now.addMSecs(m_interval.count());
    }
    if (!m_lists.isEmpty())
        return list();
    const QDateTime due = nextDue();
    if (due.isValid() && due <= now)
        return read();
    wakeAt(due.isValid() ? std::min(due, m_nextList) : m_nextList);
}

void AccountWatch::wakeAt(const QDateTime &when)
{
    if (m_wakeAt.isValid() && m_wakeAt <= when && m_wakeAt > m_parts.timers.now())
        return;
    m_wakeAt = when;
    m_parts.timers.callAt(when, this, [this] { pump(); });
}

void AccountWatch::begin()
{
    m_isBusy = true;
    m_begunAt = m_parts.timers.now();
    m_parts.timers.callAfter(kPatience, this, [this] { watchBudget(); });
}

void AccountWatch::send(const QByteArray &query, const QString &repository, const QString &why,
                        const std::function<void(const ApiAnswer &)> &take)
{
    ApiRequest request;
    request.method = "POST"_ba;
    request.path = u"/graphql"_s;
    request.body = query;
    request.urgency = Urgency::Polling;
    request.purpose = {.repository = repository, .kind = CallKind::PullRequest, .why = why};
    begin();
    m_parts.client.send(request, this, [this, take](const Result<ApiAnswer> &answer) {
        m_isBusy = false;
        if (m_isStopped)
            return;
        if (!answer)
            return failed(answer.error());
        take(*answer);
        pump();
    });
}

void AccountWatch::list()
{
    const QStringList names = m_lists.takeFirst();
    const bool hasRollups = !m_rollupsFrom.isValid() || m_rollupsFrom <= m_parts.timers.now();
    send(listQuery(names, hasRollups), placeOf(names),
         u"list open pull requests of %1 observed repositories"_s.arg(names.size()),
         [this, names](const ApiAnswer &answer) {
             const auto lists = listedIn(answer.body, names, m_account);
             if (!lists)
                 return failed(lists.error());
             takeLists(*lists);
         });
}

void AccountWatch::askForPage()
{
    const Page page = m_pages.takeFirst();
    send(pageQuery(page.repository, page.cursor), page.repository, u"list all open pull requests"_s,
         [this, page](const ApiAnswer &answer) {
             const auto lists = listedIn(answer.body, {page.repository}, m_account);
             if (!lists)
                 return failed(lists.error());
             takePage(page, lists->first());
         });
}

void AccountWatch::takeLists(const QList<ListedRepository> &lists)
{
    m_failures = 0;
    settleAccount();
    for (const ListedRepository &list : lists) {
        if (m_watched.contains(list.asked))
            takeList(list);
    }
}

void AccountWatch::takeList(const ListedRepository &list)
{
    if (list.error)
        return tell(list.asked, *list.error);
    settle(list.asked, list.nodeId);
    if (list.name.compare(list.asked, Qt::CaseInsensitive) != 0)
        return rename(list.asked, list.name);
    Watched &watched = m_watched[list.asked];
    if (list.cursor.isEmpty()) {
        watched.pulls.removeIf([&list](const auto &known) {
            return std::ranges::find(list.pulls, known.key(), &ListedPull::number)
                == list.pulls.end();
        });
        merge(watched, list.pulls);
        watched.listedTotal = list.total;
        return (void)m_parts.store.closeOthers(
                list.asked, QSet<int>(watched.pulls.keyBegin(), watched.pulls.keyEnd()));
    }
    const bool isNewTotal = watched.listedTotal != list.total;
    merge(watched, list.pulls);
    // Some were closed, or more are new than the first page tells.
    if (isNewTotal || watched.pulls.size() > list.total)
        m_pages << Page{list.asked, {}, {}};
}

void AccountWatch::takePage(Page page, const ListedRepository &list)
{
    if (!m_watched.contains(page.repository))
        return;
    if (list.error)
        return tell(page.repository, *list.error);
    page.pulls << list.pulls;
    page.cursor = list.cursor;
    if (!page.cursor.isEmpty()) {
        m_pages << page;
        return;
    }
    ListedRepository whole = list;
    whole.pulls = page.pulls;
    takeList(whole);
    m_watched[page.repository].listedTotal = list.total;
}

void AccountWatch::merge(Watched &watched, const QList<ListedPull> &pulls)
{
    for (const ListedPull &listed : pulls) {
        Pull &pull = watched.pulls[listed.number];
        if (pull.headSha != listed.headSha || pull.updatedAt != listed.updatedAt)
            pull = {listed.nodeId, listed.headSha, listed.updatedAt, listed.rollup, {},
                    pull.isAlone};
        if (!listed.rollup)
            continue;
        // One word for all of them: what it does not tell is read when its turn comes.
        if (pull.rollup && pull.rollup != listed.rollup)
            pull.pace.expectNews(m_parts.timers.now());
        pull.rollup = listed.rollup;
    }
}

void AccountWatch::rename(const QString &from, const QString &to)
{
    if (const auto done = m_parts.store.rename(from, to); !done)
        return tell(from, done.error());
    const Watched watched = m_watched.take(from);
    if (!m_watched.contains(to))
        m_watched.insert(to, watched);
    emit renamed(from, to);
}

void AccountWatch::failed(const Error &error)
{
    m_lists.clear();
    m_pages.clear();
    if (error.cause == Cause::Upstream) // the rest goes on without what may have taken it too long
        m_rollupsFrom = m_parts.timers.now() + kWithoutRollups;
    tell({}, error);
    const QDateTime now = m_parts.timers.now();
    m_nextList = retryMoment(now, m_failures++, error);
    if (error.cause == Cause::Forbidden) // GitHub locks out who goes on with a wrong token
        m_nextList = std::max(m_nextList, now + kRefused);
    m_isBusy = true; // reading as well waits until then
    m_isWaiting = true;
    m_parts.timers.callAt(m_nextList, this, [this] {
        if (m_nextList <= m_parts.timers.now())
            tryAgain();
    });
}

void AccountWatch::tryAgain()
{
    if (!std::exchange(m_isWaiting, false))
        return;
    m_isBusy = false;
    m_nextList = {};
    pump();
}

} // namespace sluice
