// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settingstable.h"
#include "settings/settingstext.h"

#include <QDir>

/// The rows that the table of settings is made of: by what their text is.
namespace sluice::settingkinds {
using namespace Qt::StringLiterals;

/// Two members deep: caps.* and limits.* stand in structs of their own.
template <typename Owner, typename Part, typename Value>
auto member(Part Owner::*part, Value Part::*value)
{
    return [part, value](auto &settings) -> auto & { return settings.*part.*value; };
}

template <typename Value> auto member(Value Settings::*value)
{
    return [value](auto &settings) -> auto & { return settings.*value; };
}

/// A member of Settings itself, or one reached otherwise.
template <typename Value> auto reached(Value Settings::*value) { return member(value); }
template <typename Access>
    requires(!std::is_member_pointer_v<Access>)
Access reached(Access access)
{
    return access;
}

template <typename Access>
SettingRow number(QLatin1StringView key, const char *description, const char *unit, Access access,
                  qint64 least, qint64 most, const QString &also = {})
{
    return {key,
            description,
            unit,
            u"a whole number from %1 to %2"_s.arg(least).arg(most) + also,
            [=](const QString &text, Settings &settings) {
                const auto read = readNumber(text, least, most);
                if (read)
                    access(settings)
                            = static_cast<std::remove_cvref_t<decltype(access(settings))>>(*read);
                return read.has_value();
            },
            [=](const Settings &settings) { return QString::number(access(settings)); }};
}

template <typename Access>
SettingRow bytes(QLatin1StringView key, const char *description, Access access, qint64 least = 1)
{
    return {key,
            description,
            "bytes",
            u"a number of bytes from %1 up, such as 4096, 500M or 2G"_s.arg(least),
            [=](const QString &text, Settings &settings) {
                const auto read = readBytes(text, least, 1LL << 60);
                if (read)
                    access(settings) = *read;
                return read.has_value();
            },
            [=](const Settings &settings) { return writeBytes(access(settings)); }};
}

template <typename Where>
SettingRow time(QLatin1StringView key, const char *description, const char *unit, Where where,
                qint64 least, qint64 most)
{
    const auto access = reached(where);
    return {key,
            description,
            unit,
            u"a whole number of %1 from %2 to %3"_s.arg(QLatin1StringView(unit))
                    .arg(least)
                    .arg(most),
            [=](const QString &text, Settings &settings) {
                const auto read = readNumber(text, least, most);
                if (read)
                    access(settings) = std::remove_cvref_t<decltype(access(settings))>(*read);
                return read.has_value();
            },
            [=](const Settings &settings) { return QString::number(access(settings).count()); }};
}

template <typename Where>
SettingRow text(QLatin1StringView key, const char *description, const QString &takes, Where where,
                bool (*isGood)(const QString &))
{
    const auto access = reached(where);
    return {key,
            description,
            "",
            takes,
            [=](const QString &written, Settings &settings) {
                if (!isGood(written))
                    return false;
                access(settings) = written;
                return true;
            },
            [=](const Settings &settings) { return access(settings); }};
}

inline SettingRow directory(QLatin1StringView key, const char *description,
                            QString Settings::*value)
{
    return {key,
            description,
            "",
            u"an absolute path"_s,
            [=](const QString &written, Settings &settings) {
                if (!isAbsolutePath(written))
                    return false;
                settings.*value = QDir::cleanPath(written);
                return true;
            },
            [=](const Settings &settings) { return settings.*value; }};
}

template <typename Where>
SettingRow list(QLatin1StringView key, const char *description, const QString &takes, Where where,
                bool (*isGood)(const QString &))
{
    const auto access = reached(where);
    return {key,
            description,
            "",
            takes,
            [=](const QString &written, Settings &settings) {
                const QStringList entries = readList(written);
                if (!std::ranges::all_of(entries, isGood))
                    return false;
                access(settings) = entries;
                return true;
            },
            [=](const Settings &settings) { return access(settings).join(", "_L1); }};
}

/// One of a few words.
template <typename Where>
SettingRow choice(QLatin1StringView key, const char *description, const QStringList &words,
                  Where where)
{
    const QString takes
            = words.first(words.size() - 1).join(", "_L1) % u" or "_s % words.constLast();
    const auto access = reached(where);
    return {key,
            description,
            "",
            takes,
            [=](const QString &written, Settings &settings) {
                if (!words.contains(written))
                    return false;
                access(settings) = written;
                return true;
            },
            [=](const Settings &settings) { return access(settings); },
            words};
}

} // namespace sluice::settingkinds
