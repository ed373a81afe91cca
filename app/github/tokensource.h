// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include "budget/callrecord.h"

#include <QObject>

#include <functional>

namespace sluice {

/// Where a GithubClient gets its token. The token never appears in a text, the label may. One
/// thread.
class TokenSource : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TokenSource)

public:
    using Done = std::function<void(Result<QByteArray>)>;

    using QObject::QObject;

    /// For the ledger and people: "token of NAME", "App 123, installation 7". A renewal does not
    /// change it.
    [[nodiscard]] virtual QString label() const = 0;
    /// Under which answers are kept: a renewal does not change it, but two accounts have two.
    [[nodiscard]] virtual QString account() const { return label(); }
    /// Calls back once, from the event loop or at once; not at all if the context is gone.
    virtual void token(QObject *context, Done done) = 0;
    /// GitHub refused this token. True where another may be had: then ask again.
    virtual bool refused(const QByteArray &token) = 0;

signals:
    /// A request that was made to get a token.
    void requestMade(const sluice::CallRecord &record);
};

} // namespace sluice
