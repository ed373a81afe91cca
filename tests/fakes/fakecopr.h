// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/flakyserver.h"

#include <QJsonObject>
#include <QMap>
#include <QSet>
#include <QUrlQuery>

namespace sluice {

/// A build of FakeCopr, in Copr's own words for states.
struct FakeCoprBuild
{
    QString owner;
    QString project;
    QString source = QStringLiteral("pending"); ///< of the SRPM
    QMap<QString, QString> chroots; ///< name -> state
    bool isCanceled = false;
    QJsonObject submission; ///< what it was made from

    [[nodiscard]] QString state() const;
};

/// Copr's public API v3 as far as builds go: projects, submission, states, canceling. Things move
/// when a test moves them.
class FakeCopr final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeCopr)

public:
    /// On any free port where none is given.
    explicit FakeCopr(quint16 port = 0, QObject *parent = nullptr);

    [[nodiscard]] QString url() const { return m_server.url({}).toString(); }
    [[nodiscard]] static QByteArray login() { return QByteArrayLiteral("l0gin"); }
    [[nodiscard]] static QByteArray token() { return QByteArrayLiteral("t0ken"); }
    /// Each answers one request before things take their way again.
    void answer(const QList<FlakyAnswer> &answers) { m_faults += answers; }
    void forgetAnswers() { m_faults.clear(); }
    void importSource(qint64 build); ///< the SRPM is built; its chroots wait for a builder
    void finish(qint64 build, const QString &state); ///< all chroots that have not ended
    [[nodiscard]] FlakyServer &server() { return m_server; }

    QMap<qint64, FakeCoprBuild> builds;
    QMap<QString, QStringList> projects; ///< "owner/name" -> chroots
    QMap<QString, QStringList> allowedForges; ///< "owner/name" -> "github.com/owner/*"
    QSet<QString> knownChroots{QStringLiteral("fedora-43-x86_64"),
                               QStringLiteral("fedora-44-x86_64")};
    bool isSourceUntold = false; ///< fails on the SRPM's state, as long as it has no results

private:
    [[nodiscard]] FlakyAnswer answerTo(const FlakyRequest &request);
    [[nodiscard]] FlakyAnswer get(const QUrl &url) const;
    [[nodiscard]] FlakyAnswer change(const FlakyRequest &request, const QString &path);
    [[nodiscard]] FlakyAnswer submit(const QString &path, const QJsonObject &body);
    [[nodiscard]] FlakyAnswer addProject(const QString &owner, const QJsonObject &body, bool isOk);
    [[nodiscard]] FlakyAnswer tellProject(const QUrlQuery &query) const;
    [[nodiscard]] FlakyAnswer editProject(const QString &full, const QJsonObject &body);
    [[nodiscard]] QJsonObject toJson(qint64 id) const;

    QList<FlakyAnswer> m_faults;
    qint64 m_lastId = 1000;
    FlakyServer m_server;
};

} // namespace sluice
