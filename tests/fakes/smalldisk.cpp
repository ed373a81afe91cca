// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/smalldisk.h"

#include <QFile>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

void SmallDisk::leaveNamespaces()
{
    if (::geteuid() == 0 && ::unshare(CLONE_NEWNS) == 0)
        return;
    const uid_t user = ::getuid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return;
    QFile map(u"/proc/self/uid_map"_s);
    if (map.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        map.write("0 " + QByteArray::number(user) + " 1\n");
}

SmallDisk::SmallDisk(const QString &path, const QByteArray &options)
    : m_path(QFile::encodeName(path))
    , m_options(options)
{
    const unsigned long quiet = MS_REC | MS_PRIVATE;
    m_isMounted = ::mount("none", "/", nullptr, quiet, nullptr) == 0
               && ::mount("tmpfs", m_path.constData(), "tmpfs", 0, m_options.constData()) == 0;
}

SmallDisk::~SmallDisk()
{
    if (m_isMounted)
        ::umount2(m_path.constData(), MNT_DETACH);
}

bool SmallDisk::makeReadOnly(bool isReadOnly)
{
    const unsigned long flags = isReadOnly ? MS_REMOUNT | MS_RDONLY : MS_REMOUNT;
    return ::mount(nullptr, m_path.constData(), nullptr, flags, m_options.constData()) == 0;
}

bool SmallDisk::resize(const QByteArray &options)
{
    m_options = options;
    return makeReadOnly(false);
}

} // namespace sluice
