// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>

namespace sluice {

/// The elements of a JSON array as raw text, found by brackets and quotes alone, so that one that
/// is not JSON hides no other. The views point into the text.
struct JsonArray
{
    bool isArray = false; ///< it begins as one
    bool isWhole = false; ///< it also ends as one, and nothing follows
    QList<QByteArrayView> elements; ///< an element that breaks off is left out
};

[[nodiscard]] JsonArray splitJsonArray(QByteArrayView json);

} // namespace sluice
