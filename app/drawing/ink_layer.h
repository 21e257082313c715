// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/drawing/stroke_history.h"
#include "engine/data/digit_normalizer.h"

namespace qlab::app {

/// The ink of a StrokeHistory as grey pixels of one size: 255 = full ink. Draws only what was added since it last
/// looked, and gives the same bytes as if it had drawn everything at once: a pen takes the maximum of old and new
/// ink, an eraser the minimum, so the order in which the pieces of one stroke arrive does not matter.
class InkLayer {
public:
    /// A square of side x side pixels, empty. side > 0.
    explicit InkLayer(int side);

    int side() const { return m_picture.width; }
    /// Another size; the next follow() draws everything anew.
    void resize(int side);

    /// Brings the picture up to the history's steps and returns it. Always the same history between two resize().
    const GreyPicture& follow(const StrokeHistory& history);
    const GreyPicture& picture() const { return m_picture; }

private:
    void startOver(const StrokeHistory& history);
    void drawStep(const CanvasStep& step);
    void drawNewPoints(const Stroke& stroke);

    GreyPicture m_settled; ///< everything that later points of an open stroke cannot change
    GreyPicture m_picture; ///< the same with the end of the open stroke
    std::uint64_t m_generation = 0;
    std::size_t m_steps = 0;  ///< so many steps are drawn completely
    std::size_t m_points = 0; ///< and so many points of the next one
};

} // namespace qlab::app
