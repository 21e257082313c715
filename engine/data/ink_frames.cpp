// SPDX-License-Identifier: GPL-3.0-or-later
// Ink that is no digit: ruled lines, frames, boxes.
#include "engine/data/ink_parts.h"

#include <algorithm>
#include <array>

namespace qlab {
namespace {

constexpr double kLineLength = 0.9;     ///< of the picture: the share of a row or column that a line covers at least
constexpr double kLineThickness = 0.04; ///< of the picture, at most
constexpr double kEdge = 0.02;          ///< of the picture: a line so near to its edge may be the digit's own
constexpr double kFrameSide = 0.4;      ///< of the picture's longer side: a frame is at least so wide and so high
constexpr double kInside = 0.25;        ///< of the frame: what it encloses is at least so high
constexpr double kBoxBand = 0.05;       ///< of the box: its sides lie within this band
constexpr double kMostBoxSide = 0.12;   ///< of the box: its sides are at most so thick

/// Rows of a mask, or its columns.
struct Lanes {
    InkMask& mask;
    bool rows;

    int count() const { return rows ? mask.height : mask.width; }
    int length() const { return rows ? mask.width : mask.height; }
    std::uint8_t& at(int lane, int along) { return mask.pixels[rows ? mask.at(along, lane) : mask.at(lane, along)]; }
    bool isLine(int lane)
    {
        const int ends = std::max(1, static_cast<int>(kEdge * length()));
        int ink = 0, first = length(), last = -1;
        for (int i = 0; i < length(); ++i) {
            if (at(lane, i) == 0)
                continue;
            first = std::min(first, i);
            last = i;
            ++ink;
        }
        return first < ends && last >= length() - ends && ink >= kLineLength * length();
    }
    bool hasInk(int lane, int along) { return lane >= 0 && lane < count() && at(lane, along) != 0; }
};

/// Lanes first ... last - 1 are one line: clear them, but where ink goes on at both sides.
void clearLine(Lanes& lanes, int first, int last)
{
    for (int i = 0; i < lanes.length(); ++i) {
        if (lanes.hasInk(first - 1, i) && lanes.hasInk(last, i))
            continue;
        for (int lane = first; lane < last; ++lane)
            lanes.at(lane, i) = 0;
    }
}

void removeLines(Lanes lanes)
{
    const int thickest = std::max(1, static_cast<int>(kLineThickness * lanes.count()));
    const int edge = static_cast<int>(kEdge * lanes.count());
    for (int lane = edge; lane < lanes.count() - edge; ++lane) {
        if (!lanes.isLine(lane))
            continue;
        int end = lane + 1;
        while (end < lanes.count() && lanes.isLine(end))
            ++end;
        const bool atEdge = (lane == edge && edge > 0 && lanes.isLine(lane - 1)) || end >= lanes.count() - edge;
        if (end - lane <= thickest && !atEdge)
            clearLine(lanes, std::max(0, lane - 1), std::min(lanes.count(), end + 1)); // with its soft rims
        lane = end;
    }
}

bool encloses(const PixelBox& outer, const PixelBox& inner)
{
    return outer.left < inner.left && outer.top < inner.top && outer.right() > inner.right()
        && outer.bottom() > inner.bottom();
}

/// No ink of the part within the middle 60 % of its box.
bool isHollow(const InkMask& mask, const InkParts& parts, std::size_t index)
{
    const PixelBox& box = parts.parts[index].box;
    for (int y = box.top + box.height / 5; y < box.bottom() - box.height / 5; ++y)
        for (int x = box.left + box.width / 5; x < box.right() - box.width / 5; ++x)
            if (parts.partOf[mask.at(x, y)] == static_cast<std::int32_t>(index))
                return false;
    return true;
}

bool isLarge(const InkMask& mask, const PixelBox& box)
{
    const double least = kFrameSide * std::max(mask.width, mask.height);
    return box.width >= least && box.height >= least;
}

/// How many pixels of a lane of the box (a row or a column) have ink.
struct BoxSide {
    const InkMask& mask;
    const PixelBox& box;
    int side; ///< 0 left, 1 top, 2 right, 3 bottom

