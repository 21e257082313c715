// SPDX-License-Identifier: GPL-3.0-or-later
// The scoreboard as a table: rows are the three blocks, columns accuracy, size and time. Cells are registered
// with the widget's interface and leave with it.
#include "app/widgets/scoreboard_accessible.h"

#include "app/widgets/scoreboard.h"

#include <QAccessibleWidget>

#include <array>

namespace qlab::app {
namespace {

class FigureInterface : public QAccessibleInterface, public QAccessibleTableCellInterface {
public:
    FigureInterface(Scoreboard& board, QAccessibleInterface& table, int row, int column)
        : m_board(board)
        , m_table(table)
        , m_row(row)
        , m_column(column)
    {
    }

    bool isValid() const override { return m_table.isValid(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return &m_table; }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::Cell; }
    QRect rect() const override
    {
        const QRect place = m_board.figureRect(m_row, m_column);
        return {m_board.mapToGlobal(place.topLeft()), place.size()};
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.readOnly = true;
        return state;
    }
    void setText(QAccessible::Text, const QString&) override { }
    QString text(QAccessible::Text kind) const override
    {
        const ScoreFigure& figure = m_board.block(m_row).figures[static_cast<std::size_t>(m_column)];
        if (kind == QAccessible::Description)
            return figure.toolTip;
        if (kind != QAccessible::Name && kind != QAccessible::Value)
            return {};
        if (m_row == Scoreboard::Difference && m_board.state().invitation)
            return m_column == 0 ? m_board.state().invitation->text : QString();
        const QString value = figure.value.isEmpty() ? Scoreboard::tr("not measured") : figure.value;
        return QStringLiteral("%1 %2, %3").arg(value, figure.unit, figure.caption);
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface*>(this) : nullptr;
    }

    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QList<QAccessibleInterface*> columnHeaderCells() const override { return {}; }
    QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    int columnIndex() const override { return m_column; }
    int rowIndex() const override { return m_row; }
    bool isSelected() const override { return false; }
    QAccessibleInterface* table() const override { return &m_table; }

private:
    Scoreboard& m_board;
    QAccessibleInterface& m_table;
    int m_row;
    int m_column;
};

class ScoreboardInterface : public QAccessibleWidget, public QAccessibleTableInterface {
public:
    explicit ScoreboardInterface(Scoreboard& board)
        : QAccessibleWidget(&board, QAccessible::Table)
        , m_board(board)
    {
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            const int index = static_cast<int>(i);
            m_cells[i] = QAccessible::registerAccessibleInterface(
                new FigureInterface(board, *this, index / Scoreboard::kFigures, index % Scoreboard::kFigures));
        }
    }
    ~ScoreboardInterface() override
    {
        for (const QAccessible::Id cell : m_cells)
            QAccessible::deleteAccessibleInterface(cell);
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface*>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }
    int childCount() const override { return Scoreboard::kBlocks * Scoreboard::kFigures; }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        return QAccessible::accessibleInterface(m_cells[static_cast<std::size_t>(index)]);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (this->child(i) == child)
                return i;
        }
        return -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (child(i)->rect().contains(x, y))
                return child(i);
        }
        return nullptr;
    }

    QAccessibleInterface* caption() const override { return nullptr; }
    QAccessibleInterface* summary() const override { return nullptr; }
    QAccessibleInterface* cellAt(int row, int column) const override
    {
        const bool inside = row >= 0 && row < Scoreboard::kBlocks && column >= 0 && column < Scoreboard::kFigures;
        return inside ? child(row * Scoreboard::kFigures + column) : nullptr;
    }
    QString columnDescription(int column) const override { return Scoreboard::columnName(column); }
    QString rowDescription(int row) const override
    {
        return QStringLiteral("%1, %2").arg(m_board.blockName(row), m_board.block(row).note);
    }
    int columnCount() const override { return Scoreboard::kFigures; }
    int rowCount() const override { return Scoreboard::kBlocks; }
    // Nothing can be selected.
    int selectedCellCount() const override { return 0; }
    int selectedColumnCount() const override { return 0; }
    int selectedRowCount() const override { return 0; }
    QList<QAccessibleInterface*> selectedCells() const override { return {}; }
    QList<int> selectedColumns() const override { return {}; }
    QList<int> selectedRows() const override { return {}; }
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent*) override { }

private:
    Scoreboard& m_board;
    // Owned by QAccessible's registry, which may clear itself before this object at the end of the program.
    std::array<QAccessible::Id, Scoreboard::kBlocks * Scoreboard::kFigures> m_cells{};
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* board = qobject_cast<Scoreboard*>(object);
    return board ? new ScoreboardInterface(*board) : nullptr;
}

} // namespace

void installScoreboardAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace qlab::app
