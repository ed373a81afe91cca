// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslConfiguration>
#include <QString>

namespace sluice {

/// A self-signed certificate, made by `openssl` in `directory` for these names
/// ("DNS:localhost,IP:127.0.0.1").
struct TestCertificate
{
    QString pemFile;
    QSslConfiguration server; ///< for a server that shows it

    TestCertificate(const QString &directory, const QString &names);
};

} // namespace sluice
