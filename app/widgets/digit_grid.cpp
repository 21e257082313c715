// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/digit_grid.h"

#include "app/widgets/number_text.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kBadgeHeight = 17;
constexpr int kWide = 832; ///< what a strip has in a window of 1600, with the settings beside it

/// " (right)", " (wrong)", or nothing where the label is not known.
QString verdictOn(int answer, int trueLabel)
{
    if (trueLabel < 0)
        return {};
    return answer == trueLabel ? DigitGrid::tr(" (right)") : DigitGrid::tr(" (wrong)");
}

} // namespace

DigitGrid::DigitGrid(Badges badges, Flow flow, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_badges(badges)
    , m_flowKind(flow)
{
    const bool strip = flow == Flow::Strip;
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(strip ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, strip ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Digit images"));
    arrange();
}

void DigitGrid::setSteps(const InputSteps& steps)
{
    if (steps == m_picture.steps())
        return;
    m_picture = FeaturePicture(steps);
    viewport()->update();
}

void DigitGrid::setTiles(ImagesPtr images, std::vector<DigitTile> tiles)
{
    const bool sameImages = images == m_images;
    const auto kept = [&](const DigitTile& tile) {
        return tile.index == m_tiles[static_cast<std::size_t>(m_current)].index;
    };
    int current = -1;
    if (m_current >= 0 && sameImages) {
        const auto found = std::find_if(tiles.begin(), tiles.end(), kept);
        current = found == tiles.end() ? -1 : static_cast<int>(found - tiles.begin());
    }
    Q_ASSERT(images || tiles.empty());
    m_images = std::move(images);
    m_tiles = std::move(tiles);
    m_current = current;
    m_hovered = -1;
    m_pressed = -1;
    arrange();
    viewport()->update();
}

void DigitGrid::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

void DigitGrid::setCurrent(int position)
{
    position = std::clamp(position, -1, static_cast<int>(m_tiles.size()) - 1);
    if (position == m_current)
        return;
    m_current = position;
    if (position >= 0)
        setAccessibleDescription(tileText(position));
    showCurrent();
    viewport()->update();
    Q_EMIT currentChanged(position);
}

/// Scrolls no further than it takes to see the whole current tile.
void DigitGrid::showCurrent()
{
    if (m_current < 0 || !isVisible())
        return;
    const auto reveal = [](QScrollBar* bar, int first, int last, int visible) {
        bar->setValue(std::clamp(bar->value(), std::min(first, last + 1 - visible), first));
    };
    const QRect tile = m_flow.tile(m_current);
    reveal(horizontalScrollBar(), tile.left(), tile.right(), viewport()->width());
    reveal(verticalScrollBar(), tile.top(), tile.bottom(), viewport()->height());
}

void DigitGrid::showEvent(QShowEvent*) { showCurrent(); }

int DigitGrid::capacity() const { return m_flow.columns() * m_flow.fullRows(); }

QString DigitGrid::tileText(int position) const
{
    const DigitTile& tile = m_tiles[static_cast<std::size_t>(position)];
    if (!tile.tooltip.isEmpty())
        return tile.tooltip;
    QString text = tr("Image %1").arg(countText(static_cast<qint64>(tile.index) + 1));
    if (tile.trueLabel >= 0)
        text += tr(", labelled %1").arg(tile.trueLabel);
    if (tile.original >= 0)
        text += QLatin1Char('\n')
            + tr("Original: %1%2, margin %3")
                  .arg(tile.original)
                  .arg(verdictOn(tile.original, tile.trueLabel), numberText(tile.marginOriginal, 2));
    if (tile.quantized >= 0)
        text += QLatin1Char('\n')
            + tr("Quantized: %1%2, margin %3")
                  .arg(tile.quantized)
                  .arg(verdictOn(tile.quantized, tile.trueLabel), numberText(tile.marginQuantized, 2));
    return text;
}

// -- Geometry ---------------------------------------------------------------------------------------------------------

TileFlow::Options DigitGrid::flowOptions(int side) const
{
    const bool oneRow = m_flowKind == Flow::Strip;
    if (m_badges == Badges::Predictions)
        return {{side, side + kBadgeGap + scaled(kBadgeHeight)}, 4, 2, oneRow};
    return {{side, side}, 1, 4, oneRow};
}

/// A strip asks for its height by its width; a grid has to show two rows at least.
int DigitGrid::sideFor(const QSize& room) const
{
    const bool fits = m_flowKind == Flow::Strip || 2 * flowOptions(kWideSide).tile.height() <= room.height();
    return room.width() >= kWide && fits ? kWideSide : kUsualSide;
}

void DigitGrid::arrange()
{
    const bool strip = m_flowKind == Flow::Strip;
    const int count = static_cast<int>(m_tiles.size());
    const int side = sideFor(maximumViewportSize());
    if (side != m_side && strip)
        updateGeometry();
    m_side = side;
    // Where all tiles fit without a scroll bar there must be none, even if they would not fit beside one.
    m_flow = TileFlow(flowOptions(side), maximumViewportSize(), count);
    if (!strip && m_flow.size().height() > maximumViewportSize().height())
        m_flow = TileFlow(flowOptions(side), viewport()->size(), count);
    const QSize beyond = m_flow.size() - viewport()->size();
    horizontalScrollBar()->setRange(0, strip ? std::max(0, beyond.width()) : 0);
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(m_flow.columnWidth());
    verticalScrollBar()->setRange(0, strip ? 0 : std::max(0, beyond.height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_flow.rowHeight() / 2);
}

QPoint DigitGrid::scrolled() const { return {horizontalScrollBar()->value(), verticalScrollBar()->value()}; }

int DigitGrid::tileAt(const QPoint& position) const { return m_flow.at(position + scrolled()); }

QSize DigitGrid::sizeHint() const
{
    const TileFlow::Options options = flowOptions(m_flowKind == Flow::Strip ? m_side : kUsualSide);
    const int rows = m_flowKind == Flow::Strip ? 1 : 2;
    return {8 * (options.tile.width() + options.leastGap),
        rows * (options.tile.height() + options.rowGap) - options.rowGap};
}

QSize DigitGrid::minimumSizeHint() const
{
    return {kUsualSide, flowOptions(m_flowKind == Flow::Strip ? m_side : kUsualSide).tile.height()};
}

void DigitGrid::resizeEvent(QResizeEvent*) { arrange(); }

// -- Mouse and keys ---------------------------------------------------------------------------------------------------

void DigitGrid::activate(int position)
{
    if (position < 0)
        return;
    setCurrent(position);
    Q_EMIT tileActivated(m_tiles[static_cast<std::size_t>(position)].index);
}

void DigitGrid::setHovered(int position)
{
    if (position == m_hovered)
        return;
    m_hovered = position;
    viewport()->setCursor(position >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

void DigitGrid::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->button() == Qt::LeftButton ? tileAt(event->position().toPoint()) : -1;
}

void DigitGrid::mouseMoveEvent(QMouseEvent* event) { setHovered(tileAt(event->position().toPoint())); }

void DigitGrid::mouseReleaseEvent(QMouseEvent* event)
{
    const int released = tileAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && released == m_pressed)
        activate(released);
    m_pressed = -1;
}

/// A strip goes sideways with an ordinary wheel; at its end the page around it scrolls.
void DigitGrid::wheelEvent(QWheelEvent* event)
{
    if (m_flowKind == Flow::Rows)
        return QAbstractScrollArea::wheelEvent(event);
    const QPoint turn = event->angleDelta();
    const int before = horizontalScrollBar()->value();
    const int steps = turn.x() != 0 ? turn.x() : turn.y();
    horizontalScrollBar()->setValue(before - steps * m_flow.columnWidth() / QWheelEvent::DefaultDeltasPerStep);
    event->setAccepted(horizontalScrollBar()->value() != before);
}

/// The tile that a key leads to, -1 for a key that does not move.
int DigitGrid::moved(int key) const
{
    const int last = static_cast<int>(m_tiles.size()) - 1;
    const int row = m_flowKind == Flow::Strip ? 0 : m_flow.columns();
    const int page = m_flowKind == Flow::Strip ? m_flow.columns() : capacity();
    const int from = std::max(0, m_current);
    const auto to = [&](int position) { return position < 0 || position > last ? from : position; };
    switch (key) {
    case Qt::Key_Left:
        return to(from - 1);
    case Qt::Key_Right:
        return to(m_current < 0 ? 0 : from + 1);
    case Qt::Key_Up:
        return to(from - row);
    case Qt::Key_Down:
        return to(m_current < 0 ? 0 : from + row);
    case Qt::Key_PageUp:
        return std::max(0, from - page);
    case Qt::Key_PageDown:
        return std::min(last, from + page);
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return last;
    default:
        return -1;
    }
}

void DigitGrid::keyPressEvent(QKeyEvent* event)
{
    const int position = m_tiles.empty() ? -1 : moved(event->key());
    const bool activates =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (position >= 0)
        setCurrent(position);
    else if (activates && m_current >= 0)
        activate(m_current);
    else
        event->ignore();
}

void DigitGrid::focusInEvent(QFocusEvent* event)
{
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey && m_current < 0 && !m_tiles.empty())
        setCurrent(0);
    QAbstractScrollArea::focusInEvent(event);
}

bool DigitGrid::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        setHovered(-1);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int position = tileAt(help->pos());
        const QRect tile = position < 0 ? QRect() : m_flow.tile(position).translated(-scrolled());
        QToolTip::showText(help->globalPos(), position < 0 ? QString() : tileText(position), viewport(), tile);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void DigitGrid::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
    QAbstractScrollArea::changeEvent(event);
}

} // namespace qlab::app
