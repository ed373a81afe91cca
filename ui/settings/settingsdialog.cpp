// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingsdialog.h"

#include "github/watchrules.h"
#include "hintlabel.h"
#include "problemlabel.h"
#include "settings/settingfield.h"
#include "settings/settingtitles.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

SettingsDialog::SettingsDialog(const QString &dataDirectory, QWidget *parent)
    : QDialog(parent)
    , m_file(dataDirectory)
    , m_tabs(new QTabWidget(this))
    , m_note(new HintLabel({}, this))
    , m_problem(new ProblemLabel(this))
{
    setWindowTitle(tr("Settings"));
    addTabs();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    m_save = buttons->button(QDialogButtonBox::Save);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_tabs, 1);
    column->addWidget(m_note);
    column->addWidget(m_problem);
    column->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 105, fontMetrics().height() * 34);
    m_tabs->setEnabled(false);
    m_save->setEnabled(false);
    follow();
    load();
}

void SettingsDialog::addTabs()
{
    QHash<QString, QFormLayout *> forms;
    const QList<SettingInfo> known = SettingsFile::known();
    for (const SettingInfo &info : known) {
        const QString title = settingTabTitle(info.key);
        QFormLayout *&form = forms[title];
        if (!form) {
            auto *page = new QWidget(this);
            form = new QFormLayout(page);
            form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
            form->setRowWrapPolicy(QFormLayout::DontWrapRows);
            auto *scroll = new QScrollArea(this);
            scroll->setWidget(page);
            scroll->setWidgetResizable(true);
            scroll->setFrameShape(QFrame::NoFrame);
            scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
            m_tabs->addTab(scroll, title);
        }
        int tab = 0;
        while (m_tabs->tabText(tab) != title)
            ++tab;
        addField(form, info, tab);
        if (info.key == "frontend.url"_L1)
            addPassword(form);
    }
}

void SettingsDialog::addField(QFormLayout *form, const SettingInfo &info, int tab)
{
    auto *field = new SettingField(info, this);
    connect(field, &SettingField::changed, this, &SettingsDialog::follow);
    auto *label = new QLabel(field->title(), this);
    label->setBuddy(field->edit());
    form->addRow(label, field);
    m_fields += Field{.field = field, .tab = tab};
}

