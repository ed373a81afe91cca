// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/countquery.h"

#include "github/graphql.h"

#include <QHash>
#include <QJsonArray>
#include <QMap>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostHeads = 9; // one more is a fourth point

const QString kFields
        = u" fragment C on Commit { oid checkSuites(first: 8) { totalCount nodes { app { slug } "
          u"all: checkRuns(first: 1, filterBy: {checkType: ALL}) { totalCount } "
          u"latest: checkRuns(first: 1, filterBy: {checkType: LATEST}) { totalCount } } } }"_s;

QHash<QString, OthersCommit> suitesOf(const QJsonValue &commit)
{
    QHash<QString, OthersCommit> found;
    const QJsonArray suites = commit["checkSuites"_L1]["nodes"_L1].toArray();
    for (const QJsonValue &suite : suites) {
        OthersCommit &one = found[suite["app"_L1]["slug"_L1].toString()];
        one.writes += suite["all"_L1]["totalCount"_L1].toInt();
        one.flags += suite["latest"_L1]["totalCount"_L1].toInt();
    }
    return found;
}

bool isCutShort(const QJsonValue &commit)
{
    const QJsonValue suites = commit["checkSuites"_L1];
    return suites["totalCount"_L1].toInt() > suites["nodes"_L1].toArray().size();
}

/// By App and name, where all of them stand on one page.
QHash<QString, QHash<QString, int>> runsOf(const QJsonValue &commit)
{
    QHash<QString, QHash<QString, int>> found;
    const QJsonArray suites = commit["checkSuites"_L1]["nodes"_L1].toArray();
    for (const QJsonValue &suite : suites) {
        const QJsonArray runs = suite["checkRuns"_L1]["nodes"_L1].toArray();
        if (suite["checkRuns"_L1]["totalCount"_L1].toInt() > runs.size())
            continue;
        for (const QJsonValue &run : runs)
            ++found[suite["app"_L1]["slug"_L1].toString()][run["name"_L1].toString()];
    }
    return found;
}

} // namespace

QByteArray countQuery(const ObservedPull &pull, const QStringList &oldHeads)
{
    QJsonObject variables{{u"owner"_s, pull.repository.section(u'/', 0, 0)},
                          {u"name"_s, pull.repository.section(u'/', 1)},
                          {u"number"_s, pull.number}};
    QString parameters = u"$owner: String!, $name: String!, $number: Int!"_s;
    QString heads;
    const QStringList old = oldHeads.mid(0, kMostHeads);
    for (qsizetype i = 0; i < old.size(); ++i) {
        parameters += u", $h%1: GitObjectID!"_s.arg(i);
        heads += u" h%1: object(oid: $h%1) { ...C }"_s.arg(i);
        variables.insert(u"h%1"_s.arg(i), old.at(i));
    }
    const QString query
            = u"query(%1) { repository(owner: $owner, name: $name) { pullRequest(number: $number) "
              u"{ commits(last: 10) { nodes { commit { ...C } } } head: commits(last: 1) { nodes { "
              u"commit { oid checkSuites(first: 8) { nodes { app { slug } checkRuns(first: 100, "
              u"filterBy: {checkType: ALL}) { totalCount nodes { name } } } } } } } }%2 } "
              u"rateLimit { cost } }"_s.arg(parameters, heads);
    return graphqlBody(query + kFields, variables);
}

Result<QList<OthersCounts>> countsIn(const QByteArray &body, const QString &head,
                                     const QList<ObservedCheck> &checks)
{
    const auto answer = parseGraphql(body);
    if (!answer)
        return std::unexpected(answer.error());
    QMap<QString, QHash<QString, OthersCommit>> commits; // by commit, then by App
    const QJsonObject repository = answer->data.value("repository"_L1).toObject();
    const QJsonArray nodes = repository.value("pullRequest"_L1)["commits"_L1]["nodes"_L1].toArray();
    bool isCut = false;
    const auto take = [&](const QJsonValue &commit) {
        commits.insert(commit["oid"_L1].toString(), suitesOf(commit));
        isCut |= isCutShort(commit);
    };
    for (const QJsonValue &node : nodes)
        take(node["commit"_L1]);
    for (auto it = repository.begin(); it != repository.end(); ++it) {
        if (it.key().startsWith(u'h') && it.value().isObject())
            take(it.value());
    }
    const QJsonValue shown
            = repository.value("pullRequest"_L1)["head"_L1]["nodes"_L1][0]["commit"_L1];
    const bool isNewest = shown["oid"_L1].toString() == head; // else it was pushed to meanwhile
    const auto runs = isNewest ? runsOf(shown) : QHash<QString, QHash<QString, int>>();
    QMap<QString, OthersCounts> byApp;
    const QHash<QString, OthersCommit> newest = commits.take(head);
    for (auto it = newest.begin(); it != newest.end(); ++it) // the newest comes first
        byApp[it.key()].commits << it.value();
    for (const auto &commit : std::as_const(commits)) {
        for (auto it = commit.begin(); it != commit.end(); ++it)
            byApp[it.key()].commits << it.value();
    }
    for (auto it = byApp.begin(); it != byApp.end(); ++it) {
        it->writer = it.key();
        it->runs = runs.value(it.key());
        it->isCut = isCut;
    }
    for (const ObservedCheck &check : checks) {
        const auto app = byApp.find(check.writer);
        if (app == byApp.end() || check.kind != FlagKind::CheckRun)
            continue;
        const bool isBuild = check.name.startsWith("rpm-build:"_L1);
        const bool isTest = check.name.startsWith("testing-farm:"_L1);
        app->builds += isBuild ? 1 : 0;
        app->tests += isTest ? 1 : 0;
        if (check.value.state == FlagState::Success && newest.contains(check.writer)) {
            app->commits.first().built += isBuild ? 1 : 0;
            app->commits.first().tested += isTest ? 1 : 0;
        }
    }
    return byApp.values();
}

} // namespace sluice
