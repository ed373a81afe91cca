// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/codeview.h"

#include "imports/readablehighlighter.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QFontDatabase>
#include <QScrollBar>

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/Theme>

namespace sluice {
using namespace std::chrono_literals;

namespace {
constexpr qsizetype kPortion = 2000; // characters: well under a millisecond of colouring each
constexpr int kSliceMs = 5;
constexpr qsizetype kMaxLine
        = 2000; // a longer one is data, and costs more colouring than it is worth

QString withShortLines(const QString &text)
{
    QString shortened;
    qsizetype from = 0;
    while (from < text.size()) {
        qsizetype end = text.indexOf(u'\n', from);
        end = end < 0 ? text.size() : end;
        shortened += QStringView(text).sliced(from, std::min(end - from, kMaxLine));
        if (end - from > kMaxLine)
            shortened += u'…';
        if (end < text.size())
            shortened += u'\n';
        from = end + 1;
    }
    return shortened;
}
} // namespace

void setUpTextView(QPlainTextEdit &view)
{
    view.setReadOnly(true);
    view.setLineWrapMode(QPlainTextEdit::NoWrap);
    view.setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    view.setUndoRedoEnabled(false);
    view.setTabChangesFocus(true);
    view.setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    view.setTabStopDistance(8 * view.fontMetrics().horizontalAdvance(u' '));
    view.setFrameShape(QFrame::NoFrame);
}

CodeView::CodeView(KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_repository(repository)
    , m_highlighter(new ReadableHighlighter(document()))
    , m_portions(this)
{
    setUpTextView(*this);
    m_ground = palette().color(QPalette::Base);
    m_highlighter->setGround(m_ground);
    m_highlighter->setTheme(m_repository.themeForPalette(palette()));
    connect(&m_portions, &QTimer::timeout, this, &CodeView::appendPortion);
}

void CodeView::setText(const QString &text, const QString &fileName)
{
    setPlaceholderText({});
    clear();
    m_text = withShortLines(text);
    m_fileName = fileName;
    m_shown = 0;
    m_highlighter->setDefinition(m_repository.definitionForFileName(fileName));
    appendPortion();
}

void CodeView::setMessage(const QString &message)
{
    m_portions.stop();
    m_text.clear();
    m_shown = 0;
    clear();
    setPlaceholderText(message);
}

void CodeView::appendPortion()
{
    QElapsedTimer slice;
    slice.start();
    QTextCursor cursor(document());
    while (m_shown < m_text.size() && !slice.hasExpired(kSliceMs)) {
        qsizetype end = m_text.indexOf(u'\n', std::min(m_shown + kPortion, m_text.size() - 1));
        end = end < 0 ? m_text.size() : end + 1;
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(m_text.sliced(m_shown, end - m_shown));
        m_shown = end;
    }
    if (m_shown < m_text.size())
        m_portions.start(5ms);
    else
        m_portions.stop();
}

void CodeView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        followPalette();
}

void CodeView::followPalette()
{
    const auto theme = m_repository.themeForPalette(palette());
    const QColor ground = palette().color(QPalette::Base);
    if (theme.name() == m_highlighter->theme().name() && ground == m_ground)
        return;
    m_ground = ground;
    m_highlighter->setGround(ground);
    const QString text = std::exchange(m_text, {});
    clear();
    m_highlighter->setTheme(theme);
    if (!text.isEmpty())
        setText(text, m_fileName);
}

} // namespace sluice
