// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountform.h"

#include "hintlabel.h"
#include "problemlabel.h"
#include "settings/settingstext.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

AccountForm::AccountForm(QWidget *parent)
    : QWidget(parent)
    , m_form(new QFormLayout)
    , m_name(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_url(new QLineEdit(this))
    , m_token(new QLineEdit(this))
    , m_tokenHint(new HintLabel({}, this))
    , m_tokenFile(new QLineEdit(this))
    , m_app(new QLineEdit(this))
    , m_installation(new QLineEdit(this))
    , m_keyFile(new QLineEdit(this))
    , m_status(new QLabel(this))
    , m_problem(new ProblemLabel(this))
    , m_save(new QPushButton(tr("Save and Chec&k"), this))
    , m_check(new QPushButton(tr("&Check Again"), this))
{
    m_name->setObjectName(u"account.name"_s);
    m_name->setPlaceholderText(tr("a name of your choice, such as work"));
    m_kind->addItem(tr("Token of a person"), int(AccountKind::Token));
    m_kind->addItem(tr("GitHub App"), int(AccountKind::App));
    m_kind->setObjectName(u"account.kind"_s);
    m_url->setPlaceholderText(Account().baseUrl);
    m_token->setObjectName(u"account.token"_s);
    m_token->setEchoMode(QLineEdit::Password);
    m_tokenFile->setObjectName(u"account.token-file"_s);
    m_tokenFile->setPlaceholderText(tr("instead of the keyring: a file with one line"));
    m_app->setPlaceholderText(tr("a number, on the App's page"));
    m_installation->setPlaceholderText(tr("a number, at the end of the installation's address"));
    for (QLineEdit *line : {m_app, m_installation})
        line->setValidator(
                new QRegularExpressionValidator(QRegularExpression(u"[0-9]{0,16}"_s), line));
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->addRow(tr("&Name"), m_name);
    m_form->addRow(tr("A&s"), m_kind);
    m_form->addRow(tr("&GitHub"), m_url);
    m_form->addRow(tr("&Token"), m_token);
    m_form->addRow({}, m_tokenHint);
    m_form->addRow(tr("Token &file"), makeFileRow(m_tokenFile, tr("Token File")));
    m_form->addRow(tr("A&pp"), m_app);
    m_form->addRow(tr("&Installation"), m_installation);
    m_form->addRow(tr("Key fil&e"), makeFileRow(m_keyFile, tr("Private Key of the App")));
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setObjectName(u"account.status"_s);
    m_save->setObjectName(u"account.save"_s);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_check);
    buttons->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(m_form);
    column->addWidget(m_problem);
    column->addWidget(m_status);
    column->addLayout(buttons);
    for (QLineEdit *line :
         {m_name, m_url, m_token, m_tokenFile, m_app, m_installation, m_keyFile}) {
        connect(line, &QLineEdit::textChanged, this, &AccountForm::follow);
        connect(line, &QLineEdit::returnPressed, this, &AccountForm::save);
    }
    connect(m_kind, &QComboBox::currentIndexChanged, this, &AccountForm::follow);
    connect(m_save, &QPushButton::clicked, this, &AccountForm::save);
    connect(m_check, &QPushButton::clicked, this, [this] { emit checkRequested(m_saved.name); });
}

QWidget *AccountForm::makeFileRow(QLineEdit *line, const QString &title)
{
    auto *cell = new QWidget(this);
    auto *row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    auto *choose = new QPushButton(tr("Choose…"), cell);
    choose->setAutoDefault(false);
    choose->setAccessibleName(tr("Choose: %1").arg(title));
    row->addWidget(line, 1);
    row->addWidget(choose);
    cell->setFocusProxy(line);
    cell->setFocusPolicy(Qt::StrongFocus); // else the label's letter leads nowhere
    connect(choose, &QPushButton::clicked, line, [this, line, title] {
        auto *dialog = new QFileDialog(this, title);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, line, &QLineEdit::setText);
        dialog->open();
    });
    return cell;
}

void AccountForm::setAccount(const Account &account, const AccountsState &state)
{
    m_saved = account;
    m_name->setText(account.name);
    m_name->setReadOnly(!isNew()); // the keyring and the ledger know it by this name
    m_kind->setCurrentIndex(m_kind->findData(int(account.kind)));
    m_url->setText(account.baseUrl == Account().baseUrl ? QString() : account.baseUrl);
    m_token->clear();
    const bool isApp = account.kind == AccountKind::App;
    m_tokenFile->setText(isApp ? QString() : account.secretFile);
    m_keyFile->setText(isApp ? account.secretFile : QString());
    m_app->setText(account.app > 0 ? QString::number(account.app) : QString());
    m_installation->setText(account.installation > 0 ? QString::number(account.installation)
                                                     : QString());
    m_problem->say({});
    setState(state);
}

void AccountForm::setState(const AccountsState &state)
{
    m_taken.clear();
    for (const Account &other : state.accounts) {
        if (other.name == m_saved.name)
            m_saved = other;
        else
            m_taken << other.name;
    }
    m_status->setText(isNew() ? QString() : statusText(state));
    follow();
}

void AccountForm::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    if (isBusy)
        m_status->setText(tr("GitHub is asked who this is, and what it may see…"));
    follow();
}

void AccountForm::say(const QString &problem) { m_problem->say(problem); }

