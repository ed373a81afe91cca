// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "error.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// The words for causes: stored and printed, so they must come back as what they were.
class ErrorTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void everyCauseHasAWordOfItsOwn()
    {
        QStringList words;
        for (int i = 0; i <= static_cast<int>(Cause::Storage); ++i) {
            const auto cause = static_cast<Cause>(i);
            const QString word = causeName(cause);
            QVERIFY(!word.isEmpty());
            QVERIFY(!words.contains(word));
            QCOMPARE(causeFromName(word), cause);
            words << word;
        }
        QVERIFY(!causeFromName(u"no such cause"));
    }

    void onlyNetworkUpstreamAndStorageAreTransient()
    {
        QStringList transient;
        for (int i = 0; i <= static_cast<int>(Cause::Storage); ++i) {
            if (isTransient(static_cast<Cause>(i)))
                transient << causeName(static_cast<Cause>(i));
        }
        QCOMPARE(transient, (QStringList{u"network"_s, u"upstream"_s, u"storage"_s}));
    }

    void failureTakesWhoFromTheCauseUnlessTold()
    {
        QCOMPARE(failure(Cause::NotFound, u"x"_s).error().who, Who::Upstream);
        QCOMPARE(failure(Cause::NotFound, u"x"_s, {}, Who::Us).error().who, Who::Us);
        QCOMPARE(whoFromName(whoName(Who::Packager)), Who::Packager);
    }
};

QTEST_GUILESS_MAIN(ErrorTest)
#include "tst_error.moc"
