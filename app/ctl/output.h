// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace sluice {

/// Standard output, by lines. A reader that goes away (`| head`) is no error: what is written after
/// that is dropped, and isOpen() tells a long list that it may end. SIGPIPE must be ignored.
class Output final
{
    Q_DISABLE_COPY_MOVE(Output)

public:
    Output() = default;
    ~Output() { flush(); }

    void line(const QByteArray &text); ///< buffered
    void line(const QString &text) { line(text.toUtf8()); }
    void json(const QJsonObject &object); ///< one line
    void flush();
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    /// Why the output could not be written, empty for a reader that went away.
    [[nodiscard]] QString error() const { return m_error; }

private:
    QByteArray m_buffer;
    QString m_error;
    bool m_isOpen = true;
};

/// One line on standard error, behind the program's name.
void complain(const QString &sentence);

/// The text as one line for a terminal: what would move the cursor or change its colours is shown,
/// not done.
[[nodiscard]] QString oneLine(const QString &text);

} // namespace sluice
