// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/poollock.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

PoolLock::PoolLock(const QString &dataDirectory, const QString &file)
    : m_descriptor(::open(QFile::encodeName(dataDirectory + u'/' + file).constData(),
                          O_RDWR | O_CREAT | O_CLOEXEC, 0644))
{}

PoolLock::~PoolLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool PoolLock::tryTake()
{
    if (m_descriptor >= 0 && !m_isOurs)
        m_isOurs = ::flock(m_descriptor, LOCK_EX | LOCK_NB) == 0;
    return m_isOurs;
}

} // namespace sluice
