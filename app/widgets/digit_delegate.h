// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/feature_picture.h"
#include "app/widgets/model_swatch.h"

#include <QAbstractItemDelegate>

namespace qlab::app {

class DigitTiles;

/// Paints a tile: the image, and what is known of it beside. State_HasFocus rings the current one.
class DigitDelegate : public QAbstractItemDelegate {
    Q_OBJECT
public:
    enum class Badges {
        None,
        Label,       ///< the true label in the corner of the image
        Predictions, ///< both models' answers below, ticked or crossed where the true label is known
    };
    /// \p tiles must outlive it.
    DigitDelegate(Badges badges, const DigitTiles& tiles, QObject* parent);

    void setSteps(const InputSteps& steps) { m_picture = FeaturePicture(steps); }
    void setSide(int side) { m_side = side; }
    int side() const { return m_side; } ///< of the image, logical pixels
    int heightFor(int side) const;      ///< of the tile, badges included

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintLabel(QPainter& painter, const QRectF& image, int label) const;
    void paintBadge(QPainter& painter, const QRectF& badge, int answer, int trueLabel, Model model) const;

    Badges m_badges;
    const DigitTiles& m_tiles;
    FeaturePicture m_picture;
    int m_side = 56;
};

} // namespace qlab::app
