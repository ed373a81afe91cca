// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/configdrop.h"

#include "packit/chroottable.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostBytes = 1 << 20; // neither of the two may be longer

/// JSON without jobs is no configuration; what is called so means to be a scenario.
bool isScenario(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return path.endsWith(".json"_L1);
    const QJsonDocument json = QJsonDocument::fromJson(file.read(kMostBytes));
    return json.isObject() ? !json.object().contains("jobs"_L1) : path.endsWith(".json"_L1);
}

} // namespace

ConfigDrop::ConfigDrop(QWidget *window)
    : QObject(window)
    , readFrom(new QAction(tr("Read a Packit Con&figuration…"), this))
    , m_window(window)
{
    readFrom->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    readFrom->setToolTip(tr("Set what is built as a .packit.yaml says, and see what would save "
                            "calls in it"));
    connect(readFrom, &QAction::triggered, this, &ConfigDrop::askForFile);
}

void ConfigDrop::take(const QString &path)
{
    using Read = std::optional<Result<ConfigBudget>>;
    m_background.run(
            [path](const std::stop_token &) {
                return isScenario(path) ? Read()
                                        : Read(readConfigBudgetFile(path, ChrootTable::builtIn()));
            },
            this,
            [this, path](const Read &config) {
                if (!config)
                    emit scenarioFound(path);
                else if (*config)
                    emit read(**config);
                else
                    emit failed(config->error());
            });
}

void ConfigDrop::askForFile()
{
    auto *dialog = new QFileDialog(m_window, tr("Read a Packit Configuration"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setFilter(dialog->filter() | QDir::Hidden); // .packit.yaml
    dialog->setNameFilters({tr("Packit configurations (*.yaml *.yml)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ConfigDrop::take);
    dialog->open();
}

} // namespace sluice
