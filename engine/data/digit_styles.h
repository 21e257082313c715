// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace qlab {

/// A control point in hundredths of a unit box, x to the right, y down. Loops may reach a little over the edge.
struct StylePoint {
    std::int8_t x = 0;
    std::int8_t y = 0;

    bool operator==(const StylePoint&) const = default;
};

enum class StrokeKind : std::uint8_t {
    Curve, ///< Catmull-Rom spline through the points, end tangents by reflecting the neighbour
    Loop,  ///< the same, closed
    Line,  ///< straight from point to point
};

/// What the pen draws between setting down and lifting.
struct StyleStroke {
    static constexpr std::size_t kMaxPoints = 14;
    StrokeKind kind = StrokeKind::Line;
    std::uint8_t pointCount = 0;
    std::array<StylePoint, kMaxPoints> pointRoom{};

    constexpr std::span<const StylePoint> points() const { return {pointRoom.data(), pointCount}; }
};

/// One way to write a digit. Equal points within a style are one joint, in whichever stroke they stand.
struct DigitStyle {
    static constexpr std::size_t kMaxStrokes = 3;
    std::string_view name;
    std::uint16_t weight = 0; ///< how often the style is used, about per mille of its digit's samples
    std::uint8_t strokeCount = 0;
    std::array<StyleStroke, kMaxStrokes> strokeRoom{};

    constexpr std::span<const StyleStroke> strokes() const { return {strokeRoom.data(), strokeCount}; }
};

/// The styles of \p digit, 0 ... 9; 83 in all, drawn by hand. They live as long as the program.
std::span<const DigitStyle> digitStyles(int digit);

} // namespace qlab
