// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <string>
#include <utility>
#include <vector>

namespace sluice {

/// A shell pattern by the rules of Python's `fnmatch.fnmatch` on POSIX: `*`, `?`, `[seq]`,
/// `[!seq]`, all of a name must match, case counts, `*` also matches `/`. Bytes that are not UTF-8
/// count as one character each. A value.
class ShellPattern final
{
public:
    explicit ShellPattern(QByteArrayView pattern);

    [[nodiscard]] bool matches(QByteArrayView name) const { return matches(decoded(name)); }
    [[nodiscard]] bool matches(const std::u32string &name) const;

    /// The characters of a name, for matching one name with many patterns.
    [[nodiscard]] static std::u32string decoded(QByteArrayView name);
    /// A pattern without special characters matches its own bytes and nothing else.
    [[nodiscard]] static bool isLiteral(QByteArrayView pattern);

private:
    /// One `*`, `?`, bracket or plain character.
    struct Part
    {
        bool isStar = false;
        bool isNegated = false;
        std::vector<std::pair<char32_t, char32_t>> ranges;

        [[nodiscard]] bool matches(char32_t c) const;
    };
    [[nodiscard]] static Part bracket(const std::u32string &content);

    std::vector<Part> m_parts;
};

} // namespace sluice
