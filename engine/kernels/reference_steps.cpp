// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/reference.h"

#include "engine/kernels/gradient_tables.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace qlab::kernels::reference {
namespace {

constexpr float kMiddle = kFrame + kSide / 2;

/// To nearest, halves to even: 0 to 2^22. A call of nearbyint takes longer than all the rest.
float rounded(float value)
{
    constexpr float kNoFraction = 12582912; // 2^23 + 2^22
    return (value + kNoFraction) - kNoFraction;
}

float between(float a, float b, float part) { return a + part * (b - a); }

/// A pixel beyond the image, all is black.
float insideFrame(float place) { return std::clamp(place, kFrame - 1.5F, kFrame + kSide + 0.5F); }

/// What lies at height \p place of \p from, one row.
void sampleRow(const FramedPlane& from, float place, float (&to)[kFramedSide])
{
    const float inside = insideFrame(place);
    const auto row = static_cast<int>(inside);
    for (int x = 0; x < kFramedSide; ++x)
        to[x] = between(from.rows[row][x], from.rows[row + 1][x], inside - static_cast<float>(row));
}

/// The angle of (x, y) in turns, 0 ... 1. Not both 0.
float turnOf(float x, float y)
{
    const float wide = std::abs(x), high = std::abs(y);
    const float tangent = std::min(wide, high) / std::max(wide, high);
    const float square = tangent * tangent;
    float sum = kTurnOfTangent[6];
    for (int i = 5; i >= 0; --i)
        sum = sum * square + kTurnOfTangent[i];
    float turn = sum * tangent;
    if (high > wide)
        turn = 0.25F - turn;
    if (x < 0)
        turn = 0.5F - turn;
    return y < 0 ? 1 - turn : turn;
}

/// What a gradient gives to the lower direction and to the next one, which may be the first again.
struct TwoDirections {
    int lower = 0;
    float toLower = 0, toNext = 0;
};
TwoDirections directionsOf(float x, float y, const GradientPlan& plan)
{
    const auto all = static_cast<float>(plan.directions);
    float place = turnOf(x, y) * plan.perTurn;
    if (place > all) // over half a turn, opposite directions are one
        place -= all;
    TwoDirections two;
    two.lower = static_cast<int>(rounded(std::min(place - 0.5F, all - 1))); // a whole place: it or the one before
    const float strength = std::sqrt(x * x + y * y);
    two.toNext = strength * (place - static_cast<float>(two.lower));
    two.toLower = strength - two.toNext;
    return two;
}

/// For each cell of each direction, and of the first one again: what it gets from pixels that begin in it (0), and what
/// the cell on its right gets from them (1).
using CellPairs = std::vector<std::array<float, 2>>;

/// A gradient that is not zero, with its code (GradientPlan).
struct Edge {
    float x = 0, y = 0;
    std::int32_t code = 0;
};

void addEdge(const Edge& edge, const GradientPlan& plan, CellPairs& pairs)
{
    const TwoDirections two = directionsOf(edge.x, edge.y, plan);
    const float* const shares = plan.shares[edge.code & (kFramedSide - 1)];
    const auto cell = static_cast<std::size_t>((edge.code >> kCellShift) + two.lower * plan.cells);
    const std::size_t next = cell + static_cast<std::size_t>(plan.cells);
    for (std::size_t i = 0; i < 2; ++i) {
        pairs[cell][i] += shares[i] * two.toLower;
        pairs[next][i] += shares[i] * two.toNext;
    }
}

std::vector<Edge> edgesOf(const FramedPlane& plane, const GradientPlan& plan)
{
    std::vector<Edge> edges;
    for (const GradientPlan::RowPart& part : plan.parts)
        for (int column = kFrame; column < kFrame + kSide; ++column) {
            const float y = (plane.rows[part.row + 1][column] - plane.rows[part.row - 1][column]) * part.share;
            const float x = (plane.rows[part.row][column + 1] - plane.rows[part.row][column - 1]) * part.share;
            if (plan.inside[column] != 0 && (x != 0 || y != 0))
                edges.push_back({x, y, part.cell + plan.codes[column]});
        }
    return edges;
}

CellPairs pairsOf(const FramedPlane& plane, const GradientPlan& plan)
{
    CellPairs pairs(static_cast<std::size_t>(plan.cells * (plan.directions + 1)));
    const std::vector<Edge> edges = edgesOf(plane, plan);
    const std::size_t part = edges.size() / kEdgeParts;
    for (std::size_t i = 0; i < part; ++i)
        for (std::size_t k = 0; k < kEdgeParts; ++k)
            addEdge(edges[k * part + i], plan, pairs);
    for (std::size_t i = kEdgeParts * part; i < edges.size(); ++i)
        addEdge(edges[i], plan, pairs);
    return pairs;
}

} // namespace

