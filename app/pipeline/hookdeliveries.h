// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/githubclient.h"
#include "pipeline/pipelinestore.h"
#include "pipeline/pollplan.h"
#include "pipeline/pullevent.h"

#include <QObject>

#include <deque>

class QJsonObject;

namespace sluice {

/// Events from the webhook deliveries that GitHub stores, for machines without a public address:
/// lists what is new, reads of that what a pipeline may care about, each once, and keeps its place
/// in the store. Lives on the thread of its client.
class HookDeliveries final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HookDeliveries)

public:
    /// Whose deliveries, and how often they are listed.
    struct Options
    {
        QString hook; ///< its path in the API: "/app/hook", "/repos/o/r/hooks/5"
        qint64 installation = 0; ///< of an App: others are not for us; 0: all are
        std::chrono::milliseconds interval{60'000};
    };
    /// An error leaves the place where it is: the event is read again.
    using Take = std::function<Result<void>(const PullEvent &event)>;

    /// All must outlive it.
    HookDeliveries(GithubClient &client, PipelineStore &store, Timers &timers, Options options,
                   Take take, QObject *parent = nullptr);

    void start();
    void stop();

signals:
    /// What happened before may be unknown: it is the first time, or GitHub keeps too little.
    void gap();
    /// Once, until another problem comes or all is well again.
    void problem(const sluice::Error &error);

private:
    /// One that has not been read.
    struct Unread
    {
        qint64 id = 0;
        QString guid;
    };

    void list(const QString &path);
    void onPage(const Result<ApiAnswer> &answer);
    void readNext();
    [[nodiscard]] Result<void> takeOne(const QString &guid, const QJsonObject &delivery);
    void succeed();
    void fail(const Error &error);
    void tell(const Error &error);
    [[nodiscard]] bool isWanted(const QJsonObject &item);
    [[nodiscard]] QString placeAt(qint64 id) const;

    GithubClient &m_client;
    PipelineStore &m_store;
    const Options m_options;
    const Take m_take;
    PollPlan m_plan;
    std::deque<Unread> m_unread; ///< oldest first
    qint64 m_newest = 0; ///< of this round
    int m_pages = 0;
    QString m_said;
    bool m_isStopped = false;
};

} // namespace sluice
