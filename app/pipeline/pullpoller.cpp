// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullpoller.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostPages = 30;
constexpr std::chrono::milliseconds kLongestPause{600'000};

std::optional<QList<QJsonObject>> pullsIn(const QList<ApiAnswer> &pages)
{
    QList<QJsonObject> pulls;
    for (const ApiAnswer &page : pages) {
        const QJsonDocument document = QJsonDocument::fromJson(page.body);
        if (!document.isArray())
            return {};
        const QJsonArray items = document.array();
        for (const QJsonValue &item : items)
            pulls << item.toObject();
    }
    return pulls;
}

Error namedFor(const QString &repository, Error error)
{
    if (error.cause == Cause::NotFound) {
        error.what = u"%1 cannot be seen with this token: it was deleted or made private, or the "
                     u"token may not read it. Correct pipeline.repositories, or give the token the "
                     u"right to it."_s.arg(repository);
    }
    return error;
}

} // namespace

PullPoller::PullPoller(GithubClient &client, Timers &timers, std::chrono::milliseconds interval,
                       QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_plan(timers, {.interval = interval, .longest = std::max(interval, kLongestPause)}, this,
             [this](const QStringList &repositories) {
                 for (const QString &repository : repositories)
                     poll(repository);
             })
{}

void PullPoller::watch(const QString &repository, const QMap<int, QString> &known)
{
    if (m_watched.contains(repository))
        return;
    m_watched.insert(repository, {.heads = known, .name = repository});
    m_plan.add(repository);
}

void PullPoller::pollNow()
{
    for (const QString &repository : m_plan.keys()) {
        m_plan.remove(repository);
        m_plan.add(repository);
    }
}

bool PullPoller::isWatched(const QString &repository) const
{
    const auto isMeant = [&repository](const QString &name) {
        return name.compare(repository, Qt::CaseInsensitive) == 0;
    };
    return std::ranges::any_of(m_watched.asKeyValueRange(), [&isMeant](const auto &entry) {
        return isMeant(entry.first) || isMeant(entry.second.name);
    });
}

void PullPoller::stop()
{
    m_watched.clear();
    for (const QString &repository : m_plan.keys())
        m_plan.remove(repository);
}

void PullPoller::poll(const QString &repository)
{
    ApiRequest request;
    request.path = u"/repos/%1/pulls?state=open&sort=updated&direction=desc&per_page=100"_s.arg(
            repository);
    request.urgency = Urgency::Polling;
    request.purpose = {.repository = repository, .why = u"poll for pull requests"_s};
    m_client.getPages(request, kMostPages, this,
                      [this, repository](const Result<QList<ApiAnswer>> &pages) {
                          if (m_watched.contains(repository))
                              onPages(repository, pages);
                      });
}

void PullPoller::onPages(const QString &repository, const Result<QList<ApiAnswer>> &pages)
{
    if (!pages) {
        tell(repository, namedFor(repository, pages.error()));
        m_plan.failed(repository, pages.error().retryAt);
        return;
    }
    const auto pulls = pullsIn(*pages);
    if (!pulls) {
        tell(repository,
             {.cause = Cause::Upstream,
              .what = u"GitHub's answer for the pull requests of %1 is no list: see whether "
                      u"github.url is right."_s.arg(repository)});
        m_plan.failed(repository, {});
        return;
    }
    m_plan.succeeded(repository);
    take(repository, *pulls, pages->size() == 1 && pages->first().nextPage.isEmpty());
}

void PullPoller::take(const QString &repository, const QList<QJsonObject> &pulls, bool isWhole)
{
    QMap<int, QString> heads;
    QList<PullEvent> fresh;
    const QMap<int, QString> before = m_watched.value(repository).heads;
    QString now = m_watched.value(repository).name;
    bool isPrivate = false;
    for (const QJsonObject &pull : pulls) {
        PullEvent event = pullEventFrom(repository, pull);
        if (event.number <= 0 || event.headSha.isEmpty())
            continue;
        now = event.repository;
        isPrivate |= event.isPrivate;
        heads.insert(event.number, event.headSha);
        event.previousSha = before.value(event.number);
        if (!event.previousSha.isEmpty())
            event.kind = PullEvent::Kind::Synchronized;
        if (event.previousSha != event.headSha)
            fresh << event;
    }
    // What a private repository has meanwhile is news once it is public again.
    QMap<int, QString> known = isPrivate ? before : heads;
    known.removeIf([&heads](const auto &entry) { return !heads.contains(entry.key()); });
    m_watched[repository].heads = known;
    m_watched[repository].name = now;
    if (isPrivate) {
        tell(repository,
             {.cause = Cause::Forbidden,
              .what = u"%1 is private: its pull requests are not built. Make it public, or correct "
                      u"pipeline.repositories."_s.arg(repository)});
    } else if (now.compare(repository, Qt::CaseInsensitive) != 0) {
        tell(repository,
             {.cause = Cause::Invalid,
              .what = u"%1 is called %2 now: correct pipeline.repositories. Until then it is "
                      u"watched by its old name."_s.arg(repository, now)});
    } else {
        settle(repository);
    }
    tellClosed(repository, before, isWhole);
    // The one that was pushed to first comes first.
    for (auto it = fresh.crbegin(); !isPrivate && it != fresh.crend(); ++it)
        emit happened(*it);
}

/// What is on no page may have moved from one to the next while they were asked for: it is believed
/// to be closed when it is missing again.
void PullPoller::tellClosed(const QString &repository, const QMap<int, QString> &before,
                            bool isWhole)
{
    Watched &watched = m_watched[repository];
    QList<PullEvent> closed;
    QSet<int> missing;
    for (const auto &[number, head] : before.asKeyValueRange()) {
        if (watched.heads.contains(number))
            continue;
        if (!isWhole && !watched.missing.contains(number)) {
            missing.insert(number);
            watched.heads.insert(number, head);
            continue;
        }
        closed << PullEvent{.kind = PullEvent::Kind::Closed,
                            .repository = watched.name,
                            .number = number,
                            .headSha = head};
    }
    watched.missing = missing;
    for (const PullEvent &event : std::as_const(closed))
        emit happened(event);
}

void PullPoller::tell(const QString &repository, const Error &error)
{
    if (std::exchange(m_watched[repository].problem, error.what) != error.what)
        emit problem(repository, error);
}

void PullPoller::settle(const QString &repository)
{
    if (!std::exchange(m_watched[repository].problem, {}).isEmpty())
        emit wellAgain(repository);
}

} // namespace sluice
