// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settings.h"

#include <functional>

namespace sluice {

[[nodiscard]] QString
settingTitle(const SettingInfo &info); ///< "Git repositories"; the key where none is known
/// The sentence with what `shown` makes of each setting for its key, which no one sees in a window.
[[nodiscard]] QString
withSettingTitles(QString sentence,
                  const std::function<QString(const SettingInfo &setting)> &shown);
/// The same with the titles in quotation marks.
[[nodiscard]] QString withSettingTitles(const QString &sentence);
[[nodiscard]] QString settingNamedIn(const QString &sentence); ///< a key; empty: it names none
[[nodiscard]] QString settingTabTitle(const QString &key); ///< the page of the dialog it stands on
[[nodiscard]] bool isDirectorySetting(const QString &key);
/// A running pool takes it from the queue; all others it reads when it starts.
[[nodiscard]] bool takesEffectAtOnce(const QString &key);

} // namespace sluice
