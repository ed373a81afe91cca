// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountsdialog.h"

#include "accounts/accountform.h"
#include "accounts/repositorypicker.h"
#include "accounts/servicesform.h"
#include "hintlabel.h"
#include "icons.h"

#include <QDialogButtonBox>
#include <QGroupBox>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

AccountsDialog::AccountsDialog(AsyncDatabase &store, const Clock &clock, WishDesk &desk,
                               const QString &dataDirectory, QWidget *parent)
    : QDialog(parent)
    , m_book(store, clock, desk, dataDirectory)
    , m_list(new QListWidget(this))
    , m_add(new QPushButton(tr("A&dd…"), this))
    , m_remove(new QPushButton(tr("&Remove"), this))
    , m_pages(new QStackedWidget(this))
    , m_form(new AccountForm(this))
    , m_picker(new RepositoryPicker(this))
    , m_note(new QLabel(this))
{
    setWindowTitle(tr("Accounts"));
    auto *tabs = new QTabWidget(this);
    tabs->addTab(makeGithubPage(), tr("Git&Hub"));
    m_services = new ServicesForm(desk, dataDirectory, this);
    tabs->addTab(m_services, tr("&Builds and Tests"));
    connect(m_services, &ServicesForm::settingsRequested, this, &AccountsDialog::settingsRequested);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &AccountsDialog::reject);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setObjectName(u"accounts.note"_s);
    QSizePolicy fixed = m_note->sizePolicy();
    fixed.setRetainSizeWhenHidden(true); // nothing moves under the pointer when it says something
    m_note->setSizePolicy(fixed);
    m_note->hide();
    auto *column = new QVBoxLayout(this);
    column->addWidget(tabs, 1);
    column->addWidget(m_note);
    column->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 130, fontMetrics().height() * 52);
    connect(&m_book, &AccountBook::loaded, this, &AccountsDialog::takeState);
    connect(&m_book, &AccountBook::failed, this, [this](const Error &error) { say(error.what); });
    connect(&m_book, &AccountBook::changed, this, &AccountsDialog::changed);
    connect(&m_book, &AccountBook::secretChanged, this, &AccountsDialog::secretChanged);
    connect(m_list, &QListWidget::currentRowChanged, this, &AccountsDialog::showCurrent);
    connect(m_add, &QPushButton::clicked, this, &AccountsDialog::addAccount);
    connect(m_remove, &QPushButton::clicked, this, &AccountsDialog::removeAccount);
    connect(m_form, &AccountForm::saveRequested, this, &AccountsDialog::save);
    connect(m_form, &AccountForm::checkRequested, this, &AccountsDialog::check);
    connect(m_picker, &RepositoryPicker::listRequested, this, &AccountsDialog::listRepositories);
    connect(m_picker, &RepositoryPicker::watchRequested, this, &AccountsDialog::watch);
    m_book.load();
}

QWidget *AccountsDialog::makeGithubPage()
{
    m_list->setObjectName(u"accounts"_s);
    m_list->setAccessibleName(tr("Accounts"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (QPushButton *button : {m_add, m_remove})
        button->setAutoDefault(false);
    m_add->setObjectName(u"accounts.add"_s);
    m_remove->setObjectName(u"accounts.remove"_s);
    auto *left = new QWidget(this);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->addWidget(m_list, 1);
    auto *leftButtons = new QHBoxLayout;
    leftButtons->addWidget(m_add);
    leftButtons->addWidget(m_remove);
    leftButtons->addStretch();
    leftColumn->addLayout(leftButtons);
    m_empty = new HintLabel(
            tr("No account yet. Add one to watch pull requests: a token of yours is enough to see "
               "what another service, such as Packit, does with them. A token or App that may "
               "write statuses can drive pipelines of your own, with the services on the other "
               "tab. Each account spends a budget of its own."),
            this);
    static_cast<QLabel *>(m_empty)->setAlignment(Qt::AlignCenter);
    m_accountPage = makeAccountPage();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_accountPage);
    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(m_pages);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({fontMetrics().averageCharWidth() * 30, width()});
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->addWidget(splitter);
    return page;
}

QWidget *AccountsDialog::makeAccountPage()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(4, 0, 0, 0);
    auto *who = new QGroupBox(tr("As whom GitHub is asked"), page);
    who->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *whoColumn = new QVBoxLayout(who);
    whoColumn->addWidget(m_form);
    auto *what = new QGroupBox(tr("Repositories to watch"), page);
    auto *whatColumn = new QVBoxLayout(what);
    whatColumn->addWidget(m_picker);
    column->addWidget(who);
    column->addWidget(what, 100);
    column->addStretch(1); // while the other box is hidden
    auto *scroll = new QScrollArea(this); // rather than lines of half their height
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    page->setAutoFillBackground(false); // the tab's colour goes through
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return scroll;
}

void AccountsDialog::takeSettings() { m_services->load(); }

void AccountsDialog::takeState(const AccountsState &state)
{
    m_state = state;
    if (m_form->isNew() && m_wanted.isEmpty() && m_pages->currentWidget() == m_accountPage) {
        m_form->setState(state); // somebody types a new account
        return;
    }
    const QString shown = m_form->isNew() ? QString() : m_form->account().name;
    fillList(m_wanted.isEmpty() ? shown : m_wanted);
    m_wanted.clear();
    if (!shown.isEmpty() && shown == current().name) { // what is being typed or ticked stays
        m_form->setState(state);
        if (!m_picker->isChanged())
            m_picker->setAccount(current(), state);
    } else {
        showCurrent();
    }
}

