// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <expected>
#include <optional>

namespace sluice {

/// Why something failed. The words in causeName() are stored and printed; numbers are not.
enum class Cause {
    Canceled,
    Network, ///< no answer, a broken connection, a time-out
    Upstream, ///< the server answered, but not what it should (5xx)
    NotFound,
    Forbidden,
    TooLarge,
    NotSourcePackage,
    Corrupt,
    UnsafeContent,
    Invalid,
    Git,
    StorageFull,
    Storage,
};

/// Who must act before the same task can succeed.
enum class Who { Us, Packager, Upstream };

/// A failure, for a person: `what` is one sentence with the object's name and the next step,
/// `detail` the raw text behind it (of a library, of a server), shown on demand.
struct Error
{
    Cause cause = Cause::Invalid;
    QString what;
    QString detail = {};
    Who who = Who::Us;
    QDateTime retryAt = {}; ///< when the world said that a further try makes sense, else null

    bool operator==(const Error &) const = default;
};

template <typename T> using Result = std::expected<T, Error>;

/// An error whose `who` follows from the cause. Pass `who` where the cause alone does not tell.
[[nodiscard]] std::unexpected<Error> failure(Cause cause, QString what, QString detail = {},
                                             std::optional<Who> who = {});

/// The word that stands in the store, in JSON and on screen: "not a source package".
[[nodiscard]] QString causeName(Cause cause);
[[nodiscard]] std::optional<Cause> causeFromName(QStringView name);
[[nodiscard]] QString whoName(Who who);
[[nodiscard]] std::optional<Who> whoFromName(QStringView name);
[[nodiscard]] Who whoMustAct(Cause cause);

/// Transient causes (network, upstream, storage) are tried again without a click.
[[nodiscard]] bool isTransient(Cause cause);

} // namespace sluice
