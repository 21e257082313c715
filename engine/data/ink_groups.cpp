// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/ink_groups.h"

#include <algorithm>
#include <numeric>

namespace qlab {
namespace {

constexpr double kSpeckShare = 0.02;                 ///< of the largest part's area: less is a speck
constexpr double kSpeckSide = 1 / 120.0;             ///< of the picture's longer side: a smaller square is one too
constexpr double kLikeHeight = 0.6, kLikeArea = 0.2; ///< two parts of like size may be two digits
constexpr double kScrapHeight = 0.5;                 ///< of the highest mark: a lower one is no second digit
constexpr double kCutShare = 0.25; ///< of what the border cuts: a whole mark of this area is the digit
// How far apart, in heights of the higher one, parts are no longer one digit: beside each other, below each other, and
// where one is small (a bar of a 5).
constexpr double kBeside = 0.04, kBelow = 0.12, kAway = 0.25;

struct Group {
    std::size_t area = 0;
    PixelBox box;
    std::vector<std::size_t> parts;
};

PixelBox around(const PixelBox& a, const PixelBox& b)
{
    const int left = std::min(a.left, b.left), top = std::min(a.top, b.top);
    return {left, top, std::max(a.right(), b.right()) - left, std::max(a.bottom(), b.bottom()) - top};
}

bool isCut(const InkMask& mask, const PixelBox& box)
{
    return box.left == 0 || box.top == 0 || box.right() == mask.width || box.bottom() == mask.height;
}

bool areApart(const InkMask& mask, const InkPart& a, const InkPart& b)
{
    const double across = std::max(a.box.left, b.box.left) - std::min(a.box.right(), b.box.right());
    const double down = std::max(a.box.top, b.box.top) - std::min(a.box.bottom(), b.box.bottom());
    const auto [low, high] = std::minmax(a.box.height, b.box.height);
    const auto [small, large] = std::minmax(a.area, b.area);
    if (low >= kLikeHeight * high && static_cast<double>(small) >= kLikeArea * static_cast<double>(large))
        return across >= std::max(2.0, kBeside * high) || down >= kBelow * high;
    const bool oneIsCut = isCut(mask, a.box) != isCut(mask, b.box); // then it is hardly a piece of the same digit
    return std::max(across, down) >= (oneIsCut ? kBeside : kAway) * high;
}

/// Parts that are not apart belong together, over others too.
std::vector<Group> grouped(const InkMask& mask, const InkParts& parts, const std::vector<std::size_t>& kept)
{
    std::vector<std::size_t> leader(kept.size());
    std::iota(leader.begin(), leader.end(), std::size_t{0});
    for (std::size_t i = 0; i < kept.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (leader[i] != leader[j] && !areApart(mask, parts.parts[kept[i]], parts.parts[kept[j]]))
                std::replace(leader.begin(), leader.end(), leader[i], leader[j]);
    std::vector<Group> groups(kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        Group& group = groups[leader[i]];
        const InkPart& part = parts.parts[kept[i]];
        group.box = group.parts.empty() ? part.box : around(group.box, part.box);
        group.area += part.area;
        group.parts.push_back(kept[i]);
    }
    std::erase_if(groups, [](const Group& group) { return group.parts.empty(); });
    return groups;
}

std::size_t largestArea(const InkParts& parts, const std::vector<std::size_t>& kept)
{
    std::size_t largest = 0;
    for (const std::size_t index : kept)
        largest = std::max(largest, parts.parts[index].area);
    return largest;
}

std::vector<std::size_t> withoutFramesAndSpecks(const InkMask& mask, const InkParts& parts)
{
    constexpr std::size_t kMost = 200; // more marks than any sheet with a digit has; the largest decide
    const std::vector<bool> frames = findFrames(mask, parts);
    const double side = kSpeckSide * std::max(mask.width, mask.height);
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < parts.parts.size(); ++i)
        if (!frames[i] && static_cast<double>(parts.parts[i].area) >= side * side)
            kept.push_back(i);
    const double least = kSpeckShare * static_cast<double>(largestArea(parts, kept));
    std::erase_if(kept, [&](std::size_t i) { return static_cast<double>(parts.parts[i].area) < least; });
    std::stable_sort(kept.begin(), kept.end(),
        [&](std::size_t a, std::size_t b) { return parts.parts[a].area > parts.parts[b].area; });
    kept.resize(std::min(kept.size(), kMost));
    return kept;
}

void dropScraps(const InkMask& mask, std::vector<Group>& groups)
{
    int highest = 0;
    std::size_t largest = 0;
    for (const Group& group : groups) {
        highest = std::max(highest, group.box.height);
        largest = std::max(largest, group.area);
    }
    const bool whole = std::any_of(groups.begin(), groups.end(), [&](const Group& group) {
        return !isCut(mask, group.box) && static_cast<double>(group.area) >= kCutShare * static_cast<double>(largest);
    });
    if (whole) {
        std::erase_if(groups, [&mask](const Group& group) { return isCut(mask, group.box); });
        highest = 0;
        largest = 0;
        for (const Group& group : groups) {
            highest = std::max(highest, group.box.height);
            largest = std::max(largest, group.area);
        }
    }
    std::erase_if(groups, [&](const Group& group) {
        return group.box.height < kScrapHeight * highest
            || static_cast<double>(group.area) < kLikeArea * static_cast<double>(largest);
    });
}

} // namespace

InkGroups groupInk(InkMask mask)
{
    removeRuledLines(mask);
    InkParts parts = connectedParts(mask);
    if (peelBox(mask, parts))
        parts = connectedParts(mask);
    std::vector<Group> groups = grouped(mask, parts, withoutFramesAndSpecks(mask, parts));
    dropScraps(mask, groups);
    InkGroups found;
    std::vector<bool> isInk(parts.parts.size(), false);
    for (const Group& group : groups) {
        found.digits.push_back(group.box);
        found.box = found.digits.size() == 1 ? group.box : around(found.box, group.box);
        for (const std::size_t part : group.parts)
            isInk[part] = true;
    }
    found.mask = std::move(mask);
    for (std::size_t i = 0; i < found.mask.pixels.size(); ++i) {
        const std::int32_t part = parts.partOf[i];
        found.mask.pixels[i] = part >= 0 && isInk[static_cast<std::size_t>(part)] ? 1 : 0;
    }
    return found;
}

} // namespace qlab
