// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/destination.h"
#include "distgit/preparedimport.h"
#include "sources/payloadsink.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace sluice {

/// Takes in one package and prepares everything that its import will change, out of sight: text
/// becomes blobs in a pack, binary files become temporary lookaside files, both below the roots'
/// own temporary directories. One thread. Dropped before prepare(), or with the result unpublished,
/// it leaves nothing.
class PackageWriter final : public PayloadSink
{
    Q_DISABLE_COPY_MOVE(PackageWriter)

public:
    explicit PackageWriter(Destination destination);
    ~PackageWriter() override;

    [[nodiscard]] Result<void> header(const PackageHeader &header) override;
    [[nodiscard]] Result<void> begin(const PackageFile &file) override;
    [[nodiscard]] Result<void> data(QByteArrayView chunk) override;
    [[nodiscard]] Result<void> end() override;

    /// Takes the repository's lock (first come first served; `onWait` is called once if it must
    /// wait), plans every branch and writes trees and commits. Call once, after the last end().
    [[nodiscard]] Result<PreparedImport> prepare(const QDateTime &now, std::stop_token stop,
                                                 const std::function<void()> &onWait = {});

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
