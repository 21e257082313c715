// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"

#include <QTableView>

#include <map>

namespace qlab::app {

/// A quiet table: header 22 high, rows 24, hairlines between rows, no zebra, no vertical lines, whole rows selected. A
/// model colours its own cells with Qt::ForegroundRole and Qt::FontRole where a column look is not enough. With
/// setSelectionMode( NoSelection) the outer columns lie flush with the card's other content.
class TableView : public QTableView {
    Q_OBJECT
public:
    /// How a column is written; numbers stand at the right and words at the left.
    struct ColumnLook {
        bool number = false;
        Token color = Token::Text;
        bool strong = false;
    };
    explicit TableView(QWidget* parent = nullptr);

    void setColumnLook(int column, ColumnLook look);
    ColumnLook columnLook(int column) const;
    /// What Ctrl+C takes: the selected rows, or all when none is selected, with the header, as tab-separated lines.
    QString selectionAsText() const;
    void copySelection() const;
    /// Height that shows the header and so many rows without a scroll bar.
    static int heightForRows(int rows);

    void setModel(QAbstractItemModel* model) override;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void applyHeights();
    std::map<int, ColumnLook> m_looks;
};

} // namespace qlab::app
