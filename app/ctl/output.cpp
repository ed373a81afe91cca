// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/output.h"

#include <QJsonDocument>

#include <cerrno>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kBuffered = 64 << 10;

} // namespace

void Output::line(const QByteArray &text)
{
    if (!m_isOpen)
        return;
    m_buffer += text + '\n';
    if (m_buffer.size() >= kBuffered)
        flush();
}

void Output::json(const QJsonObject &object)
{
    line(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void Output::flush()
{
    qsizetype written = 0;
    while (m_isOpen && written < m_buffer.size()) {
        const ssize_t count = ::write(STDOUT_FILENO, m_buffer.constData() + written,
                                      static_cast<size_t>(m_buffer.size() - written));
        if (count > 0) {
            written += count;
        } else if (errno != EINTR) {
            m_isOpen = false;
            if (errno != EPIPE)
                m_error = qt_error_string(errno);
        }
    }
    m_buffer.clear();
}

void complain(const QString &sentence)
{
    const QByteArray text = u"sluicectl: %1\n"_s.arg(oneLine(sentence)).toUtf8();
    // Nothing can be done for a standard error that is gone.
    [[maybe_unused]] const ssize_t count
            = ::write(STDERR_FILENO, text.constData(), static_cast<size_t>(text.size()));
}

QString oneLine(const QString &text)
{
    QString line = text;
    for (QChar &c : line) {
        // Format characters too: they turn the direction of what follows.
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = c == u'\n' || c == u'\t' ? u' ' : QChar(QChar::ReplacementCharacter);
    }
    return line;
}

} // namespace sluice
