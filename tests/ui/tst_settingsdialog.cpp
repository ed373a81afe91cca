// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingsdialog.h"

#include "clock.h"
#include "github/accountstore.h"
#include "problemlabel.h"
#include "store/database.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using namespace sluice;
using namespace Qt::StringLiterals;

/// The settings dialog refuses nonsense with a sentence and writes the rest to the file.
class SettingsDialogTest final : public QObject
{
    Q_OBJECT

private:
    static QLineEdit *edit(const SettingsDialog &dialog, const QString &key)
    {
        return dialog.findChild<QLineEdit *>(key);
    }
    static const QLabel *labelOf(const SettingsDialog &dialog, const QString &key)
    {
        const auto labels = dialog.findChildren<QLabel *>();
        const auto found = std::ranges::find(labels, edit(dialog, key), &QLabel::buddy);
        return found == labels.end() ? nullptr : *found;
    }
    static bool isReady(const SettingsDialog &dialog)
    {
        return dialog.findChild<QTabWidget *>()->isEnabled();
    }

    std::unique_ptr<QTemporaryDir> m_directory;

private slots:
    void init()
    {
        QTest::failOnWarning(
                QRegularExpression(u"^(?!This plugin does not support)"_s)); // offscreen
        m_directory = std::make_unique<QTemporaryDir>();
    }

    void everySettingHasAFieldWithATitle()
    {
        SettingsDialog dialog(m_directory->path());
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        for (const SettingInfo &info : SettingsFile::known()) {
            const auto *field = dialog.findChild<QWidget *>(info.key);
            QVERIFY2(field, qPrintable(info.key));
            for (const QLabel *label : dialog.findChildren<QLabel *>()) {
                if (label->buddy() == field)
                    QVERIFY2(label->text() != info.key, qPrintable(info.key));
            }
        }
    }

