// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/coprcredentials.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;

class TestCoprCredentials : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void theClientsOwnFileIsRead()
    {
        const auto credentials = readCoprCredentials(file("[other]\nlogin = x\ntoken = y\n"
                                                          "[copr-cli]\r\n"
                                                          "# expiration date: 2027-01-01\n"
                                                          "login = abc\n"
                                                          "username = jane\n"
                                                          "token=a=b\n"
                                                          "copr_url = https://copr.example\n"_ba));
        QVERIFY(credentials);
        QCOMPARE(credentials->login, "abc"_ba);
        QCOMPARE(credentials->token, "a=b"_ba);
        QCOMPARE(credentials->user, u"jane"_s);
        QCOMPARE(credentials->url, u"https://copr.example"_s);
        QCOMPARE(credentials->authorization(), "Basic YWJjOmE9Yg=="_ba);
    }

    void aFileWithBothAloneIsRead()
    {
        const auto credentials = readCoprCredentials(file("abc:def\n"_ba));
        QVERIFY(credentials);
        QCOMPARE(credentials->login, "abc"_ba);
        QCOMPARE(credentials->token, "def"_ba);
    }

    void otherFilesAreRefusedWithoutTellingWhatIsInThem_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("no token") << "[copr-cli]\nlogin = s3cret\n"_ba;
        QTest::newRow("no section") << "login = s3cret\ntoken = s3cret\n"_ba;
        QTest::newRow("one word") << "s3cret"_ba;
        QTest::newRow("empty halves") << ":"_ba;
    }
    void otherFilesAreRefusedWithoutTellingWhatIsInThem()
    {
        QFETCH(QByteArray, text);
        const auto credentials = readCoprCredentials(file(text));
        QVERIFY(!credentials);
        QCOMPARE(credentials.error().cause, Cause::Invalid);
        QVERIFY(credentials.error().what.contains(m_folder.path()));
        QVERIFY(!QString(credentials.error().what + credentials.error().detail)
                         .contains(u"s3cret"_s));
    }

    void aMissingFileIsNamed()
    {
        const auto credentials = readCoprCredentials(m_folder.filePath(u"none"_s));
        QVERIFY(!credentials);
        QVERIFY(credentials.error().what.contains(m_folder.filePath(u"none"_s)));
    }

private:
    QString file(const QByteArray &text)
    {
        QFile file(m_folder.filePath(u"copr"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("the file could not be written");
        return file.fileName();
    }

    QTemporaryDir m_folder;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestCoprCredentials)
#include "tst_coprcredentials.moc"
