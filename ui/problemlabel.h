// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace sluice {

/// The sentence beside a field that says what is wrong with it. Hidden while nothing is. GUI
/// thread.
class ProblemLabel final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProblemLabel)

public:
    explicit ProblemLabel(QWidget *parent = nullptr);

    void say(const QString &problem); ///< nothing is wrong when empty

protected:
    void changeEvent(QEvent *event) override;

private:
    void followPalette();
};

} // namespace sluice
