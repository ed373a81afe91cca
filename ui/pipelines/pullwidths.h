// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QFontMetrics;

namespace sluice {

class PullsModel;

/// How wide a column of the matrix is while nobody has chosen a width: as the longest word that can
/// stand in it; names and titles have a part of the line.
[[nodiscard]] int usualWidth(const PullsModel &model, int column, const QFontMetrics &metrics);

} // namespace sluice
