// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/conffile.h"

#include <QFile>
#include <QSaveFile>
#include <QStringDecoder>

#include <chrono>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostBytes = 1 << 20;
constexpr auto kPatience = std::chrono::seconds(5);

std::unexpected<Error> damaged(const QString &path, int line, const QString &why)
{
    return failure(Cause::Invalid,
                   u"%1, line %2: %3; mend or remove the line."_s.arg(path).arg(line).arg(why), {},
                   Who::Us);
}

std::unexpected<Error> notWritten(const QSaveFile &file, const QString &path)
{
    const bool isFull = file.error() == QFileDevice::ResourceError;
    return failure(isFull ? Cause::StorageFull : Cause::Storage,
                   u"The settings file %1 could not be written; it stays as it was. Make room or "
                   "check who may write there."_s.arg(path),
                   file.errorString());
}

} // namespace

Result<ConfFile> ConfFile::read(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return ConfFile();
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(Cause::Storage,
                       u"The settings file %1 cannot be read; check who may read it."_s.arg(path),
                       file.errorString());
    }
    const QByteArray bytes = file.read(kMostBytes + 1);
    if (file.error() != QFileDevice::NoError) {
        return failure(Cause::Storage, u"The settings file %1 cannot be read."_s.arg(path),
                       file.errorString());
    }
    if (bytes.size() > kMostBytes) {
        return failure(
                Cause::Invalid,
                u"%1 is larger than 1 MiB, so it is no settings file; move it away."_s.arg(path),
                {}, Who::Us);
    }
    ConfFile conf;
    if (auto parsed = conf.parse(bytes, path); !parsed)
        return std::unexpected(parsed.error());
    return conf;
}

Result<void> ConfFile::parse(const QByteArray &bytes, const QString &path)
{
    int number = 0;
    QList<QByteArray> lines = bytes.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    for (const QByteArray &raw : lines) {
        ++number;
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString line = decoder(raw);
        if (decoder.hasError())
            return damaged(path, number, u"this is not UTF-8 text"_s);
        m_lines << line;
        const QString content = line.trimmed();
        if (content.isEmpty() || content.startsWith(u'#') || content.startsWith(u';'))
            continue;
        const qsizetype equals = content.indexOf(u'=');
        const QString key = content.left(equals).trimmed();
        if (equals <= 0 || key.isEmpty())
            return damaged(path, number, u"expected \"key = value\""_s);
        if (const Entry *first = find(key)) {
            return damaged(path, number,
                           u"%1 was set on line %2 already"_s.arg(key).arg(first->line));
        }
        m_entries.append({key, content.mid(equals + 1).trimmed(), number});
    }
    return {};
}

const ConfFile::Entry *ConfFile::find(QStringView key) const
{
    const auto found = std::ranges::find_if(m_entries,
                                            [key](const Entry &entry) { return entry.key == key; });
    return found == m_entries.end() ? nullptr : &*found;
}

void ConfFile::set(const QString &key, const QString &value)
{
    const QString line = key % " = "_L1 % value;
    auto entry = std::ranges::find_if(m_entries,
                                      [&key](const Entry &each) { return each.key == key; });
    if (entry == m_entries.end()) {
        if (value.isEmpty())
            return;
        m_lines << line;
        m_entries.append({key, value, static_cast<int>(m_lines.size())});
    } else if (!value.isEmpty()) {
        entry->value = value;
        m_lines[entry->line - 1] = line;
    } else {
        const int removed = entry->line;
        m_lines.removeAt(removed - 1);
        m_entries.erase(entry);
        for (Entry &other : m_entries)
            other.line -= other.line > removed ? 1 : 0;
    }
}

Result<void> ConfFile::write(const QString &path) const
{
    QSaveFile file(path); // temporary file, sync, rename
    if (!file.open(QIODevice::WriteOnly))
        return notWritten(file, path);
    for (const QString &line : m_lines)
        file.write(line.toUtf8() + '\n');
    if (!file.commit())
        return notWritten(file, path);
    return {};
}

Result<ConfLock> ConfLock::take(const QString &path)
{
    const QString name = path + u".lock"_s;
    const int descriptor
            = ::open(QFile::encodeName(name).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const QString why = qt_error_string(errno);
        return failure(Cause::Storage, u"%1 cannot be made; check who may write there."_s.arg(name),
                       why);
    }
    ConfLock lock(descriptor);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (std::chrono::steady_clock::now() > deadline) {
            return failure(Cause::Storage,
                           u"The settings file %1 is being edited by another program; try again "
                           "when that has ended."_s.arg(path));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return lock;
}

ConfLock::~ConfLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace sluice