    bool across() const { return side % 2 == 0; }
    int length() const { return across() ? box.height : box.width; }
    int depth() const { return across() ? box.width : box.height; }
    std::size_t at(int inward, int along) const
    {
        const int x = side == 0 ? box.left + inward : side == 2 ? box.right() - 1 - inward : box.left + along;
        const int y = side == 1 ? box.top + inward : side == 3 ? box.bottom() - 1 - inward : box.top + along;
        return mask.at(x, y);
    }
    int ink(int inward) const
    {
        int count = 0;
        for (int i = 0; i < length(); ++i)
            count += mask.pixels[at(inward, i)];
        return count;
    }
    bool isStraight() const
    {
        const int band = std::max(1, static_cast<int>(kBoxBand * depth()));
        int covered = 0;
        for (int i = 0; i < length(); ++i) {
            bool any = false;
            for (int inward = 0; inward < band; ++inward)
                any = any || mask.pixels[at(inward, i)] != 0;
            covered += any ? 1 : 0;
        }
        return covered >= 0.95 * length();
    }
    int thickness() const
    {
        const int most = std::max(1, static_cast<int>(kMostBoxSide * depth()));
        const int band = static_cast<int>(kBoxBand * depth());
        int inward = 0;
        while (inward < band && ink(inward) <= length() / 2) // a side that is not quite straight
            ++inward;
        while (inward < most && ink(inward) > length() / 2)
            ++inward;
        return std::min(inward + 2, depth()); // with its soft rim
    }
};

/// The ink in the box without its four sides.
PixelBox insideOf(const InkMask& mask, const PixelBox& box)
{
    const int left = BoxSide{mask, box, 0}.thickness(), top = BoxSide{mask, box, 1}.thickness();
    return {box.left + left, box.top + top, box.width - left - BoxSide{mask, box, 2}.thickness(),
        box.height - top - BoxSide{mask, box, 3}.thickness()};
}

void clearOutside(InkMask& mask, const PixelBox& box, const PixelBox& inside)
{
    for (int y = box.top; y < box.bottom(); ++y)
        for (int x = box.left; x < box.right(); ++x)
            if (y < inside.top || y >= inside.bottom() || x < inside.left || x >= inside.right())
                mask.pixels[mask.at(x, y)] = 0;
}

} // namespace

void removeRuledLines(InkMask& mask)
{
    removeLines({mask, true});
    removeLines({mask, false});
}

std::vector<bool> findFrames(const InkMask& mask, const InkParts& parts)
{
    std::vector<bool> frames(parts.parts.size(), false);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const PixelBox& box = parts.parts[i].box;
        if (!isLarge(mask, box) || !isHollow(mask, parts, i))
            continue;
        frames[i] = std::any_of(parts.parts.begin(), parts.parts.end(), [&box](const InkPart& other) {
            return encloses(box, other.box) && other.box.height >= kInside * box.height;
        });
    }
    return frames;
}

bool peelBox(InkMask& mask, const InkParts& parts)
{
    for (const InkPart& part : parts.parts) {
        const PixelBox& box = part.box;
        if (!isLarge(mask, box))
            continue;
        const std::array<BoxSide, 4> sides{{{mask, box, 0}, {mask, box, 1}, {mask, box, 2}, {mask, box, 3}}};
        if (!std::all_of(sides.begin(), sides.end(), [](const BoxSide& side) { return side.isStraight(); }))
            continue;
        const PixelBox inside = insideOf(mask, box);
        if (inside.width <= 0 || inside.height <= 0)
            continue;
        InkMask rest = mask;
        clearOutside(rest, box, inside);
        const InkParts left = connectedParts(rest);
        const bool digit = std::any_of(left.parts.begin(), left.parts.end(),
            [&](const InkPart& other) { return encloses(box, other.box) && other.box.height >= kInside * box.height; });
        if (!digit)
            continue;
        mask = std::move(rest);
        return true;
    }
    return false;
}

} // namespace qlab
