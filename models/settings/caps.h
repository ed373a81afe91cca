// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace sluice {

/// The most that one package may ask for. An error that a cap raises names the cap's setting key.
struct Caps
{
    qint64 packageBytes = 8LL << 30; ///< caps.package-bytes: the SRPM, compressed
    qint64 unpackedBytes = 32LL << 30; ///< caps.unpacked-bytes: all files together
    qint64 fileBytes = 16LL << 30; ///< caps.file-bytes: one file
    qint64 textBytes = 256LL << 20; ///< caps.text-bytes: one file that goes into git
    int ratio = 1000; ///< caps.ratio: unpacked/compressed, looked at above 64 MiB unpacked
    int files = 20000; ///< caps.files
    int nameLength = 255; ///< caps.name-length: bytes of one file name
    int seconds = 3600; ///< caps.seconds: one import from its start, fetch and queue excluded
    int fetchSeconds = 3600; ///< caps.fetch-seconds: one download
    int stallSeconds = 60; ///< caps.stall-seconds: without a byte from the server
    qint64 memoryBytes = 1LL << 30; ///< caps.memory-bytes: decompressors of all threads together

    bool operator==(const Caps &) const = default;
};

} // namespace sluice
