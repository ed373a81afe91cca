// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/task.h"

#include <QColor>
#include <QIcon>
#include <QPalette>

/// Sluice's own drawings, in the colour of the text around them or of a state, light and dark.
namespace sluice::icons {

/// A drawing of resources/icons in the colour of the text.
[[nodiscard]] QIcon own(const QString &name);
/// The desktop theme's icon; where it has none, our own.
[[nodiscard]] QIcon themed(const QString &themeName, const QString &name);
[[nodiscard]] QIcon forState(State state);
[[nodiscard]] QIcon inColor(const QString &name, const QColor &light, const QColor &dark);
[[nodiscard]] QIcon program();

[[nodiscard]] bool isDark(const QPalette &palette);
[[nodiscard]] QColor stateColor(State state, const QPalette &palette);
[[nodiscard]] QColor warningColor(const QPalette &palette);
/// `share` of one colour over another, 0 to 1.
[[nodiscard]] QColor mixed(const QColor &over, const QColor &under, double share);

} // namespace sluice::icons
