// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/engineharness.h"
#include "fakes/fakefrontend.h"
#include "fakes/flakyserver.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QJsonArray>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What is left when the process dies at any moment: `sluicectl work` is killed again and again,
/// and at the end every task has ended once and every repository is whole.
class CrashTest final : public QObject
{
    Q_OBJECT

public:
    enum class Source { Files, Downloads, Copr };
    Q_ENUM(Source)

private:
    static constexpr int kKills = 50;
    static constexpr int kImports = 300;
    static constexpr int kPackages = 100; ///< each is imported three times, with other content

    std::unique_ptr<EngineHarness> m_harness;
    std::unique_ptr<FlakyServer> m_backend;
    std::unique_ptr<FakeFrontend> m_frontend;

    [[nodiscard]] QString program() const
    {
        return qEnvironmentVariable("SLUICE_BIN") + "/sluicectl"_L1;
    }
    [[nodiscard]] QStringList arguments(Source source) const
    {
        QStringList all{u"--data-dir"_s, m_harness->path(u"data"_s),
                        u"work"_s,       u"--until-empty"_s,
                        u"--threads"_s,  u"2"_s};
        if (source == Source::Copr)
            all << u"--frontend"_s << m_frontend->url() << u"--poll"_s << u"1"_s
                << u"--password-file"_s << m_harness->path(u"password"_s);
        return all;
    }

    void addSome(Source source, int first, int count)
    {
        for (int i = first; i < first + count; ++i) {
            const QByteArray name = "pkg" + QByteArray::number(i % kPackages);
            const QByteArray content
                    = QByteArray("content of ") + QByteArray::number(i) + QByteArray(20'000, 'x');
            const QString own = m_harness->path(u"%1.src.rpm"_s.arg(i));
            if (!QFile::rename(m_harness->package(name, content), own))
                qFatal("cannot rename");
            const QStringList branches
                    = i % 2 ? QStringList{u"f42"_s, u"f43"_s} : QStringList{u"f43"_s};
            const QString url = m_backend->url(u"/%1.src.rpm"_s.arg(i)).toString();
            switch (source) {
            case Source::Files:
                m_harness->addFile(own, branches);
                break;
            case Source::Downloads:
                m_harness->add(
                        {.source = url, .given = url, .isUrlListed = true, .branches = branches});
                break;
            case Source::Copr:
                enqueue(i + 1, name, branches, url);
                break;
            }
        }
    }
    void enqueue(qint64 build, const QByteArray &package, const QStringList &branches,
                 const QString &url)
    {
        QJsonObject record = FakeFrontend::record(build);
        record[u"owner"_s] = u"local"_s;
        record[u"project"_s] = u"imports"_s;
        record[u"pkg_name"_s] = QString::fromLatin1(package);
        record[u"branches"_s] = QJsonArray::fromStringList(branches);
        record[u"srpm_url"_s] = url;
        m_frontend->enqueue(record);
    }

    void checkTasks()
    {
        const QList<TaskId> ids = m_harness->store->find({}).value();
        QCOMPARE(ids.size(), kImports);
        for (const TaskId id : ids) {
            const Task task = m_harness->task(id);
            QCOMPARE(stateName(task.state), u"succeeded"_s);
            QCOMPARE(task.attempts, 1);
            QCOMPARE(m_harness->store->attempts(id)->size(), 1);
        }
    }
    void checkLookaside()
    {
        int files = 0;
        QDirIterator objects(m_harness->settings.lookasideRoot, QDir::Files,
                             QDirIterator::Subdirectories);
        while (objects.hasNext()) {
            QFile file(objects.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray hash
                    = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Md5).toHex();
            QVERIFY2(file.fileName().contains(u'/' + QString::fromLatin1(hash) + u'/'),
                     qPrintable(file.fileName()));
            ++files;
        }
        QCOMPARE(files, kImports);
    }
    /// Every build once, though the frontend refused all posts until the last run.
    void checkReports()
    {
        QSet<qint64> builds;
        for (const QJsonObject &post : m_frontend->posts()) {
            QVERIFY(post.contains(u"branch_commits"_s));
            builds << post[u"build_id"_s].toInteger();
        }
        QCOMPARE(builds.size(), kImports);
        QCOMPARE(m_frontend->posts().size(), kImports);
    }

private slots:
    void initTestCase() { QVERIFY2(QFileInfo(program()).isExecutable(), qPrintable(program())); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_harness = std::make_unique<EngineHarness>();
        m_harness->write(u"password"_s, FakeFrontend::password());
        m_frontend = std::make_unique<FakeFrontend>();
        m_backend = std::make_unique<FlakyServer>();
        m_backend->handle([this](const FlakyRequest &request) {
            QFile file(m_harness->path(QString::fromLatin1(request.target.sliced(1))));
            return file.open(QIODevice::ReadOnly) ? FlakyAnswer::ok(file.readAll())
                                                  : FlakyAnswer::error(404);
        });
    }
    void cleanup()
    {
        m_backend.reset();
        m_frontend.reset();
        m_harness.reset();
    }

    void everyTaskEndsOnceAndEveryRepositoryIsWhole_data()
    {
        QTest::addColumn<Source>("source");
        QTest::addColumn<bool>("isAllAtOnce");
        QTest::addRow("files, a few at a time") << Source::Files << false;
        QTest::addRow("files, many more queued") << Source::Files << true;
        QTest::addRow("downloads") << Source::Downloads << true;
        QTest::addRow("reports pending") << Source::Copr << false;
    }

    void everyTaskEndsOnceAndEveryRepositoryIsWhole()
    {
        QFETCH(const Source, source);
        QFETCH(const bool, isAllAtOnce);
        QRandomGenerator random(7);
        m_frontend->answerPosts(QList<FlakyAnswer>(100'000, FlakyAnswer::error(500)));
        if (isAllAtOnce)
            addSome(source, 0, kImports);
        int cutOff = 0;
        for (int kill = 0; kill < kKills; ++kill) {
            if (!isAllAtOnce)
                addSome(source, kill * kImports / kKills, kImports / kKills);
            QProcess process;
            process.start(program(), arguments(source));
            QVERIFY(process.waitForStarted());
            QTest::qWait(random.bounded(5, source == Source::Files ? 70 : 140));
            process.kill();
            // It may have ended by itself, and then there is nothing to wait for.
            QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished());
            cutOff += process.exitStatus() == QProcess::CrashExit ? 1 : 0;
        }
        QVERIFY2(cutOff > kKills / 2, "most kills came too late to cut anything off");

        // What a killed process had sent is answered as before, not as a post of the last run.
        QCoreApplication::processEvents();
        QTRY_COMPARE(m_frontend->server().openConnections(), 0);
        m_frontend->answerPosts({});
        QProcess last;
        last.start(program(), arguments(source));
        QTRY_COMPARE_WITH_TIMEOUT(last.state(), QProcess::NotRunning, 100s);
        QVERIFY2(last.exitCode() == 0, last.readAllStandardError().constData());
        checkTasks();
        for (int i = 0; i < kPackages; ++i)
            QCOMPARE(m_harness->git(u"pkg%1"_s.arg(i), {u"fsck"_s, u"--strict"_s}), QString());
        checkLookaside();
        QCOMPARE(m_harness->leftovers(), QStringList());
        if (source == Source::Copr)
            checkReports();
    }
};

QTEST_GUILESS_MAIN(CrashTest)
#include "tst_crash.moc"
