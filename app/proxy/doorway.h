// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/listenplace.h"

#include <QObject>
#include <QSocketNotifier>

#include <memory>

class QTcpSocket;

namespace sluice {

/// Listens at one place and hands out who knocks. A socket's path is its owner's alone and gone
/// when this is. The thread that made it, which needs its event loop.
class Doorway final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Doorway)

public:
    /// *storage*: the path is in use, or is something else; *network*: the port is taken.
    [[nodiscard]] static Result<std::unique_ptr<Doorway>> open(const ListenPlace &place);
    ~Doorway() override;

    [[nodiscard]] const ListenPlace &place() const { return m_place; } ///< with its port

signals:
    void knocked(QTcpSocket *socket); ///< a child of this until it gets another parent

private:
    Doorway(ListenPlace place, int descriptor);
    void accept();

    ListenPlace m_place;
    int m_descriptor;
    QSocketNotifier m_notifier;
    quint64 m_device = 0; ///< of the path, as we made it
    quint64 m_inode = 0;
};

} // namespace sluice
