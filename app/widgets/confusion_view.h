// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"

#include <QWidget>

#include <array>
#include <cstdint>
#include <optional>

namespace qlab::app {

/// Rows are true classes, columns predicted ones (the engine's Confusion).
using ConfusionCounts = std::array<std::array<std::uint32_t, kClasses>, kClasses>;

/// Which digits are taken for which: counts on a logarithmic grey scale, right answers on the diagonal in the
/// original's blue. Cells of 24 px and more carry their count. Arrow keys choose a cell, Return or a
/// click activates it.
class ConfusionView : public QWidget {
    Q_OBJECT
public:
    struct Cell {
        int truth, predicted;
        bool operator==(const Cell&) const = default;
    };

    explicit ConfusionView(QWidget* parent = nullptr);

    void setCounts(const std::optional<ConfusionCounts>& counts); ///< nothing: the empty state
    void setEmptyText(const QString& text);

    int cellSide() const; ///< logical pixels, including the gap to the next
    QRectF cellRect(const Cell& cell) const;
    std::optional<Cell> cellAt(const QPointF& position) const;
    QString textOf(const Cell& cell) const;
    std::optional<Cell> current() const { return m_current; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void cellActivated(int truth, int predicted);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void setCurrent(const std::optional<Cell>& cell);
    void activate(const std::optional<Cell>& cell);
    std::uint32_t count(const Cell& cell) const;
    bool showsCount(const Cell& cell) const;
    QColor cellColor(const Cell& cell) const;
    void paintCell(QPainter& painter, const Cell& cell) const;
    void paintAxes(QPainter& painter) const;

    std::optional<ConfusionCounts> m_counts;
    std::uint32_t m_mostRight = 0; ///< largest count on the diagonal
    std::uint32_t m_mostWrong = 0; ///< largest count off the diagonal
    std::optional<Cell> m_current;
    std::optional<Cell> m_pressed;
    QString m_emptyText;
};

} // namespace qlab::app