    void nonsenseIsRefusedBesideItsField_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("relative root") << u"git.root"_s << u"somewhere"_s;
        QTest::newRow("threads") << u"import.threads"_s << u"65"_s;
        QTest::newRow("no number") << u"caps.files"_s << u"many"_s;
        QTest::newRow("negative") << u"caps.package-bytes"_s << u"-1"_s;
        QTest::newRow("address") << u"git.author-email"_s << u"nobody"_s;
        QTest::newRow("frontend") << u"frontend.url"_s << u"ftp://copr"_s;
        QTest::newRow("host") << u"url.allowed-hosts"_s << u"a b/c"_s;
    }
    void nonsenseIsRefusedBesideItsField()
    {
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        SettingsDialog dialog(m_directory->path());
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        edit(dialog, key)->setText(value);
        dialog.accept();
        QVERIFY(dialog.isVisible());
        const auto *problem = dialog.findChild<QLabel *>(QString(key % u".problem"));
        QVERIFY(problem->isVisible());
        const QLabel *label = labelOf(dialog, key);
        QVERIFY2(problem->text().contains(u'“' + label->text() + u'”'),
                 qPrintable(problem->text()));
        QVERIFY2(!problem->text().contains(key), qPrintable(problem->text()));
        QVERIFY(edit(dialog, key)->toolTip().contains(key)); // for who edits the file
        QVERIFY(!QFile::exists(SettingsFile(m_directory->path()).path()));
    }

    void opensWhereItIsAskedTo()
    {
        SettingsDialog dialog(m_directory->path());
        dialog.openAt(u"copr.api"_s);
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        QTRY_VERIFY(edit(dialog, u"copr.api"_s)->isVisible());
        QCOMPARE(dialog.focusWidget(), edit(dialog, u"copr.api"_s));
    }

    void aFewWordsAreChosenFromAList()
    {
        SettingsDialog dialog(m_directory->path());
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        int count = 0;
        for (const SettingInfo &info : SettingsFile::known()) {
            const auto *box = dialog.findChild<QComboBox *>(info.key);
            QCOMPARE(box != nullptr, !info.choices.isEmpty());
            if (!box)
                continue;
            ++count;
            QCOMPARE(box->currentText(), info.defaultValue);
            for (const QString &choice : info.choices)
                QVERIFY(SettingsFile::check(info.key, choice));
            QCOMPARE(box->count(), info.choices.size());
        }
        QVERIFY(count >= 4); // format, policy, flags, summary flag
        dialog.findChild<QComboBox *>(u"pipeline.flags"_s)->setCurrentText(u"check-runs"_s);
        dialog.accept();
        QTRY_VERIFY(!dialog.isVisible());
        QCOMPARE(*SettingsFile(m_directory->path()).value(u"pipeline.flags"_s), u"check-runs"_s);
    }

    void aWheelThatPassesOverAChoiceDoesNotTurnIt()
    {
        SettingsDialog dialog(m_directory->path());
        dialog.openAt(u"github.url"_s);
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        auto *box = dialog.findChild<QComboBox *>(u"pipeline.flags"_s);
        QTRY_VERIFY(box->isVisible());
        const QPointF middle = box->rect().center();
        QWheelEvent wheel(middle, box->mapToGlobal(middle), {}, QPoint(0, -120), Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(box, &wheel);
        QCOMPARE(box->currentText(), u"statuses"_s);
        QVERIFY(!wheel.isAccepted()); // the page has it
        box->setFocus();
        QApplication::sendEvent(box, &wheel);
        QCOMPARE(box->currentText(), u"check-runs"_s);
    }

    void whatCannotWorkIsToldBesideItsField()
    {
        SettingsDialog dialog(m_directory->path());
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        edit(dialog, u"lookaside.root"_s)->setText(m_directory->path() + u"/git"_s);
        dialog.accept();
        const auto *problem = dialog.findChild<QLabel *>(u"lookaside.root.problem"_s);
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(u"that “Git repositories” names"_s),
                 qPrintable(problem->text()));
        QVERIFY(dialog.isVisible() && dialog.isEnabled());
        QVERIFY(!QFile::exists(SettingsFile(m_directory->path()).path()));
    }

    void whatIsObservedIsNotDriven()
    {
        {
            const auto database = Database::open(m_directory->filePath(u"queue.sqlite"_s));
            const SystemClock clock;
            AccountStore store(**database, clock);
            QVERIFY(store.save({.name = u"mine"_s}));
            QVERIFY(store.setObserved(u"mine"_s, {u"org/tool"_s}));
        }
        SettingsDialog dialog(m_directory->path());
        const QSignalSpy saved(&dialog, &SettingsDialog::saved);
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        edit(dialog, u"pipeline.repositories"_s)->setText(u"org/other, Org/Tool"_s);
        dialog.accept();
        const auto *problem = dialog.findChild<ProblemLabel *>();
        QTRY_VERIFY2(problem->text().contains("org/tool is observed with mine"_L1),
                     qPrintable(problem->text()));
        QVERIFY(!problem->text().contains("pipeline.flag-prefix"_L1)); // but its title
        QVERIFY(dialog.isVisible() && saved.isEmpty());
        QVERIFY(SettingsFile(m_directory->path()).load()->pipeline.repositories.isEmpty());

        edit(dialog, u"pipeline.flag-prefix"_s)->setText(u"sluice/"_s);
        dialog.accept();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(SettingsFile(m_directory->path()).load()->pipeline.repositories.size(), 2);
    }

    void changesAreWrittenAndTold()
    {
        SettingsDialog dialog(m_directory->path());
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        const QSignalSpy saved(&dialog, &SettingsDialog::saved);
        edit(dialog, u"import.threads"_s)->setText(u"12"_s);
        edit(dialog, u"url.allowed-hosts"_s)->setText(u"mirror.example.org, 10.0.0.0/8"_s);
        dialog.accept();
        QTRY_COMPARE(saved.size(), 1);
        QTRY_VERIFY(!dialog.isVisible());
        const auto settings = SettingsFile(m_directory->path()).load();
        QVERIFY(settings);
        QCOMPARE(settings->threads, 12);
        QCOMPARE(settings->allowedHosts.size(), 2);
        QFile file(SettingsFile(m_directory->path()).path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("caps.files"), "what was not changed is not written");
    }

    void tellsWhatTakesEffectWhen()
    {
        SettingsDialog dialog(m_directory->path());
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        const auto says = [&dialog](const QString &text) {
            return std::ranges::any_of(
                    dialog.findChildren<QLabel *>(),
                    [&text](const QLabel *label) { return label->text().startsWith(text); });
        };
        edit(dialog, u"limits.per-owner"_s)->setText(u"5"_s);
        QVERIFY(says(u"Saving takes effect at once"_s));
        edit(dialog, u"caps.files"_s)->setText(u"5"_s);
        QVERIFY(says(u"Saving starts the importer of this window again"_s));
        QVERIFY(edit(dialog, u"limits.per-owner"_s)->toolTip().contains("at once"_L1));
        QVERIFY(edit(dialog, u"caps.files"_s)->toolTip().contains("starts again"_L1));
    }

    void nothingChangedWritesNothing()
    {
        SettingsDialog dialog(m_directory->path());
        dialog.show();
        QTRY_VERIFY(isReady(dialog));
        const QSignalSpy saved(&dialog, &SettingsDialog::saved);
        dialog.accept();
        QVERIFY(!dialog.isVisible());
        QVERIFY(saved.isEmpty());
        QVERIFY(!QFile::exists(SettingsFile(m_directory->path()).path()));
    }

    void aBrokenFileIsToldNotOverwritten()
    {
        QFile file(SettingsFile(m_directory->path()).path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("import.threads = many\n");
        file.close();
        SettingsDialog dialog(m_directory->path());
        dialog.show();
        QTRY_VERIFY(std::ranges::any_of(dialog.findChildren<QLabel *>(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains("line 1"_L1);
        }));
        dialog.accept();
        QVERIFY(dialog.isVisible());
    }
};

QTEST_MAIN(SettingsDialogTest)
#include "tst_settingsdialog.moc"
