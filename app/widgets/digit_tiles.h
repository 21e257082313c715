// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/image_set.h"

#include <QAbstractListModel>
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

/// The tiles of a DigitGrid as rows. Tool tip and accessible text say all that is known of a tile; its display text is
/// the true label, so that typing a digit goes to the next image of it.
class DigitTiles : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    /// Every index must be below images->size().
    void setTiles(ImagesPtr images, std::vector<DigitTile> tiles);
    const std::vector<DigitTile>& tiles() const { return m_tiles; }
    const DigitTile& tile(int row) const { return m_tiles[static_cast<std::size_t>(row)]; }
    const ImagesPtr& images() const { return m_images; }
    QString text(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    ImagesPtr m_images;
    std::vector<DigitTile> m_tiles;
};

} // namespace qlab::app
