// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/digit_delegate.h"
#include "app/widgets/digit_tiles.h"
#include "app/widgets/tile_flow.h"

#include <QListView>

#include <cstddef>
#include <vector>

namespace qlab::app {

/// Thousands of digit tiles in one view; only visible ones are painted. Arrow keys, Home, End and the page keys move
/// the current tile, Return, Space or a click activates it, a digit goes to the next image of that label. A list view
/// whose tiles fill the width from edge to edge (TileFlow), which Qt's own layouts cannot do.
class DigitGrid : public QListView {
    Q_OBJECT
public:
    using Badges = DigitDelegate::Badges;
    enum class Tiles {
        Rows, ///< scrolls down
        Strip ///< one row, scrolls to the right
    };
    static constexpr int kUsualSide = 56, kWideSide = 84; ///< logical pixels: 2 and 3 x 28

    explicit DigitGrid(Badges badges, Tiles arrangement = Tiles::Rows, QWidget* parent = nullptr);

    /// Every index must be below images->size(). The current tile stays current if its image is among the new ones.
    void setTiles(ImagesPtr images, std::vector<DigitTile> tiles);
    /// What the images' bytes are; without it, pixels.
    void setSteps(const InputSteps& steps);
    const std::vector<DigitTile>& tiles() const { return m_model->tiles(); }
    void setEmptyText(const QString& text); ///< what is shown, in one sentence, while there are no tiles

    int current() const { return currentIndex().row(); } ///< position in tiles(), -1 for none
    void setCurrent(int position);
    int capacity() const { return m_flow.columns() * m_flow.fullRows(); } ///< tiles that are wholly visible at once

    QRect visualRect(const QModelIndex& index) const override;
    QModelIndex indexAt(const QPoint& point) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    void doItemsLayout() override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void tileActivated(std::size_t index); ///< in the image set

protected:
    int horizontalOffset() const override;
    int verticalOffset() const override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void updateGeometries() override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    bool isStrip() const { return m_arrangement == Tiles::Strip; }
    void arrange();
    int sideFor(const QSize& room) const;
    void activate(const QModelIndex& index);
    void setHovered(const QModelIndex& index);
    QPoint scrolled() const { return {horizontalOffset(), verticalOffset()}; }
    /// From where tiles are on the viewport to where they are from left to right, and back.
    QRect mirrored(const QRect& rect) const;
    TileFlow::Options flowOptions(int side) const;

    Tiles m_arrangement;
    DigitTiles* m_model;
    DigitDelegate* m_delegate;
    TileFlow m_flow;
    QString m_emptyText;
    QPersistentModelIndex m_hovered;
};

} // namespace qlab::app
