// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgertree.h"
#include "budget/pieview.h"
#include "fakes/handclock.h"
#include "icons.h"
#include "ledger/hourschart.h"
#include "ledger/lanepicture.h"
#include "ledger/ledgerpage.h"
#include "pipeline/pipelinestore.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The page of the ledger, on a real store.
class LedgerPageTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(
                QRegularExpression(u"^(?!This plugin does not support)"_s)); // offscreen
        const QString file = m_folder.filePath(u"%1.sqlite"_s.arg(++m_files));
        m_database = *Database::open(file);
        m_ledger = std::make_unique<LedgerStore>(*m_database, m_clock);
        m_store = std::make_unique<AsyncDatabase>(file);
        m_page = std::make_unique<LedgerPage>(*m_store, m_clock);
        m_page->resize(1100, 700);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    void cleanup()
    {
        m_page.reset();
        m_store.reset();
    }

    void anEmptyLedgerSaysWhatToDo()
    {
        QTRY_VERIFY(isShown(u"Nothing was asked of GitHub yet"_s));
        QTRY_VERIFY(!m_page->exportAction()->isEnabled());
        const QSignalSpy accounts(m_page.get(), &LedgerPage::accountsRequested);
        for (QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
            if (button->isVisible() && QString(button->text()).remove(u'&') == u"Accounts…"_s)
                button->click();
        }
        QCOMPARE(accounts.size(), 1);
    }

    void aCallIsSeenSoonAndDownToItself()
    {
        const QSignalSpy limits(m_page.get(), &LedgerPage::limitsChanged);
        call(u"fedora/hello"_s, 3);
        auto *tree = m_page->findChild<QTreeView *>(u"ledger-tree"_s);
        QTRY_COMPARE(tree->model()->rowCount(), 1);
        QTRY_VERIFY(isShown(u"Measured: 3 calls"_s));
        QTRY_VERIFY(isShown(u"token of me, core"_s));
        QVERIFY(isShown(u"4,997 of 5,000 left"_s));
        QTRY_VERIFY(!limits.isEmpty()
                    && limits.last().first().toString().contains("token of me"_L1));
        QModelIndex at = tree->model()->index(0, 0);
        for (int level = 0; level < 4; ++level) {
            tree->expand(at);
            QTRY_VERIFY(tree->model()->rowCount(at) > 0);
            at = tree->model()->index(0, 0, at);
        }
        const auto when = int(LedgerTree::When);
        QVERIFY(at.siblingAtColumn(when).data().toString().size() >= 19); // to the second
        QVERIFY(tree->sizeHintForIndex(at.siblingAtColumn(when)).width()
                <= tree->columnWidth(when));
        tree->setCurrentIndex(at);
        call(u"packit/ogr"_s, 9);
        QTRY_COMPARE(tree->model()->rowCount(), 2);
        QCOMPARE(tree->currentIndex().data().toString(), u"read it"_s); // what is chosen stays
        tree->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTest::keySequence(tree, QKeySequence::Copy);
        QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith("read it\t3\t"_L1));
    }

    void aTokenIsChosen()
    {
        call(u"fedora/hello"_s, 3);
        call(u"fedora/hello"_s, 4, u"curl"_s);
        auto *tokens = m_page->findChild<QComboBox *>(u"ledger-token"_s);
        QTRY_COMPARE(tokens->count(), 3);
        QTRY_VERIFY(isShown(u"Measured: 7 calls"_s));
        tokens->setCurrentIndex(tokens->findData(u"curl"_s));
        QTRY_VERIFY(isShown(u"Measured: 4 calls"_s));
        QVERIFY(!isShown(u"token of me, core"_s));
    }

    void piesAndTableAreCutTogether()
    {
        PipelineStore pipelines(*m_database, m_clock);
        const auto id = pipelines.add(
                {.repository = u"fedora/hello"_s, .number = 7, .headSha = u"aaaa"_s});
        QVERIFY(id && *id);
        QVERIFY(pipelines.begin(**id, {}, {u"b"_s},
                                {{.flag = 1, .chroot = u"fedora-43-x86_64"_s}}));
        QVERIFY(pipelines.apply(**id, {.state = PipelineState::Done}));
        call(u"fedora/hello"_s, 3, u"token of me"_s, -1, **id);
        const auto *table = m_page->findChild<QTableView *>(u"ledger-comparison"_s);
        QTRY_VERIFY(table->isVisible());
        QVERIFY(isShown(u"Measured: 3.0 calls a pull request, of 1 with 1 "_s));
        const auto hasRow = [table](const QString &label) {
            return !table->model()
                            ->match(table->model()->index(0, 0), Qt::DisplayRole, label)
                            .isEmpty();
        };
        QVERIFY(hasRow(u"load packit.yaml"_s));
        m_page->findChild<QRadioButton *>(u"ledger-by-step"_s)->click();
        QVERIFY(!hasRow(u"load packit.yaml"_s));
        QVERIFY(hasRow(u"Other"_s) && hasRow(u"RPM build finished"_s)); // measured, modelled
        for (const auto *pie : m_page->findChildren<PieView *>())
            QCOMPARE(pie->pieBy(), PieBy::Step);
    }

    void anExhaustedBudgetSaysUntilWhen()
    {
        call(u"fedora/hello"_s, 1, u"token of me"_s, 0);
        QTRY_VERIFY(isShown(u"used up until"_s));
    }

    void theForecastIsDrawnAsTheGaugeSays_data()
    {
        QTest::addColumn<int>("remaining");
        QTest::addColumn<bool>("runsOut");
        QTest::newRow("runs out") << 800 << true;
        QTest::newRow("lasts") << 4200 << false;
    }

    void theForecastIsDrawnAsTheGaugeSays()
    {
        QFETCH(const int, remaining);
        QFETCH(const bool, runsOut);
        m_clock.advance(1min);
        call(u"fedora/hello"_s, 100, u"token of me"_s, remaining);
        m_clock.advance(1min); // 100 in a minute: 800 are gone in eight
        auto *chart = m_page->findChild<HoursChart *>(u"ledger-hours"_s);
        const QList<HourLane> &lanes = chart->lanes().lanes;
        QTRY_VERIFY(!lanes.isEmpty() && lanes.constFirst().known);
        const HourLane &lane = lanes.constFirst();
        QCOMPARE(lane.outlook.isShort(), runsOut);
        QCOMPARE(hasMarkOfTheEnd(*chart), runsOut);
        if (!runsOut)
            return;
        const QString at = lane.outlook.forecast.runsOutAt.toLocalTime().toString(u"HH:mm"_s);
        QVERIFY(isShown(u"at this pace it runs out at "_s + at));
        QVERIFY(chart->accessibleDescription().contains(u"runs out at "_s + at));
        QVERIFY(chart->textAt({chart->width() - 12, chart->height() - 40}).endsWith(at));
    }

    void noNumberOfTheScaleIsOverAnother_data()
    {
        QTest::addColumn<int>("measured");
        QTest::addColumn<double>("toCome");
        QTest::addColumn<QList<double>>("scale");
        QTest::newRow("much is to come") << 4 << 496.0 << QList<double>{0, 500};
        QTest::newRow("much was measured") << 400 << 100.0 << QList<double>{0, 400};
        QTest::newRow("nothing at all") << 0 << 0.0 << QList<double>{0};
    }

    void noNumberOfTheScaleIsOverAnother()
    {
        QFETCH(const int, measured);
        QFETCH(const double, toCome);
        QFETCH(const QList<double>, scale);
        HourLane lane;
        lane.columns.fill({.begin = m_clock.now(), .counted = {measured}}, HourLane::kHours);
        lane.outlook.forecast.expected = toCome;
        const QFont font = m_page->font();
        const QRectF place(0, 0, 600, LanePicture::heightOf(QFontMetricsF(font)));
        const LanePicture picture(lane, place, font, m_page->palette(), m_clock.now());
        QCOMPARE(picture.scale(), scale);
    }

    void allOfItGoesIntoAFile()
    {
        call(u"fedora/hello"_s, 3);
        const QSignalSpy said(m_page.get(), &LedgerPage::said);
        QTRY_VERIFY(m_page->exportAction()->isEnabled());
        m_page->exportAction()->trigger();
        auto *dialog = m_page->findChild<QFileDialog *>();
        QVERIFY(dialog);
        const QString path = m_folder.filePath(u"out.csv"_s);
        emit dialog->fileSelected(path);
        dialog->reject();
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first().first().toString(), u"1 call is in %1."_s.arg(path));
        QVERIFY(QFileInfo(path).size() > 100);
    }

    void aFileThatCannotBeWrittenIsSaid()
    {
        call(u"fedora/hello"_s, 3);
        const QSignalSpy failed(m_page.get(), &LedgerPage::failed);
        QTRY_VERIFY(m_page->exportAction()->isEnabled());
        m_page->exportAction()->trigger();
        auto *dialog = m_page->findChild<QFileDialog *>();
        emit dialog->fileSelected(u"/nowhere/out.csv"_s);
        dialog->reject();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.first().first().value<Error>().what.contains("/nowhere/out.csv"_L1));
    }

