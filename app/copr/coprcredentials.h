// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

namespace sluice {

/// What Copr's API takes for a login. Never printed, stored or logged.
struct CoprCredentials
{
    QString url; ///< empty: the file names none
    QString user;
    QByteArray login;
    QByteArray token;

    /// The value of the header Authorization.
    [[nodiscard]] QByteArray authorization() const;
};

/// Reads the file that Copr's own client uses (`~/.config/copr`, section copr-cli), or one that
/// holds just `login:token`.
[[nodiscard]] Result<CoprCredentials> readCoprCredentials(const QString &path);

} // namespace sluice
