// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace qlab::app {

class TableView;

/// Paints a cell of a TableView: sunken when selected, a hairline below, text in the column's look.
class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int kCellPadding = 13; ///< what a cell takes beside its text

    explicit TableDelegate(TableView& view);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    TableView& m_view;
};

/// Column titles in text 3, aligned as their columns, with the sort arrow on the sorted column and under the pointer.
class TableHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit TableHeader(TableView& view);
    static int titleWidth(const QString& title); ///< of the text alone, where the model gives it no colour

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;
    bool viewportEvent(QEvent* event) override;

private:
    bool showsArrow(int section) const;
    void paintArrow(QPainter& painter, const QRectF& place, int section) const;

    TableView& m_view;
    int m_hovered = -1;
};

} // namespace qlab::app
