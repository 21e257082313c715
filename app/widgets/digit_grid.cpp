// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/digit_grid.h"

#include "app/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kWide = 832; ///< what a strip has in a window of 1600, with the settings beside it

} // namespace

DigitGrid::DigitGrid(Badges badges, Tiles arrangement, QWidget* parent)
    : QListView(parent)
    , m_arrangement(arrangement)
    , m_model(new DigitTiles(this))
    , m_delegate(new DigitDelegate(badges, *m_model, this))
{
    setModel(m_model);
    setItemDelegate(m_delegate);
    setSelectionMode(NoSelection); // there is a current tile, and nothing to do with several
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false); // Tab leaves the grid
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(isStrip() ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, isStrip() ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    viewport()->setAutoFillBackground(false);
    setMouseTracking(true);
    setAccessibleName(tr("Digit images"));
    connect(this, &QListView::entered, this, &DigitGrid::setHovered);
    connect(this, &QListView::viewportEntered, this, [this] { setHovered({}); });
    connect(this, &QListView::clicked, this, &DigitGrid::activate);
    arrange();
}

void DigitGrid::setSteps(const InputSteps& steps)
{
    m_delegate->setSteps(steps);
    viewport()->update();
}

void DigitGrid::setTiles(ImagesPtr images, std::vector<DigitTile> tiles)
{
    int kept = -1;
    if (current() >= 0 && images == m_model->images()) {
        const auto found = std::ranges::find(tiles, m_model->tile(current()).index, &DigitTile::index);
        kept = found == tiles.end() ? -1 : static_cast<int>(found - tiles.begin());
    }
    const QPoint before = scrolled();
    m_model->setTiles(std::move(images), std::move(tiles));
    arrange();
    horizontalScrollBar()->setValue(before.x());
    verticalScrollBar()->setValue(before.y());
    if (kept >= 0)
        selectionModel()->setCurrentIndex(m_model->index(kept), QItemSelectionModel::NoUpdate);
    viewport()->update();
}

void DigitGrid::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

void DigitGrid::setCurrent(int position) { setCurrentIndex(m_model->index(position)); }

// -- Geometry ---------------------------------------------------------------------------------------------------------

TileFlow::Options DigitGrid::flowOptions(int side) const
{
    const QSize tile(side, m_delegate->heightFor(side));
    return tile.height() > side ? TileFlow::Options{tile, 4, 2, isStrip()} : TileFlow::Options{tile, 1, 4, isStrip()};
}

/// A strip asks for its height by its width; a grid has to show two rows at least.
int DigitGrid::sideFor(const QSize& room) const
{
    const bool fits = isStrip() || 2 * m_delegate->heightFor(kWideSide) <= room.height();
    return room.width() >= kWide && fits ? kWideSide : kUsualSide;
}

