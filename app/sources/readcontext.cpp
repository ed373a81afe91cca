// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/readcontext.h"

#include <QStringDecoder>

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

Result<void> ReadContext::checkpoint() const
{
    if (stop.stop_requested())
        return failure(Cause::Canceled, u"%1: the import was canceled."_s.arg(name));
    if (std::chrono::steady_clock::now() >= deadline) {
        return tooLarge(u"takes longer than %1 s to import"_s.arg(caps.seconds), "caps.seconds"_L1);
    }
    return {};
}

Result<qint64> ReadContext::readAt(qint64 offset, std::span<char> into) const
{
    std::size_t done = 0;
    while (done < into.size()) {
        const auto got = ::pread(descriptor, into.data() + done, into.size() - done,
                                 offset + static_cast<qint64>(done));
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            return failure(Cause::Storage, u"%1 cannot be read; try again."_s.arg(name),
                           QString::fromLocal8Bit(std::strerror(errno)));
        }
        done += static_cast<std::size_t>(got);
    }
    return static_cast<qint64>(done);
}

std::unexpected<Error> ReadContext::corrupt(const QString &problem, Who who,
                                            const QString &detail) const
{
    const QString next = who == Who::Upstream ? u"put a whole copy there, then retry"_s
                                              : u"build the package again"_s;
    return failure(Cause::Corrupt, u"%1 %2; %3."_s.arg(name, problem, next), detail, who);
}

std::unexpected<Error> ReadContext::tooLarge(const QString &problem, QLatin1StringView key) const
{
    return failure(Cause::TooLarge, u"%1 %2; make it smaller, or raise %3 in the settings."_s.arg(
                                            name, problem, key));
}

std::unexpected<Error> ReadContext::unsafe(QByteArrayView file, const QString &fault) const
{
    return failure(Cause::UnsafeContent,
                   u"%1 holds a file “%2” that %3; build the package without it."_s.arg(
                           name, printable(file), fault));
}

QString printable(QByteArrayView bytes)
{
    constexpr qsizetype kLongest = 120;
    const bool isCut = bytes.size() > kLongest;
    const QByteArrayView shown = bytes.first(qMin(bytes.size(), kLongest));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(shown);
    const bool isText = isCut || !decoder.hasError();
    QString result;
    const auto escape = [&result](uint code) { result += u"\\x%1"_s.arg(code, 2, 16, '0'_L1); };
    if (isText) {
        for (const QChar c : text)
            c.isPrint() || c.isSurrogate() ? result += c : (escape(c.unicode()), result);
    } else {
        for (const char c : shown) {
            const auto code = static_cast<uchar>(c);
            code >= 0x20 &&code < 0x7f ? result += QLatin1Char(c) : (escape(code), result);
        }
    }
    return isCut ? result + u'…' : result;
}

} // namespace sluice
