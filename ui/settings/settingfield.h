// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settings.h"

#include <QWidget>

namespace sluice {

class ProblemLabel;

/// One setting of the dialog: a line or a choice, what it means, and what is wrong with it. GUI
/// thread.
class SettingField final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingField)

public:
    explicit SettingField(const SettingInfo &info, QWidget *parent = nullptr);

    [[nodiscard]] QString key() const { return m_key; }
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] QWidget *edit() const { return m_edit; } ///< has the key as its object name
    [[nodiscard]] QString value() const;
    [[nodiscard]] bool isChanged() const { return value() != m_before; }
    void setValue(const QString &value); ///< as the file has it
    void say(const QString &problem); ///< nothing is wrong when empty

signals:
    void changed();

private:
    QWidget *makeEdit(const SettingInfo &info);
    QWidget *makeChooseButton();

    QString m_key;
    QString m_title;
    QString m_before; ///< as the file has it
    QWidget *m_edit = nullptr;
    ProblemLabel *m_problem = nullptr;
};

} // namespace sluice
