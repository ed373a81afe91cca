// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/flakyserver.h"

#include <QJsonObject>
#include <QMap>

namespace sluice {

/// A Copr frontend with its public API, as far as dist-git sees them (facts §1.2): a build stays in
/// the import queue until its result is posted.
class FakeFrontend final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeFrontend)

public:
    explicit FakeFrontend(QObject *parent = nullptr);

    /// A record of the import queue with all its keys.
    [[nodiscard]] static QJsonObject record(qint64 buildId);
    void enqueue(const QJsonObject &record); ///< its build becomes "importing"
    void dequeue(qint64 buildId); ///< canceled by its owner
    /// Each answers one poll or post before things take their way again.
    void answerPolls(const QList<FlakyAnswer> &answers) { m_pollAnswers = answers; }
    void answerPosts(const QList<FlakyAnswer> &answers) { m_postAnswers = answers; }

    [[nodiscard]] QString url() const;
    [[nodiscard]] static QByteArray password() { return QByteArrayLiteral("s3cret"); }
    [[nodiscard]] const QList<QJsonObject> &posts() const { return m_posts; } ///< accepted ones
    [[nodiscard]] int polls() const { return m_polls; } ///< answered ones
    [[nodiscard]] FlakyServer &server() { return m_server; }

    QMap<qint64, QString> states; ///< what the public API says of each build

private:
    [[nodiscard]] FlakyAnswer answer(const FlakyRequest &request);
    [[nodiscard]] FlakyAnswer queue();
    [[nodiscard]] FlakyAnswer completed(const FlakyRequest &request);
    [[nodiscard]] FlakyAnswer build(const QByteArray &id) const;

    QMap<qint64, QJsonObject> m_queue;
    QList<FlakyAnswer> m_pollAnswers;
    QList<FlakyAnswer> m_postAnswers;
    QList<QJsonObject> m_posts;
    int m_polls = 0;
    FlakyServer m_server;
};

} // namespace sluice