void DigitGrid::arrange()
{
    const int count = m_model->rowCount();
    const int side = sideFor(maximumViewportSize());
    if (side != m_delegate->side() && isStrip())
        updateGeometry();
    m_delegate->setSide(side);
    // Where all tiles fit without a scroll bar there must be none, even if they would not fit beside one.
    m_flow = TileFlow(flowOptions(side), maximumViewportSize(), count);
    if (!isStrip() && m_flow.size().height() > maximumViewportSize().height())
        m_flow = TileFlow(flowOptions(side), viewport()->size(), count);
    const QSize beyond = m_flow.size() - viewport()->size();
    horizontalScrollBar()->setRange(0, isStrip() ? std::max(0, beyond.width()) : 0);
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(m_flow.columnWidth());
    verticalScrollBar()->setRange(0, isStrip() ? 0 : std::max(0, beyond.height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_flow.rowHeight() / 2);
}

void DigitGrid::doItemsLayout()
{
    arrange();
    QAbstractItemView::doItemsLayout(); // none of the list view's own
}

void DigitGrid::updateGeometries()
{
    arrange();
    QAbstractItemView::updateGeometries();
}

int DigitGrid::horizontalOffset() const { return horizontalScrollBar()->value(); }
int DigitGrid::verticalOffset() const { return verticalScrollBar()->value(); }

QRect DigitGrid::mirrored(const QRect& rect) const
{
    return isRightToLeft() ? QRect(viewport()->width() - rect.right() - 1, rect.top(), rect.width(), rect.height())
                           : rect;
}

QRect DigitGrid::visualRect(const QModelIndex& index) const
{
    return index.isValid() ? mirrored(m_flow.tile(index.row()).translated(-scrolled())) : QRect();
}

QModelIndex DigitGrid::indexAt(const QPoint& point) const
{
    return m_model->index(m_flow.at(mirrored({point, QSize(1, 1)}).topLeft() + scrolled()));
}

/// No further than it takes to see the whole tile.
void DigitGrid::scrollTo(const QModelIndex& index, ScrollHint)
{
    if (!index.isValid() || !isVisible())
        return;
    const auto reveal = [](QScrollBar* bar, int first, int last, int visible) {
        bar->setValue(std::clamp(bar->value(), std::min(first, last + 1 - visible), first));
    };
    const QRect tile = m_flow.tile(index.row());
    reveal(horizontalScrollBar(), tile.left(), tile.right(), viewport()->width());
    reveal(verticalScrollBar(), tile.top(), tile.bottom(), viewport()->height());
}

QSize DigitGrid::sizeHint() const
{
    const TileFlow::Options options = flowOptions(isStrip() ? m_delegate->side() : kUsualSide);
    const int rows = isStrip() ? 1 : 2;
    return {8 * (options.tile.width() + options.leastGap),
        rows * (options.tile.height() + options.rowGap) - options.rowGap};
}

QSize DigitGrid::minimumSizeHint() const
{
    return {kUsualSide, flowOptions(isStrip() ? m_delegate->side() : kUsualSide).tile.height()};
}

void DigitGrid::resizeEvent(QResizeEvent*) { arrange(); }

void DigitGrid::showEvent(QShowEvent*) { scrollTo(currentIndex()); }

// -- Mouse and keys ---------------------------------------------------------------------------------------------------

void DigitGrid::activate(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    Q_EMIT tileActivated(m_model->tile(index.row()).index);
}

void DigitGrid::setHovered(const QModelIndex& index)
{
    if (index == m_hovered)
        return;
    m_hovered = index;
    viewport()->setCursor(index.isValid() ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

/// A strip goes sideways with an ordinary wheel; at its end the page around it scrolls.
void DigitGrid::wheelEvent(QWheelEvent* event)
{
    if (!isStrip())
        return QAbstractScrollArea::wheelEvent(event);
    const QPoint turn = event->angleDelta();
    const int before = horizontalScrollBar()->value();
    const int steps = turn.x() != 0 ? turn.x() : turn.y();
    horizontalScrollBar()->setValue(before - steps * m_flow.columnWidth() / QWheelEvent::DefaultDeltasPerStep);
    event->setAccepted(horizontalScrollBar()->value() != before);
}

QModelIndex DigitGrid::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int last = m_model->rowCount() - 1;
    if (last < 0)
        return {};
    const int from = current();
    if (from < 0)
        return m_model->index(action == MoveEnd ? last : 0);
    const int row = isStrip() ? 0 : m_flow.columns();
    const int page = isStrip() ? m_flow.columns() : capacity();
    const int onwards = isRightToLeft() ? -1 : 1;
    const auto to = [&](int position) { return m_model->index(position < 0 || position > last ? from : position); };
    switch (action) {
    case MoveLeft:
        return to(from - onwards);
    case MoveRight:
        return to(from + onwards);
    case MovePrevious:
        return to(from - 1);
    case MoveNext:
        return to(from + 1);
    case MoveUp:
        return to(from - row);
    case MoveDown:
        return to(from + row);
    case MovePageUp:
        return m_model->index(std::max(0, from - page));
    case MovePageDown:
        return m_model->index(std::min(last, from + page));
    case MoveHome:
        return m_model->index(0);
    case MoveEnd:
        return m_model->index(last);
    }
    return {};
}

void DigitGrid::keyPressEvent(QKeyEvent* event)
{
    const bool activates =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (activates && currentIndex().isValid())
        activate(currentIndex());
    else
        QListView::keyPressEvent(event);
}

/// By key the first tile becomes the current one; a click finds its own.
void DigitGrid::focusInEvent(QFocusEvent* event)
{
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey && current() < 0 && m_model->rowCount() > 0)
        setCurrent(0);
    QAbstractScrollArea::focusInEvent(event);
}

bool DigitGrid::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        setHovered({});
    return QListView::viewportEvent(event);
}

void DigitGrid::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
    QListView::changeEvent(event);
}

void DigitGrid::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    if (m_model->rowCount() == 0) {
        painter.setFont(textFont(TextRole::Caption));
        painter.setPen(themeColor(Token::Text3));
        painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QStyle::State usual = option.state & ~(QStyle::State_HasFocus | QStyle::State_MouseOver);
    const TileFlow::Range visible = m_flow.touching(mirrored(event->rect()).translated(scrolled()));
    for (int i = visible.first; i <= visible.last; ++i) {
        const QModelIndex index = m_model->index(i);
        option.rect = visualRect(index);
        option.state = usual;
        option.state.setFlag(QStyle::State_HasFocus, index == currentIndex());
        option.state.setFlag(QStyle::State_MouseOver, index == m_hovered);
        itemDelegate()->paint(&painter, option, index);
    }
}

} // namespace qlab::app
