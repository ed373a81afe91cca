// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/wholecheck.h"

#include "store/database.h"

#include <QFile>
#include <QSysInfo>

#include <sys/stat.h>

namespace sluice {
using namespace std::chrono_literals;

namespace {

constexpr qint64 kSmall = 16 * 1024 * 1024; ///< bytes; read in well under 0.2 s
constexpr auto kGoodFor = 24h;

struct FileNow
{
    qint64 size = 0;
    qint64 inode = 0;
};

/// Nothing for ":memory:", which is no file.
FileNow fileNow(const QString &file)
{
    struct stat status{};
    if (::stat(QFile::encodeName(file).constData(), &status) != 0)
        return {};
    return {.size = status.st_size, .inode = static_cast<qint64>(status.st_ino)};
}

QString bootNow() { return QString::fromLatin1(QSysInfo::bootUniqueId()); }

bool wasCheckedLately(Database &database, qint64 inode, const QDateTime &now)
{
    Rows rows = database.rows("SELECT at, boot, inode FROM whole_check");
    if (!rows.next())
        return false;
    const std::chrono::milliseconds age(rows.time(0).msecsTo(now));
    return age >= 0ms && age < kGoodFor && rows.text(1) == bootNow() && rows.number(2) == inode;
}

} // namespace

Result<void> checkForDamage(Database &database, const QDateTime &now)
{
    const FileNow file = fileNow(database.file());
    if (file.size <= kSmall)
        return database.check();
    const bool isGood = wasCheckedLately(database, file.inode, now);
    if (auto error = database.takeError())
        return std::unexpected(std::move(*error));
    if (isGood)
        return {};
    if (auto good = database.check(); !good)
        return good;
    Transaction transaction(database);
    database.run("UPDATE whole_check SET at = ?, boot = ?, inode = ?", now, bootNow(), file.inode);
    return transaction.commit();
}

} // namespace sluice
