// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/filetags.h"

#include <rpm/rpmfiles.h>

namespace sluice {

FileTags::FileTags(Header header)
    : m_names(header, RPMTAG_BASENAMES)
    , m_directories(header, RPMTAG_DIRNAMES)
    , m_indexes(header, RPMTAG_DIRINDEXES)
    , m_sizes(header, RPMTAG_FILESIZES)
    , m_longSizes(header, RPMTAG_LONGFILESIZES)
    , m_modes(header, RPMTAG_FILEMODES)
    , m_flags(header, RPMTAG_FILEFLAGS)
    , m_inodes(header, RPMTAG_FILEINODES)
    , m_devices(header, RPMTAG_FILEDEVICES)
{
    // More directories than files are of no use to anybody but an attacker.
    while (m_directoryNames.size() < static_cast<qsizetype>(count())) {
        const char *directory = m_directories.nextString();
        if (!directory)
            break;
        m_directoryNames << directory;
    }
}

bool FileTags::isWhole() const
{
    const auto fits = [this](const RpmTag &tag, const void *data, bool isNeeded) {
        return data ? tag.count() == count() : !isNeeded && tag.count() == 0;
    };
    if (count() == 0)
        return true;
    return fits(m_sizes, m_sizes.numbers(), !m_longSizes.longs())
        && fits(m_longSizes, m_longSizes.longs(), false) && fits(m_modes, m_modes.words(), true)
        && fits(m_flags, m_flags.numbers(), false) && fits(m_inodes, m_inodes.numbers(), false)
        && fits(m_devices, m_devices.numbers(), false)
        && fits(m_indexes, m_indexes.numbers(), !m_directoryNames.isEmpty());
}

std::optional<QByteArray> FileTags::nextName()
{
    const char *name = m_names.nextString();
    const quint32 i = m_next++;
    if (!name)
        return {};
    if (m_directoryNames.isEmpty())
        return QByteArray(name);
    const quint32 directory = m_indexes.numbers()[i];
    if (directory >= static_cast<quint32>(m_directoryNames.size()))
        return {};
    return m_directoryNames[directory] + name;
}

quint64 FileTags::size(quint32 i) const
{
    return m_longSizes.longs() ? m_longSizes.longs()[i] : m_sizes.numbers()[i];
}

bool FileTags::isGhost(quint32 i) const
{
    return m_flags.numbers() && (m_flags.numbers()[i] & RPMFILE_GHOST);
}

std::optional<quint64> FileTags::identity(quint32 i) const
{
    if (!m_inodes.numbers())
        return {};
    const quint64 device = m_devices.numbers() ? m_devices.numbers()[i] : 0;
    return device << 32 | m_inodes.numbers()[i];
}

} // namespace sluice
