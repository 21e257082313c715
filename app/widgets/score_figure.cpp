// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/score_figure.h"

#include "app/widgets/elided_label.h"

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kLeastPixels = 11;
constexpr int kCaptionTop = 26;

QString shownValue(const ScoreFigure& figure) { return figure.value.isEmpty() ? QStringLiteral("–") : figure.value; }

bool hasUnit(const ScoreFigure& figure) { return !figure.value.isEmpty() && !figure.unit.isEmpty(); }

Token valueToken(const ScoreFigure& figure, Token ink)
{
    return figure.value.isEmpty() ? Token::Text2 : figure.tone == ScoreTone::Stale ? Token::Text3 : ink;
}

Token captionToken(ScoreTone tone)
{
    return tone == ScoreTone::Good ? Token::Good : tone == ScoreTone::Bad ? Token::Bad : Token::Text3;
}

/// A hair away from the value.
QString unitText(const ScoreFigure& figure) { return QChar(0x200A) + figure.unit; }

/// Value and unit on one baseline.
QString richText(const ScoreFigure& figure, double share)
{
    const QString value = shownValue(figure).toHtmlEscaped();
    if (!hasUnit(figure))
        return value;
    const QFont unit = scoreFont(TextRole::FigureUnit, share);
    return value
        + QStringLiteral("<span style=\"font-size:%1px; font-weight:%2\">%3</span>")
              .arg(unit.pixelSize())
              .arg(unit.weight())
              .arg(unitText(figure).toHtmlEscaped());
}

} // namespace

QFont scoreFont(TextRole role, double share)
{
    QFont font = textFont(role);
    font.setPixelSize(std::max(std::min(kLeastPixels, font.pixelSize()), static_cast<int>(font.pixelSize() * share)));
    return font;
}

int scoreTextWidth(TextRole role, const QString& text, double share)
{
    return QFontMetrics(scoreFont(role, share)).horizontalAdvance(text);
}

void setScoreLook(QLabel& label, TextRole role, Token ink, double share)
{
    const QFont font = scoreFont(role, share);
    const QString look = QStringLiteral("font-size: %1px; font-weight: %2; color: %3; background: transparent")
                             .arg(font.pixelSize())
                             .arg(font.weight())
                             .arg(themeColor(ink).name());
    if (label.styleSheet() != look)
        label.setStyleSheet(look);
}

ScoreFigureView::ScoreFigureView(QWidget* parent)
    : QWidget(parent)
    , m_value(new QLabel(this))
    , m_caption(new ElidedLabel({}, this))
{
    m_value->setTextFormat(Qt::RichText);
    m_value->setAttribute(Qt::WA_TransparentForMouseEvents); // the tool tip is that of both
    m_caption->setAttribute(Qt::WA_TransparentForMouseEvents);
}

void ScoreFigureView::setFigure(const ScoreFigure& figure, Token ink, double share)
{
    setScoreLook(*m_value, TextRole::Figure, valueToken(figure, ink), share);
    setScoreLook(*m_caption, TextRole::Caption, captionToken(figure.tone), share);
    m_value->setText(richText(figure, share));
    const QString words = figure.value.isEmpty() ? tr("not measured") : figure.value + QLatin1Char(' ') + figure.unit;
    m_value->setAccessibleName(words);
    m_caption->setText(figure.caption);
    setAccessibleName(QStringLiteral("%1, %2").arg(words, figure.caption));
    setAccessibleDescription(figure.toolTip);
    setToolTip(figure.toolTip);
}

int ScoreFigureView::widthFor(const ScoreFigure& figure, double share)
{
    int value = scoreTextWidth(TextRole::Figure, shownValue(figure), share);
    if (hasUnit(figure))
        value += scoreTextWidth(TextRole::FigureUnit, unitText(figure), share);
    return std::max(value, scoreTextWidth(TextRole::Caption, figure.caption, share));
}

int ScoreFigureView::heightNeeded() { return scaled(kCaptionTop) + lineHeight(TextRole::Caption); }

void ScoreFigureView::resizeEvent(QResizeEvent*)
{
    m_value->setGeometry(0, 0, width(), lineHeight(TextRole::Figure));
    m_caption->setGeometry(0, scaled(kCaptionTop), width(), lineHeight(TextRole::Caption));
}

} // namespace qlab::app
