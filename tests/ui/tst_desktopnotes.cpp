// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/desktopnotes.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Alerts as a desktop gets them, over a bus.
class DesktopNotesTest final : public QObject
{
    Q_OBJECT

    QProcess m_desktop;

    QByteArray line()
    {
        return QTest::qWaitFor([this] { return m_desktop.canReadLine(); })
                     ? m_desktop.readLine().trimmed()
                     : "nothing came"_ba;
    }

private slots:
    void initTestCase()
    {
        m_desktop.start(qEnvironmentVariable("SLUICE_FAKES") + u"/fakedesktop"_s, {});
        QVERIFY(m_desktop.waitForStarted());
        const QByteArray address = line();
        QVERIFY2(address.startsWith("unix:"), address.constData());
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    }

    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void anAlertIsShownAndAnsweredByAClick()
    {
        DesktopNotes notes;
        QSignalSpy clicked(&notes, &DesktopNotes::clicked);
        notes.show({.title = u"All imports are done"_s,
                    .text = u"2 succeeded, <b>1</b> & more failed."_s,
                    .page = u"imports"_s,
                    .isUrgent = false});
        QCOMPARE(line(), "notify 1|0|1|All imports are done|2 succeeded, &lt;b&gt;1&lt;/b&gt; "
                         "&amp; more failed."_ba);
        notes.show({.title = u"Sluice needs a person"_s,
                    .text = u"There is no login for Copr."_s,
                    .page = u"pipelines"_s,
                    .isUrgent = true});
        QCOMPARE(line(), "notify 2|0|2|Sluice needs a person|There is no login for Copr."_ba);
        m_desktop.write("click 2\n");
        QTRY_COMPARE(clicked.size(), 1);
        QCOMPARE(clicked.first().first().toString(), u"pipelines"_s);
        QCOMPARE(line(), "click 2"_ba);
        // Answers came in between: a newer one takes the place of the older.
        notes.show({.title = u"All imports are done"_s,
                    .text = u"5 succeeded."_s,
                    .page = u"imports"_s,
                    .isUrgent = false});
        QCOMPARE(line(), "notify 1|1|1|All imports are done|5 succeeded."_ba);
    }

    void aClickOnSomebodyElsesIsNotOurs()
    {
        DesktopNotes notes;
        QSignalSpy clicked(&notes, &DesktopNotes::clicked);
        m_desktop.write("click 77\n");
        QCOMPARE(line(), "click 77"_ba);
        QTest::qWait(50); // for a signal that must not come
        QCOMPARE(clicked.size(), 0);
    }

    void aDesktopThatIsGoneDoesNoHarm()
    {
        DesktopNotes notes;
        m_desktop.closeWriteChannel();
        QVERIFY(m_desktop.waitForFinished());
        notes.show({.title = u"Nobody"_s, .text = u"listens."_s, .page = {}, .isUrgent = false});
        QTest::qWait(50); // for an answer that does not come
    }
};

QTEST_GUILESS_MAIN(DesktopNotesTest)
#include "tst_desktopnotes.moc"
