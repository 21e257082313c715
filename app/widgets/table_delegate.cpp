// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/table_delegate.h"

#include "app/theme/icons.h"
#include "app/widgets/table_view.h"

#include <QApplication>
#include <QHoverEvent>
#include <QPainter>

namespace qlab::app {
namespace {

// Half of the gap between two columns.
constexpr int kPadding = 6;
static_assert(2 * kPadding < TableDelegate::kCellPadding);
constexpr int kEdgePadding = 4;
constexpr int kArrow = 12;

/// The cell without its gaps. The outer columns line up with the card's other content; where rows are selected, a
/// little inside it, so that the selection has an edge.
QRect contentOf(const TableView& view, const QRect& cell, int column)
{
    const int edge = view.selectionMode() == QAbstractItemView::NoSelection ? 0 : kEdgePadding;
    const QHeaderView& header = *view.horizontalHeader();
    const int visual = header.visualIndex(column);
    const bool last = visual == header.count() - 1;
    return cell.adjusted(visual == 0 ? edge : kPadding, 0, last ? -edge : -kPadding, -1);
}

QString lastWordBelow(QString title)
{
    const qsizetype space = title.lastIndexOf(QLatin1Char(' '));
    return space < 0 ? title : title.replace(space, 1, QLatin1Char('\n'));
}

Qt::Alignment alignmentOf(const TableView::ColumnLook& look)
{
    return Qt::AlignVCenter | (look.number ? Qt::AlignRight : Qt::AlignLeft);
}

} // namespace

TableDelegate::TableDelegate(TableView& view)
    : QStyledItemDelegate(&view)
    , m_view(view)
{
}

void TableDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    const TableView::ColumnLook look = m_view.columnLook(index.column());
    option->font = textFont(look.strong ? TextRole::TableStrong : TextRole::Table);
    option->palette.setColor(QPalette::Text, themeColor(look.color));
    option->displayAlignment = alignmentOf(look);
    // The model's own roles win over the column's look.
    QStyledItemDelegate::initStyleOption(option, index);
    option->fontMetrics = QFontMetrics(option->font);
    // A selected row keeps its colours: they say which model a number belongs to.
    option->palette.setBrush(QPalette::HighlightedText, option->palette.brush(QPalette::Text));
}

void TableDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    painter->save();
    if (cell.state & QStyle::State_Selected)
        painter->fillRect(cell.rect, themeColor(Token::Sunken));
    painter->fillRect(QRect(cell.rect.left(), cell.rect.bottom(), cell.rect.width(), 1), themeColor(Token::Grid));
    QRect room = contentOf(m_view, cell.rect, index.column());
    if (cell.features & QStyleOptionViewItem::HasCheckIndicator) {
        QStyleOptionViewItem mark = cell;
        mark.rect = QRect(room.left(), room.center().y() - 7, 16, 16);
        mark.state.setFlag(QStyle::State_On, cell.checkState == Qt::Checked);
        mark.state.setFlag(QStyle::State_Off, cell.checkState != Qt::Checked);
        m_view.style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &mark, painter, &m_view);
        room.setLeft(mark.rect.right() + 1 + kPadding);
    }
    const bool enabled = cell.state & QStyle::State_Enabled;
    painter->setFont(cell.font);
    painter->setPen(enabled ? cell.palette.color(QPalette::Text) : themeColor(Token::Text3));
    painter->drawText(room, static_cast<int>(cell.displayAlignment) | Qt::TextSingleLine,
        cell.fontMetrics.elidedText(cell.text, cell.textElideMode, room.width()));
    painter->restore();
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    int width = cell.fontMetrics.horizontalAdvance(cell.text) + kCellPadding;
    if (cell.features & QStyleOptionViewItem::HasCheckIndicator)
        width += 16 + kPadding;
    return {width, scaled(24)};
}

TableHeader::TableHeader(TableView& view)
    : QHeaderView(Qt::Horizontal, &view)
    , m_view(view)
{
    setHighlightSections(false);
    setSectionsClickable(true); // sorting, where a page enables it
    setMinimumSectionSize(24);
    setFixedHeight(scaled(22));
}

bool TableHeader::showsArrow(int section) const
{
    return isSortIndicatorShown() && (section == sortIndicatorSection() || section == m_hovered);
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    if (!model())
        return;
    painter->save();
    painter->fillRect(rect, themeColor(Token::Surface));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), themeColor(Token::Line));
    const QVariant color = model()->headerData(section, Qt::Horizontal, Qt::ForegroundRole);
    const bool coloured = color.canConvert<QBrush>();
    const QFont font = textFont(coloured ? TextRole::DirectLabel : TextRole::Caption);
    painter->setFont(font);
    painter->setPen(coloured ? color.value<QBrush>().color() : themeColor(Token::Text3));
    const QFontMetrics metrics(font);
    const QRect room = contentOf(m_view, rect, section);
    const TableView::ColumnLook look = m_view.columnLook(section);
    const QString whole = model()->headerData(section, Qt::Horizontal).toString();
    const bool wraps = m_view.headerLines() > 1; // then all titles of two words do
    const QString title = wraps ? lastWordBelow(whole) : metrics.elidedText(whole, Qt::ElideRight, room.width());
    painter->drawText(room, static_cast<int>(alignmentOf(look)) | (wraps ? 0 : Qt::TextSingleLine), title);
    if (showsArrow(section)) {
        // Beside the title on its free side, so that the title stays in line with the cells below.
        const int width = metrics.horizontalAdvance(title);
        const int left = look.number ? room.right() - width - kArrow : room.left() + width + 1;
        paintArrow(*painter, QRect(left, room.center().y() - kArrow / 2 + 1, kArrow, kArrow), section);
    }
    painter->restore();
}

void TableHeader::paintArrow(QPainter& painter, const QRectF& place, int section) const
{
    const bool sorted = section == sortIndicatorSection();
    painter.translate(place.center());
    if (sorted && sortIndicatorOrder() == Qt::AscendingOrder)
        painter.rotate(180);
    const QRectF centred = place.translated(-place.center());
    paintIcon(painter, centred, Icon::ChevronDown, themeColor(sorted ? Token::Text2 : Token::Control));
}

QSize TableHeader::sectionSizeFromContents(int section) const
{
    const QString title = model() ? model()->headerData(section, Qt::Horizontal).toString() : QString();
    const int text = QFontMetrics(textFont(TextRole::DirectLabel)).horizontalAdvance(title);
    return {text + TableDelegate::kCellPadding, scaled(22)};
}

int TableHeader::titleWidth(const QString& title)
{
    return QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(title);
}

bool TableHeader::viewportEvent(QEvent* event)
{
    int hovered = m_hovered;
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter)
        hovered = logicalIndexAt(static_cast<QHoverEvent*>(event)->position().toPoint());
    else if (event->type() == QEvent::HoverLeave)
        hovered = -1;
    if (hovered != m_hovered) {
        m_hovered = hovered;
        viewport()->update();
    }
    return QHeaderView::viewportEvent(event);
}

} // namespace qlab::app