void AccountsDialog::say(const QString &sentence)
{
    m_note->setText(sentence);
    m_note->setHidden(sentence.isEmpty());
}

void AccountsDialog::fillList(const QString &chosen)
{
    const QSignalBlocker blocker(m_list); // what is shown is not chosen anew
    m_list->clear();
    for (const Account &account : std::as_const(m_state.accounts)) {
        const QString who = account.problem.isEmpty() ? account.login : tr("has a problem");
        auto *item = new QListWidgetItem(
                who.isEmpty() ? account.name : tr("%1 – %2").arg(account.name, who), m_list);
        item->setData(Qt::UserRole, account.name);
        item->setToolTip(account.problem);
        const bool isGood = account.problem.isEmpty() && !account.checkedAt.isNull();
        item->setIcon(isGood                      ? icons::forState(State::Succeeded)
                      : account.problem.isEmpty() ? icons::forState(State::Queued)
                                                  : icons::forState(State::Failed));
        if (account.name == chosen || m_list->currentRow() < 0)
            m_list->setCurrentItem(item);
    }
}

void AccountsDialog::showCurrent()
{
    const Account account = current();
    const bool hasOne = !account.name.isEmpty();
    m_remove->setEnabled(hasOne);
    m_form->setBusy(false);
    m_form->setAccount(account, m_state);
    m_picker->setAccount(account, m_state);
    m_picker->parentWidget()->setVisible(hasOne);
    m_pages->setCurrentWidget(hasOne ? m_accountPage : m_empty);
}

Account AccountsDialog::current() const
{
    const QListWidgetItem *item = m_list->currentItem();
    const QString name = item ? item->data(Qt::UserRole).toString() : QString();
    const auto found = std::ranges::find(m_state.accounts, name, &Account::name);
    return found == m_state.accounts.end() ? Account() : *found;
}

/// What was ticked is not lost without a word.
void AccountsDialog::reject()
{
    if (!m_picker->isChanged())
        return QDialog::reject();
    auto *question
            = new QMessageBox(QMessageBox::Question, tr("Watch the Ticked Repositories"),
                              tr("What is ticked for %1 is not in effect yet.").arg(current().name),
                              QMessageBox::Discard | QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *watch = question->addButton(tr("Watch These"), QMessageBox::AcceptRole);
    question->setDefaultButton(watch);
    connect(watch, &QPushButton::clicked, m_picker, &RepositoryPicker::apply);
    connect(question->button(QMessageBox::Discard), &QPushButton::clicked, this,
            [this] { QDialog::reject(); });
    question->open();
}

void AccountsDialog::addAccount()
{
    m_list->setCurrentRow(-1);
    say({});
    m_form->setAccount({}, m_state);
    m_picker->parentWidget()->hide(); // what it sees is known once it is checked
    m_pages->setCurrentWidget(m_accountPage);
    m_form->findChild<QWidget *>(u"account.name"_s)->setFocus();
}

void AccountsDialog::removeAccount()
{
    const Account account = current();
    auto *question = new QMessageBox(
            QMessageBox::Question, tr("Remove the Account"),
            tr("Remove the account %1, its token in the keyring, and what it has seen of the "
               "repositories that it observes?")
                            .arg(account.name)
                    + (m_state.isDriver(account)
                               ? u' ' + tr("What is driven as it is driven no more.")
                               : QString()),
            QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    connect(remove, &QPushButton::clicked, this, [this, account] {
        m_book.remove(account, this, [this](const Result<QString> &done) {
            say(done ? *done : done.error().what);
        });
    });
    question->open();
}

void AccountsDialog::save(const Account &account, const QByteArray &secret)
{
    say({});
    m_form->setBusy(true);
    m_wanted = account.name;
    m_book.save(account, secret, this, [this](const Result<QString> &answer) {
        m_form->setBusy(false);
        if (answer)
            say(*answer);
        else
            m_form->say(answer.error().what);
    });
}

void AccountsDialog::check(const QString &account)
{
    m_form->setBusy(true);
    m_book.check(account, this, [this](const Result<QString> &answer) {
        m_form->setBusy(false);
        say(answer ? *answer : answer.error().what);
    });
}

void AccountsDialog::listRepositories()
{
    m_picker->setBusy(true);
    m_book.listRepositories(current().name, this, [this](const Result<QString> &answer) {
        m_picker->setBusy(false);
        m_picker->say(answer ? QString() : answer.error().what);
        if (answer)
            say(*answer);
    });
}

void AccountsDialog::watch(const QStringList &observed, const QStringList &driven)
{
    m_picker->setEnabled(false);
    m_book.watch(current(), observed, driven, this, [this](const Result<QString> &done) {
        m_picker->setEnabled(true);
        m_picker->say(done ? QString() : done.error().what);
        if (done) {
            m_picker->setAccount(current(), m_state);
            say(*done);
        }
    });
}

} // namespace sluice
