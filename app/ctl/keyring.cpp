// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/keyring.h"

#include "ctl/output.h"
#include "settings/secretstore.h"

#include <QEventLoop>
#include <QTimer>

#include <optional>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kPatience = std::chrono::seconds(20);

/// `ask` is given whom to call back with the answer.
template <typename T, typename Ask> Result<T> answerOf(const Ask &ask)
{
    QEventLoop loop;
    std::optional<Result<T>> answer;
    SecretStore store;
    ask(store, &loop, [&](const Result<T> &given) {
        answer = given;
        loop.quit();
    });
    QTimer::singleShot(kPatience, &loop, &QEventLoop::quit);
    loop.exec();
    if (!answer)
        return failure(Cause::Storage, u"The keyring does not answer."_s,
                       u"no answer in 20 seconds"_s);
    return *answer;
}

} // namespace

bool hasKeyring()
{
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") && SecretStore::isAvailable();
}

Result<QByteArray> readKeyring(const QString &key)
{
    return answerOf<QByteArray>([&key](SecretStore &store, QObject *context, const auto &done) {
        store.read(key, context, done);
    });
}

Result<void> writeKeyring(const QString &key, const QByteArray &secret)
{
    return answerOf<void>([&](SecretStore &store, QObject *context, const auto &done) {
        store.write(key, secret, context, done);
    });
}

QByteArray keyringSecret(const QString &key)
{
    if (!hasKeyring())
        return {};
    const auto secret = readKeyring(key);
    if (!secret)
        complain(secret.error().what);
    return secret.value_or(QByteArray());
}

} // namespace sluice
