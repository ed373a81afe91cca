// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/rpmlibrary.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace sluice {

/// The parallel arrays of a header that describe its files, one value per file. The header must
/// outlive it. Ask isWhole() before anything but count().
class FileTags final
{
    Q_DISABLE_COPY_MOVE(FileTags)

public:
    explicit FileTags(Header header);

    [[nodiscard]] quint32 count() const { return m_names.count(); }
    [[nodiscard]] bool isWhole() const; ///< every array that is needed is there, all are as long

    /// Of the first file, then of the second …, with its directory; nothing where the header
    /// contradicts itself.
    [[nodiscard]] std::optional<QByteArray> nextName();

    [[nodiscard]] quint64 size(quint32 i) const;
    [[nodiscard]] quint16 mode(quint32 i) const { return m_modes.words()[i]; }
    [[nodiscard]] bool isGhost(quint32 i) const;
    /// Equal for two names of one file; nothing where the header does not say.
    [[nodiscard]] std::optional<quint64> identity(quint32 i) const;

private:
    RpmTag m_names;
    RpmTag m_directories;
    RpmTag m_indexes;
    RpmTag m_sizes;
    RpmTag m_longSizes;
    RpmTag m_modes;
    RpmTag m_flags;
    RpmTag m_inodes;
    RpmTag m_devices;
    QList<QByteArray> m_directoryNames;
    quint32 m_next = 0;
};

} // namespace sluice
