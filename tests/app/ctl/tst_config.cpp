// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/ctlprocess.h"

#include "queue/queuestore.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace sluice;
using namespace Qt::StringLiterals;

/// sluicectl config: what it refuses, and when a change takes effect.
class ConfigTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void whatCannotWorkIsWrongUse()
    {
        const CtlAnswer answer = set(u"lookaside.root"_s, data() + u"/git"_s);
        QCOMPARE(answer.code, 2);
        const QByteArray sentence = "lookaside.root: " + data().toUtf8()
                                  + "/git is the folder that git.root names; choose a folder of "
                                    "its own.";
        QVERIFY2(answer.err.contains(sentence), answer.err.constData());
        QVERIFY(!QFile::exists(data() + u"/sluice.conf"_s));
    }

    void aPoolDoesNotStartWithWhatCannotWork()
    {
        const QString path = data() + u"/sluice.conf"_s;
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("git.root = " + path.toUtf8() + "\n");
        file.close();
        const QByteArray sentence
                = "git.root: " + path.toUtf8() + " is a file; choose another folder.";
        for (const QStringList &command :
             {QStringList{u"work"_s, u"--until-empty"_s}, QStringList{u"import"_s, u"x"_s}}) {
            const CtlAnswer answer = CtlProcess::run(data(), command);
            QCOMPARE(answer.code, 3);
            QVERIFY2(answer.err.contains(sentence), answer.err.constData());
        }
    }

    void withoutAQueueNothingIsSaid()
    {
        const CtlAnswer answer = set(u"limits.per-owner"_s, u"3"_s);
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.out + answer.err, QByteArray());
        QVERIFY(!QFile::exists(data() + u"/queue.sqlite"_s));
    }

    void limitsReachAPoolThatRuns()
    {
        CtlProcess work(data(), {u"work"_s});
        QTRY_VERIFY_WITH_TIMEOUT(pool().owner.pid != 0, 20'000);

        QCOMPARE(set(u"limits.per-owner"_s, u"3"_s).out, "limits.per-owner takes effect now.\n"_ba);
        QCOMPARE(pool().limits, (ShareLimits{.perOwner = 3, .perSandbox = 0}));
        QCOMPARE(set(u"limits.per-sandbox"_s, u"2"_s).code, 0);
        QCOMPARE(pool().limits, (ShareLimits{.perOwner = 3, .perSandbox = 2}));
        QCOMPARE(set(u"limits.per-owner"_s, {}).code, 0); // the default: no limit
        QCOMPARE(pool().limits, (ShareLimits{.perOwner = 0, .perSandbox = 2}));

        const int threads = pool().threads;
        const CtlAnswer later = set(u"import.threads"_s, QString::number(threads + 1));
        QVERIFY2(later.out.startsWith("import.threads takes effect when the pool starts next; "
                                      "sluicectl work (process "),
                 later.out.constData());
        QCOMPARE(pool().threads, threads);

        work.send(SIGTERM);
        QCOMPARE(work.wait().code, 0);
        const CtlAnswer nobody = set(u"caps.files"_s, u"9"_s); // nothing runs: nothing to tell
        QCOMPARE(nobody.out + nobody.err, QByteArray());
    }

private:
    [[nodiscard]] QString data() const { return m_directory->path(); }

    [[nodiscard]] CtlAnswer set(const QString &key, const QString &value) const
    {
        return CtlProcess::run(data(), {u"config"_s, u"set"_s, key, value});
    }

    [[nodiscard]] PoolState pool() const
    {
        if (!QFile::exists(data() + u"/queue.sqlite"_s))
            return {};
        const auto store = QueueStore::open(data() + u"/queue.sqlite"_s, m_clock);
        return store ? (*store)->poolState().value_or(PoolState()) : PoolState();
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(ConfigTest)
#include "tst_config.moc"
