// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/testcertificate.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>

namespace sluice {
using namespace Qt::StringLiterals;

TestCertificate::TestCertificate(const QString &directory, const QString &names)
    : pemFile(directory + "/certificate.pem"_L1)
{
    const QString keyFile = directory + "/key.pem"_L1;
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                   u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                   u"/CN=Sluice test"_s, u"-addext"_s, u"subjectAltName="_s + names, u"-keyout"_s,
                   keyFile, u"-out"_s, pemFile});
    if (!openssl.waitForFinished() || openssl.exitCode() != 0)
        qFatal("openssl: %s", openssl.readAllStandardError().constData());
    QFile key(keyFile);
    if (!key.open(QIODevice::ReadOnly))
        qFatal("no key in %ls", qUtf16Printable(keyFile));
    server.setLocalCertificateChain(QSslCertificate::fromPath(pemFile));
    server.setPrivateKey(QSslKey(&key, QSsl::Ec));
}

} // namespace sluice
