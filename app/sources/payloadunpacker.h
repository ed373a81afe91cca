// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/cpioreader.h"
#include "sources/packagelisting.h"

#include <QHash>

#include <vector>

namespace sluice {

/// Hands the files of an opened payload on to the sink, each held against the header: what its name
/// and kind are, that it is there once, its size and its digest. Lives within one read.
class PayloadUnpacker final
{
    Q_DISABLE_COPY_MOVE(PayloadUnpacker)

public:
    PayloadUnpacker(const ReadContext &context, const PackageListing &listing,
                    PayloadStream &stream, PayloadSink &sink);

    /// To the end of the payload and of the file.
    [[nodiscard]] Result<void> run();

private:
    /// The file of the header that an entry is.
    [[nodiscard]] Result<qsizetype> find(const CpioReader::Entry &entry) const;
    [[nodiscard]] Result<qsizetype> findByName(const CpioReader::Entry &entry) const;
    [[nodiscard]] Result<void> unpack(qsizetype index);
    [[nodiscard]] Result<void> checkNoneIsMissing() const;

    const ReadContext &m_context;
    const PackageListing &m_listing;
    PayloadStream &m_stream;
    PayloadSink &m_sink;
    QHash<QByteArray, qsizetype> m_indexes;
    std::vector<bool> m_isFound;
};

} // namespace sluice
