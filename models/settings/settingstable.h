// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settings.h"

#include <functional>
#include <span>

namespace sluice {

/// One setting: how people see it, how its text becomes a value and a value its text. Everything
/// that is done with settings is driven by the table of these.
struct SettingRow
{
    QLatin1StringView key;
    const char *description;
    const char *unit;
    QString takes;
    std::function<bool(const QString &text, Settings &settings)> read; ///< false: makes no sense
    std::function<QString(const Settings &settings)> write;
    QStringList choices = {}; ///< all that it takes, where that is a few words
};

/// Every setting, in the order of the man page. Made once, never changed: any thread.
[[nodiscard]] std::span<const SettingRow> settingRows();
/// Null where there is no such setting.
[[nodiscard]] const SettingRow *settingRow(QStringView key);
/// The key that was probably meant; empty where none is near.
[[nodiscard]] QLatin1StringView nearestSetting(QStringView key);

} // namespace sluice
