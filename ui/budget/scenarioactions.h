// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background.h"
#include "budget/scenariomodel.h"

#include <QObject>

class QAction;
class QWidget;

namespace sluice {

class BudgetDocument;

/// What can be done with scenarios: save, rename, duplicate, remove, bring in from a file and
/// write to one. GUI thread; files of others are read and written away from it.
class ScenarioActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScenarioActions)

public:
    /// `window` is what dialogs belong to.
    ScenarioActions(BudgetDocument &document, ScenarioModel &scenarios, QWidget *window);

    [[nodiscard]] QList<QAction *> all() const;
    void reload(); ///< what others may have written into the folder
    void importFile(const QString &path); ///< into the library, and onto the page
    void exportFile(const QString &path);
    void takeBack(); ///< what was removed last

    QAction *save;
    QAction *saveAs;
    QAction *rename;
    QAction *duplicate;
    QAction *remove;
    QAction *importFrom;
    QAction *exportTo;

signals:
    void failed(const sluice::Error &error);
    void done(const QString &sentence, bool canBeTakenBack);

private:
    void connectAll();
    void follow();
    [[nodiscard]] const LibraryEntry *own() const; ///< null: it is built in, or not saved
    void saveNow();
    void askForName();
    void askForNewName();
    void duplicateNow();
    void removeNow();
    void askForFile(bool isToBeWritten);
    void takeUnlessChanged(const ScenarioLibrary &library, int seen);
    void load(const QString &name);

    BudgetDocument &m_document;
    ScenarioModel &m_scenarios;
    QWidget *m_window;
    Scenario m_removed;
    int m_changes = 0; ///< of the library: what is read meanwhile is too old
    Background m_background; ///< the last member: its work ends before the rest goes
};

} // namespace sluice
