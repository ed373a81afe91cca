// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QTimer>

namespace KSyntaxHighlighting {
class Repository;
} // namespace KSyntaxHighlighting

namespace sluice {

class ReadableHighlighter;

/// A text to read, with syntax colours that follow the palette. Long texts come in small portions,
/// so that colouring them never holds up the window. GUI thread.
class CodeView final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CodeView)

public:
    /// `repository` must outlive it.
    explicit CodeView(KSyntaxHighlighting::Repository &repository, QWidget *parent = nullptr);

    /// The file name decides the colours: "hello.spec", "changes.diff".
    void setText(const QString &text, const QString &fileName);
    /// Nothing to read, and why.
    void setMessage(const QString &message);

protected:
    void changeEvent(QEvent *event) override;

private:
    void followPalette();
    void appendPortion();

    KSyntaxHighlighting::Repository &m_repository;
    ReadableHighlighter *m_highlighter;
    QColor m_ground;
    QString m_text;
    QString m_fileName;
    qsizetype m_shown = 0; ///< characters of m_text that are in the document
    QTimer m_portions;
};

/// How all views of program text are set up: monospaced, read only, no wrapping.
void setUpTextView(QPlainTextEdit &view);

} // namespace sluice
