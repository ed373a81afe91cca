// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tlstrust.h"

#include <QFile>
#include <QSslCertificate>

namespace sluice {
using namespace Qt::StringLiterals;

Result<QSslConfiguration> tlsTrusting(const QStringList &pemFiles)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (pemFiles.isEmpty())
        return tls;
    QList<QSslCertificate> trusted = QSslConfiguration::systemCaCertificates();
    for (const QString &path : pemFiles) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            return failure(
                    Cause::Invalid,
                    u"The trusted certificates in %1 cannot be read: correct the setting."_s.arg(
                            path),
                    file.errorString(), Who::Us);
        }
        const auto certificates = QSslCertificate::fromDevice(&file, QSsl::Pem);
        if (certificates.isEmpty()) {
            return failure(Cause::Invalid,
                           u"%1 holds no certificate in PEM form: correct the setting."_s.arg(path),
                           {}, Who::Us);
        }
        trusted += certificates;
    }
    tls.setCaCertificates(trusted);
    return tls;
}

} // namespace sluice
