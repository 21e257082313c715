// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/confusion_view.h"

#include "app/theme/theme.h"
#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qlab::app {
namespace {

constexpr int kLeastSide = 16;
constexpr int kSideWithCount = 24;
constexpr int kCountMargin = 4;
constexpr int kLabelGap = 3;
constexpr int kCaptionGap = 5;

int labelWidth() { return scaled(16); }
int belowHeight() { return kLabelGap + lineHeight(TextRole::Caption) + kCaptionGap + lineHeight(TextRole::Caption); }

/// Share of the scale for a count: 0 for none, 1 for the most.
double logShare(std::uint32_t count, std::uint32_t most)
{
    return most == 0 ? 0 : std::log1p(static_cast<double>(count)) / std::log1p(static_cast<double>(most));
}

/// Relative luminance of sRGB (WCAG 2).
double luminance(const QColor& color)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

/// Whichever of the theme's two inks is easier to read on a colour.
QColor inkOn(const QColor& ground)
{
    const QColor text = themeColor(Token::Text);
    const QColor surface = themeColor(Token::Surface);
    return contrast(text, ground) >= contrast(surface, ground) ? text : surface;
}

} // namespace

ConfusionView::ConfusionView(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Confusion matrix"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ConfusionView::setCounts(const std::optional<ConfusionCounts>& counts)
{
    m_counts = counts;
    m_mostRight = 0;
    m_mostWrong = 0;
    for (int truth = 0; truth < kClasses && m_counts; ++truth)
        for (int predicted = 0; predicted < kClasses; ++predicted) {
            std::uint32_t& most = truth == predicted ? m_mostRight : m_mostWrong;
            most = std::max(most, count({truth, predicted}));
        }
    if (!m_counts)
        m_current.reset();
    update();
}

void ConfusionView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

std::uint32_t ConfusionView::count(const Cell& cell) const
{
    return (*m_counts)[static_cast<std::size_t>(cell.truth)][static_cast<std::size_t>(cell.predicted)];
}

QString ConfusionView::textOf(const Cell& cell) const
{
    if (!m_counts)
        return {};
    const auto& row = (*m_counts)[static_cast<std::size_t>(cell.truth)];
    const auto total = std::accumulate(row.begin(), row.end(), std::uint64_t{0});
    const double share = total == 0 ? 0 : static_cast<double>(count(cell)) / static_cast<double>(total);
    return tr("Labelled %1, predicted %2: %Ln image(s), %3 of this label", nullptr, static_cast<int>(count(cell)))
        .arg(cell.truth)
        .arg(cell.predicted)
        .arg(percentText(share, 1));
}

// -- Geometry ---------------------------------------------------------------------------------------------------------

int ConfusionView::cellSide() const
{
    return std::max(kLeastSide, std::min(width() - labelWidth(), height() - belowHeight()) / kClasses);
}

QRectF ConfusionView::cellRect(const Cell& cell) const
{
    const int side = cellSide();
    return {static_cast<double>(labelWidth() + cell.predicted * side), static_cast<double>(cell.truth * side),
        side - 1.0, side - 1.0};
}

std::optional<ConfusionView::Cell> ConfusionView::cellAt(const QPointF& position) const
{
    const int side = cellSide();
    const Cell cell{static_cast<int>(std::floor(position.y() / side)),
        static_cast<int>(std::floor((position.x() - labelWidth()) / side))};
    const bool inside = cell.truth >= 0 && cell.truth < kClasses && cell.predicted >= 0 && cell.predicted < kClasses;
    return inside ? std::optional(cell) : std::nullopt;
}

/// All mistakes carry their count or none does; the right answers, which have more digits, likewise.
bool ConfusionView::showsCount(const Cell& cell) const
{
    const std::uint32_t largest = cell.truth == cell.predicted ? m_mostRight : m_mostWrong;
    const int widest = QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(QString::number(largest));
    return count(cell) > 0 && cellSide() >= std::max(kSideWithCount, widest + kCountMargin);
}

QSize ConfusionView::sizeHint() const
{
    return {labelWidth() + kClasses * kLeastSide, kClasses * kLeastSide + belowHeight()};
}

// -- Mouse and keys ---------------------------------------------------------------------------------------------------

void ConfusionView::setCurrent(const std::optional<Cell>& cell)
{
    if (cell == m_current || !m_counts)
        return;
    m_current = cell;
    setAccessibleDescription(cell ? textOf(*cell) : QString());
    setCursor(cell ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void ConfusionView::activate(const std::optional<Cell>& cell)
{
    if (cell && m_counts)
        Q_EMIT cellActivated(cell->truth, cell->predicted);
}

void ConfusionView::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->button() == Qt::LeftButton ? cellAt(event->position()) : std::nullopt;
}

void ConfusionView::mouseMoveEvent(QMouseEvent* event) { setCurrent(cellAt(event->position())); }

void ConfusionView::mouseReleaseEvent(QMouseEvent* event)
{
    const std::optional<Cell> released = cellAt(event->position());
    if (event->button() == Qt::LeftButton && released == m_pressed)
        activate(released);
    m_pressed.reset();
}

void ConfusionView::leaveEvent(QEvent*)
{
    if (!hasFocus())
        setCurrent(std::nullopt);
}

void ConfusionView::focusOutEvent(QFocusEvent*) { setCurrent(std::nullopt); }

void ConfusionView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return activate(m_current);
    const int right = (event->key() == Qt::Key_Right) - (event->key() == Qt::Key_Left);
    const int down = (event->key() == Qt::Key_Down) - (event->key() == Qt::Key_Up);
    if (!m_counts || (right == 0 && down == 0))
        return QWidget::keyPressEvent(event);
    const Cell from = m_current.value_or(Cell{0, 0});
    const Cell to{std::clamp(from.truth + down, 0, kClasses - 1), std::clamp(from.predicted + right, 0, kClasses - 1)};
    setCurrent(m_current ? to : from);
    QToolTip::showText(mapToGlobal(cellRect(*m_current).bottomRight().toPoint()), textOf(*m_current), this);
}

bool ConfusionView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const std::optional<Cell> cell = cellAt(help->pos());
    QToolTip::showText(
        help->globalPos(), cell ? textOf(*cell) : QString(), this, cell ? cellRect(*cell).toRect() : QRect());
    return true;
}

