// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/pullreading.h"

#include "pipeline/observedstore.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostRestarts = 3;

/// The newest run of each writer's name: a workflow may have two of one name.
void addNewest(QList<ObservedCheck> &checks, const ObservedCheck &check)
{
    const auto same = std::ranges::find_if(checks, [&check](const ObservedCheck &other) {
        return other.kind == check.kind && other.name == check.name && other.writer == check.writer;
    });
    if (same == checks.end())
        checks << check;
    else if (same->number < check.number)
        *same = check;
}

} // namespace

PullReading::PullReading(GithubClient &client, const QStringList &nodeIds, Urgency urgency,
                         QString repository, Done done, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_urgency(urgency)
    , m_repository(std::move(repository))
    , m_done(std::move(done))
{
    for (const QString &id : nodeIds)
        m_items << ReadItem{id, {}};
    ask();
}

void PullReading::ask()
{
    ApiRequest request;
    request.method = "POST"_ba;
    request.path = u"/graphql"_s;
    request.body = readQuery(m_items);
    request.urgency = m_urgency;
    request.purpose = {.repository = m_repository,
                       .why = u"read flags of %1 observed pull request(s)"_s.arg(m_items.size())};
    m_client.send(request, this, [this, items = m_items](const Result<ApiAnswer> &answer) {
        take(items, answer);
    });
}

void PullReading::take(const QList<ReadItem> &items, const Result<ApiAnswer> &answer)
{
    const auto parts = answer.and_then(
            [&items](const ApiAnswer &given) { return partsIn(given.body, items.size()); });
    if (!parts)
        return end(std::unexpected(parts.error()));
    m_items.clear();
    for (qsizetype i = 0; i < items.size(); ++i)
        takePart(items.at(i), parts->at(i));
    if (m_items.isEmpty())
        end(m_outcomes);
    else
        ask();
}

void PullReading::takePart(const ReadItem &item, const ReadPart &part)
{
    if (part.isGone || part.isMissed) {
        m_outcomes << Outcome{item.nodeId, {}, part.isMissed};
        return;
    }
    if (item.cursor.isEmpty()) {
        m_begun.insert(item.nodeId, {.pull = part.reading.pull, .checks = {}});
    } else if (m_begun.value(item.nodeId).pull.headSha != part.reading.pull.headSha) {
        if (++m_restarts[item.nodeId] <= kMostRestarts)
            m_items << ReadItem{item.nodeId, {}};
        return;
    }
    ObservedReading &reading = m_begun[item.nodeId];
    for (const ObservedCheck &check : part.reading.checks)
        addNewest(reading.checks, check);
    if (reading.pull.problem.isEmpty())
        reading.pull.problem = part.reading.pull.problem;
    if (!part.cursor.isEmpty()) {
        m_items << ReadItem{item.nodeId, part.cursor};
        return;
    }
    if (part.reading.pull.state != PipelineState::Closed)
        reading.pull.state = observedState(reading.checks);
    m_outcomes << Outcome{item.nodeId, reading};
}

void PullReading::end(Result<QList<Outcome>> result)
{
    const Done done = std::exchange(m_done, {});
    deleteLater();
    if (done)
        done(std::move(result));
}

} // namespace sluice
