// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/handclock.h"
#include "pipeline/wishdesk.h"
#include "pipeline/wishstore.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a window asks, and hears of it.
class WishDeskTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        const QString file = m_folder.filePath(u"%1.sqlite"_s.arg(++m_files));
        m_store = std::make_unique<AsyncDatabase>(file);
        m_desk = std::make_unique<WishDesk>(*m_store, m_clock, u"maria"_s);
        m_engine = *Database::open(file);
        m_answers.clear();
    }

    void anAnswerComesBack_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("problem");
        QTest::newRow("done") << u"Done."_s << QString();
        QTest::newRow("refused") << QString() << u"There is nothing."_s;
    }

    void anAnswerComesBack()
    {
        QFETCH(const QString, answer);
        QFETCH(const QString, problem);
        const QSignalSpy asked(m_desk.get(), &WishDesk::asked);
        ask();
        QTRY_COMPARE(asked.size(), 1);
        WishStore engine(*m_engine, m_clock);
        const QList<Wish> open = engine.open().value();
        QCOMPARE(open.size(), 1);
        QCOMPARE(open.first().who, u"maria"_s);
        QCOMPARE(open.first().kind, WishKind::Cancel);
        QVERIFY(engine.answer(open.first().id, answer, problem));
        QTRY_COMPARE(m_answers.size(), 1);
        QCOMPARE(m_answers.first().value_or(QString()), answer);
        QCOMPARE(m_answers.first() ? QString() : m_answers.first().error().what, problem);
    }

    void whatNobodyHearsIsSaid()
    {
        const QSignalSpy asked(m_desk.get(), &WishDesk::asked);
        ask();
        QTRY_COMPARE(asked.size(), 1);
        m_clock.advance(11s);
        QTRY_COMPARE(m_answers.size(), 1);
        QVERIFY(!m_answers.first());
        QCOMPARE(m_answers.first().error().cause, Cause::NotFound);
        QCOMPARE(WishStore(*m_engine, m_clock).open()->size(), 1); // and stays to be done
    }

    void whoeverIsAboutItMayTakeLong()
    {
        const QSignalSpy asked(m_desk.get(), &WishDesk::asked);
        ask();
        QTRY_COMPARE(asked.size(), 1);
        WishStore engine(*m_engine, m_clock);
        QVERIFY(engine.markTaken(1));
        QTest::qWait(700); // it is seen
        m_clock.advance(1min);
        QTest::qWait(1500);
        QVERIFY(m_answers.isEmpty());
        QVERIFY(engine.answer(1, u"Done."_s, {}));
        QTRY_COMPARE(m_answers.size(), 1);
        QCOMPARE(m_answers.first().value_or(QString()), u"Done."_s);
    }

    void whoeverAsksTheSameIsAnsweredToo()
    {
        const QSignalSpy asked(m_desk.get(), &WishDesk::asked);
        ask();
        ask();
        QTRY_COMPARE(asked.size(), 2);
        WishStore engine(*m_engine, m_clock);
        QCOMPARE(engine.open()->size(), 1);
        QVERIFY(engine.answer(1, u"Done."_s, {}));
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.at(0).value_or(QString()), u"Done."_s);
        QCOMPARE(m_answers.at(1).value_or(QString()), u"Done."_s);
    }

    void whatIsUnderWayAlreadyIsSeenToBe()
    {
        WishStore engine(*m_engine, m_clock);
        QVERIFY(engine.add({.kind = WishKind::Cancel, .subject = 7}));
        QVERIFY(engine.markTaken(1));
        QTest::qWait(600); // nothing is written any more
        const QSignalSpy asked(m_desk.get(), &WishDesk::asked);
        ask();
        QTRY_COMPARE(asked.size(), 1);
        QTest::qWait(300);
        m_clock.advance(1min);
        QTest::qWait(1500);
        QVERIFY(m_answers.isEmpty());
    }

    void whoIsGoneIsNotCalled()
    {
        auto context = std::make_unique<QObject>();
        const QSignalSpy asked(m_desk.get(), &WishDesk::asked);
        m_desk->ask({.kind = WishKind::Cancel, .subject = 7}, context.get(),
                    [this](const Result<QString> &answer) { m_answers << answer; });
        QTRY_COMPARE(asked.size(), 1);
        context.reset();
        QVERIFY(WishStore(*m_engine, m_clock).answer(1, u"Done."_s, {}));
        QTest::qWait(600);
        QVERIFY(m_answers.isEmpty());
    }

private:
    void ask()
    {
        m_desk->ask({.kind = WishKind::Cancel, .subject = 7}, this,
                    [this](const Result<QString> &answer) { m_answers << answer; });
    }

    QTemporaryDir m_folder;
    int m_files = 0;
    HandClock m_clock;
    std::unique_ptr<AsyncDatabase> m_store;
    std::unique_ptr<WishDesk> m_desk;
    std::unique_ptr<Database> m_engine;
    QList<Result<QString>> m_answers;
};

QTEST_GUILESS_MAIN(WishDeskTest)
#include "tst_wishdesk.moc"
