// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QList>
#include <QString>

namespace sluice {

/// One blank-separated piece of a filter line; quotes keep blanks in it and take no part in its
/// text.
struct FilterWord
{
    QString text;
    qsizetype colon = -1; ///< of the first colon outside quotes
    qsizetype from = 0; ///< where it stands in the line
    qsizetype to = 0;

    [[nodiscard]] bool isPair() const; ///< "key:value"; an address is no key called "https"
    [[nodiscard]] QString key() const { return text.first(colon).toLower(); } ///< of a pair
    [[nodiscard]] QString value() const { return text.sliced(colon + 1); }
};

[[nodiscard]] Result<QList<FilterWord>> filterWords(QStringView line);

/// A value with commas between alternatives.
[[nodiscard]] QStringList filterAlternatives(const QString &value);

} // namespace sluice
