// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/tasklog.h"

#include <QFile>
#include <QLoggingCategory>

namespace sluice {
using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcTaskLog, "sluice.import.log", QtInfoMsg)

void TaskLog::line(const QString &text)
{
    m_text += m_clock->now().toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s).toLatin1() + "Z  ";
    for (const QChar c : text) {
        if (c.category() == QChar::Other_Control)
            m_text += "\\x" + QByteArray::number(c.unicode(), 16).rightJustified(2, '0');
        else
            m_text += QStringView(&c, 1).toUtf8();
    }
    m_text += '\n';
}

void TaskLog::flush(const QString &path)
{
    if (m_text.isEmpty())
        return;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered)
        || file.write(m_text) != m_text.size()) {
        qCWarning(lcTaskLog).noquote() << "cannot write" << path << file.errorString();
    }
    m_text.clear();
}

} // namespace sluice
