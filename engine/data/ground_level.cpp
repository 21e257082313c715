// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/ground_level.h"

#include <algorithm>
#include <cmath>

namespace qlab {
namespace {

constexpr int kCoarseSide = 96;       ///< blocks along the longer side
constexpr float kEvenWithin = 6;      ///< grey levels between which an even ground may lie
constexpr float kInkNotGround = 0.8f; ///< of the way to the brightest ink: what lies above is ink, however large it is

/// The picture in blocks.
struct Grid {
    int width = 0, height = 0, block = 1;
    std::vector<float> values;

    float& at(int x, int y) { return values[static_cast<std::size_t>(y * width + x)]; }
    float at(int x, int y) const { return values[static_cast<std::size_t>(y * width + x)]; }
};

float quantile(std::vector<float> values, double share)
{
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

/// The median of each block; of single pixels, that of their neighbourhood.
Grid blockMedians(const GreyPicture& picture)
{
    Grid grid;
    grid.block = std::max(1, (std::max(picture.width, picture.height) + kCoarseSide - 1) / kCoarseSide);
    grid.width = (picture.width + grid.block - 1) / grid.block;
    grid.height = (picture.height + grid.block - 1) / grid.block;
    const int more = grid.block == 1 ? 1 : 0;
    std::vector<std::uint8_t> values;
    for (int y = 0; y < grid.height; ++y)
        for (int x = 0; x < grid.width; ++x) {
            values.clear();
            const int left = std::max(0, x * grid.block - more);
            const int right = std::min(picture.width, (x + 1) * grid.block + more);
            for (int row = std::max(0, y * grid.block - more);
                 row < std::min(picture.height, (y + 1) * grid.block + more); ++row)
                values.insert(values.end(), picture.pixels.begin() + static_cast<std::ptrdiff_t>(picture.at(left, row)),
                    picture.pixels.begin() + static_cast<std::ptrdiff_t>(picture.at(right - 1, row)) + 1);
            const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
            std::nth_element(values.begin(), middle, values.end());
            grid.values.push_back(*middle);
        }
    return grid;
}

/// The least (or greatest) value within \p reach blocks to each side, the picture's border cutting the window.
template <typename Better> Grid slid(const Grid& grid, int reach, Better better)
{
    Grid rows = grid, both = grid;
    for (int y = 0; y < grid.height; ++y)
        for (int x = 0; x < grid.width; ++x)
            for (int i = std::max(0, x - reach); i <= std::min(grid.width - 1, x + reach); ++i)
                rows.at(x, y) = better(rows.at(x, y), grid.at(i, y));
    both = rows;
    for (int y = 0; y < grid.height; ++y)
        for (int i = std::max(0, y - reach); i <= std::min(grid.height - 1, y + reach); ++i)
            for (int x = 0; x < grid.width; ++x)
                both.at(x, y) = better(both.at(x, y), rows.at(x, i));
    return both;
}

float least(float a, float b) { return std::min(a, b); }
float greatest(float a, float b) { return std::max(a, b); }

Grid opened(const Grid& grid)
{
    const int reach = std::max(1, std::max(grid.width, grid.height) / 6);
    return slid(slid(grid, reach, least), reach, greatest);
}

/// The mean slope a block, to the right and down: the median of the differences over half the picture (Theil and Sen).
struct Slope {
    float x = 0, y = 0;
};

Slope slopeOf(const Grid& grid)
{
    const int halfX = grid.width / 2, halfY = grid.height / 2;
    std::vector<float> across, down;
    for (int y = 0; y < grid.height; ++y)
        for (int x = 0; x < grid.width; ++x) {
            if (x + halfX < grid.width && halfX > 0)
                across.push_back((grid.at(x + halfX, y) - grid.at(x, y)) / static_cast<float>(halfX));
            if (y + halfY < grid.height && halfY > 0)
                down.push_back((grid.at(x, y + halfY) - grid.at(x, y)) / static_cast<float>(halfY));
        }
    return {across.empty() ? 0 : quantile(std::move(across), 0.5), down.empty() ? 0 : quantile(std::move(down), 0.5)};
}

Grid tilted(Grid grid, const Slope& slope, float sign)
{
    for (int y = 0; y < grid.height; ++y)
        for (int x = 0; x < grid.width; ++x)
            grid.at(x, y) += sign * (slope.x * static_cast<float>(x) + slope.y * static_cast<float>(y));
    return grid;
}

float spanOf(const Grid& grid)
{
    const auto [least, most] = std::minmax_element(grid.values.begin(), grid.values.end());
    return *most - *least;
}

/// Both openings lie below the ground; the higher one is nearer to it.
Grid groundOf(const Grid& medians, const Slope& slope)
{
    Grid ground = opened(medians);
    const Grid level = tilted(opened(tilted(medians, slope, -1)), slope, 1);
    std::transform(ground.values.begin(), ground.values.end(), level.values.begin(), ground.values.begin(), greatest);
    return ground;
}

/// One block further than it was found, so that blocks on the edge of a shadow do not look like ink; then between the
/// middles of the blocks.
std::vector<float> spreadOver(const GreyPicture& picture, const Grid& coarse)
{
    const Grid grid = slid(coarse, 1, greatest);
    std::vector<float> level;
    level.reserve(picture.pixels.size());
    const auto place = [&grid](int pixel, int count) {
        const float middle = (static_cast<float>(pixel) + 0.5f) / static_cast<float>(grid.block) - 0.5f;
        return std::clamp(middle, 0.0f, static_cast<float>(count - 1));
    };
    for (int y = 0; y < picture.height; ++y) {
        const float atY = place(y, grid.height);
        const int top = static_cast<int>(atY), bottom = std::min(top + 1, grid.height - 1);
        const float down = atY - static_cast<float>(top);
        for (int x = 0; x < picture.width; ++x) {
            const float atX = place(x, grid.width);
            const int left = static_cast<int>(atX), right = std::min(left + 1, grid.width - 1);
            const float across = atX - static_cast<float>(left);
            const float upper = std::lerp(grid.at(left, top), grid.at(right, top), across);
            level.push_back(std::lerp(upper, std::lerp(grid.at(left, bottom), grid.at(right, bottom), across), down));
        }
    }
    return level;
}

/// Ink so large that no opening removes it: it stands out from the ground as far as ink does. The mean slope, which
/// may reach as far, is not meant.
void replaceInk(Grid& ground, const Grid& medians, const Slope& slope)
{
    Grid flat = tilted(std::move(ground), slope, -1);
    const Grid all = tilted(medians, slope, -1);
    const float usual = quantile(flat.values, 0.5);
    const float brightest = *std::max_element(all.values.begin(), all.values.end());
    for (float& level : flat.values)
        if (level - usual > kInkNotGround * (brightest - usual))
            level = usual;
    ground = tilted(std::move(flat), slope, 1);
}

} // namespace

GroundLevel groundBelow(const GreyPicture& picture)
{
    const Grid medians = blockMedians(picture);
    const Slope slope = slopeOf(medians);
    Grid ground = groundOf(medians, slope);
    replaceInk(ground, medians, slope);
    const float span = std::min(spanOf(ground), spanOf(tilted(ground, slope, -1)));
    if (quantile(ground.values, 0.97) - quantile(ground.values, 0.03) <= kEvenWithin)
        return {std::vector<float>(picture.pixels.size(), quantile(ground.values, 0.5)), true, span};
    return {spreadOver(picture, ground), false, span};
}

} // namespace qlab
