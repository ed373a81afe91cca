// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/shellpattern.h"

#include <QTest>

using namespace sluice;

/// Expected values come from Python's fnmatch.fnmatchcase.
class ShellPatternTest final : public QObject
{
    Q_OBJECT

private slots:
    void matchesAsPythonDoes_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("isMatch");
        const auto row = [](const QByteArray &pattern, const QByteArray &name, bool isMatch) {
            QTest::addRow("%s on %s", pattern.constData(), name.constData())
                    << pattern << name << isMatch;
        };
        row("", "", true);
        row("", "a", false);
        row("hello.tar.gz", "hello.tar.gz", true);
        row("hello.tar.gz", "Hello.tar.gz", false);
        row("*.tar.gz", "a.tar.gz", true);
        row("*.tar.gz", "a.tar.gz.sig", false);
        row("*", ".hidden", true);
        row("tests/*", "tests/a/b", true);
        row("a?c", "abc", true);
        row("a?c", "ac", false);
        row("?", "\xc3\xa9", true); // one character of two bytes
        row("?", "\xff", true);
        row("??", "\xc3\xa9", false);
        row("[abc]x", "bx", true);
        row("[!abc]x", "bx", false);
        row("[!abc]x", "dx", true);
        row("[^a]", "^", true);
        row("[a-c]", "b", true);
        row("[a-]", "-", true);
        row("[c-a]", "b", false); // an empty range matches nothing
        row("[!c-a]", "b", true);
        row("[]]", "]", true);
        row("[!]]", "]", false);
        row("[abc", "[abc", true); // not closed: plain
        row("[abc", "a", false);
        row("\\*", "\\x", true); // a backslash quotes nothing
        row("\\*", "*", false);
        row("#*", "#x", true);
        row("!a", "!a", true);
        row("*a*b*c*", "xxaxxbxxcxx", true);
        row("*a*b*c*", "xxaxxcxxbxx", false);
    }

    void matchesAsPythonDoes()
    {
        QFETCH(const QByteArray, pattern);
        QFETCH(const QByteArray, name);
        QTEST(ShellPattern(pattern).matches(name), "isMatch");
    }

    void manyStarsEndSoon()
    {
        const ShellPattern pattern(QByteArray("*a").repeated(60).append('b'));
        QVERIFY(!pattern.matches(QByteArray(4000, 'a')));
    }
};

QTEST_GUILESS_MAIN(ShellPatternTest)
#include "tst_shellpattern.moc"
