// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace sluice {

/// The bold line above a part of the ledger's page. GUI thread.
class LedgerTitle final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerTitle)

public:
    explicit LedgerTitle(const QString &text, QWidget *parent)
        : QLabel(text, parent)
    {
        QFont bold = font();
        bold.setBold(true);
        setFont(bold);
        setWordWrap(true);
    }
};

} // namespace sluice
