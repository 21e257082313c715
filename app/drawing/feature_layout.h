// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/features/input_steps.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace qlab::app {

/// Where the features of an image lie in a picture of it, so that values of features (inputs, weights, evidence) are
/// shown where they belong: pixels and pooled ones as squares, gradients as a fan in each cell, one blade for each
/// direction, which points to where the ink grows (both ways if the features know no way). A value.
class FeatureLayout {
public:
    /// A feature by its cell, counted from 0, and its direction (0 where there are none).
    struct Place {
        int y = 0, x = 0, direction = 0;
        bool operator==(const Place&) const = default;
    };

    /// \p side: pixels a side that fans are drawn with, about. Precondition: validate(steps) was ok.
    explicit FeatureLayout(const InputSteps& steps = {}, int side = 112);

    const InputSteps& steps() const { return m_steps; }
    int cells() const; ///< a side
    /// False where a feature is more than its place.
    bool isPicture() const { return m_steps.isPicture(); }

    int index(const Place& place) const; ///< among the features
    Place place(int index) const;
    /// \p share: 0 ... 1 from the picture's left and top. None between fans.
    std::optional<Place> placeAt(const QPointF& share) const;
    /// The square of its cell, in shares of the picture.
    QRectF cellOf(const Place& place) const;
    /// So many cells further, and never outside.
    Place moved(const Place& from, int right, int down) const;
    /// The next direction (turn 1) or the one before (-1), around.
    Place turned(const Place& from, int turn) const;
    /// "row 3, column 4", with "direction 45°" where there are any: 0° grows to the right, 90° downwards.
    QString text(const Place& place) const;

    /// Side of the picture in pixels, and whose pixel each is; -1 for the ground.
    int side() const { return m_side; }
    int ownerOf(int y, int x) const { return m_owner[static_cast<std::size_t>(y * m_side + x)]; }

private:
    void placeSquares();
    void placeFans(int side);

    InputSteps m_steps;
    int m_side = kSide;
    std::vector<std::int16_t> m_owner; ///< side x side
};

} // namespace qlab::app
