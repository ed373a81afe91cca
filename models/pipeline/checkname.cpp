// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/checkname.h"

#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kArchitectures{"x86_64"_L1, "aarch64"_L1, "ppc64le"_L1, "s390x"_L1,
                                    "i386"_L1,   "i686"_L1,    "armhfp"_L1,  "riscv64"_L1,
                                    "ppc64"_L1,  "noarch"_L1};

std::optional<CheckKind> kindOf(const QString &job)
{
    if (job == "rpm-build"_L1 || job == "koji-build"_L1)
        return CheckKind::Build;
    return job == "testing-farm"_L1 ? std::optional(CheckKind::Test) : std::nullopt;
}

bool hasArchitecture(QStringView text)
{
    const QStringView end = text.sliced(text.lastIndexOf(u'-') + 1);
    return std::ranges::any_of(kArchitectures,
                               [end](QLatin1StringView name) { return end == name; });
}

} // namespace

bool isChrootName(QStringView text)
{
    const qsizetype last = text.lastIndexOf(u'-');
    const qsizetype before = last > 0 ? text.first(last).lastIndexOf(u'-') : -1;
    return before > 0 && last > before + 1 && last + 1 < text.size();
}

CheckName parseCheckName(const QString &name)
{
    const QStringList parts = name.split(u':');
    const auto kind = kindOf(parts.first());
    qsizetype at = 0; // of the chroot; an event may look like one, but for the architecture
    for (qsizetype i = 1; kind && i < parts.size(); ++i) {
        if (!isChrootName(parts.at(i)))
            continue;
        if (at == 0 || (!hasArchitecture(parts.at(at)) && hasArchitecture(parts.at(i))))
            at = i;
    }
    if (at == 0)
        return {};
    return {.kind = *kind, .chroot = parts.at(at), .identifier = parts.sliced(at + 1).join(u':')};
}

} // namespace sluice
