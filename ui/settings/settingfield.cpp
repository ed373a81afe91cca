// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingfield.h"

#include "hintlabel.h"
#include "problemlabel.h"
#include "settings/settingtitles.h"
#include "wheelguard.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

SettingField::SettingField(const SettingInfo &info, QWidget *parent)
    : QWidget(parent)
    , m_key(info.key)
    , m_title(settingTitle(info))
    , m_problem(new ProblemLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 4);
    column->setSpacing(2);
    m_edit = makeEdit(info);
    m_edit->setObjectName(info.key);
    const bool isAtOnce = takesEffectAtOnce(info.key);
    const QString effect = isAtOnce ? tr("Takes effect at once.")
                                    : tr("Takes effect when the importer starts again.");
    m_edit->setToolTip(tr("%1 %2 In sluice.conf: %3.").arg(info.description, effect, info.key));
    m_edit->setAccessibleDescription(info.description);
    auto *row = new QHBoxLayout;
    row->addWidget(m_edit, 1);
    if (isDirectorySetting(info.key))
        row->addWidget(makeChooseButton());
    if (!info.unit.isEmpty())
        row->addWidget(new QLabel(info.unit, this));
    const QString hint = isAtOnce ? QString(info.description % u' ' % effect) : info.description;
    m_problem->setObjectName(QString(info.key % u".problem"));
    column->addLayout(row);
    column->addWidget(new HintLabel(hint, this));
    column->addWidget(m_problem);
}

QWidget *SettingField::makeEdit(const SettingInfo &info)
{
    if (!info.choices.isEmpty()) {
        auto *box = new QComboBox(this);
        box->addItems(info.choices);
        new WheelGuard(box);
        connect(box, &QComboBox::currentTextChanged, this, &SettingField::changed);
        return box;
    }
    auto *line = new QLineEdit(this);
    line->setPlaceholderText(info.defaultValue);
    connect(line, &QLineEdit::textChanged, this, &SettingField::changed);
    return line;
}

QWidget *SettingField::makeChooseButton()
{
    auto *choose = new QPushButton(tr("Choose…"), this);
    choose->setAutoDefault(false);
    choose->setAccessibleName(tr("Choose: %1").arg(m_title));
    connect(choose, &QPushButton::clicked, this, [this] {
        auto *line = static_cast<QLineEdit *>(m_edit);
        auto *dialog = new QFileDialog(this, {}, line->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, line, &QLineEdit::setText);
        dialog->open();
    });
    return choose;
}

QString SettingField::value() const
{
    if (const auto *box = qobject_cast<const QComboBox *>(m_edit))
        return box->currentText();
    return static_cast<const QLineEdit *>(m_edit)->text().trimmed();
}

void SettingField::setValue(const QString &value)
{
    m_before = value;
    if (auto *box = qobject_cast<QComboBox *>(m_edit))
        box->setCurrentText(value);
    else
        static_cast<QLineEdit *>(m_edit)->setText(value);
}

void SettingField::say(const QString &problem) { m_problem->say(problem); }

} // namespace sluice
