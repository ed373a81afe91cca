// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakegithub.h"

namespace sluice {

/// What a token needs for a request, as GitHub's documentation lists it.
struct FakeAccess
{
    QStringList scopes; ///< any of these, for a classic token
    QString permissions; ///< "issues=write; pull_requests=write": any of these, for the others
    bool isPublic = true; ///< to be read by anybody in a public repository

    [[nodiscard]] static FakeAccess of(const FakeRequest &request);
    /// A fine-grained token or an installation was given one of the permissions.
    [[nodiscard]] bool isGrantedTo(const FakeToken &token) const;
};

/// GitHub's refusal where the token lacks a permission; scopes are the routes' own affair, because
/// GitHub hides what a classic token may not do.
[[nodiscard]] std::optional<FakeAnswer> fakeAccessRefusal(const FakeContext &context,
                                                          const FakeRepository &repository);
/// What the token has and what the request would accept.
void addAccessHeaders(QHttpHeaders &headers, const FakeRequest &request, const FakeToken &token);

} // namespace sluice
