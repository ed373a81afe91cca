// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background.h"

#include <QPlainTextEdit>
#include <QTimer>

namespace sluice {

/// The end of one log file, followed while it grows. The file is read on another thread. GUI
/// thread.
class LogView final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogView)

public:
    explicit LogView(Background &background, QWidget *parent = nullptr);

    /// An empty path shows nothing. `isGrowing`: look again every second.
    void setFile(const QString &path, bool isGrowing);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void read();
    void take(const QString &path, const QString &text);

    Background &m_background;
    QString m_path;
    QString m_text;
    bool m_isGrowing = false;
    bool m_isReading = false;
    QTimer m_timer;
};

} // namespace sluice
