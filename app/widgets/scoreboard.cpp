// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/scoreboard.h"

#include "app/theme/theme.h"
#include "app/widgets/model_swatch.h"
#include "app/widgets/scoreboard_accessible.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QPainter>
#include <QTextDocument>
#include <QToolTip>

#include <algorithm>

namespace qlab::app {

/// Left edges of a block's three figures, and the edge behind the last one.
struct Scoreboard::Columns {
    std::array<int, kFigures + 1> edge;
};

namespace {

constexpr int kModelBlockWidth = 364;
constexpr int kMargin = 16;
constexpr int kColumnGap = 12;
constexpr int kUnitGap = 1;
// Tops of the three lines of a block.
constexpr int kNameTop = 9;
constexpr int kFigureTop = 28;
constexpr int kCaptionTop = 54;
// Shares of the first two columns: the first caption of the third block carries the significance.
constexpr std::array<double, 2> kModelShares{0.345, 0.345};
constexpr std::array<double, 2> kDifferenceShares{0.425, 0.30};

constexpr int kLeastPixels = 11;
/// Large text in a narrow window is drawn in one of these sizes: a figure that is cut says something else.
constexpr std::array kTextScales{1.0, 0.9, 0.8, 0.7};

QFont scaledFont(TextRole role, double scale)
{
    QFont font = textFont(role);
    font.setPixelSize(std::max(std::min(kLeastPixels, font.pixelSize()), static_cast<int>(font.pixelSize() * scale)));
    return font;
}

int textWidth(TextRole role, const QString& text, double scale)
{
    return QFontMetrics(scaledFont(role, scale)).horizontalAdvance(text);
}

QString shownValue(const ScoreFigure& figure) { return figure.value.isEmpty() ? QStringLiteral("–") : figure.value; }

int figureWidth(const ScoreFigure& figure, double scale)
{
    int value = textWidth(TextRole::Figure, shownValue(figure), scale);
    if (!figure.value.isEmpty() && !figure.unit.isEmpty())
        value += kUnitGap + textWidth(TextRole::FigureUnit, figure.unit, scale);
    return std::max(value, textWidth(TextRole::Caption, figure.caption, scale));
}

Token captionToken(ScoreTone tone)
{
    return tone == ScoreTone::Good ? Token::Good : tone == ScoreTone::Bad ? Token::Bad : Token::Text3;
}

Token figureToken(int block, const ScoreFigure& figure)
{
    if (figure.value.isEmpty())
        return Token::Text2;
    if (figure.tone == ScoreTone::Stale)
        return Token::Text3;
    return block == Scoreboard::Original ? Token::OriginalText
        : block == Scoreboard::Quantized ? Token::QuantizedText
                                         : Token::Text;
}

void drawLine(QPainter& painter, QRect rect, const QFont& font, Token token, const QString& text)
{
    painter.setFont(font);
    painter.setPen(themeColor(token));
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace

Scoreboard::Scoreboard(QWidget* parent)
    : QWidget(parent)
{
    installScoreboardAccessibility();
    setAccessibleName(tr("Scoreboard"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Scoreboard::setState(const ScoreboardState& state)
{
    if (state == m_state)
        return;
    m_state = state;
    update();
    QAccessibleTableModelChangeEvent changed(this, QAccessibleTableModelChangeEvent::DataChanged);
    changed.setFirstRow(0);
    changed.setLastRow(kBlocks - 1);
    changed.setFirstColumn(0);
    changed.setLastColumn(kFigures - 1);
    QAccessible::updateAccessibility(&changed);
}

const ScoreBlock& Scoreboard::block(int index) const
{
    return index == Original ? m_state.original : index == Quantized ? m_state.quantized : m_state.difference;
}

QString Scoreboard::blockName(int index) const
{
    if (index == Original)
        return tr("Original");
    if (index == Quantized)
        return tr("Quantized");
    return m_state.invitation ? m_state.invitation->title : tr("Quantized against original");
}

QString Scoreboard::columnName(int column)
{
    return column == 0 ? tr("accuracy") : column == 1 ? tr("size") : tr("time");
}

QSize Scoreboard::sizeHint() const { return {1280, scaled(75) + 1}; }
QSize Scoreboard::minimumSizeHint() const { return {900, sizeHint().height()}; }

QRect Scoreboard::blockRect(int index) const
{
    // In a narrow window with large text all three give way alike.
    const int model = std::min(scaled(kModelBlockWidth), width() * 3 / 10);
    const int left = index * model;
    return {left, 0, index == Difference ? width() - left : model, height() - 1};
}

bool Scoreboard::fits(int index, double scale) const
{
    const int room = blockRect(index).width() - 2 * kMargin;
    int figures = (kFigures - 1) * kColumnGap;
    for (const ScoreFigure& figure : block(index).figures)
        figures += figureWidth(figure, scale);
    if (index != Difference)
        return figures <= room;
    const int name = textWidth(TextRole::TableStrong, blockName(index), scale) + 8
        + textWidth(TextRole::Table, block(index).note, scale);
    return m_state.invitation || std::max(figures, name) <= room;
}

/// One size for the whole board.
double Scoreboard::textScale() const
{
    for (const double scale : kTextScales)
        if (fits(Original, scale) && fits(Quantized, scale) && fits(Difference, scale))
            return scale;
    return kTextScales.back();
}

Scoreboard::Columns Scoreboard::columns(int index) const
{
    const QRect area = blockRect(index).adjusted(kMargin, 0, -kMargin, 0);
    const auto& shares = index == Difference ? kDifferenceShares : kModelShares;
    const auto& figures = block(index).figures;
    const double scale = textScale();
    Columns result{};
    result.edge = {area.left(), area.left(), area.left(), area.right() + 1};
    double share = 0;
    for (std::size_t i = 1; i < kFigures; ++i) {
        share += shares[i - 1];
        const int wished = area.left() + static_cast<int>(share * area.width());
        // A long caption pushes its neighbour rather than being cut.
        result.edge[i] = std::max(wished, result.edge[i - 1] + figureWidth(figures[i - 1], scale) + kColumnGap);
    }
    // The figures keep their room, the last first; only then do captions give way.
    int right = area.right() + 1;
    for (std::size_t i = kFigures - 1; i > 0; --i) {
        right -= figureWidth(figures[i], scale);
        result.edge[i] = std::min(result.edge[i], std::max(right, area.left()));
        right = result.edge[i] - kColumnGap;
    }
    return result;
}

QRect Scoreboard::figureRect(int index, int column) const
{
    const Columns place = columns(index);
    const auto i = static_cast<std::size_t>(column);
    const int right = column == kFigures - 1 ? place.edge[i + 1] : place.edge[i + 1] - kColumnGap / 2;
    const int top = scaled(kFigureTop);
    return {place.edge[i], top, right - place.edge[i], scaled(kCaptionTop) + lineHeight(TextRole::Caption) - top};
}

void Scoreboard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeColor(Token::Surface));
    painter.fillRect(QRect(0, height() - 1, width(), 1), themeColor(Token::Line));
    for (int i = 0; i < kBlocks; ++i)
        paintBlock(painter, i);
}

void Scoreboard::paintBlock(QPainter& painter, int index) const
{
    if (index > 0)
        painter.fillRect(QRect(blockRect(index).left() - 1, 0, 1, height()), themeColor(Token::Line));
    paintName(painter, index);
    if (index == Difference && m_state.invitation) {
        paintInvitation(painter);
        return;
    }
    for (int column = 0; column < kFigures; ++column)
        paintFigure(painter, index, column, figureRect(index, column));
}

void Scoreboard::paintName(QPainter& painter, int index) const
{
    QRect line(blockRect(index).left() + kMargin, scaled(kNameTop), 0, lineHeight(TextRole::Table));
    line.setRight(blockRect(index).right() - kMargin);
    if (index != Difference) {
        const QRect swatch(
            QPoint(line.left(), line.center().y() - ModelSwatch::kSize.height() / 2 + 1), ModelSwatch::kSize);
        paintModelBar(
            painter, swatch, index == Original ? Model::Original : Model::Quantized, Theme::instance().table(), 2);
        line.setLeft(swatch.right() + 1 + 8);
    }
    const QString name = blockName(index);
    const double scale = textScale();
    drawLine(painter, line, scaledFont(TextRole::TableStrong, scale), Token::Text, name);
    line.setLeft(line.left() + textWidth(TextRole::TableStrong, name, scale) + 8);
    if (index != Difference || !m_state.invitation)
        drawLine(painter, line, scaledFont(TextRole::Table, scale), Token::Text3, block(index).note);
}

void Scoreboard::paintFigure(QPainter& painter, int index, int column, const QRect& rect) const
{
    const ScoreFigure& figure = block(index).figures[static_cast<std::size_t>(column)];
    QRect line(rect.left(), rect.top(), rect.width(), lineHeight(TextRole::Figure));
    const double scale = textScale();
    const QFont font = scaledFont(TextRole::Figure, scale);
    drawLine(painter, line, font, figureToken(index, figure), shownValue(figure));
    if (!figure.value.isEmpty() && !figure.unit.isEmpty()) {
        // Both stand on the figure's baseline.
        const QFontMetrics big(font);
        const int baseline = line.top() + (line.height() - big.height()) / 2 + big.ascent();
        painter.setFont(scaledFont(TextRole::FigureUnit, scale));
        painter.drawText(line.left() + big.horizontalAdvance(figure.value) + kUnitGap, baseline, figure.unit);
    }
    line.setTop(scaled(kCaptionTop));
    line.setHeight(lineHeight(TextRole::Caption));
    drawLine(painter, line, scaledFont(TextRole::Caption, scale), captionToken(figure.tone), figure.caption);
}

void Scoreboard::paintInvitation(QPainter& painter) const
{
    const QRect area = blockRect(Difference).adjusted(kMargin, scaled(kFigureTop) - 1, -kMargin, 0);
    QTextDocument text;
    text.setDocumentMargin(0);
    text.setDefaultStyleSheet(
        QStringLiteral("p{color:%1} b{color:%2}").arg(themeColor(Token::Text2).name(), themeColor(Token::Text).name()));
    // Smaller rather than cut, where large text needs a third line.
    for (const TextRole role : {TextRole::Body, TextRole::Table, TextRole::Caption}) {
        text.setDefaultFont(textFont(role));
        text.setHtml(
            QStringLiteral("<p style='line-height:%1px'>%2</p>").arg(lineHeight(role)).arg(m_state.invitation->text));
        text.setTextWidth(area.width());
        if (text.size().height() <= area.height())
            break;
    }
    painter.save();
    painter.translate(area.topLeft());
    text.drawContents(&painter, QRectF(QPointF(), area.size()));
    painter.restore();
}

bool Scoreboard::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int index = 0; index < kBlocks; ++index) {
        for (int column = 0; column < kFigures; ++column) {
            const QRect place = figureRect(index, column);
            const QString& tip = block(index).figures[static_cast<std::size_t>(column)].toolTip;
            if (!place.contains(help->pos()) || tip.isEmpty() || (index == Difference && m_state.invitation))
                continue;
            QToolTip::showText(help->globalPos(), tip, this, place);
            return true;
        }
    }
    QToolTip::hideText();
    event->ignore();
    return true;
}

} // namespace qlab::app
