// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace sluice {

/// Text that explains, a shade quieter than what it explains, and still easy to read. GUI thread.
class HintLabel final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HintLabel)

public:
    explicit HintLabel(const QString &text = {}, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void followPalette();
};

} // namespace sluice
