// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QSlider;
class QSpinBox;

namespace sluice {

/// How many packages are imported at once: a slider and a number that agree. GUI thread.
class ThreadsBox final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ThreadsBox)

public:
    explicit ThreadsBox(QWidget *parent = nullptr);

    /// What the store says; ignored while somebody is moving the slider.
    void setThreads(int threads);
    [[nodiscard]] int threads() const;

signals:
    void threadsChosen(int threads); ///< by a person, once they have come to rest

private:
    QSlider *m_slider;
    QSpinBox *m_number;
    QTimer m_rest;
};

} // namespace sluice
