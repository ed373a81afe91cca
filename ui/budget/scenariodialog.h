// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>

class QLineEdit;

namespace sluice {

class ProblemLabel;

/// Asks for a scenario's name and its caption; says in place why a name cannot be used. GUI
/// thread.
class ScenarioDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScenarioDialog)

public:
    /// `accept` gives a sentence when it cannot be done, and the dialog stays.
    using Accept = std::function<QString(const QString &name, const QString &caption)>;

    ScenarioDialog(const QString &title, const QString &name, Accept accept,
                   QWidget *parent = nullptr);
    void askForCaption(const QString &caption);

    void accept() override;

private:
    void say(const QString &problem);

    Accept m_accept;
    QLineEdit *m_name;
    QLineEdit *m_caption;
    ProblemLabel *m_problem;
};

} // namespace sluice
