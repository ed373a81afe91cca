// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/logview.h"

#include "imports/codeview.h"

#include <QFile>
#include <QScrollBar>

namespace sluice {
using namespace std::chrono_literals;

namespace {

constexpr qint64 kTailBytes = 64 << 10;

QString readTail(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const qint64 skipped = std::max<qint64>(0, file.size() - kTailBytes);
    file.seek(skipped);
    QByteArray tail = file.read(kTailBytes);
    if (skipped > 0)
        tail = tail.sliced(tail.indexOf('\n') + 1);
    return QString::fromUtf8(tail);
}

} // namespace

LogView::LogView(Background &background, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_background(background)
    , m_timer(this)
{
    setUpTextView(*this);
    setAccessibleName(tr("Log"));
    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, &LogView::read);
}

void LogView::setFile(const QString &path, bool isGrowing)
{
    if (path != m_path) {
        m_text.clear();
        clear();
        setPlaceholderText({});
    }
    m_path = path;
    m_isGrowing = isGrowing;
    m_timer.stop();
    if (!isVisible() || m_path.isEmpty())
        return;
    read();
    if (m_isGrowing)
        m_timer.start();
}

void LogView::showEvent(QShowEvent *event)
{
    QPlainTextEdit::showEvent(event);
    setFile(m_path, m_isGrowing);
}

void LogView::hideEvent(QHideEvent *event)
{
    QPlainTextEdit::hideEvent(event);
    m_timer.stop();
}

void LogView::read()
{
    if (m_isReading)
        return;
    m_isReading = true;
    m_background.run([path = m_path](std::stop_token) { return readTail(path); }, this,
                     [this, path = m_path](const QString &text) {
                         m_isReading = false;
                         if (path == m_path)
                             take(path, text);
                         else if (!m_path.isEmpty())
                             read();
                     });
}

void LogView::take(const QString &path, const QString &text)
{
    setPlaceholderText(text.isEmpty() ? tr("There is no log yet. It will be in %1.").arg(path)
                                      : QString());
    if (text == m_text)
        return;
    const bool isAtEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    if (!m_text.isEmpty() && text.startsWith(m_text)) {
        QTextCursor cursor(document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(text.sliced(m_text.size()));
    } else {
        setPlainText(text);
    }
    m_text = text;
    if (isAtEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

} // namespace sluice
