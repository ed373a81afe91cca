// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "breakable.h"

namespace sluice {

namespace {

constexpr int kLongestWord = 16;
constexpr QChar kZeroWidthSpace(0x200b);

} // namespace

QString breakable(const QString &text)
{
    QString broken;
    broken.reserve(text.size());
    int length = 0;
    for (const QChar letter : text) {
        // Never between the halves of a letter, nor before its accent.
        if (length >= kLongestWord && !letter.isLowSurrogate() && !letter.isMark()) {
            broken += kZeroWidthSpace;
            length = 0;
        }
        broken += letter;
        length = letter.isSpace() ? 0 : length + 1;
    }
    return broken;
}

} // namespace sluice
