// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "error.h"

#include <array>
#include <utility>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<Cause, QLatin1StringView>, 13> kCauses{{
        {Cause::Canceled, "canceled"_L1},
        {Cause::Network, "network"_L1},
        {Cause::Upstream, "upstream"_L1},
        {Cause::NotFound, "not found"_L1},
        {Cause::Forbidden, "forbidden"_L1},
        {Cause::TooLarge, "too large"_L1},
        {Cause::NotSourcePackage, "not a source package"_L1},
        {Cause::Corrupt, "corrupt"_L1},
        {Cause::UnsafeContent, "unsafe content"_L1},
        {Cause::Invalid, "invalid"_L1},
        {Cause::Git, "git"_L1},
        {Cause::StorageFull, "storage full"_L1},
        {Cause::Storage, "storage"_L1},
}};

constexpr std::array<std::pair<Who, QLatin1StringView>, 3> kWho{{
        {Who::Us, "us"_L1},
        {Who::Packager, "packager"_L1},
        {Who::Upstream, "upstream"_L1},
}};

template <typename Table, typename Key> QString nameIn(const Table &table, Key key)
{
    for (const auto &[value, name] : table) {
        if (value == key)
            return name;
    }
    return {};
}

template <typename Key, typename Table>
std::optional<Key> keyIn(const Table &table, QStringView wanted)
{
    for (const auto &[value, name] : table) {
        if (name == wanted)
            return value;
    }
    return {};
}

} // namespace

std::unexpected<Error> failure(Cause cause, QString what, QString detail, std::optional<Who> who)
{
    return std::unexpected(Error{.cause = cause,
                                 .what = std::move(what),
                                 .detail = std::move(detail),
                                 .who = who.value_or(whoMustAct(cause)),
                                 .retryAt = {}});
}

QString causeName(Cause cause) { return nameIn(kCauses, cause); }

std::optional<Cause> causeFromName(QStringView name) { return keyIn<Cause>(kCauses, name); }

QString whoName(Who who) { return nameIn(kWho, who); }

std::optional<Who> whoFromName(QStringView name) { return keyIn<Who>(kWho, name); }

Who whoMustAct(Cause cause)
{
    switch (cause) {
    case Cause::Upstream:
    case Cause::NotFound:
        return Who::Upstream;
    case Cause::TooLarge:
    case Cause::NotSourcePackage:
    case Cause::Corrupt:
    case Cause::UnsafeContent:
    case Cause::Invalid:
        return Who::Packager;
    case Cause::Canceled:
    case Cause::Network:
    case Cause::Forbidden:
    case Cause::Git:
    case Cause::StorageFull:
    case Cause::Storage:
        return Who::Us;
    }
    Q_UNREACHABLE_RETURN(Who::Us);
}

bool isTransient(Cause cause)
{
    return cause == Cause::Network || cause == Cause::Upstream || cause == Cause::Storage;
}

} // namespace sluice
