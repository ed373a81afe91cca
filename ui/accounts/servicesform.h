// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background.h"
#include "settings/settings.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace sluice {

class WishDesk;

/// The Copr and the Testing Farm that driven pull requests are built and tested with: what the
/// settings say, and what the services say of it. GUI thread.
class ServicesForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServicesForm)

public:
    /// The desk must outlive it.
    ServicesForm(WishDesk &desk, const QString &dataDirectory, QWidget *parent = nullptr);

    void load(); ///< the settings have changed

signals:
    void settingsRequested();

private:
    void fill(const Result<Settings> &settings);
    void check();

    WishDesk &m_desk;
    SettingsFile m_file;
    Background m_background;
    QLabel *m_copr;
    QLabel *m_farm;
    QLabel *m_coprSays;
    QLabel *m_farmSays;
    QPushButton *m_check;
};

} // namespace sluice
