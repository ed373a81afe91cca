// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace sluice {

/// A title that folds what is below it away. GUI thread.
class FoldableGroup final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FoldableGroup)

public:
    /// `name` is what settings call it.
    FoldableGroup(const QString &name, const QString &title, QWidget *parent = nullptr);

    void add(QWidget *row);
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] int openWidth() const; ///< the least when it is open, whether it is or not
    void setOpen(bool isOpen);
    void setNote(const QString &note); ///< beside the title: "2 changed"

private:
    QString m_title;
    QToolButton *m_button;
    QWidget *m_content;
    QVBoxLayout *m_rows;
};

} // namespace sluice
