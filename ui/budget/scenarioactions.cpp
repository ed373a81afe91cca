// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenarioactions.h"

#include "budget/budgetdocument.h"
#include "budget/scenariodialog.h"
#include "icons.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QAction *make(const QString &text, const QString &toolTip, QObject *parent,
              const QKeySequence &shortcut = {})
{
    auto *action = new QAction(text, parent);
    action->setToolTip(toolTip);
    action->setShortcut(shortcut);
    return action;
}

} // namespace

ScenarioActions::ScenarioActions(BudgetDocument &document, ScenarioModel &scenarios,
                                 QWidget *window)
    : QObject(window)
    , save(make(tr("&Save Scenario"), tr("Keep the settings under the scenario's name"), this,
                QKeySequence(QKeySequence::Save)))
    , saveAs(make(tr("Save Scenario &As…"), tr("Keep the settings under another name"), this,
                  QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)))
    , rename(make(tr("Re&name Scenario…"), tr("Give a scenario of your own another name"), this,
                  QKeySequence(Qt::Key_F2)))
    , duplicate(make(tr("&Duplicate Scenario"), tr("Copy it, to be changed"), this,
                     QKeySequence(Qt::CTRL | Qt::Key_D)))
    , remove(make(tr("Re&move Scenario"), tr("Remove a scenario of your own"), this))
    , importFrom(make(tr("&Import Scenario…"), tr("Take a scenario from a file"), this,
                      QKeySequence(QKeySequence::Open)))
    , exportTo(make(tr("&Export Scenario…"), tr("Write the settings to a file, to be passed on"),
                    this))
    , m_document(document)
    , m_scenarios(scenarios)
    , m_window(window)
{
    save->setIcon(icons::themed(u"document-save"_s, u"save"_s));
    connectAll();
    follow();
}

QList<QAction *> ScenarioActions::all() const
{
    return {save, saveAs, rename, duplicate, remove, importFrom, exportTo};
}

