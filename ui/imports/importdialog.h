// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/importform.h"

#include <QDialog>
#include <QHash>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace sluice {

/// Asks which packages to import and where to. It does not close while something in it makes no
/// sense; what that is stands beside the field. GUI thread.
class ImportDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ImportDialog)

public:
    ImportDialog(const ImportForm &last, QString submitter, QWidget *parent = nullptr);

    [[nodiscard]] ImportForm request() const;
    [[nodiscard]] const QList<NewTask> &tasks() const { return m_tasks; } ///< once accepted

public slots:
    void accept() override;

private:
    void addField(QFormLayout *form, ImportProblem::Field field, const QString &label,
                  QWidget *edit);
    void addFiles();
    void follow();

    QString m_submitter;
    QPlainTextEdit *m_inputs;
    QLineEdit *m_owner;
    QLineEdit *m_project;
    QLineEdit *m_branches;
    QLineEdit *m_package;
    QComboBox *m_format;
    QPushButton *m_import = nullptr;
    QHash<ImportProblem::Field, QLabel *> m_problems;
    QHash<ImportProblem::Field, QWidget *> m_fields;
    QList<NewTask> m_tasks;
};

} // namespace sluice