private:
    void call(const QString &repository, int cost, const QString &token = u"token of me"_s,
              int remaining = -1, PipelineId pipeline = 0)
    {
        const CallRecord record{.at = m_clock.now(),
                                .token = token,
                                .repository = repository,
                                .pipeline = pipeline,
                                .kind = CallKind::Config,
                                .why = u"read it"_s,
                                .method = "GET"_ba,
                                .path = u"/x"_s,
                                .status = 200,
                                .resource = u"core"_s,
                                .cost = cost};
        const RateLimit limit{u"core"_s, 5000, remaining >= 0 ? remaining : 5000 - cost,
                              m_clock.now().addSecs(1800)};
        QVERIFY(m_ledger->add(record, limit));
    }

    /// A line down the hour under way, which stands on the right; the limit is one across all.
    static bool hasMarkOfTheEnd(HoursChart &chart)
    {
        const QImage image = chart.grab().toImage();
        const QRgb wanted = icons::warningColor(chart.palette()).rgb();
        int longest = 0;
        for (int x = image.width() * 9 / 10; x < image.width(); ++x) {
            int length = 0;
            for (int y = 0; y < image.height(); ++y)
                length += int(image.pixel(x, y) == wanted);
            longest = std::max(longest, length);
        }
        return longest > 20;
    }

    [[nodiscard]] bool isShown(const QString &text) const
    {
        return std::ranges::any_of(m_page->findChildren<QLabel *>(), [&](const QLabel *label) {
            return label->isVisible() && label->text().startsWith(text);
        });
    }

    QTemporaryDir m_folder;
    int m_files = 0;
    HandClock m_clock;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<LedgerStore> m_ledger;
    std::unique_ptr<AsyncDatabase> m_store;
    std::unique_ptr<LedgerPage> m_page;
};

QTEST_MAIN(LedgerPageTest)
#include "tst_ledgerpage.moc"
