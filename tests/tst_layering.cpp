// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QStringList kLayers{u"models"_s, u"app"_s, u"ui"_s};
const QString kTop = QStringLiteral(SLUICE_SOURCE_DIR);
/// The directory of Qt Widgets, among those that a user of it includes from.
const QStringList kWidgetHeaders = QStringLiteral(QT_WIDGETS_HEADERS)
                                           .split(u':')
                                           .filter(QRegularExpression(u"/QtWidgets/?$"_s));

/// The one file that sees app, models and ui together.
const QString kConsole = u"app/console.cpp"_s;

struct Include
{
    int line = 0;
    QString name;
};

QList<Include> includesOf(const QString &text)
{
    static const QRegularExpression kInclude(u"^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"_s);
    QList<Include> includes;
    const QStringList lines = text.split(u'\n');
    for (int i = 0; i < lines.size(); ++i) {
        if (const auto match = kInclude.match(lines.at(i)); match.hasMatch())
            includes.append({i + 1, match.captured(1)});
    }
    return includes;
}

/// The layer of a header as seen from a file: beside the file, in its own layer, then in the
/// others.
QString layerOf(const QString &header, const QString &file)
{
    const QString own = file.section(u'/', 0, 0);
    const QString beside = QDir::cleanPath(file.section(u'/', 0, -2) + u'/' + header);
    if (QFile::exists(kTop + u'/' + beside))
        return beside.section(u'/', 0, 0);
    for (const QString &layer : QStringList{own} + kLayers) {
        if (QFile::exists(kTop + u'/' + layer + u'/' + header))
            return layer;
    }
    return {};
}

bool isWidgetHeader(const QString &header)
{
    return std::ranges::any_of(kWidgetHeaders, [&header](const QString &directory) {
        return header.startsWith("QtWidgets"_L1) || QFile::exists(directory + u'/' + header);
    });
}

bool mayInclude(const QString &file, const QString &layer)
{
    const QString own = file.section(u'/', 0, 0);
    if (layer.isEmpty() || layer == own || layer == "models"_L1)
        return true;
    return layer == "ui"_L1 && file == kConsole;
}

/// Every include of `text`, which stands in `file` (from the top), that crosses a layer wrongly.
QStringList violations(const QString &file, const QString &text)
{
    QStringList found;
    for (const Include &include : includesOf(text)) {
        const QString place = u"%1:%2: "_s.arg(file).arg(include.line);
        if (const QString layer = layerOf(include.name, file); !mayInclude(file, layer))
            found << place + u"includes %1 of %2"_s.arg(include.name, layer);
        if (file.startsWith("models/"_L1) && isWidgetHeader(include.name))
            found << place + u"includes %1 of Qt Widgets"_s.arg(include.name);
    }
    return found;
}

} // namespace

/// ui → models ← app: reads every include of the three layers.
class LayeringTest final : public QObject
{
    Q_OBJECT

private slots:
    void everyIncludeKeepsToItsLayer()
    {
        QStringList found;
        int files = 0;
        for (const QString &layer : kLayers) {
            QDirIterator it(kTop + u'/' + layer, {u"*.h"_s, u"*.cpp"_s}, QDir::Files,
                            QDirIterator::Subdirectories);
            while (it.hasNext()) {
                QFile file(it.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                found += violations(file.fileName().mid(kTop.size() + 1),
                                    QString::fromUtf8(file.readAll()));
                ++files;
            }
        }
        QVERIFY(files > 20);
        QVERIFY(!kWidgetHeaders.isEmpty());
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }

    void aViolationWouldBeSeen_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("count");
        QTest::newRow("models includes app")
                << u"models/queue/x.cpp"_s << u"#include \"ctl/commands.h\""_s << 1;
        QTest::newRow("ui includes app") << u"ui/x.cpp"_s << u"#include \"import/engine.h\""_s << 1;
        QTest::newRow("by a path")
                << u"ui/x.cpp"_s << u"#  include <../app/import/engine.h>"_s << 1;
        QTest::newRow("models includes widgets")
                << u"models/x.cpp"_s << u"#include <QWidget>"_s << 1;
        QTest::newRow("models includes widgets by module")
                << u"models/x.cpp"_s << u"#include <QtWidgets/QLabel>"_s << 1;
        QTest::newRow("ui includes widgets") << u"ui/x.cpp"_s << u"#include <QWidget>"_s << 0;
        QTest::newRow("app includes models") << u"app/x.cpp"_s << u"#include \"error.h\""_s << 0;
        QTest::newRow("ui includes models")
                << u"ui/x.cpp"_s << u"#include \"queue/queuestore.h\""_s << 0;
        QTest::newRow("models includes core") << u"models/x.cpp"_s << u"#include <QString>"_s << 0;
        QTest::newRow("the console may")
                << u"app/console.cpp"_s << u"#include \"import/engine.h\""_s << 0;
    }

    void aViolationWouldBeSeen()
    {
        QFETCH(QString, file);
        QFETCH(QString, line);
        QFETCH(int, count);
        QCOMPARE(violations(file, u"#pragma once\n\n"_s + line + u'\n').size(), count);
    }

    void onlyTheConsoleOfAppSeesTheWindow()
    {
        QVERIFY(mayInclude(kConsole, u"ui"_s));
        QVERIFY(!mayInclude(u"app/ctl/main.cpp"_s, u"ui"_s));
        QVERIFY(!mayInclude(u"models/error.cpp"_s, u"ui"_s));
        QVERIFY(!mayInclude(u"ui/x.cpp"_s, u"app"_s));
    }
};

QTEST_GUILESS_MAIN(LayeringTest)
#include "tst_layering.moc"
