// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <functional>
#include <optional>

namespace sluice {

/// A source package written by hand, byte by byte: also those that rpmbuild would never make. All
/// digests and sizes are right unless told otherwise. A value; the same fields give the same bytes.
struct RawSrpm
{
    /// One file. What is not set follows from the other fields.
    struct File
    {
        QByteArray name = {};
        QByteArray content = {};
        quint32 mode = 0100644;
        quint32 flags = 0; ///< RPMTAG_FILEFLAGS
        quint32 links = 1; ///< as the archive says
        bool isInHeader = true;
        bool isInPayload = true;
        std::optional<QByteArray> payloadName = {}; ///< where the archive calls it otherwise
        std::optional<quint32> payloadMode = {};
        std::optional<quint64> claimedSize = {}; ///< what header and archive say; the content stays
        std::optional<quint64> headerSize = {}; ///< what only the header says
        std::optional<quint32> inode = {};
        std::optional<QByteArray> digest = {}; ///< hex, in the header
    };
    enum class Digests {
        All,
        NoHeader, ///< only the payload's
        NoPayload, ///< the header's, and the MD5 of both
        NoPackage, ///< the header's and the payload's, without that MD5
        OnlyPackage, ///< only that MD5
        OnlyHeader,
        None,
    };

    QByteArray name = "hello";
    QByteArray version = "1.0";
    QByteArray release = "1";
    std::optional<quint32> epoch = {};
    QList<File> files = {};
    QByteArray compressor = "gzip"; ///< gzip, bzip2, xz, lzma, zstd, or empty for none
    QByteArray payloadMode = {}; ///< rpmio's, where not the default: "w9.xzdio"
    std::optional<QByteArray> compressorTag = {}; ///< what the header says instead
    bool isBinary = false;
    bool isStripped = false; ///< sizes of 64 bits, and an archive without names, as rpm 6 writes
    bool isVersion3 = false; ///< no region around the header, full names, only the old digest
    QList<quint32> noSource = {}; ///< numbers of the sources that are left out
    QList<QByteArray> sources = {}; ///< RPMTAG_SOURCE
    Digests digests = Digests::All;
    bool hasSize = true; ///< the size of header and payload, in the signature header
    QByteArray archiveEnd = {}; ///< put into the archive, behind its last file
    std::function<void(QByteArray &)> changeHeader = {}; ///< before its digests are made
    std::function<void(QByteArray &)> changePayload
            = {}; ///< compressed, before its digests are made
    QByteArray payloadEnd = {}; ///< put behind the compressed payload, covered by the digests
    QByteArray fileEnd = {}; ///< put at the end of the file, covered by nothing
    int digestAlgorithm = 8; ///< of files and payload: 1 MD5, 2 SHA1, 8 SHA256, 10 SHA512

    [[nodiscard]] QByteArray bytes() const;
    /// Offsets within bytes(): where what digests cover begins, and where the payload does.
    [[nodiscard]] static qint64 headerOffset(QByteArrayView package);
    [[nodiscard]] static qint64 payloadOffset(QByteArrayView package);

private:
    [[nodiscard]] QByteArray archive() const;
    [[nodiscard]] QByteArray header(const QByteArray &payload) const;
};

} // namespace sluice
