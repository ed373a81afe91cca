// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/limits.h"

#include <QWidget>

class QLabel;

namespace sluice {

class HintLabel;
class ShareBar;

/// What each limit allows, how much of it is used when the one that binds is spent, and which one
/// that is. GUI thread.
class LimitsList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LimitsList)

public:
    explicit LimitsList(QWidget *parent = nullptr);

    void setLimits(const std::array<LimitAnswer, kLimitCount> &limits);

private:
    struct Line
    {
        QLabel *name;
        ShareBar *bar;
        QLabel *prs;
        HintLabel *note;
    };
    void showLine(const Line &line, const LimitAnswer &limit,
                  const std::optional<LimitAnswer> &binding);

    std::array<Line, kLimitCount> m_lines;
};

} // namespace sluice
