// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/importdialog.h"

#include "icons.h"
#include "problemlabel.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;
using Field = ImportProblem::Field;

ImportDialog::ImportDialog(const ImportForm &last, QString submitter, QWidget *parent)
    : QDialog(parent)
    , m_submitter(std::move(submitter))
    , m_inputs(new QPlainTextEdit(last.inputs.join(u'\n'), this))
    , m_owner(new QLineEdit(last.owner, this))
    , m_project(new QLineEdit(last.project, this))
    , m_branches(new QLineEdit(last.branches, this))
    , m_package(new QLineEdit(last.package, this))
    , m_format(new QComboBox(this))
{
    setWindowTitle(tr("Import Packages"));
    m_inputs->setTabChangesFocus(true);
    m_inputs->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_inputs->setPlaceholderText(tr(
            "One per line: https://example.org/hello-1-1.src.rpm or /home/me/hello-1-1.src.rpm"));
    m_inputs->setMinimumSize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 7);
    m_package->setPlaceholderText(tr("the name in each package"));
    m_branches->setToolTip(
            tr("Branches to import to, with blanks or commas between; the first one is the base"));
    m_format->addItem(tr("copr: as Copr's dist-git writes it"), static_cast<int>(Format::Copr));
    m_format->addItem(tr("fedora: as Fedora's dist-git writes it"),
                      static_cast<int>(Format::Fedora));
    m_format->setCurrentIndex(m_format->findData(static_cast<int>(last.format)));

    auto *files = new QPushButton(icons::themed(u"document-open"_s, u"folder"_s), tr("Add &Files…"),
                                  this);
    files->setAutoDefault(false);
    connect(files, &QPushButton::clicked, this, &ImportDialog::addFiles);
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addField(form, Field::Inputs, tr("&Source packages"), m_inputs);
    auto *row = new QHBoxLayout;
    row->addWidget(files);
    row->addStretch();
    form->addRow({}, row);
    addField(form, Field::Owner, tr("&Owner"), m_owner);
    addField(form, Field::Project, tr("&Project"), m_project);
    addField(form, Field::Branches, tr("&Branches"), m_branches);
    addField(form, Field::Package, tr("Pac&kage"), m_package);
    form->addRow(tr("Fo&rmat"), m_format);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_import = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
    m_import->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &ImportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ImportDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(buttons);
    setTabOrder(m_inputs, files);
    connect(m_inputs, &QPlainTextEdit::textChanged, this, &ImportDialog::follow);
    follow();
}

void ImportDialog::addField(QFormLayout *form, Field field, const QString &label, QWidget *edit)
{
    auto *problem = new ProblemLabel(this);
    m_problems.insert(field, problem);
    m_fields.insert(field, edit);
    form->addRow(label, edit);
    form->addRow({}, problem);
}

ImportForm ImportDialog::request() const
{
    return {.inputs = inputLines(m_inputs->toPlainText()),
            .owner = m_owner->text().trimmed(),
            .project = m_project->text().trimmed(),
            .branches = m_branches->text().trimmed(),
            .package = m_package->text().trimmed(),
            .format = static_cast<Format>(m_format->currentData().toInt())};
}

void ImportDialog::accept()
{
    const auto tasks = tasksOf(request(), m_submitter);
    for (auto it = m_problems.cbegin(); it != m_problems.cend(); ++it) {
        const bool isIt = !tasks && tasks.error().field == it.key();
        static_cast<ProblemLabel *>(it.value())->say(isIt ? tasks.error().what : QString());
    }
    if (!tasks) {
        m_fields.value(tasks.error().field)->setFocus();
        return;
    }
    m_tasks = *tasks;
    QDialog::accept();
}

void ImportDialog::addFiles()
{
    auto *dialog = new QFileDialog(this, tr("Source Packages to Import"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Source packages (*.src.rpm *.nosrc.rpm)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &files) {
        m_inputs->setPlainText((inputLines(m_inputs->toPlainText()) + files).join(u'\n'));
    });
    dialog->open();
}

void ImportDialog::follow()
{
    const int count = static_cast<int>(inputLines(m_inputs->toPlainText()).size());
    m_import->setText(count > 1 ? tr("Import %n Packages", nullptr, count) : tr("Import"));
}

} // namespace sluice
