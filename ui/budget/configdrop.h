// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background.h"
#include "budget/configlevers.h"

#include <QObject>

class QAction;
class QWidget;

namespace sluice {

/// Takes files that were dropped or chosen: Packit configurations are read here, scenarios are
/// handed on. What a file holds decides, not only its name. GUI thread; reads away from it.
class ConfigDrop final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfigDrop)

public:
    /// `window` is what dialogs belong to.
    explicit ConfigDrop(QWidget *window);

    void take(const QString &path);

    QAction *readFrom; ///< asks for a file

signals:
    void read(const sluice::ConfigBudget &config);
    void scenarioFound(const QString &path);
    void failed(const sluice::Error &error);

private:
    void askForFile();

    QWidget *m_window;
    Background m_background; ///< the last member: its work ends before the rest goes
};

} // namespace sluice
