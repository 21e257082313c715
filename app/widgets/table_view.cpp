// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/table_view.h"

#include "app/widgets/table_delegate.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>
#include <numeric>

namespace qlab::app {

TableView::TableView(QWidget* parent)
    : QTableView(parent)
{
    setItemDelegate(new TableDelegate(*this));
    setHorizontalHeader(new TableHeader(*this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false); // Tab leaves the table, arrows move in it
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    applyHeights();
}

void TableView::applyHeights()
{
    verticalHeader()->setMinimumSectionSize(scaled(24));
    verticalHeader()->setDefaultSectionSize(scaled(24));
    horizontalHeader()->setFixedHeight(heightForRows(0, m_headerLines));
}

void TableView::setColumnLook(int column, ColumnLook look)
{
    m_looks[column] = look;
    viewport()->update();
    horizontalHeader()->viewport()->update();
}

TableView::ColumnLook TableView::columnLook(int column) const
{
    const auto found = m_looks.find(column);
    return found == m_looks.end() ? ColumnLook{} : found->second;
}

int TableView::heightForRows(int rows, int headerLines)
{
    return scaled(22) + (headerLines - 1) * lineHeight(TextRole::Caption) + rows * scaled(24);
}

// -- Widths -----------------------------------------------------------------------------------------------------------

void TableView::setWidest(QStringList widest)
{
    m_widest = std::move(widest);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    applyWidths();
    updateGeometry();
}

/// What the widest text and the longest word of the title take.
int TableView::leastWidth(int column) const
{
    const TextRole role = columnLook(column).strong ? TextRole::TableStrong : TextRole::Table;
    int text = QFontMetrics(textFont(role)).horizontalAdvance(m_widest.value(column));
    const QString title = model()->headerData(column, Qt::Horizontal).toString();
    for (const QString& word : title.split(QLatin1Char(' ')))
        text = std::max(text, TableHeader::titleWidth(word));
    return text + TableDelegate::kCellPadding;
}

std::vector<int> TableView::widthsFor(int room) const
{
    std::vector<int> widths;
    int words = 0, numbers = 0, widest = 0;
    for (int column = 0; column < model()->columnCount(); ++column) {
        widths.push_back(leastWidth(column));
        const bool isNumber = columnLook(column).number;
        words += isNumber ? 0 : widths.back();
        numbers += isNumber;
        widest = isNumber ? std::max(widest, widths.back()) : widest;
    }
    const bool equal = words + numbers * widest <= room;
    const int used = equal ? words + numbers * widest : std::accumulate(widths.begin(), widths.end(), 0);
    const int rest = std::max(0, room - used);
    for (int column = 0, done = 0; column < static_cast<int>(widths.size()) && numbers > 0; ++column) {
        if (!columnLook(column).number)
            continue;
        int& width = widths[static_cast<std::size_t>(column)];
        width = (equal ? widest : width) + rest * (done + 1) / numbers - rest * done / numbers;
        ++done;
    }
    return widths;
}

void TableView::applyWidths()
{
    if (m_widest.isEmpty() || !model())
        return;
    const std::vector<int> widths = widthsFor(viewport()->width());
    int lines = 1;
    for (int column = 0; column < static_cast<int>(widths.size()); ++column) {
        const int width = widths[static_cast<std::size_t>(column)];
        horizontalHeader()->resizeSection(column, width);
        const QString title = model()->headerData(column, Qt::Horizontal).toString();
        if (TableHeader::titleWidth(title) + TableDelegate::kCellPadding > width)
            lines = 2;
    }
    if (lines == m_headerLines)
        return;
    m_headerLines = lines;
    applyHeights();
    updateGeometry();
}

QSize TableView::minimumSizeHint() const
{
    if (m_widest.isEmpty() || !model())
        return QTableView::minimumSizeHint();
    int width = verticalScrollBarPolicy() == Qt::ScrollBarAlwaysOff ? 0 : verticalScrollBar()->sizeHint().width();
    for (int column = 0; column < model()->columnCount(); ++column)
        width += leastWidth(column);
    return {width, heightForRows(1, m_headerLines)};
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    applyWidths();
}

// -- Taking text away -------------------------------------------------------------------------------------------------

void TableView::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    applyWidths();
    viewport()->update();
}

QString TableView::selectionAsText() const
{
    if (!model())
        return {};
    std::vector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    if (rows.empty()) {
        for (int row = 0; row < model()->rowCount(); ++row)
            rows.push_back(row);
    }
    QStringList lines{QString()};
    QStringList cells;
    for (int column = 0; column < model()->columnCount(); ++column)
        cells.append(model()->headerData(column, Qt::Horizontal).toString());
    lines.front() = cells.join(QLatin1Char('\t'));
    for (const int row : rows) {
        cells.clear();
        for (int column = 0; column < model()->columnCount(); ++column)
            cells.append(model()->index(row, column).data().toString());
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void TableView::copySelection() const { QGuiApplication::clipboard()->setText(selectionAsText()); }

void TableView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    const bool some = selectionModel() && selectionModel()->hasSelection();
    menu.addAction(
        some ? tr("Copy selected rows") : tr("Copy all rows"), QKeySequence::Copy, this, &TableView::copySelection);
    menu.exec(event->globalPos());
}

void TableView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        applyHeights();
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        applyWidths();
}

} // namespace qlab::app
