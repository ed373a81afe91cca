// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/jsonarray.h"

namespace sluice {

namespace {

/// Where the string that opens at `at` ends: behind its closing quote, or -1.
qsizetype endOfString(QByteArrayView json, qsizetype at)
{
    for (++at; at < json.size(); ++at) {
        if (json[at] == '\\')
            ++at;
        else if (json[at] == '"')
            return at + 1;
    }
    return -1;
}

/// Where the element that begins at `at` ends: at the comma or bracket behind it, or -1.
qsizetype endOfElement(QByteArrayView json, qsizetype at)
{
    qsizetype depth = 0;
    while (at >= 0 && at < json.size()) {
        switch (json[at]) {
        case '"':
            at = endOfString(json, at);
            continue;
        case '{':
        case '[':
            ++depth;
            break;
        case '}':
        case ']':
            if (depth == 0)
                return at;
            --depth;
            break;
        case ',':
            if (depth == 0)
                return at;
            break;
        default:
            break;
        }
        ++at;
    }
    return -1;
}

} // namespace

JsonArray splitJsonArray(QByteArrayView json)
{
    json = json.trimmed();
    JsonArray array;
    if (!json.startsWith('['))
        return array;
    array.isArray = true;
    if (json.sliced(1).trimmed() == "]") {
        array.isWhole = true;
        return array;
    }
    for (qsizetype at = 1;;) {
        const qsizetype end = endOfElement(json, at);
        if (end < 0)
            return array;
        array.elements << json.sliced(at, end - at).trimmed();
        if (json[end] != ',') {
            array.isWhole = json[end] == ']' && end == json.size() - 1;
            return array;
        }
        at = end + 1;
    }
}

} // namespace sluice
