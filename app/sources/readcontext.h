// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "settings/caps.h"

#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <span>
#include <stop_token>

namespace sluice {

/// What every step of one read needs: the file, the name it has in errors, the caps, and when to
/// give up. A value that lives as long as the read, on the reading thread.
struct ReadContext
{
    int descriptor = -1;
    QString name;
    Caps caps;
    std::stop_token stop = {};
    std::chrono::steady_clock::time_point deadline = {};

    /// *canceled* or *too large* (caps.seconds) once it is time to give up.
    [[nodiscard]] Result<void> checkpoint() const;
    /// Fills `into` from the file at `offset` without moving the descriptor; short at the file's
    /// end. *storage* when it cannot be read.
    [[nodiscard]] Result<qint64> readAt(qint64 offset, std::span<char> into) const;
    /// *corrupt*: `problem` completes the sentence that begins with the package's name.
    [[nodiscard]] std::unexpected<Error> corrupt(const QString &problem, Who who = Who::Packager,
                                                 const QString &detail = {}) const;
    /// *too large*: as above; `key` is the setting that allows more.
    [[nodiscard]] std::unexpected<Error> tooLarge(const QString &problem,
                                                  QLatin1StringView key) const;
    /// *unsafe content*: `fault` completes "holds a file “…” that".
    [[nodiscard]] std::unexpected<Error> unsafe(QByteArrayView file, const QString &fault) const;
};

/// `bytes` of a file name as a person can read them: what is not printable text is written "\xNN".
[[nodiscard]] QString printable(QByteArrayView bytes);

} // namespace sluice