void ScenarioActions::connectAll()
{
    connect(save, &QAction::triggered, this, &ScenarioActions::saveNow);
    connect(saveAs, &QAction::triggered, this, &ScenarioActions::askForName);
    connect(rename, &QAction::triggered, this, &ScenarioActions::askForNewName);
    connect(duplicate, &QAction::triggered, this, &ScenarioActions::duplicateNow);
    connect(remove, &QAction::triggered, this, &ScenarioActions::removeNow);
    connect(importFrom, &QAction::triggered, this, [this] { askForFile(false); });
    connect(exportTo, &QAction::triggered, this, [this] { askForFile(true); });
    connect(&m_document, &BudgetDocument::scenarioChanged, this, &ScenarioActions::follow);
    for (const auto signal :
         {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(&m_scenarios, signal, this, &ScenarioActions::follow);
        connect(&m_scenarios, signal, this, [this] { ++m_changes; });
    }
    connect(&m_scenarios, &QAbstractItemModel::dataChanged, this, [this] { ++m_changes; });
}

const LibraryEntry *ScenarioActions::own() const
{
    const LibraryEntry *entry = m_scenarios.library().find(m_document.current().name);
    return entry && !entry->isBuiltIn() ? entry : nullptr;
}

void ScenarioActions::follow()
{
    const bool isOwn = own();
    save->setEnabled(!isOwn || m_document.isChanged());
    save->setText(isOwn ? tr("&Save Scenario") : tr("&Save Scenario…"));
    rename->setEnabled(isOwn);
    remove->setEnabled(isOwn);
}

void ScenarioActions::saveNow()
{
    if (!own()) {
        askForName();
        return;
    }
    if (const auto saved = m_scenarios.save(m_document.current()); !saved) {
        emit failed(saved.error());
        return;
    }
    m_document.setSaved(m_document.current().name, m_document.current().caption);
    emit done(tr("Saved \"%1\".").arg(m_document.current().name), false);
}

void ScenarioActions::askForName()
{
    const Scenario &now = m_document.current();
    auto *dialog = new ScenarioDialog(
            tr("Save Scenario"), m_scenarios.library().freeName(now.name),
            [this](const QString &name, const QString &caption) {
                if (m_scenarios.library().find(name))
                    return tr("There is a scenario \"%1\" already: choose another name.").arg(name);
                const Scenario named{
                        .name = name, .caption = caption, .settings = m_document.settings()};
                if (const auto saved = m_scenarios.save(named); !saved)
                    return saved.error().what;
                m_document.setSaved(name, caption);
                emit done(tr("Saved \"%1\".").arg(name), false);
                return QString();
            },
            m_window);
    dialog->askForCaption(now.caption);
    dialog->open();
}

void ScenarioActions::askForNewName()
{
    auto *dialog = new ScenarioDialog(
            tr("Rename Scenario"), m_document.current().name,
            [this](const QString &name, const QString &) {
                const QString before = m_document.current().name;
                const auto renamed = m_scenarios.rename(before, name);
                if (!renamed)
                    return renamed.error().what;
                m_document.setName(name);
                return QString();
            },
            m_window);
    dialog->open();
}

void ScenarioActions::duplicateNow()
{
    // What is changed and not saved goes into the copy, too.
    Scenario copy = m_document.current();
    copy.name = m_scenarios.library().freeName(copy.name);
    if (const auto saved = m_scenarios.save(copy); !saved)
        emit failed(saved.error());
    else
        load(copy.name);
}

void ScenarioActions::removeNow()
{
    const QString name = m_document.current().name;
    const LibraryEntry *entry = own();
    if (!entry)
        return;
    m_removed = entry->scenario;
    if (const auto removed = m_scenarios.remove(name); !removed)
        emit failed(removed.error());
    else
        emit done(tr("Removed \"%1\"; its settings stay on the page.").arg(name), true);
}

void ScenarioActions::takeBack()
{
    if (const auto saved = m_scenarios.save(m_removed); !saved)
        emit failed(saved.error());
    follow();
}

void ScenarioActions::askForFile(bool isToBeWritten)
{
    auto *dialog = new QFileDialog(m_window,
                                   isToBeWritten ? tr("Export Scenario") : tr("Import Scenario"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(isToBeWritten ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(isToBeWritten ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Scenarios (*.json)"), tr("All files (*)")});
    dialog->setDefaultSuffix(u"json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, isToBeWritten](const QString &path) {
        if (isToBeWritten)
            exportFile(path);
        else
            importFile(path);
    });
    dialog->open();
}

void ScenarioActions::reload()
{
    m_background.run([folder = m_scenarios.library().folder()](
                             const std::stop_token &) { return ScenarioLibrary(folder); },
                     this,
                     [this, seen = m_changes](const ScenarioLibrary &library) {
                         takeUnlessChanged(library, seen);
                     });
}

void ScenarioActions::takeUnlessChanged(const ScenarioLibrary &library, int seen)
{
    if (seen == m_changes)
        m_scenarios.take(library);
    else
        reload(); // something was saved meanwhile
}

void ScenarioActions::importFile(const QString &path)
{
    m_background.run(
            [folder = m_scenarios.library().folder(), path](const std::stop_token &) {
                ScenarioLibrary library(folder);
                auto name = library.importFile(path);
                return std::pair(std::move(library), std::move(name));
            },
            this,
            [this, seen = m_changes](const std::pair<ScenarioLibrary, Result<QString>> &imported) {
                const auto &[library, name] = imported;
                takeUnlessChanged(library, seen);
                if (!name) {
                    emit failed(name.error());
                    return;
                }
                if (const LibraryEntry *entry = library.find(*name))
                    m_document.load(entry->scenario);
                emit done(tr("Imported \"%1\".").arg(*name), false);
            });
}

void ScenarioActions::exportFile(const QString &path)
{
    m_background.run([now = m_document.current(),
                      path](const std::stop_token &) { return writeScenario(now, path); },
                     this,
                     [this, path](const Result<void> &written) {
                         if (written)
                             emit done(tr("Wrote %1.").arg(QDir::toNativeSeparators(path)), false);
                         else
                             emit failed(written.error());
                     });
}

void ScenarioActions::load(const QString &name)
{
    const LibraryEntry *entry = m_scenarios.library().find(name);
    if (entry && !entry->error)
        m_document.load(entry->scenario);
}

} // namespace sluice
