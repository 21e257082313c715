// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/table_view.h"

#include "app/widgets/table_delegate.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

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
    horizontalHeader()->setFixedHeight(scaled(22));
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

int TableView::heightForRows(int rows) { return scaled(22) + rows * scaled(24); }

void TableView::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
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
}

} // namespace qlab::app
