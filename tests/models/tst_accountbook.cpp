// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/accountbook.h"

#include "github/accountstore.h"
#include "pipeline/wishdesk.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Which account observes what, and drives what.
class AccountBookTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_book.reset(); // each uses what was made before it
        m_desk.reset();
        m_async.reset();
        m_store.reset();
        m_database.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        const QString file = m_folder->filePath(u"queue.sqlite"_s);
        m_database = *Database::open(file);
        m_store = std::make_unique<AccountStore>(*m_database, m_clock);
        m_async = std::make_unique<AsyncDatabase>(file);
        m_desk = std::make_unique<WishDesk>(*m_async, m_clock, u"maria"_s);
        m_book = std::make_unique<AccountBook>(*m_async, m_clock, *m_desk, m_folder->path());
        for (Account *account : {&m_watcher, &m_driver}) {
            account->secretFile = m_folder->filePath(account->name);
            QFile token(account->secretFile);
            QVERIFY(token.open(QIODevice::WriteOnly) && token.write("s3cret\n") > 0);
            QVERIFY(m_store->save(*account));
        }
    }

    void whatIsDrivenIsObservedByNobody()
    {
        QVERIFY(watch(m_watcher, {u"org/tool"_s, u"org/other"_s}, {}));
        QVERIFY(watch(m_driver, {}, {u"ORG/Tool"_s}));
        QCOMPARE(observed(), QStringList{u"org/other"_s});
        QCOMPARE(driving().repositories, QStringList{u"ORG/Tool"_s});
    }

    void whatIsDrivenIsNotObservedBeside()
    {
        QVERIFY(watch(m_driver, {}, {u"org/tool"_s}));
        const auto both = watch(m_watcher, {u"Org/Tool"_s}, {});
        QVERIFY(!both);
        QVERIFY2(both.error().what.startsWith("Sluice drives Org/Tool as driver"_L1),
                 qPrintable(both.error().what));
        QCOMPARE(observed(), QStringList());
        QCOMPARE(driving().repositories, QStringList{u"org/tool"_s});
        // The driver itself may turn from one to the other.
        QVERIFY(watch(m_driver, {u"org/tool"_s}, {}));
        QCOMPARE(observed(), QStringList{u"org/tool"_s});
        QCOMPARE(driving().repositories, QStringList());
    }

    void aPrefixAllowsBoth()
    {
        SettingsFile file(m_folder->path());
        QVERIFY(file.set({{u"pipeline.flag-prefix"_s, u"sluice/"_s}}));
        QVERIFY(watch(m_watcher, {u"org/tool"_s}, {}));
        QVERIFY(watch(m_driver, {}, {u"org/tool"_s}));
        QVERIFY(watch(m_watcher, {u"org/tool"_s}, {}));
        QCOMPARE(observed(), QStringList{u"org/tool"_s});
        QCOMPARE(driving().repositories, QStringList{u"org/tool"_s});
    }

private:
    [[nodiscard]] Result<QString> watch(const Account &account, const QStringList &observed,
                                        const QStringList &driven)
    {
        std::optional<Result<QString>> said;
        m_book->watch(account, observed, driven, this,
                      [&said](const Result<QString> &done) { said = done; });
        if (!QTest::qWaitFor([&said] { return said.has_value(); }))
            return failure(Cause::Storage, u"Nobody answered."_s);
        return *said;
    }

    [[nodiscard]] QStringList observed()
    {
        QStringList names;
        const QList<ObservedRepository> all = m_store->observed().value();
        for (const ObservedRepository &one : all)
            names << one.repository;
        return names;
    }

    [[nodiscard]] PipelineSettings driving() const
    {
        return SettingsFile(m_folder->path()).load().value().pipeline;
    }

    Account m_watcher{.name = u"watcher"_s};
    Account m_driver{.name = u"driver"_s};
    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<AccountStore> m_store;
    std::unique_ptr<AsyncDatabase> m_async;
    std::unique_ptr<WishDesk> m_desk;
    std::unique_ptr<AccountBook> m_book;
};

QTEST_GUILESS_MAIN(AccountBookTest)
#include "tst_accountbook.moc"
