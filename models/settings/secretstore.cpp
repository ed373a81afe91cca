// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/secretstore.h"

#include <QPointer>

#include <qt6keychain/keychain.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kService = "sluice"_L1;

std::unexpected<Error> keyringFailure(const QKeychain::Job &job)
{
    return failure(Cause::Storage,
                   u"The keyring does not give or take the password: unlock it, or name a password "
                   "file instead."_s,
                   job.errorString());
}

} // namespace

SecretStore::SecretStore(QObject *parent)
    : QObject(parent)
{}

QString SecretStore::frontendKey(const QString &frontend) { return u"frontend "_s + frontend; }

QString SecretStore::githubKey(const QString &baseUrl, const QString &account)
{
    return u"github %1 %2"_s.arg(baseUrl, account);
}

bool SecretStore::isAvailable() { return QKeychain::isAvailable(); }

void SecretStore::read(const QString &key, QObject *context,
                       std::function<void(Result<QByteArray>)> done)
{
    auto *job = new QKeychain::ReadPasswordJob(kService, this); // deletes itself when it is done
    job->setKey(key);
    connect(job, &QKeychain::Job::finished, context, [job, done = std::move(done)] {
        if (job->error() == QKeychain::EntryNotFound)
            done(QByteArray());
        else if (job->error() != QKeychain::NoError)
            done(keyringFailure(*job));
        else
            done(job->binaryData());
    });
    job->start();
}

void SecretStore::write(const QString &key, const QByteArray &secret, QObject *context,
                        std::function<void(Result<void>)> done)
{
    const auto answer = [done = std::move(done)](const QKeychain::Job &job) {
        if (job.error() != QKeychain::NoError && job.error() != QKeychain::EntryNotFound)
            done(keyringFailure(job));
        else
            done({});
    };
    if (secret.isEmpty()) {
        auto *job = new QKeychain::DeletePasswordJob(kService, this);
        job->setKey(key);
        connect(job, &QKeychain::Job::finished, context, [job, answer] { answer(*job); });
        job->start();
        return;
    }
    auto *job = new QKeychain::WritePasswordJob(kService, this);
    job->setKey(key);
    job->setBinaryData(secret);
    connect(job, &QKeychain::Job::finished, context, [job, answer] { answer(*job); });
    job->start();
}

} // namespace sluice
