// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace sluice {

/// A bar that is filled to a share; strong where it matters. GUI thread.
class ShareBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShareBar)

public:
    /// `what` is used: "Points per minute".
    explicit ShareBar(QString what, QWidget *parent = nullptr);

    void setShare(double share, bool isStrong);
    [[nodiscard]] double share() const { return std::max(m_share, 0.0); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_what;
    double m_share = -1; ///< until it is set
    bool m_isStrong = false;
};

} // namespace sluice
