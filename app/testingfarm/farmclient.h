// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "copr/jsonapi.h"

#include <QMap>
#include <QStringList>

namespace sluice {

/// Where a test run is: its result once there is one, else the state of the request.
enum class FarmState {
    New,
    Queued,
    Running,
    Passed,
    Failed,
    Skipped,
    Error,
    NeedsInspection,
    CancelRequested,
    Canceled,
    Unknown,
};

[[nodiscard]] bool isFinal(FarmState state);

/// The compose to ask for on the public systems: "CentOS-Stream-9" for "centos-stream-9". A name
/// with capitals is one already.
[[nodiscard]] QString farmCompose(const QString &distribution);

/// A build whose packages are installed before the tests.
struct FarmArtifact
{
    qint64 build = 0;
    QString chroot;
    QStringList packages; ///< empty: all of them
};

/// One run of tests in one environment.
struct FarmSubmission
{
    QString fmfUrl;
    QString fmfRef;
    QString fmfPath;
    QString plan; ///< empty: all plans
    QString compose; ///< "Fedora-43"
    QString architecture;
    QList<FarmArtifact> artifacts;
    QMap<QString, QString> variables;
    QMap<QString, QString> context; ///< of tmt: "distro" -> "fedora-43"
};

/// A run as Testing Farm tells of it.
struct FarmRun
{
    QString id;
    FarmState state = FarmState::Unknown;
    QString summary; ///< its own words about the result
    QUrl artifacts; ///< logs and results

    bool operator==(const FarmRun &) const = default;
};

/// Asks Testing Farm for test runs and about them, by its API v0.1. Lives on the engine's thread.
/// Answers that are still out are dropped with this object.
class FarmClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FarmClient)

public:
    /// `url`: with or without `/v0.1`. `token` goes into a header and nowhere else.
    FarmClient(const QString &url, const QByteArray &token, const QSslConfiguration &tls,
               const Clock &clock, QObject *parent = nullptr);

    /// The ranch that this token is for: "public", "redhat".
    void whoAmI(std::function<void(Result<QString>)> done);
    /// After *network* the run may exist nevertheless.
    void submit(const FarmSubmission &submission, std::function<void(Result<FarmRun>)> done);
    void run(const QString &id, std::function<void(Result<FarmRun>)> done);
    /// That it is over already is well too.
    void cancel(const QString &id, std::function<void(Result<void>)> done);

private:
    JsonApi m_api;
};

} // namespace sluice