// -- Painting ---------------------------------------------------------------------------------------------------------

void ConfusionView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
    QWidget::changeEvent(event);
}

void ConfusionView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    for (int truth = 0; truth < kClasses && m_counts; ++truth)
        for (int predicted = 0; predicted < kClasses; ++predicted)
            paintCell(painter, {truth, predicted});
    paintAxes(painter);
    if (!m_counts) {
        const QRect matrix(labelWidth(), 0, kClasses * cellSide() - 1, kClasses * cellSide() - 1);
        paintFrame(painter, snapped(painter, matrix), 1, 0, themeColor(Token::Grid));
        painter.setFont(textFont(TextRole::Caption));
        painter.setPen(themeColor(Token::Text3));
        painter.drawText(matrix.adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    }
}

QColor ConfusionView::cellColor(const Cell& cell) const
{
    if (cell.truth == cell.predicted)
        return themeColor(Token::Original);
    return QColor(sequentialColor(Theme::instance().table(), logShare(count(cell), m_mostWrong)));
}

void ConfusionView::paintCell(QPainter& painter, const Cell& cell) const
{
    const QRectF rect = snapped(painter, cellRect(cell));
    const QColor color = cellColor(cell);
    painter.fillRect(rect, color);
    if (showsCount(cell)) {
        painter.setFont(textFont(TextRole::Caption));
        painter.setPen(inkOn(color));
        painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip, QString::number(count(cell)));
    }
    if (m_current == cell)
        paintFrame(painter, rect, 2, 0, themeColor(Token::Text));
}

void ConfusionView::paintAxes(QPainter& painter) const
{
    const int side = cellSide();
    const int line = lineHeight(TextRole::Caption);
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(themeColor(Token::Text3));
    for (int digit = 0; digit < kClasses; ++digit) {
        const QString text = QString::number(digit);
        painter.drawText(QRect(0, digit * side, labelWidth() - 6, side - 1), Qt::AlignRight | Qt::AlignVCenter, text);
        const QRect below(labelWidth() + digit * side, kClasses * side + kLabelGap, side - 1, line);
        painter.drawText(below, Qt::AlignCenter, text);
    }
    const QRect caption(0, kClasses * side + kLabelGap + line + kCaptionGap, labelWidth() + kClasses * side, line);
    //: Axes of the confusion matrix: rows are what an image is, columns what the model took it for
    painter.drawText(caption, Qt::AlignCenter, tr("true ↓   predicted →"));
}

} // namespace qlab::app
