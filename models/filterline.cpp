// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "filterline.h"

namespace sluice {
using namespace Qt::StringLiterals;

bool FilterWord::isPair() const
{
    return colon > 0 && !QStringView(text).sliced(colon).startsWith("://"_L1);
}

Result<QList<FilterWord>> filterWords(QStringView line)
{
    QList<FilterWord> found;
    qsizetype at = 0;
    while (at < line.size()) {
        if (line[at].isSpace()) {
            ++at;
            continue;
        }
        FilterWord word{.text = {}, .colon = -1, .from = at, .to = at};
        bool isQuoted = false;
        for (; at < line.size() && (isQuoted || !line[at].isSpace()); ++at) {
            if (line[at] == u'"') {
                isQuoted = !isQuoted;
                continue;
            }
            if (line[at] == u':' && !isQuoted && word.colon < 0)
                word.colon = word.text.size();
            word.text += line[at];
        }
        if (isQuoted)
            return failure(Cause::Invalid, u"The quote in the filter is not closed: add a \"."_s);
        word.to = at;
        found += word;
    }
    return found;
}

QStringList filterAlternatives(const QString &value)
{
    return value.split(u',', Qt::SkipEmptyParts);
}

} // namespace sluice
