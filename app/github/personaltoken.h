// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/tokensource.h"

namespace sluice {

class SecretStore;

/// A token that a person made and that stays as it is, however it was found.
class PersonalToken final : public TokenSource
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PersonalToken)

public:
    /// `name` is the owner's or whatever tells it from others; never a part of the token.
    PersonalToken(const QString &name, QByteArray token, QObject *parent = nullptr);

    /// What may stand in a header, where a line break would add another one. *invalid* begins with
    /// `where`. A final newline does not count.
    [[nodiscard]] static Result<QByteArray> checked(QByteArray token, const QString &where);
    /// *invalid* names the file or the variable that holds no token. A final newline does not
    /// count.
    [[nodiscard]] static Result<QByteArray> fromFile(const QString &path);
    [[nodiscard]] static Result<QByteArray> fromEnvironment(const QByteArray &variable);
    /// Calls back later; *invalid* where the keyring holds none.
    static void fromKeyring(SecretStore &keyring, const QString &baseUrl, const QString &name,
                            QObject *context, Done done);

    [[nodiscard]] QString label() const override { return m_label; }
    /// Names the token as well, by a hash that does not lead back to it.
    [[nodiscard]] QString account() const override;
    void token(QObject *context, Done done) override;
    bool refused(const QByteArray &token) override;

private:
    QString m_label;
    QByteArray m_token;
};

} // namespace sluice