void SettingsDialog::addPassword(QFormLayout *form)
{
    auto *cell = new QWidget(this);
    auto *column = new QVBoxLayout(cell);
    column->setContentsMargins(0, 0, 0, 4);
    column->setSpacing(2);
    m_password = new QLineEdit(cell);
    m_password->setObjectName(u"password"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setPlaceholderText(tr("leave empty to keep it as it is"));
    auto *hint = new HintLabel({}, cell);
    const bool hasKeyring = SecretStore::isAvailable();
    m_password->setEnabled(hasKeyring);
    hint->setText(hasKeyring ? tr("Kept in the desktop's keyring, never in sluice.conf.")
                             : tr("There is no keyring here: name a password file below instead."));
    column->addWidget(m_password);
    column->addWidget(hint);
    auto *label = new QLabel(tr("Frontend password"), this);
    label->setBuddy(m_password);
    form->addRow(label, cell);
    connect(m_password, &QLineEdit::textChanged, this, &SettingsDialog::follow);
}

void SettingsDialog::load()
{
    QStringList keys;
    for (const Field &each : std::as_const(m_fields))
        keys += each.field->key();
    m_background.run(
            [file = m_file, keys](std::stop_token) -> Result<QStringList> {
                QStringList values;
                for (const QString &key : keys) {
                    auto value = file.value(key);
                    if (!value)
                        return std::unexpected(value.error());
                    values += *value;
                }
                return values;
            },
            this, [this](const Result<QStringList> &values) { fill(values); });
}

void SettingsDialog::fill(const Result<QStringList> &values)
{
    if (!values) {
        stop(values.error());
        m_save->setEnabled(false);
        return;
    }
    for (qsizetype i = 0; i < m_fields.size(); ++i)
        m_fields[i].field->setValue(values->at(i));
    m_tabs->setEnabled(true);
    m_save->setEnabled(true);
    follow();
    const auto wanted = std::ranges::find(m_fields, m_openAt,
                                          [](const Field &each) { return each.field->key(); });
    if (wanted != m_fields.end())
        goTo(*wanted);
}

QList<std::pair<QString, QString>> SettingsDialog::changes() const
{
    QList<std::pair<QString, QString>> changed;
    for (const Field &each : m_fields) {
        if (each.field->isChanged())
            changed.append({each.field->key(), each.field->value()});
    }
    return changed;
}

void SettingsDialog::goTo(const Field &field) const
{
    m_tabs->setCurrentIndex(field.tab);
    QWidget *edit = field.field->edit();
    edit->setFocus();
    static_cast<QScrollArea *>(m_tabs->currentWidget())->ensureWidgetVisible(edit);
}

bool SettingsDialog::checkAll()
{
    const Field *first = nullptr;
    for (const Field &each : std::as_const(m_fields)) {
        const auto good = SettingsFile::check(each.field->key(), each.field->value());
        each.field->say(good ? QString() : withSettingTitles(good.error().what));
        if (!good && !first)
            first = &each;
    }
    if (!first)
        return true;
    goTo(*first);
    return false;
}

void SettingsDialog::accept()
{
    m_problem->say({});
    if (!m_tabs->isEnabled() || !checkAll())
        return;
    const auto values = changes();
    if (values.isEmpty() && !hasPassword()) {
        QDialog::accept();
        return;
    }
    setEnabled(false);
    save(values);
}

void SettingsDialog::save(const QList<std::pair<QString, QString>> &values)
{
    m_background.run(
            [file = m_file, values](std::stop_token) -> Result<Settings> {
                if (auto may = mayDrive(QFileInfo(file.path()).path(), values); !may)
                    return std::unexpected(may.error());
                if (auto written = SettingsFile(file).set(values); !written)
                    return std::unexpected(written.error());
                return file.load();
            },
            this,
            [this](const Result<Settings> &settings) {
                if (settings)
                    savePassword(*settings);
                else
                    refuse(settings.error());
            });
}

/// Beside the field that the sentence begins with, if there is one.
void SettingsDialog::refuse(const Error &error)
{
    const auto found = std::ranges::find_if(m_fields, [&error](const Field &each) {
        return error.what.startsWith(each.field->key() + ": "_L1);
    });
    if (found == m_fields.end()) {
        stop(error);
        return;
    }
    setEnabled(true);
    QString sentence = error.what.sliced(found->field->key().size() + 2); // it stands at the field
    sentence[0] = sentence[0].toUpper();
    found->field->say(withSettingTitles(sentence));
    goTo(*found);
}

void SettingsDialog::savePassword(const Settings &settings)
{
    const QByteArray password = m_password ? m_password->text().toUtf8() : QByteArray();
    if (password.isEmpty()) {
        finish(settings);
        return;
    }
    if (settings.frontend.isEmpty()) {
        stop(Error{.cause = Cause::Invalid,
                   .what = tr("A password needs a Copr frontend: fill in its URL first.")});
        return;
    }
    m_secrets.write(SecretStore::frontendKey(settings.frontend), password, this,
                    [this, settings](const Result<void> &written) {
                        if (written)
                            finish(settings);
                        else
                            stop(written.error());
                    });
}

void SettingsDialog::finish(const Settings &settings)
{
    emit saved(settings, isRestartNeeded());
    QDialog::accept();
}

void SettingsDialog::stop(const Error &error)
{
    setEnabled(true);
    const QString what = withSettingTitles(error.what);
    m_problem->say(error.detail.isEmpty() ? what : QString(what % u" (" % error.detail % u')'));
}

bool SettingsDialog::hasPassword() const { return m_password && !m_password->text().isEmpty(); }

bool SettingsDialog::isRestartNeeded() const
{
    return hasPassword() || !std::ranges::all_of(changes(), [](const auto &change) {
               return takesEffectAtOnce(change.first);
           });
}

void SettingsDialog::follow()
{
    if (!m_tabs->isEnabled() || (changes().isEmpty() && !hasPassword()))
        m_note->setText(tr("Kept in %1.").arg(m_file.path()));
    else if (isRestartNeeded())
        m_note->setText(tr("Saving starts the importer of this window again with the new settings; "
                           "running imports finish or return to the queue. An importer that "
                           "another program runs uses them when it starts next."));
    else
        m_note->setText(tr("Saving takes effect at once, whatever program runs the importer."));
}

} // namespace sluice
