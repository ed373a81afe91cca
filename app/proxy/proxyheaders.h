// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHttpHeaders>

namespace sluice {

// Which headers a proxy hands on, and what they mean for its cache.

/// A caller's headers as they go on: without what concerns its connection alone, and asking for
/// an answer that is not compressed.
[[nodiscard]] QHttpHeaders towardsGithub(const QHttpHeaders &caller);
/// Whether one of an answer's headers is meant for whoever asked.
[[nodiscard]] bool isForCaller(const QHttpHeaders &answer, QLatin1StringView name);
/// Those of a kept answer with what a 304 says anew; limits of long ago are left out.
[[nodiscard]] QHttpHeaders renewed(const QHttpHeaders &kept, const QHttpHeaders &fresh);

/// A caller that keeps answers itself, or wants a part.
[[nodiscard]] bool hasConditions(const QHttpHeaders &caller);
/// Whether an answer to a request with these headers may be kept at all.
[[nodiscard]] bool mayBeKept(const QHttpHeaders &caller);
/// Whether a caller wants nothing that was not asked for now.
[[nodiscard]] bool asksForFresh(const QHttpHeaders &caller);

/// "127.0.0.1:8080", "localhost" and "[::1]:80", as they stand in Host.
[[nodiscard]] bool isLoopbackName(QByteArrayView host);

} // namespace sluice
