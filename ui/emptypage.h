// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;

namespace sluice {

struct Error;

/// What a page shows in the place of a list that is empty: a picture, what it means, and buttons
/// for what to do next. GUI thread.
class EmptyPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyPage)

public:
    EmptyPage(const QString &icon, const QString &title, const QString &text,
              const QList<QAction *> &actions, QWidget *parent = nullptr);
    /// In the place of what could not be read: the sentence, and the detail it points to.
    EmptyPage(const QString &title, const Error &error, const QList<QAction *> &actions,
              QWidget *parent = nullptr);
};

} // namespace sluice
