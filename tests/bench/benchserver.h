// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <sys/types.h>

namespace sluice {

/// Serves the files of one folder over HTTP on 127.0.0.1, in a process of its own, so that its work
/// does not count as the importer's. Make it before the first thread.
class BenchServer final
{
    Q_DISABLE_COPY_MOVE(BenchServer)

public:
    explicit BenchServer(const QString &folder);
    ~BenchServer();

    [[nodiscard]] int port() const { return m_port; }

private:
    int m_port = 0;
    pid_t m_process = -1;
};

} // namespace sluice
