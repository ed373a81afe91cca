// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace sluice {

/// One sentence across the page, with at most one button: what went wrong, what was done, what
/// waits. Hidden until show…() is called. GUI thread.
class Banner final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Banner)

public:
    enum class Kind { Notice, Warning, Error };

    explicit Banner(QWidget *parent = nullptr);

    /// `action` is the button's text; none when empty. `isClosable`: it has a close button.
    void showText(Kind kind, const QString &text, const QString &action = {},
                  bool isClosable = true);
    [[nodiscard]] QString text() const;

signals:
    void actionClicked();
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QColor accent() const;

    Kind m_kind = Kind::Notice;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QToolButton *m_close;
};

} // namespace sluice