InkSums inkSums(const std::uint8_t* image)
{
    InkSums sums;
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x) {
            const std::int32_t u = image[y * kSide + x];
            sums.u += u;
            sums.y += y * u;
            sums.x += x * u;
            sums.yy += y * y * u;
            sums.xx += x * x * u;
            sums.xy += x * y * u;
        }
    return sums;
}

void framePlane(const std::uint8_t* image, FramedPlane& plane)
{
    plane = {};
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x)
            plane.rows[y + kFrame][x + kFrame] = image[y * kSide + x];
}

void resample(const FramedPlane& from, const Sampling& sampling, FramedPlane& to)
{
    to = {};
    for (int y = kFrame; y < kFrame + kSide; ++y) {
        const float dy = static_cast<float>(y) - kMiddle;
        float row[kFramedSide];
        sampleRow(from, sampling.cy + sampling.ky * dy + kFrame, row);
        const float middle = sampling.cx + sampling.shear * dy + kFrame;
        for (int x = kFrame; x < kFrame + kSide; ++x) {
            const float place = insideFrame(middle + sampling.kx * (static_cast<float>(x) - kMiddle));
            const float left = rounded(place - 0.5F); // of a whole place, it or the one before: both are right
            const auto column = static_cast<int>(left);
            to.rows[y][x] = between(row[column], row[column + 1], place - left);
        }
    }
}

void planeValues(const FramedPlane& plane, FeatureValues& values)
{
    for (int y = 0; y < kSide; ++y)
        std::copy_n(plane.rows[y + kFrame] + kFrame, kSide, values.values + y * kSide);
}

void poolPlane(const FramedPlane& plane, const PoolPlan& plan, FeatureValues& cells)
{
    std::fill_n(cells.values, kPixels, 0.0F);
    for (int y = 0; y < plan.grid; ++y) {
        const PoolPlan::Rows& rows = plan.rows[static_cast<std::size_t>(y)];
        float sums[kFramedSide]{};
        for (std::size_t i = 0; i < rows.shares.size(); ++i)
            for (int x = 0; x < kFramedSide; ++x)
                sums[x] += plane.rows[static_cast<std::size_t>(rows.first) + i][x] * rows.shares[i];
        for (const PoolPlan::Tap& tap : plan.taps)
            for (int x = 0; x < plan.grid; ++x)
                cells.values[y * plan.grid + x] += sums[tap.column[x]] * tap.share[x];
    }
}

void poolGradients(const FramedPlane& plane, const GradientPlan& plan, FeatureValues& cells)
{
    const CellPairs pairs = pairsOf(plane, plan);
    const auto sum = [&](int cell) {
        const auto own = static_cast<std::size_t>(cell);
        return pairs[own][0] + (own > 0 ? pairs[own - 1][1] : 0.0F);
    };
    const int count = plan.cells * plan.directions;
    for (int cell = 0; cell < kPixels; ++cell)
        cells.values[cell] = cell >= count ? 0 : cell < plan.cells ? sum(cell) + sum(count + cell) : sum(cell);
}

void featureBytes(const FeatureValues& values, float factor, std::uint8_t* bytes)
{
    for (int i = 0; i < kPixels; ++i)
        bytes[i] = static_cast<std::uint8_t>(rounded(std::min(values.values[i] * factor, 255.0F)));
}

} // namespace qlab::kernels::reference
