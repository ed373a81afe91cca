// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <KSyntaxHighlighting/SyntaxHighlighter>

namespace sluice {

/// How far two colours are apart for the eye, from 1 to 21; text needs 4.5 (WCAG 2).
[[nodiscard]] double contrast(const QColor &a, const QColor &b);
/// The colour, or the nearest shade of it that can be read on this ground.
[[nodiscard]] QColor readable(const QColor &color, const QColor &ground);

/// Syntax colours that can be read on the view's own ground: some definitions bring fixed colours,
/// and a theme knows only the ground that it was made for. GUI thread.
class ReadableHighlighter final : public KSyntaxHighlighting::SyntaxHighlighter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReadableHighlighter)

public:
    explicit ReadableHighlighter(QTextDocument *document);

    void setGround(const QColor &ground) { m_ground = ground; } ///< before the text is coloured

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;

private:
    QColor m_ground;
};

} // namespace sluice