Account AccountForm::account() const
{
    const QString url = m_url->text().trimmed();
    Account typed{.name = m_name->text().trimmed(),
                  .kind = AccountKind(m_kind->currentData().toInt())};
    if (!url.isEmpty())
        typed.baseUrl = url.endsWith(u'/') ? url.chopped(1) : url;
    const bool isApp = typed.kind == AccountKind::App;
    typed.secretFile = (isApp ? m_keyFile : m_tokenFile)->text().trimmed();
    if (isApp) {
        typed.app = m_app->text().toLongLong();
        typed.installation = m_installation->text().toLongLong();
    }
    return typed;
}

void AccountForm::follow()
{
    const bool isApp = m_kind->currentData().toInt() == int(AccountKind::App);
    const bool isInFile = !m_tokenFile->text().trimmed().isEmpty();
    const bool hasKeyring = SecretStore::isAvailable();
    m_form->setRowVisible(m_token, !isApp);
    m_form->setRowVisible(m_tokenHint, !isApp);
    m_form->setRowVisible(m_tokenFile->parentWidget(), !isApp);
    m_form->setRowVisible(m_app, isApp);
    m_form->setRowVisible(m_installation, isApp);
    m_form->setRowVisible(m_keyFile->parentWidget(), isApp);
    m_token->setEnabled(hasKeyring && !isInFile);
    m_token->setPlaceholderText(!m_token->isEnabled() ? QString()
                                : isNew()             ? tr("paste it here")
                                                      : tr("leave empty to keep it as it is"));
    m_tokenHint->setText(
            !hasKeyring ? tr("There is no keyring here: name a token file instead.")
            : isInFile  ? tr("The file's token is used.")
                        : tr("Kept in the desktop's keyring, never in a file of Sluice. To read "
                              "public pull requests it needs no scope at all; to write checks or "
                              "comments, public_repo or repo."));
    m_save->setEnabled(!m_isBusy);
    m_check->setEnabled(!m_isBusy);
    m_check->setVisible(!isNew());
    m_save->setText(isNew() ? tr("Add and Chec&k") : tr("Save and Chec&k"));
}

QString AccountForm::problemOf(const Account &account) const
{
    const bool isApp = account.kind == AccountKind::App;
    if (!isAccountName(account.name))
        return tr("A name has up to 40 letters, digits, dots, dashes and underscores.");
    if (isNew() && m_taken.contains(account.name))
        return tr("There is an account %1 already: choose another name.").arg(account.name);
    if (!isBaseUrl(account.baseUrl))
        return tr("%1 is no address: GitHub's API has one such as %2.")
                .arg(account.baseUrl, Account().baseUrl);
    if (isApp && (account.app == 0 || account.installation == 0))
        return tr("An App needs its number, and that of its installation.");
    if (isApp && account.secretFile.isEmpty())
        return tr("An App needs the file with its private key.");
    if (!account.secretFile.isEmpty() && !isAbsolutePath(account.secretFile))
        return tr("%1 is no absolute path: begin with /.").arg(account.secretFile);
    if (!account.secretFile.isEmpty() && !QFileInfo(account.secretFile).isReadable())
        return tr("%1 cannot be read: correct its name or its rights.").arg(account.secretFile);
    const bool hadSecret = !isNew() && m_saved.kind == account.kind && m_saved.secretFile.isEmpty()
                        && m_saved.baseUrl == account.baseUrl;
    if (!isApp && account.secretFile.isEmpty() && m_token->text().isEmpty() && !hadSecret)
        return tr("Paste a token, or name a file that holds one.");
    return {};
}

void AccountForm::save()
{
    const Account typed = account();
    const QString problem = problemOf(typed);
    m_problem->say(problem);
    if (!problem.isEmpty() || m_isBusy)
        return;
    const bool isToKeyring = typed.kind == AccountKind::Token && typed.secretFile.isEmpty();
    const QByteArray secret = isToKeyring ? m_token->text().trimmed().toUtf8() : QByteArray();
    m_token->clear();
    emit saveRequested(typed, secret);
}

QString AccountForm::statusText(const AccountsState &state) const
{
    if (m_saved.checkedAt.isNull())
        return m_saved.problem.isEmpty() ? tr("Not checked yet.") : m_saved.problem;
    const QString when = QLocale().toString(m_saved.checkedAt.toLocalTime(), QLocale::ShortFormat);
    QStringList lines;
    if (!m_saved.problem.isEmpty())
        lines << m_saved.problem;
    lines << tr("GitHub knows this account as %1 (%2).").arg(m_saved.login, when);
    if (m_saved.kind == AccountKind::Token) {
        lines << (m_saved.scopes.isEmpty()
                          ? tr("Scopes: none named (a fine-grained token has permissions instead)")
                          : tr("Scopes: %1").arg(m_saved.scopes));
    } else {
        lines << tr("Permissions: %1").arg(m_saved.scopes);
    }
    if (!m_saved.note.isEmpty())
        lines << m_saved.note;
    lines << limitsText(state);
    if (state.isDriver(m_saved))
        lines << tr("Pull requests are driven as this account.");
    return lines.join(u'\n');
}

/// Each account has a budget of its own.
QString AccountForm::limitsText(const AccountsState &state) const
{
    QStringList parts;
    for (const LedgerLimit &known : state.limits) {
        if (known.token != AccountsState::ledgerLabel(m_saved) || known.limit.limit < 0)
            continue;
        parts << tr("%1: %2 of %3 left, until %4")
                         .arg(known.limit.resource, QLocale().toString(known.limit.remaining),
                              QLocale().toString(known.limit.limit),
                              QLocale().toString(known.limit.reset.toLocalTime().time(),
                                                 QLocale::ShortFormat));
    }
    return parts.isEmpty() ? tr("Its budget is not known yet.")
                           : tr("Its own budget: %1").arg(parts.join("; "_L1));
}

} // namespace sluice
