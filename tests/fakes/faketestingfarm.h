// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/flakyserver.h"

#include <QJsonObject>
#include <QMap>

namespace sluice {

/// A request of FakeTestingFarm, in Testing Farm's own words.
struct FakeFarmRequest
{
    QString state = QStringLiteral("new");
    QString overall; ///< of the result, once it is complete
    QString summary;
    QJsonObject submission;
};

/// Testing Farm's API v0.1: requests, their states, canceling. Things move when a test moves them.
class FakeTestingFarm final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeTestingFarm)

public:
    /// On any free port where none is given.
    explicit FakeTestingFarm(quint16 port = 0, QObject *parent = nullptr);

    [[nodiscard]] QString url() const { return m_server.url({}).toString(); }
    [[nodiscard]] static QByteArray token() { return QByteArrayLiteral("f4rm-t0ken"); }
    /// Each answers one request before things take their way again.
    void answer(const QList<FlakyAnswer> &answers) { m_faults += answers; }
    void forgetAnswers() { m_faults.clear(); }
    [[nodiscard]] FlakyServer &server() { return m_server; }

    QMap<QString, FakeFarmRequest> requests;

private:
    [[nodiscard]] FlakyAnswer answerTo(const FlakyRequest &request);
    [[nodiscard]] FlakyAnswer submit(const QJsonObject &body);
    [[nodiscard]] FlakyAnswer cancel(const QString &id);
    [[nodiscard]] FlakyAnswer tell(const QString &id, int status) const;

    QList<FlakyAnswer> m_faults;
    FlakyServer m_server;
};

} // namespace sluice
