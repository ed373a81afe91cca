// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <optional>

namespace sluice {

// The texts that settings take: each reader says no rather than guess.

/// A whole number of digits only, within the bounds.
[[nodiscard]] std::optional<qint64> readNumber(const QString &text, qint64 least, qint64 most);
/// A whole number with K, M, G or T (also KiB …) for powers of 1024, within the bounds.
[[nodiscard]] std::optional<qint64> readBytes(const QString &text, qint64 least, qint64 most);
/// "8G" where it is whole, else digits.
[[nodiscard]] QString writeBytes(qint64 bytes);
/// The entries between commas, trimmed; one of two commas in a row is empty.
[[nodiscard]] QStringList readList(const QString &text);

[[nodiscard]] bool isAbsolutePath(const QString &text);
[[nodiscard]] bool isAuthorName(const QString &text);
[[nodiscard]] bool isAuthorEmail(const QString &text);
/// "host", "host:port", "10.0.0.7", "10.0.0.0/8", "::1", "[::1]:8080"
[[nodiscard]] bool isHostEntry(const QString &text);
[[nodiscard]] bool isBaseUrl(const QString &text);
/// "owner/name"
[[nodiscard]] bool isRepositoryName(const QString &text);
/// "pipelines"
[[nodiscard]] bool isAccountName(const QString &text);
/// "sluice/", or empty
[[nodiscard]] bool isFlagPrefix(const QString &text);
/// "owner", "@group"
[[nodiscard]] bool isCoprOwner(const QString &text);

} // namespace sluice
