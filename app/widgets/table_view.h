// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"

#include <QStringList>
#include <QTableView>

#include <map>
#include <vector>

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
    /// The widest that each column may ever say. From then on no cell is cut, the view is never narrower than that, and
    /// another number moves no column: columns of numbers are equally wide where there is room, and each column has
    /// what it needs where there is not. Titles that are wider than their columns take two lines.
    void setWidest(QStringList widest);
    int headerLines() const { return m_headerLines; }
    /// What Ctrl+C takes: the selected rows, or all when none is selected, with the header, as tab-separated lines.
    QString selectionAsText() const;
    void copySelection() const;
    /// Height that shows the header and so many rows without a scroll bar.
    static int heightForRows(int rows, int headerLines = 1);

    void setModel(QAbstractItemModel* model) override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void applyHeights();
    void applyWidths();
    int leastWidth(int column) const;
    std::vector<int> widthsFor(int room) const;

    std::map<int, ColumnLook> m_looks;
    QStringList m_widest; ///< of each column; empty: the columns are as the header is told
    int m_headerLines = 1;
};

} // namespace qlab::app
