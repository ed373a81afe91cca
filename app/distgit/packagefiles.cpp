// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/packagefiles.h"

#include "distgit/shellpattern.h"

#include <QSet>

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr std::array<QByteArrayView, 6> kKept{"README.md",   "gating.yaml", "tests/*",
                                              "*.rpmlintrc", ".fmf/*",      "*.fmf"};

QByteArrayView withoutSlashes(QByteArrayView line)
{
    while (line.startsWith('/'))
        line = line.sliced(1);
    return line;
}

/// As Python reads text: CR LF and CR end a line like LF.
QList<QByteArray> linesOf(QByteArray text)
{
    text.replace("\r\n", "\n").replace('\r', '\n');
    QList<QByteArray> lines = text.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

} // namespace

QByteArray sourcesFile(const QList<StagedFile> &files, Format format)
{
    QByteArray text;
    for (const StagedFile &file : files) {
        if (format == Format::Copr)
            text += file.hash + "  " + file.name + '\n';
        else
            text += "SHA512 (" + file.name + ") = " + file.hash + '\n';
    }
    return text;
}

QByteArray withIgnored(const QByteArray &gitignore, const QList<QByteArray> &names)
{
    QList<QByteArray> lines = linesOf(gitignore);
    QSet<QByteArray> literal;
    std::vector<ShellPattern> patterns;
    const auto remember = [&](QByteArrayView line) {
        if (ShellPattern::isLiteral(line))
            literal << line.toByteArray();
        else
            patterns.emplace_back(line);
    };
    for (const QByteArray &line : std::as_const(lines))
        remember(withoutSlashes(line));
    bool isChanged = false;
    for (const QByteArray &name : names) {
        const auto characters = ShellPattern::decoded(name);
        if (literal.contains(name)
            || std::ranges::any_of(patterns, [&characters](const ShellPattern &pattern) {
                   return pattern.matches(characters);
               }))
            continue;
        lines << '/' + name;
        remember(name);
        isChanged = true;
    }
    return isChanged ? lines.join('\n') + '\n' : gitignore;
}

bool isKeptFile(const QByteArray &path)
{
    static const std::vector<ShellPattern> kept(kKept.begin(), kKept.end());
    const auto characters = ShellPattern::decoded(path);
    return std::ranges::any_of(kept, [&characters](const ShellPattern &pattern) {
        return pattern.matches(characters);
    });
}

} // namespace sluice
