// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/ctlprocess.h"
#include "fakes/github/fakegithubserver.h"
#include "github/accountstore.h"
#include "pipeline/observedstore.h"
#include "store/database.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <csignal>
#include <memory>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

const QString kBuild = u"rpm-build:fedora-43-x86_64"_s;

/// PEM of a new key: the private one, the public one.
std::pair<QByteArray, QByteArray> newKey()
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), EVP_PKEY_free);
    const auto written = [&key](bool isPrivate) {
        const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
        if (isPrivate)
            PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        else
            PEM_write_bio_PUBKEY(bio.get(), key.get());
        QByteArray pem(qsizetype(BIO_pending(bio.get())), '\0');
        BIO_read(bio.get(), pem.data(), int(pem.size()));
        return pem;
    };
    return {written(true), written(false)};
}

} // namespace

/// `sluicectl account …`, `pipeline observe` and `ledger --estimated` as programs.
class SluicectlObserveTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_server.reset(); // it uses the GitHub until its end
        m_github = std::make_unique<FakeGithub>(m_clock);
        m_server = std::make_unique<FakeGithubServer>(*m_github);
        FakeGithubState &state = m_github->state();
        FakeRepository &repository = state.addRepository(u"org/tool"_s, {});
        repository.permissions.insert(u"maria"_s, u"write"_s);
        m_head = state.addPull(repository, u"maria"_s, {}, m_clock.now()).headSha;
        state.addToken("person"_ba, u"maria"_s).scopes = {u"repo"_s, u"read:org"_s};
        for (int i = 0; i < 6; ++i) {
            repository.checkRuns << FakeCheckRun{.id = state.nextId(),
                                                 .headSha = m_head,
                                                 .name = kBuild,
                                                 .status = u"in_progress"_s,
                                                 .app = u"packit-as-a-service"_s,
                                                 .startedAt = m_clock.now()};
        }
    }

    void anAccountIsAddedAndChecked()
    {
        const CtlAnswer added = addMine();
        QCOMPARE(added.err, ""_ba);
        QCOMPARE(added.code, 0);
        QVERIFY2(added.out.startsWith("mine: maria; scopes: repo, read:org; "),
                 added.out.constData());
        QCOMPARE(ctl({u"account"_s, u"check"_s, u"mine"_s}).code, 0);
        QCOMPARE(ctl({u"account"_s, u"repositories"_s, u"mine"_s}).out, "org/tool\n"_ba);
        const QJsonObject listed
                = QJsonDocument::fromJson(
                          ctl({u"account"_s, u"repositories"_s, u"mine"_s, u"--json"_s}).out)
                          .object();
        QCOMPARE(listed, (QJsonObject{{u"repository"_s, u"org/tool"_s},
                                      {u"can_push"_s, true},
                                      {u"private"_s, false}}));
        QCOMPARE(ctl({u"account"_s, u"observe"_s, u"mine"_s, u"org/tool"_s}).code, 0);
        const QJsonObject all
                = QJsonDocument::fromJson(ctl({u"account"_s, u"list"_s, u"--json"_s}).out).object();
        QCOMPARE(all["login"_L1].toString(), u"maria"_s);
        QCOMPARE(all["kind"_L1].toString(), u"token"_s);
        QCOMPARE(all["observed"_L1].toArray(), QJsonArray{u"org/tool"_s});
        QCOMPARE(ctl({u"account"_s, u"remove"_s, u"mine"_s}).code, 0);
        QCOMPARE(ctl({u"account"_s, u"check"_s, u"mine"_s}).code, 1);
    }

    void aSecretThatEverybodyCanReadIsSaid()
    {
        QCOMPARE(addMine().code, 0);
        const QString token = m_folder->filePath(u"token"_s);
        QVERIFY(QFile::setPermissions(token, QFileDevice::ReadOwner | QFileDevice::ReadOther));
        const CtlAnswer checked = ctl({u"account"_s, u"check"_s, u"mine"_s});
        QCOMPARE(checked.code, 0); // it works nevertheless
        QCOMPARE(checked.err, QByteArray("sluicectl: Everybody can read " + token.toUtf8()
                                         + ": take that right away, with chmod 600.\n"));
        const QJsonObject listed
                = QJsonDocument::fromJson(ctl({u"account"_s, u"list"_s, u"--json"_s}).out).object();
        QVERIFY(listed["note"_L1].toString().startsWith("Everybody can read "_L1));
    }

    void whoObservesInsteadIsSaid()
    {
        QCOMPARE(addMine().code, 0);
        QCOMPARE(ctl({u"account"_s, u"observe"_s, u"mine"_s, u"org/tool"_s}).err, ""_ba);
        QCOMPARE(ctl({u"account"_s, u"add"_s, u"other"_s, u"--token-file"_s,
                      m_folder->filePath(u"token"_s), u"--github"_s, m_server->url().toString()})
                         .code,
                 0);
        const CtlAnswer over = ctl({u"account"_s, u"observe"_s, u"other"_s, u"Org/Tool"_s});
        QCOMPARE(over.code, 0);
        QVERIFY2(
                over.err.contains("org/tool is observed with other from now on, no more with mine"),
                over.err.constData());
    }

    void whatIsDrivenIsNotObserved()
    {
        QCOMPARE(addMine().code, 0);
        QCOMPARE(ctl({u"config"_s, u"set"_s, u"pipeline.repositories"_s, u"org/tool"_s}).code, 0);
        const CtlAnswer both = ctl({u"account"_s, u"observe"_s, u"mine"_s, u"org/tool"_s});
        QCOMPARE(both.code, 2);
        QVERIFY2(both.err.contains("Sluice drives org/tool"), both.err.constData());
        QCOMPARE(both.err.count('\n'), 1);
    }

    void whatIsObservedIsNotDriven()
    {
        QCOMPARE(addMine().code, 0);
        QCOMPARE(ctl({u"account"_s, u"observe"_s, u"mine"_s, u"org/tool"_s}).code, 0);
        const QStringList drive{u"config"_s, u"set"_s, u"pipeline.repositories"_s,
                                u"org/other, Org/Tool"_s};
        const CtlAnswer both = ctl(drive);
        QCOMPARE(both.code, 2);
        QVERIFY2(both.err.contains("org/tool is observed with mine"), both.err.constData());
        QCOMPARE(ctl({u"config"_s, u"set"_s, u"pipeline.flag-prefix"_s, u"sluice/"_s}).code, 0);
        QCOMPARE(ctl(drive).code, 0);
        QCOMPARE(ctl({u"config"_s, u"unset"_s, u"pipeline.flag-prefix"_s}).code, 2);
        QCOMPARE(ctl({u"account"_s, u"observe"_s, u"mine"_s}).code, 0);
        QCOMPARE(ctl({u"config"_s, u"unset"_s, u"pipeline.flag-prefix"_s}).code, 0);
    }

    void whatCannotBeCountedIsSaid()
    {
        QCOMPARE(addMine().code, 0);
        QCOMPARE(ctl({u"account"_s, u"observe"_s, u"mine"_s, u"org/tool"_s}).code, 0);
        const CtlAnswer seen = ctl({u"ledger"_s, u"--estimated"_s, u"org/tool#99"_s});
        QCOMPARE(seen.code, 1);
        QVERIFY2(seen.err.contains("org/tool is observed, but no open pull request 99"),
                 seen.err.constData());
        const CtlAnswer unknown = ctl({u"ledger"_s, u"--estimated"_s, u"org/another#99"_s});
        QVERIFY2(unknown.err.contains("org/another#99 is not observed"), unknown.err.constData());
    }

    void theSettingsLetGoOfWhoIsRemoved()
    {
        QCOMPARE(addMine().code, 0);
        const QString url = m_server->url().toString();
        for (const auto &[key, value] :
             {std::pair{u"github.account"_s, u"mine"_s}, std::pair{u"github.url"_s, url},
              std::pair{u"github.token-file"_s, m_folder->filePath(u"token"_s)},
              std::pair{u"pipeline.repositories"_s, u"org/tool"_s}})
            QCOMPARE(ctl({u"config"_s, u"set"_s, key, value}).code, 0);
        QCOMPARE(ctl({u"account"_s, u"remove"_s, u"mine"_s}).code, 0);
        QCOMPARE(ctl({u"config"_s, u"get"_s, u"pipeline.repositories"_s}).out.trimmed(), ""_ba);
        QVERIFY(!ctl({u"config"_s, u"get"_s, u"github.account"_s}).out.contains("mine"));
    }

    void anAppIsAddedAndChecked()
    {
        const auto [own, known] = newKey();
        m_github->state().app = FakeApp{.id = 7,
                                        .slug = u"helper"_s,
                                        .publicKey = known,
                                        .installations = {{.id = 9, .account = u"org"_s}}};
        const QString key = file(u"key.pem"_s, own);
        const CtlAnswer added
                = ctl({u"account"_s, u"add"_s, u"team"_s, u"--app"_s, u"7"_s, u"--key-file"_s, key,
                       u"--installation"_s, u"9"_s, u"--github"_s, m_server->url().toString()});
        QCOMPARE(added.err, ""_ba);
        QVERIFY2(added.out.startsWith("team: helper on org; scopes: "), added.out.constData());
        QCOMPARE(ctl({u"account"_s, u"repositories"_s, u"team"_s}).out, "org/tool\n"_ba);
        const CtlAnswer wrong
                = ctl({u"account"_s, u"add"_s, u"team"_s, u"--app"_s, u"7"_s, u"--key-file"_s, key,
                       u"--installation"_s, u"8"_s, u"--github"_s, m_server->url().toString()});
        QCOMPARE(wrong.code, 1);
        QVERIFY2(wrong.err.contains("App 7 has no installation 8"), wrong.err.constData());
    }

    void wrongUseIsOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *name, const QStringList &arguments, const char *words) {
            QTest::newRow(name) << arguments << QByteArray(words);
        };
        row("name", {u"account"_s, u"add"_s, u"a b"_s}, "letters, digits");
        row("half an App", {u"account"_s, u"add"_s, u"a"_s, u"--app"_s, u"7"_s}, "--key-file");
        row("server", {u"account"_s, u"add"_s, u"a"_s, u"--github"_s, u"nowhere"_s}, "--github");
        row("file", {u"account"_s, u"add"_s, u"a"_s, u"--token-file"_s, u"/none"_s},
            "cannot be read");
        row("repository", {u"account"_s, u"observe"_s, u"a"_s, u"tool"_s}, "is no repository");
        row("estimate", {u"ledger"_s, u"--estimated"_s, u"org/tool#x"_s}, "neither OWNER/REPO");
        row("estimate by", {u"ledger"_s, u"--estimated"_s, u"--by"_s, u"kind"_s}, "leave --by out");
        row("no estimate", {u"ledger"_s, u"org/tool"_s}, "with --estimated alone");
    }

    void wrongUseIsOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, words);
        const CtlAnswer answer = ctl(arguments);
        QCOMPARE(answer.code, 2);
        QVERIFY2(answer.err.contains(words), answer.err.constData());
        QCOMPARE(answer.err.count('\n'), 1);
    }

    void withoutAKeyringATokenNeedsAFile()
    {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        const CtlAnswer answer = ctl({u"account"_s, u"add"_s, u"mine"_s}, "person\n"_ba);
        QCOMPARE(answer.code, 3);
        QVERIFY(answer.err.contains("--token-file"));
    }

    void pullsAreObservedUntilItIsStopped()
    {
        (void)addMine();
        QCOMPARE(ctl({u"account"_s, u"observe"_s, u"mine"_s, u"org/tool"_s}).code, 0);
        CtlProcess observer(m_folder->path(), {u"pipeline"_s, u"observe"_s});
        const auto database = *Database::open(m_folder->filePath(u"queue.sqlite"_s));
        ObservedStore store(*database, m_clock);
        QTRY_COMPARE_WITH_TIMEOUT(store.open().value().size(), 1, 20'000);
        const CtlAnswer second = ctl({u"pipeline"_s, u"observe"_s});
        QCOMPARE(second.code, 3);
        QVERIFY(second.err.contains("Another program observes"));

        const CtlAnswer estimate = ctl({u"ledger"_s, u"--estimated"_s, u"org/tool#1"_s});
        QCOMPARE(estimate.err, ""_ba);
        QVERIFY2(estimate.out.startsWith("org/tool#1  packit-as-a-service  estimated: "),
                 estimate.out.constData());
        const QJsonObject json
                = QJsonDocument::fromJson(ctl({u"ledger"_s, u"--estimated"_s, u"--json"_s}).out)
                          .object();
        QCOMPARE(json["estimated"_L1].toBool(), true);
        QCOMPARE(json["writes_counted"_L1].toInt(), 6);
        QVERIFY(json["calls_low"_L1].toDouble() <= 16); // 6 writes, 10 reads
        QVERIFY(json["calls_high"_L1].toDouble() >= 16);

        observer.send(SIGTERM);
        const CtlAnswer answer = observer.wait();
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.contains(QByteArray("org/tool#1 at "_ba + m_head.toUtf8())),
                 answer.out.constData());
        QVERIFY2(answer.out.contains("rpm-build:fedora-43-x86_64: running"),
                 answer.out.constData());
    }

private:
    [[nodiscard]] CtlAnswer ctl(const QStringList &arguments, const QByteArray &input = {}) const
    {
        return CtlProcess(m_folder->path(), arguments, input).wait();
    }
    [[nodiscard]] CtlAnswer addMine() const
    {
        return ctl({u"account"_s, u"add"_s, u"mine"_s, u"--token-file"_s,
                    file(u"token"_s, "person\n"_ba), u"--github"_s, m_server->url().toString()});
    }
    [[nodiscard]] QString file(const QString &name, const QByteArray &text) const
    {
        QFile file(m_folder->filePath(name));
        if (file.open(QIODevice::WriteOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
            file.write(text);
        return file.fileName();
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeGithub> m_github;
    std::unique_ptr<FakeGithubServer> m_server;
    QString m_head;
};

QTEST_GUILESS_MAIN(SluicectlObserveTest)
#include "tst_sluicectlobserve.moc"
