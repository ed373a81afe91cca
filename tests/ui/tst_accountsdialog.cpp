// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountsdialog.h"
#include "colorscheme.h"
#include "fakes/handclock.h"
#include "github/accountstore.h"
#include "pipeline/wishdesk.h"
#include "pipeline/wishstore.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Adding an account, and choosing what it watches, as a person does it. The engine that answers is
/// played by the test, at the store.
class AccountsDialogTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(
                QRegularExpression(u"^(?!This plugin does not support)"_s)); // offscreen
        m_directory = std::make_unique<QTemporaryDir>();
        const QString file = m_directory->filePath(u"queue.sqlite"_s);
        m_engine = *Database::open(file);
        m_store = std::make_unique<AsyncDatabase>(file);
        m_desk = std::make_unique<WishDesk>(*m_store, m_clock, u"maria"_s);
        QFile token(m_directory->filePath(u"token"_s));
        QVERIFY(token.open(QIODevice::WriteOnly) && token.write("s3cret\n") > 0);
    }

    void cleanup()
    {
        m_dialog.reset();
        m_desk.reset();
        m_store.reset();
        m_engine.reset();
    }

    void anAccountIsAddedCheckedAndTicked()
    {
        open();
        add(u"work"_s);
        QTRY_COMPARE(wishes().size(), 2); // who, and what it sees
        AccountStore accounts(*m_engine, m_clock);
        QVERIFY(accounts.noteCheck(u"work"_s, u"maria"_s, u"repo, read:org"_s, {}));
        QVERIFY(accounts.setSeen(u"work"_s, {{u"fedora/hello"_s, true, false},
                                             {u"fedora/world"_s, false, false},
                                             {u"oamg/convert"_s, false, true}}));
        answerAll(u"GitHub knows it as maria."_s);
        auto *status = named<QLabel>(u"account.status"_s);
        QTRY_VERIFY(status->text().contains("maria"_L1));
        QVERIFY2(status->text().contains("repo, read:org"_L1), qPrintable(status->text()));
        auto *tree = named<QTreeView>(u"repositories"_s);
        QTRY_COMPARE(tree->model()->rowCount(), 2);
        tick(0, 0, RepositoryColumn::Drive);
        tick(0, 1, RepositoryColumn::Observe);
        const QModelIndex unwritable
                = tree->model()->index(0, int(RepositoryColumn::Drive), tree->model()->index(1, 0));
        QVERIFY(!(unwritable.flags() & Qt::ItemIsEnabled));
        const QSignalSpy changed(m_dialog.get(), &AccountsDialog::changed);
        QTest::mouseClick(named<QAbstractButton>(u"repositories.watch"_s), Qt::LeftButton);
        QTRY_COMPARE(changed.size(), 1);
        const auto settings = changed.first().first().value<Settings>().pipeline;
        QCOMPARE(settings.repositories, QStringList{u"fedora/hello"_s});
        QCOMPARE(settings.githubAccount, u"work"_s);
        QCOMPARE(settings.githubTokenFile, m_directory->filePath(u"token"_s));
        QCOMPARE(accounts.observed()->size(), 1);
        QCOMPARE(accounts.observed()->first().repository, u"fedora/world"_s);
    }

    void whatIsMissingIsSaidBeforeAnythingIsSaved_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("says");
        QTest::newRow("name") << QString() << u"/token"_s << u"A name has up to"_s;
        QTest::newRow("blank in it") << u"my work"_s << u"/token"_s << u"A name has up to"_s;
        QTest::newRow("token") << u"work"_s << QString() << u"Paste a token"_s;
        QTest::newRow("path") << u"work"_s << u"token"_s << u"token is no absolute path"_s;
    }

    void whatIsMissingIsSaidBeforeAnythingIsSaved()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, file);
        QFETCH(const QString, says);
        open();
        type(name, file);
        QTRY_VERIFY(isSaid(says));
        QVERIFY(AccountStore(*m_engine, m_clock).accounts()->isEmpty());
        QVERIFY(wishes().isEmpty());
    }

    void whatGithubRefusesIsSaidThere()
    {
        open();
        add(u"work"_s);
        QTRY_COMPARE(wishes().size(), 2);
        const QString refusal = u"GitHub does not take the token of work: make a new one."_s;
        QVERIFY(AccountStore(*m_engine, m_clock).noteProblem(u"work"_s, refusal));
        answerAll({}, refusal);
        QTRY_VERIFY(isSaid(refusal));
        QTRY_COMPARE(named<QListWidget>(u"accounts"_s)->item(0)->text(), u"work – has a problem"_s);
    }

    void nobodyAnswers()
    {
        open();
        add(u"work"_s);
        QTRY_COMPARE(wishes().size(), 2);
        QTRY_VERIFY((m_clock.advance(1s),
                     isSaid(u"Nobody looks after pipelines here at the moment"_s)));
    }

    void twoThousandRepositoriesAreFound()
    {
        AccountStore accounts(*m_engine, m_clock);
        QVERIFY(accounts.save({.name = u"work"_s, .secretFile = u"/token"_s}));
        QList<SeenRepository> seen;
        for (int i = 0; i < 2000; ++i)
            seen << SeenRepository{u"fedora/package-%1"_s.arg(i, 4, 10, QChar(u'0')), false, false};
        QVERIFY(accounts.setSeen(u"work"_s, seen));
        open();
        auto *tree = named<QTreeView>(u"repositories"_s);
        QTRY_COMPARE(tree->model()->rowCount(), 1);
        QTRY_COMPARE(tree->model()->rowCount(tree->model()->index(0, 0)), 2000);
        QTest::keyClicks(named<QLineEdit>(u"repositories.filter"_s), u"package-19"_s);
        QCOMPARE(tree->model()->rowCount(tree->model()->index(0, 0)), 100);
    }

    void aTypedRepositoryIsObserved()
    {
        AccountStore accounts(*m_engine, m_clock);
        QVERIFY(accounts.save({.name = u"work"_s, .secretFile = u"/token"_s}));
        open();
        QTRY_COMPARE(named<QListWidget>(u"accounts"_s)->count(), 1);
        auto *filter = named<QLineEdit>(u"repositories.filter"_s);
        QTest::keyClicks(filter, u"packit"_s);
        QTest::keyClick(filter, Qt::Key_Return);
        QTRY_VERIFY(isSaid(u"\"packit\" is no repository"_s));
        QTest::keyClicks(filter, u"/ogr"_s);
        QTest::keyClick(filter, Qt::Key_Return);
        const QAbstractItemModel *model = named<QTreeView>(u"repositories"_s)->model();
        const QModelIndex owner = model->index(0, 0);
        QCOMPARE(owner.data().toString(), u"packit (1 repository)"_s);
        QCOMPARE(model->index(0, int(RepositoryColumn::Rights), owner).data().toString(),
                 u"not listed"_s);
        QTest::mouseClick(named<QAbstractButton>(u"repositories.watch"_s), Qt::LeftButton);
        QTRY_COMPARE(accounts.observed()->size(), 1);
        QCOMPARE(accounts.observed()->first().repository, u"packit/ogr"_s);
    }

    void whatIsTickedIsNotLostWithoutAQuestion()
    {
        AccountStore accounts(*m_engine, m_clock);
        QVERIFY(accounts.save({.name = u"work"_s, .secretFile = u"/token"_s}));
        QVERIFY(accounts.setSeen(u"work"_s, {{u"fedora/hello"_s, true, false}}));
        open();
        QTRY_COMPARE(named<QTreeView>(u"repositories"_s)->model()->rowCount(), 1);
        tick(0, 0, RepositoryColumn::Observe);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        auto *question = m_dialog->findChild<QMessageBox *>();
        QVERIFY(question && m_dialog->isVisible());
        QTest::mouseClick(question->defaultButton(), Qt::LeftButton);
        QTRY_COMPARE(accounts.observed()->size(), 1);
        QVERIFY(m_dialog->isVisible());
        QTRY_VERIFY((QTest::keyClick(m_dialog.get(), Qt::Key_Escape), !m_dialog->isVisible()));
    }

    void theBoxesAreReachedByArrows()
    {
        AccountStore accounts(*m_engine, m_clock);
        QVERIFY(accounts.save({.name = u"work"_s, .secretFile = u"/token"_s}));
        QVERIFY(accounts.setSeen(u"work"_s, {{u"fedora/hello"_s, true, false}}));
        open();
        auto *tree = named<QTreeView>(u"repositories"_s);
        QTRY_COMPARE(tree->model()->rowCount(), 1);
        const QModelIndex owner = tree->model()->index(0, 0);
        tree->setCurrentIndex(tree->model()->index(0, 0, owner));
        QTest::keyClick(tree, Qt::Key_Right);
        QTest::keyClick(tree, Qt::Key_Right);
        QTest::keyClick(tree, Qt::Key_Space);
        const QModelIndex drive = tree->model()->index(0, int(RepositoryColumn::Drive), owner);
        QCOMPARE(drive.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);
    }

    void nothingIsSqueezed()
    {
        AccountStore accounts(*m_engine, m_clock);
        QVERIFY(accounts.save({.name = u"work"_s}));
        QVERIFY(accounts.noteCheck(u"work"_s, u"maria"_s, u"repo"_s,
                                   u"The token of work has too few scopes. "_s.repeated(6)));
        open();
        m_dialog->resize(m_dialog->width(), 300);
        auto *name = named<QLineEdit>(u"account.name"_s);
        QTRY_COMPARE(name->text(), u"work"_s);
        QTRY_VERIFY(name->height() >= name->sizeHint().height());
    }

    void newSettingsAreShown()
    {
        open();
        QTRY_VERIFY(isTold(u"without a login"_s));
        QFile file(m_directory->filePath(u"sluice.conf"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("copr.login-file = /login\n") > 0);
        file.close();
        m_dialog->takeSettings();
        QTRY_VERIFY(isTold(u"with the login in /login"_s));
    }

    void aTokenFileThatIsNotThereIsSaid()
    {
        open();
        type(u"work"_s, u"/nowhere/token"_s);
        QTRY_VERIFY(isSaid(u"/nowhere/token cannot be read"_s));
        QVERIFY(AccountStore(*m_engine, m_clock).accounts()->isEmpty());
    }

    void anAccountIsRemovedAfterAQuestion()
    {
        AccountStore accounts(*m_engine, m_clock);
        QVERIFY(accounts.save({.name = u"work"_s, .secretFile = u"/token"_s}));
        open();
        QTRY_COMPARE(named<QListWidget>(u"accounts"_s)->count(), 1);
        QTest::mouseClick(named<QAbstractButton>(u"accounts.remove"_s), Qt::LeftButton);
        auto *question = m_dialog->findChild<QMessageBox *>();
        QVERIFY(question && question->text().contains("work"_L1));
        QTest::mouseClick(question->buttons().last(), Qt::LeftButton);
        QTRY_VERIFY(accounts.accounts()->isEmpty());
        QTRY_COMPARE(named<QListWidget>(u"accounts"_s)->count(), 0);
    }

    void whoDrivesIsRemovedFromTheSettingsToo()
    {
        QFile file(m_directory->filePath(u"sluice.conf"_s));
        QVERIFY(file.open(QIODevice::WriteOnly)
                && file.write("github.account = work\ngithub.token-file = /token\n"
                              "pipeline.repositories = fedora/hello\n")
                           > 0);
        file.close();
        open();
        QTRY_COMPARE(named<QListWidget>(u"accounts"_s)->count(), 1);
        QTest::mouseClick(named<QAbstractButton>(u"accounts.remove"_s), Qt::LeftButton);
        auto *question = m_dialog->findChild<QMessageBox *>();
        QVERIFY(question && question->text().contains("driven no more"_L1));
        QTest::mouseClick(question->buttons().last(), Qt::LeftButton);
        QTRY_VERIFY(isSaid(u"work is removed."_s));
        QTRY_COMPARE(named<QListWidget>(u"accounts"_s)->count(), 0);
        const PipelineSettings settings = SettingsFile(m_directory->path()).load()->pipeline;
        QCOMPARE(settings.repositories, QStringList());
        QCOMPARE(settings.githubTokenFile, QString());
    }

    void theLettersOfTheFormLeadToTheirFields()
    {
        open();
        QTest::mouseClick(named<QAbstractButton>(u"accounts.add"_s), Qt::LeftButton);
        for (const QLabel *label : m_dialog->findChildren<QLabel *>()) {
            const QWidget *field = label->buddy();
            QVERIFY2(!field || field->focusPolicy() != Qt::NoFocus, qPrintable(label->text()));
        }
        QTest::keyClick(m_dialog.get(), Qt::Key_F, Qt::AltModifier);
        QCOMPARE(m_dialog->focusWidget(), named<QLineEdit>(u"account.token-file"_s));
    }

    void boxesThatAreNotTickedShowInTheDark()
    {
        const auto asItWas = qScopeGuard([] { applyColorScheme(Qt::ColorScheme::Unknown); });
        applyColorScheme(Qt::ColorScheme::Dark);
        AccountStore accounts(*m_engine, m_clock);
        QVERIFY(accounts.save({.name = u"work"_s, .secretFile = u"/token"_s}));
        QVERIFY(accounts.setSeen(u"work"_s, {{u"fedora/hello"_s, true, false}}));
        open();
        auto *tree = named<QTreeView>(u"repositories"_s);
        QTRY_COMPARE(tree->model()->rowCount(), 1);
        tree->expandAll();
        const QModelIndex cell = tree->model()->index(0, int(RepositoryColumn::Observe),
                                                      tree->model()->index(0, 0));
        tree->setCurrentIndex(tree->model()->index(0, 0));
        tree->scrollTo(cell);
        const QRect place = tree->visualRect(cell);
        const QImage image = tree->viewport()->grab(place).toImage();
        int lightest = 0;
        for (int x = 0; x < image.width(); ++x)
            lightest = std::max(lightest, image.pixelColor(x, image.height() / 2).lightness());
        QVERIFY2(lightest >= 0x70, qPrintable(QString::number(lightest)));
    }

private:
    enum class RepositoryColumn { Observe = 1, Drive = 2, Rights = 3 };

    void open()
    {
        m_dialog
                = std::make_unique<AccountsDialog>(*m_store, m_clock, *m_desk, m_directory->path());
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    void type(const QString &name, const QString &tokenFile)
    {
        QTest::mouseClick(named<QAbstractButton>(u"accounts.add"_s), Qt::LeftButton);
        QTest::keyClicks(named<QLineEdit>(u"account.name"_s), name);
        QTest::keyClicks(named<QLineEdit>(u"account.token-file"_s), tokenFile);
        QTest::mouseClick(named<QAbstractButton>(u"account.save"_s), Qt::LeftButton);
    }

    void add(const QString &name) { type(name, m_directory->filePath(u"token"_s)); }

    void tick(int owner, int row, RepositoryColumn column)
    {
        auto *tree = named<QTreeView>(u"repositories"_s);
        tree->expandAll();
        const QModelIndex index
                = tree->model()->index(row, int(column), tree->model()->index(owner, 0));
        tree->setCurrentIndex(index);
        QTest::keyClick(tree, Qt::Key_Space);
    }

    [[nodiscard]] QList<Wish> wishes()
    {
        return WishStore(*m_engine, m_clock).open().value_or(QList<Wish>());
    }

    void answerAll(const QString &answer, const QString &problem = {})
    {
        WishStore store(*m_engine, m_clock);
        for (const Wish &wish : wishes())
            QVERIFY(store.answer(wish.id, answer, problem));
    }

    /// Somewhere in the dialog, to be seen.
    [[nodiscard]] bool isSaid(const QString &sentence) const
    {
        return std::ranges::any_of(m_dialog->findChildren<QLabel *>(), [&](const QLabel *label) {
            return label->isVisible() && label->text().startsWith(sentence);
        });
    }

    /// On any of its pages.
    [[nodiscard]] bool isTold(const QString &words) const
    {
        return std::ranges::any_of(m_dialog->findChildren<QLabel *>(), [&](const QLabel *label) {
            return label->text().contains(words);
        });
    }

    template <typename Widget> Widget *named(const QString &name) const
    {
        return m_dialog->findChild<Widget *>(name);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    HandClock m_clock;
    std::unique_ptr<Database> m_engine;
    std::unique_ptr<AsyncDatabase> m_store;
    std::unique_ptr<WishDesk> m_desk;
    std::unique_ptr<AccountsDialog> m_dialog;
};

QTEST_MAIN(AccountsDialogTest)
#include "tst_accountsdialog.moc"
