// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/orgfindings.h"

#include <QDateTime>
#include <QObject>

namespace sluice {

class ChrootTable;
class GithubClient;
struct ApiAnswer;

/// What is looked at, and until when.
struct OrgScanRequest
{
    QString organisation; ///< or a user
    int limit = 0; ///< repositories to look at, those left out among them; 0: all
    QDateTime now;
};

/// Looks at the repositories of an organisation: their configurations, pull requests and commits.
/// Fifty with each GraphQL query, for one point; fewer where GitHub cannot answer that. One thread.
class OrgScan final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OrgScan)

public:
    /// Client and table must outlive it.
    OrgScan(GithubClient &client, const ChrootTable &chroots, OrgScanRequest request,
            QObject *parent = nullptr);

    void start();
    /// Before its end: fails for this reason.
    void end(const Error &why);
    [[nodiscard]] const OrgFindings &findings() const { return m_findings; } ///< so far

signals:
    void progress(int done, int total);
    void held(const QDateTime &until); ///< by a limit: goes on then, unless it is ended
    void finished(); ///< all is found
    void failed(const sluice::Error &error); ///< what was found until then stays

private:
    void ask();
    void take(const Result<ApiAnswer> &answer);
    void takePage(const QJsonObject &repositories);
    void takeRepository(const QJsonValue &repository);
    void askForLess(const Error &error);
    void noteHold(const QDateTime &until);
    [[nodiscard]] Error notThere(const QString &detail) const;
    [[nodiscard]] Error refused(const QString &message) const;

    GithubClient &m_client;
    const ChrootTable &m_chroots;
    const OrgScanRequest m_request;
    OrgFindings m_findings;
    QString m_cursor;
    int m_pageSize = 50;
    quint64 m_asked = 0; ///< the request that has no answer yet, or 0
    QDateTime m_heldUntil; ///< as told
    bool m_isBare = false; ///< asks for the name alone: the rest is more than GitHub can answer
};

} // namespace sluice
