// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/memoryfile.h"

#include <sys/mman.h>
#include <unistd.h>

namespace sluice {

MemoryFile::MemoryFile(const QByteArray &bytes)
    : m_descriptor(::memfd_create("test", MFD_CLOEXEC))
{
    overwrite(0, bytes);
}

MemoryFile::~MemoryFile() { ::close(m_descriptor); }

void MemoryFile::overwrite(qint64 offset, QByteArrayView bytes) const
{
    const auto size = static_cast<std::size_t>(bytes.size());
    if (::pwrite(m_descriptor, bytes.data(), size, offset) != bytes.size())
        qFatal("cannot write a file in memory");
}

} // namespace sluice
