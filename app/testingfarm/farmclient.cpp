// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "testingfarm/farmclient.h"

#include <QHash>
#include <QJsonArray>
#include <QUrl>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

JsonApiServer serverAt(QString url, const QByteArray &token, const QSslConfiguration &tls)
{
    while (url.endsWith(u'/'))
        url.chop(1);
    if (url.endsWith("/v0.1"_L1))
        url.chop(5);
    return {u"Testing Farm"_s, url, token.isEmpty() ? QByteArray() : "Bearer "_ba + token, tls};
}

/// `state` counts until the request is complete or has ended in an error, then `result.overall`.
FarmState stateFrom(const QString &state, const QString &overall)
{
    static const QHash<QString, FarmState> states{
            {u"new"_s, FarmState::New},
            {u"queued"_s, FarmState::Queued},
            {u"running"_s, FarmState::Running},
            {u"passed"_s, FarmState::Passed},
            {u"failed"_s, FarmState::Failed},
            {u"skipped"_s, FarmState::Skipped},
            {u"error"_s, FarmState::Error},
            {u"needs_inspection"_s, FarmState::NeedsInspection},
            {u"retry"_s, FarmState::Queued},
            {u"cancel-requested"_s, FarmState::CancelRequested},
            {u"canceled"_s, FarmState::Canceled}};
    if (state == "error"_L1)
        return states.value(overall, FarmState::Error);
    return states.value(state == "complete"_L1 ? overall : state, FarmState::Unknown);
}

std::unexpected<Error> strange(const QString &what, const QJsonObject &answer)
{
    return failure(Cause::Upstream,
                   u"Testing Farm's answer for %1 is not one of its API: see whether the URL is "
                   "right."_s.arg(what),
                   u"keys: "_s + answer.keys().join(u", "_s));
}

Result<FarmRun> runFrom(const Result<QJsonObject> &answer, const QString &what)
{
    if (!answer)
        return std::unexpected(answer.error());
    const QJsonObject result = answer->value("result"_L1).toObject();
    FarmRun run{.id = answer->value("id"_L1).toString(),
                .state = stateFrom(answer->value("state"_L1).toString(),
                                   result.value("overall"_L1).toString()),
                .summary = result.value("summary"_L1).toString()};
    run.artifacts = QUrl(answer->value("run"_L1).toObject().value("artifacts"_L1).toString());
    if (run.id.isEmpty() || !answer->value("state"_L1).isString())
        return strange(what, *answer);
    return run;
}

QJsonObject objectOf(const QMap<QString, QString> &values)
{
    QJsonObject object;
    for (auto it = values.begin(); it != values.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

QJsonObject bodyOf(const FarmSubmission &submission)
{
    QJsonObject fmf{{u"url"_s, submission.fmfUrl}};
    if (!submission.fmfRef.isEmpty())
        fmf.insert(u"ref"_s, submission.fmfRef);
    if (!submission.fmfPath.isEmpty())
        fmf.insert(u"path"_s, submission.fmfPath);
    if (!submission.plan.isEmpty())
        fmf.insert(u"name"_s, submission.plan);
    QJsonArray artifacts;
    for (const FarmArtifact &artifact : submission.artifacts) {
        const QString id = QString::number(artifact.build) + u':' + artifact.chroot;
        QJsonObject object{{u"id"_s, id}, {u"type"_s, u"fedora-copr-build"_s}};
        if (!artifact.packages.isEmpty())
            object.insert(u"packages"_s, QJsonArray::fromStringList(artifact.packages));
        artifacts << object;
    }
    const QJsonObject environment{
            {u"arch"_s, submission.architecture},
            {u"os"_s, QJsonObject{{u"compose"_s, submission.compose}}},
            {u"artifacts"_s, artifacts},
            {u"variables"_s, objectOf(submission.variables)},
            {u"tmt"_s, QJsonObject{{u"context"_s, objectOf(submission.context)}}}};
    return {{u"test"_s, QJsonObject{{u"fmf"_s, fmf}}},
            {u"environments"_s, QJsonArray{environment}}};
}

QString pathOf(const QString &id)
{
    return u"/v0.1/requests/"_s + QString::fromLatin1(QUrl::toPercentEncoding(id));
}

} // namespace

bool isFinal(FarmState state)
{
    switch (state) {
    case FarmState::New:
    case FarmState::Queued:
    case FarmState::Running:
    case FarmState::CancelRequested:
    case FarmState::Unknown:
        return false;
    case FarmState::Passed:
    case FarmState::Failed:
    case FarmState::Skipped:
    case FarmState::Error:
    case FarmState::NeedsInspection:
    case FarmState::Canceled:
        return true;
    }
    Q_UNREACHABLE_RETURN(false);
}

QString farmCompose(const QString &distribution)
{
    if (distribution != distribution.toLower())
        return distribution;
    static const QHash<QString, QString> special{{u"centos"_s, u"CentOS"_s},
                                                 {u"rhel"_s, u"RHEL"_s},
                                                 {u"oraclelinux"_s, u"Oracle-Linux"_s},
                                                 {u"latest"_s, u"latest"_s},
                                                 {u"eln"_s, u"eln"_s}};
    QStringList words = distribution.split(u'-');
    for (QString &word : words)
        word = special.value(word, word.left(1).toUpper() + word.mid(1));
    return words.join(u'-');
}

FarmClient::FarmClient(const QString &url, const QByteArray &token, const QSslConfiguration &tls,
                       const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_api(serverAt(url, token, tls), clock)
{}

void FarmClient::whoAmI(std::function<void(Result<QString>)> done)
{
    m_api.get(u"/v0.1/whoami"_s, u"this token"_s,
              [done = std::move(done)](const Result<QJsonObject> &answer) {
                  if (!answer)
                      return done(std::unexpected(answer.error()));
                  const QString ranch = (*answer)["token"_L1]["ranch"_L1].toString();
                  if (ranch.isEmpty())
                      return done(strange(u"this token"_s, *answer));
                  done(ranch);
              });
}

void FarmClient::submit(const FarmSubmission &submission, std::function<void(Result<FarmRun>)> done)
{
    const QString what = u"tests on %1"_s.arg(submission.compose);
    m_api.send("POST"_ba, u"/v0.1/requests"_s, bodyOf(submission), what,
               [what, done = std::move(done)](const Result<QJsonObject> &answer) {
                   done(runFrom(answer, what));
               });
}

void FarmClient::run(const QString &id, std::function<void(Result<FarmRun>)> done)
{
    const QString what = u"the test run "_s + id;
    m_api.get(pathOf(id), what, [what, done = std::move(done)](const Result<QJsonObject> &answer) {
        done(runFrom(answer, what));
    });
}

void FarmClient::cancel(const QString &id, std::function<void(Result<void>)> done)
{
    m_api.send("DELETE"_ba, pathOf(id), {}, u"canceling the test run "_s + id,
               [done = std::move(done)](const Result<QJsonObject> &answer) {
                   // 409: it ended before
                   if (!answer && answer.error().detail.startsWith("HTTP status 409\n"_L1))
                       return done({});
                   done(answer.transform([](const QJsonObject &) {}));
               });
}

} // namespace sluice
