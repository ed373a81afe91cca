// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullevent.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kHead = u"0123456789abcdef0123456789abcdef01234567"_s;
const QString kBefore = u"89abcdef0123456789abcdef0123456789abcdef"_s;

QJsonObject user(const QString &login) { return {{u"login"_s, login}, {u"id"_s, 1}}; }

QJsonObject envelope(const QString &action)
{
    return {{u"action"_s, action},
            {u"repository"_s, QJsonObject{{u"full_name"_s, u"owner/name"_s},
                                          {u"node_id"_s, u"R_1"_s},
                                          {u"private"_s, true}}},
            {u"sender"_s, user(u"sender"_s)},
            {u"installation"_s, QJsonObject{{u"id"_s, qint64(5'000'000'000)}}}};
}

QJsonObject pullRequest(const QString &action)
{
    QJsonObject root = envelope(action);
    root.insert(u"number"_s, 7);
    root.insert(u"before"_s, kBefore);
    root.insert(
            u"pull_request"_s,
            QJsonObject{{u"number"_s, 7},
                        {u"title"_s, u"Fix it"_s},
                        {u"user"_s, user(u"author"_s)},
                        {u"author_association"_s, u"CONTRIBUTOR"_s},
                        {u"draft"_s, true},
                        {u"merged"_s, true},
                        {u"labels"_s, QJsonArray{QJsonObject{{u"name"_s, u"urgent"_s}}}},
                        {u"head"_s,
                         QJsonObject{{u"sha"_s, kHead},
                                     {u"ref"_s, u"topic"_s},
                                     {u"repo"_s, QJsonObject{{u"full_name"_s, u"fork/name"_s}}}}},
                        {u"base"_s, QJsonObject{{u"ref"_s, u"main"_s}}}});
    return root;
}

QJsonObject checkRun()
{
    QJsonObject root = envelope(u"rerequested"_s);
    root.insert(u"check_run"_s,
                QJsonObject{{u"name"_s, u"rpm-build:fedora-43-x86_64"_s},
                            {u"head_sha"_s, kHead},
                            {u"external_id"_s, u"12"_s},
                            {u"pull_requests"_s,
                             QJsonArray{QJsonObject{
                                     {u"number"_s, 7},
                                     {u"base"_s, QJsonObject{{u"ref"_s, u"main"_s}}}}}}});
    return root;
}

QJsonObject comment()
{
    QJsonObject root = envelope(u"created"_s);
    root.insert(u"issue"_s, QJsonObject{{u"number"_s, 7},
                                        {u"title"_s, u"Fix it"_s},
                                        {u"user"_s, user(u"author"_s)},
                                        {u"pull_request"_s, QJsonObject()}});
    root.insert(u"comment"_s, QJsonObject{{u"body"_s, u"/packit build"_s},
                                          {u"author_association"_s, u"MEMBER"_s}});
    return root;
}

QJsonObject without(QJsonObject root, const QString &key)
{
    root.remove(key);
    return root;
}

Result<std::optional<PullEvent>> read(const QString &name, const QJsonObject &root)
{
    return pullEventFrom(name, QJsonDocument(root).toJson());
}

bool isIgnored(const Result<std::optional<PullEvent>> &event)
{
    return event.has_value() && !event->has_value();
}

} // namespace

class TestPullEvent : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void pullRequestsAreRead_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<int>("kind");
        QTest::newRow("opened") << u"opened"_s << int(PullEvent::Kind::Opened);
        QTest::newRow("reopened") << u"reopened"_s << int(PullEvent::Kind::Reopened);
        QTest::newRow("synchronize") << u"synchronize"_s << int(PullEvent::Kind::Synchronized);
        QTest::newRow("closed") << u"closed"_s << int(PullEvent::Kind::Closed);
    }
    void pullRequestsAreRead()
    {
        QFETCH(QString, action);
        QFETCH(int, kind);
        const PullEvent expected{.kind = PullEvent::Kind(kind),
                                 .repository = u"owner/name"_s,
                                 .repositoryNodeId = u"R_1"_s,
                                 .isPrivate = true,
                                 .number = 7,
                                 .title = u"Fix it"_s,
                                 .author = u"author"_s,
                                 .sender = u"sender"_s,
                                 .authorAssociation = u"CONTRIBUTOR"_s,
                                 .headSha = kHead,
                                 .previousSha = kBefore,
                                 .headRef = u"topic"_s,
                                 .headRepository = u"fork/name"_s,
                                 .baseRef = u"main"_s,
                                 .labels = {u"urgent"_s},
                                 .isDraft = true,
                                 .isMerged = true,
                                 .installation = 5'000'000'000};
        const auto event = read(u"pull_request"_s, pullRequest(action));
        QVERIFY(event);
        QVERIFY(*event == expected);
    }

    void anotherRunOfACheckIsRead()
    {
        const auto event = read(u"check_run"_s, checkRun());
        QVERIFY(event && *event);
        QVERIFY((*event)->kind == PullEvent::Kind::CheckRerequested);
        QCOMPARE((*event)->checkName, u"rpm-build:fedora-43-x86_64"_s);
        QCOMPARE((*event)->checkExternalId, u"12"_s);
        QCOMPARE((*event)->headSha, kHead);
        QCOMPARE((*event)->number, 7);
    }

    void aCheckOfAForkHasNoNumber()
    {
        QJsonObject root = checkRun();
        QJsonObject check = root.value("check_run"_L1).toObject();
        check.insert(u"pull_requests"_s, QJsonArray());
        root.insert(u"check_run"_s, check);
        const auto event = read(u"check_run"_s, root);
        QVERIFY(event && *event);
        QCOMPARE((*event)->number, 0);
    }

    void commentsOnPullRequestsAreRead()
    {
        const auto event = read(u"issue_comment"_s, comment());
        QVERIFY(event && *event);
        QVERIFY((*event)->kind == PullEvent::Kind::Commented);
        QCOMPARE((*event)->commentBody, u"/packit build"_s);
        QCOMPARE((*event)->author, u"author"_s);
        QCOMPARE((*event)->sender, u"sender"_s);
        QCOMPARE((*event)->authorAssociation, u"MEMBER"_s);
    }

    void otherEventsAreNotForPipelines()
    {
        QJsonObject onIssue = comment();
        onIssue.insert(u"issue"_s, QJsonObject{{u"number"_s, 7}});
        QVERIFY(isIgnored(read(u"issue_comment"_s, onIssue)));
        QVERIFY(isIgnored(read(u"pull_request"_s, pullRequest(u"labeled"_s))));
        QVERIFY(isIgnored(read(u"star"_s, envelope(u"created"_s))));
        QVERIFY(isIgnored(read(u"push"_s, {})));
    }

    void whatGitHubWouldNotSendIsRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("json");
        const auto add = [](const char *row, const QString &name, const QJsonObject &root) {
            QTest::newRow(row) << name << QJsonDocument(root).toJson();
        };
        const QString pull = u"pull_request"_s;
        QTest::newRow("nothing") << pull << ""_ba;
        QTest::newRow("half") << pull << "{\"action\": \"opened\", "_ba;
        QTest::newRow("a list") << pull << "[]"_ba;
        QTest::newRow("deep") << pull << QByteArray(100'000, '[');
        QTest::newRow("not UTF-8") << pull << "{\"action\": \"\xff\"}"_ba;
        add("no repository", pull, without(pullRequest(u"opened"_s), u"repository"_s));
        add("no pull request", pull, without(pullRequest(u"opened"_s), u"pull_request"_s));
        add("no issue number", u"issue_comment"_s, [] {
            QJsonObject root = comment();
            root.insert(u"issue"_s, QJsonObject{{u"pull_request"_s, QJsonObject()}});
            return root;
        }());
        add("no check", u"check_run"_s, without(checkRun(), u"check_run"_s));
        add("wrong types", pull,
            {{u"action"_s, u"opened"_s}, {u"repository"_s, 3}, {u"pull_request"_s, u"x"_s}});
        QJsonObject climbing = pullRequest(u"opened"_s);
        climbing.insert(u"repository"_s, QJsonObject{{u"full_name"_s, u"../../etc"_s}});
        add("path", pull, climbing);
        QJsonObject negative = pullRequest(u"opened"_s);
        negative.insert(u"number"_s, -7);
        add("number", pull, negative);
    }
    void whatGitHubWouldNotSendIsRefused()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, json);
        const auto event = pullEventFrom(name, json);
        QVERIFY(!event);
        QCOMPARE(event.error().cause, Cause::Invalid);
        QVERIFY(event.error().what.startsWith(u"The event "_s + name));
    }
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPullEvent)
#include "tst_pullevent.moc"
