// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/faketestingfarm.h"
#include "fakes/handclock.h"
#include "testingfarm/farmclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;

class TestFarmClient : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_farm = std::make_unique<FakeTestingFarm>();
        connectWith(FakeTestingFarm::token());
    }

    void testsAreSubmitted()
    {
        const auto run = submit();
        QVERIFY2(run, qUtf8Printable(run.error_or(Error{}).what));
        QVERIFY(run->state == FarmState::New);
        const QByteArray body = QJsonDocument(m_farm->requests.value(run->id).submission)
                                        .toJson(QJsonDocument::Compact);
        QCOMPARE(body, "{\"environments\":[{\"arch\":\"x86_64\",\"artifacts\":["
                       "{\"id\":\"12:fedora-43-x86_64\",\"packages\":[\"hello\"],"
                       "\"type\":\"fedora-copr-build\"}],\"os\":{\"compose\":\"Fedora-43\"},"
                       "\"tmt\":{\"context\":{\"distro\":\"fedora-43\"}},"
                       "\"variables\":{\"A\":\"b\"}}],"
                       "\"test\":{\"fmf\":{\"name\":\"/plans/x\",\"ref\":\"abc\","
                       "\"url\":\"https://example.org/r\"}}}"_ba);
    }

    void theStateCountsUntilThereIsAResult_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("overall");
        QTest::addColumn<int>("expected");
        const auto add = [](const char *row, const QString &state, const QString &overall,
                            FarmState expected) {
            QTest::newRow(row) << state << overall << int(expected);
        };
        add("new", u"new"_s, {}, FarmState::New);
        add("queued", u"queued"_s, {}, FarmState::Queued);
        add("running", u"running"_s, u"unknown"_s, FarmState::Running);
        add("passed", u"complete"_s, u"passed"_s, FarmState::Passed);
        add("failed", u"complete"_s, u"failed"_s, FarmState::Failed);
        add("skipped", u"complete"_s, u"skipped"_s, FarmState::Skipped);
        add("broken", u"complete"_s, u"error"_s, FarmState::Error);
        add("to look at", u"complete"_s, u"needs_inspection"_s, FarmState::NeedsInspection);
        add("no result yet", u"complete"_s, {}, FarmState::Unknown);
        add("error", u"error"_s, {}, FarmState::Error);
        add("error with result", u"error"_s, u"failed"_s, FarmState::Failed);
        add("canceling", u"cancel-requested"_s, {}, FarmState::CancelRequested);
        add("canceled", u"canceled"_s, {}, FarmState::Canceled);
        add("new word", u"dreaming"_s, {}, FarmState::Unknown);
    }
    void theStateCountsUntilThereIsAResult()
    {
        QFETCH(QString, state);
        QFETCH(QString, overall);
        m_farm->requests.insert(u"r"_s, {.state = state, .overall = overall, .summary = u"why"_s});
        const auto run = this->run(u"r"_s);
        QVERIFY(run);
        QTEST(int(run->state), "expected");
        QCOMPARE(run->summary, overall.isEmpty() ? QString() : u"why"_s);
        QCOMPARE(run->artifacts, QUrl(u"https://artifacts.example/r"_s));
    }

    void distributionsHaveTheirComposes()
    {
        QCOMPARE(farmCompose(u"fedora-43"_s), u"Fedora-43"_s);
        QCOMPARE(farmCompose(u"fedora-rawhide"_s), u"Fedora-Rawhide"_s);
        QCOMPARE(farmCompose(u"centos-stream-9"_s), u"CentOS-Stream-9"_s);
        QCOMPARE(farmCompose(u"rhel-9"_s), u"RHEL-9"_s);
        QCOMPARE(farmCompose(u"RHEL-10.0-Nightly"_s), u"RHEL-10.0-Nightly"_s);
        QCOMPARE(farmCompose({}), QString());
    }

    void aRunIsCanceledHoweverOften()
    {
        const QString id = submit()->id;
        QVERIFY(cancel(id));
        QVERIFY(run(id)->state == FarmState::CancelRequested);
        QVERIFY(cancel(id)); // 204
        m_farm->requests[id].state = u"complete"_s;
        QVERIFY(cancel(id)); // 409
        QCOMPARE(cancel(u"none"_s).error().cause, Cause::NotFound);
    }

    void refusalsAreSortedByCause()
    {
        QCOMPARE(run(u"none"_s).error().cause, Cause::NotFound);
        m_farm->answer({FlakyAnswer::error(500), FlakyAnswer::ok("{}"_ba), FlakyAnswer::ok("x"_ba),
                        FlakyAnswer::error(400), FlakyAnswer::error(403)});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(run(u"r"_s).error().cause, Cause::Upstream);
        QCOMPARE(run(u"r"_s).error().cause, Cause::Invalid);
        QCOMPARE(run(u"r"_s).error().cause, Cause::Forbidden);
    }

    void aWrongTokenIsSaidWithoutShowingIt()
    {
        connectWith("wr0ng"_ba);
        const auto run = submit();
        QCOMPARE(run.error().cause, Cause::Forbidden);
        QVERIFY(!QString(run.error().what + run.error().detail).contains(u"wr0ng"_s));
    }

    void aRunsNameCannotLeaveItsPlace()
    {
        QVERIFY(!run(u"../../about?x"_s));
        QCOMPARE(m_farm->server().requests().constLast().target,
                 "/v0.1/requests/..%2F..%2Fabout%3Fx"_ba);
    }

private:
    void connectWith(const QByteArray &token)
    {
        m_client = std::make_unique<FarmClient>(m_farm->url() + u"/v0.1/"_s, token,
                                                QSslConfiguration(), m_clock);
    }

    template <typename T>
    static Result<T> answerOf(const std::function<void(std::function<void(Result<T>)>)> &call)
    {
        std::optional<Result<T>> answer;
        call([&](Result<T> got) { answer = std::move(got); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 5000))
            return failure(Cause::Canceled, u"no answer in the test"_s);
        return *answer;
    }

    Result<FarmRun> submit()
    {
        const FarmSubmission submission{.fmfUrl = u"https://example.org/r"_s,
                                        .fmfRef = u"abc"_s,
                                        .plan = u"/plans/x"_s,
                                        .compose = u"Fedora-43"_s,
                                        .architecture = u"x86_64"_s,
                                        .artifacts = {{12, u"fedora-43-x86_64"_s, {u"hello"_s}}},
                                        .variables = {{u"A"_s, u"b"_s}},
                                        .context = {{u"distro"_s, u"fedora-43"_s}}};
        return answerOf<FarmRun>([&](auto done) { m_client->submit(submission, std::move(done)); });
    }

    Result<FarmRun> run(const QString &id)
    {
        return answerOf<FarmRun>([&](auto done) { m_client->run(id, std::move(done)); });
    }

    Result<void> cancel(const QString &id)
    {
        return answerOf<void>([&](auto done) { m_client->cancel(id, std::move(done)); });
    }

    HandClock m_clock;
    std::unique_ptr<FakeTestingFarm> m_farm;
    std::unique_ptr<FarmClient> m_client;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestFarmClient)
#include "tst_farmclient.moc"
