// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/shellpattern.h"

#include <QString>

#include <algorithm>

namespace sluice {

namespace {

using Text = std::u32string;

/// Length of the UTF-8 sequence at the start of `bytes`, 1 where it is not one.
qsizetype sequenceLength(QByteArrayView bytes)
{
    const auto lead = static_cast<unsigned char>(bytes.front());
    const qsizetype length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    return length <= bytes.size() && bytes.first(length).isValidUtf8() ? length : 1;
}

/// Cuts "a-cx-z" into "a", "cx", "z": a range leads from the end of one piece to the start of the
/// next. A range that is empty ("z-a") goes, as Python has it.
std::vector<Text> pieces(const Text &content)
{
    std::vector<Text> cut;
    size_t start = 0;
    size_t from = content.front() == U'!' ? 2 : 1;
    for (size_t dash = content.find(U'-', from); dash != Text::npos;
         dash = content.find(U'-', from)) {
        cut.push_back(content.substr(start, dash - start));
        start = dash + 1;
        from = dash + 3;
    }
    if (start < content.size())
        cut.push_back(content.substr(start));
    else
        cut.back() += U'-';
    for (size_t i = cut.size() - 1; i > 0; --i) {
        if (cut[i - 1].back() > cut[i].front()) {
            cut[i - 1].pop_back();
            cut[i - 1] += cut[i].substr(1);
            cut.erase(cut.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    return cut;
}

} // namespace

std::u32string ShellPattern::decoded(QByteArrayView bytes)
{
    Text text;
    text.reserve(static_cast<size_t>(bytes.size()));
    while (!bytes.isEmpty()) {
        const qsizetype length = sequenceLength(bytes);
        const auto lead = static_cast<unsigned char>(bytes.front());
        if (length == 1)
            text += lead < 0x80 ? char32_t(lead) : char32_t(0xdc00 + lead); // as Python decodes it
        else
            text += QString::fromUtf8(bytes.first(length)).toStdU32String();
        bytes = bytes.sliced(length);
    }
    return text;
}

bool ShellPattern::isLiteral(QByteArrayView pattern)
{
    return std::ranges::none_of(pattern, [](char c) { return c == '*' || c == '?' || c == '['; });
}

bool ShellPattern::Part::matches(char32_t c) const
{
    const bool isIn = std::ranges::any_of(
            ranges, [c](const auto &range) { return range.first <= c && c <= range.second; });
    return isIn != isNegated;
}

ShellPattern::Part ShellPattern::bracket(const Text &content)
{
    std::vector<Text> cut = pieces(content);
    Part part;
    if (!cut.front().empty() && cut.front().front() == U'!') {
        part.isNegated = true;
        cut.front().erase(0, 1);
    }
    for (size_t i = 0; i < cut.size(); ++i) {
        const bool isRangeEnd = i > 0;
        const bool isRangeStart = i + 1 < cut.size();
        const size_t last = cut[i].size() - (isRangeStart ? 1 : 0);
        for (size_t k = isRangeEnd ? 1 : 0; k < last && k < cut[i].size(); ++k)
            part.ranges.emplace_back(cut[i][k], cut[i][k]);
        if (isRangeStart && !cut[i].empty())
            part.ranges.emplace_back(cut[i].back(), cut[i + 1].front());
    }
    return part;
}

ShellPattern::ShellPattern(QByteArrayView bytes)
{
    const Text pattern = decoded(bytes);
    for (size_t i = 0; i < pattern.size(); ++i) {
        const char32_t c = pattern[i];
        size_t close = Text::npos;
        if (c == U'[') {
            size_t from = i + 1;
            if (from < pattern.size() && pattern[from] == U'!')
                ++from;
            if (from < pattern.size() && pattern[from] == U']')
                ++from;
            close = pattern.find(U']', from);
        }
        if (close != Text::npos) {
            m_parts.push_back(bracket(pattern.substr(i + 1, close - i - 1)));
            i = close;
        } else if (c == U'*') {
            m_parts.push_back({.isStar = true, .isNegated = false, .ranges = {}});
        } else if (c == U'?') {
            m_parts.push_back({.isStar = false, .isNegated = true, .ranges = {}});
        } else {
            m_parts.push_back({.isStar = false, .isNegated = false, .ranges = {{c, c}}});
        }
    }
}

bool ShellPattern::matches(const Text &text) const
{
    size_t t = 0;
    size_t p = 0;
    size_t star = Text::npos; // the last one seen, and where its match ends so far: no recursion,
    size_t resume = 0; // so a hostile pattern costs at most text times pattern
    while (t < text.size()) {
        if (p < m_parts.size() && m_parts[p].isStar) {
            star = p++;
            resume = t;
        } else if (p < m_parts.size() && m_parts[p].matches(text[t])) {
            ++p;
            ++t;
        } else if (star != Text::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < m_parts.size() && m_parts[p].isStar)
        ++p;
    return p == m_parts.size();
}

} // namespace sluice
