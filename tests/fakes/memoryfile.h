// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace sluice {

/// A file without a name, in memory only, by its descriptor.
class MemoryFile final
{
    Q_DISABLE_COPY_MOVE(MemoryFile)

public:
    explicit MemoryFile(const QByteArray &bytes);
    ~MemoryFile();

    /// Puts other bytes in place of those at `offset`.
    void overwrite(qint64 offset, QByteArrayView bytes) const;
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

} // namespace sluice
