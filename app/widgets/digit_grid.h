// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/feature_picture.h"
#include "app/widgets/model_swatch.h"
#include "app/widgets/tile_flow.h"
#include "engine/data/image_set.h"

#include <QAbstractScrollArea>
#include <QString>

#include <cstddef>
#include <vector>

namespace qlab::app {

/// One image of a set and what is known about it; -1 where nothing is.
struct DigitTile {
    std::size_t index = 0; ///< in the image set
    int trueLabel = -1;
    int original = -1;  ///< prediction of the original model
    int quantized = -1; ///< prediction of the quantized model
    float marginOriginal = 0;
    float marginQuantized = 0;
    QString tooltip; ///< empty: made from the above when it is needed
};

/// Thousands of digit tiles in one widget; only visible ones are painted. Arrow keys, Home, End and the page keys move
/// the current tile, Return or a click activates it.
class DigitGrid : public QAbstractScrollArea {
    Q_OBJECT
public:
    enum class Badges {
        None,
        Label,       ///< the true label in the corner of the image
        Predictions, ///< both models' answers below, ticked or crossed where the true label is known
    };
    enum class Flow {
        Rows, ///< scrolls down
        Strip ///< one row, scrolls to the right
    };
    static constexpr int kUsualSide = 56, kWideSide = 84; ///< logical pixels: 2 and 3 x 28

    explicit DigitGrid(Badges badges, Flow flow = Flow::Rows, QWidget* parent = nullptr);

    /// Every index must be below images->size(). The current tile stays current if its image is among the new ones.
    void setTiles(ImagesPtr images, std::vector<DigitTile> tiles);
    /// What the images' bytes are; without it, pixels.
    void setSteps(const InputSteps& steps);
    const std::vector<DigitTile>& tiles() const { return m_tiles; }
    void setEmptyText(const QString& text); ///< what is shown, in one sentence, while there are no tiles

    int current() const { return m_current; } ///< position in tiles(), -1 for none
    void setCurrent(int position);
    int tileSide() const { return m_side; } ///< of an image; the wide one where the grid is wide enough for many
    int capacity() const;                   ///< tiles that are wholly visible at once
    QString tileText(int position) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void tileActivated(std::size_t index); ///< in the image set
    void currentChanged(int position);

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    static constexpr int kBadgeGap = 3; ///< between image and badges

    void arrange();
    int sideFor(const QSize& room) const;
    void showCurrent();
    void activate(int position);
    void setHovered(int position);
    int moved(int key) const;
    int tileAt(const QPoint& position) const;
    QPoint scrolled() const;
    TileFlow::Options flowOptions(int side) const;

    void paintTile(QPainter& painter, const QRect& tile, int position) const;
    void paintLabel(QPainter& painter, const QRectF& image, int label) const;
    void paintBadge(QPainter& painter, const QRectF& badge, int answer, int trueLabel, Model model) const;

    Badges m_badges;
    Flow m_flowKind;
    TileFlow m_flow;
    int m_side = kUsualSide;
    FeaturePicture m_picture;
    ImagesPtr m_images;
    std::vector<DigitTile> m_tiles;
    QString m_emptyText;
    int m_current = -1;
    int m_hovered = -1;
    int m_pressed = -1;
};

} // namespace qlab::app
