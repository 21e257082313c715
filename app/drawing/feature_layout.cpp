// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/feature_layout.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace qlab::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FeatureLayout)
};

constexpr int kLeastFan = 6; ///< pixels a side: below it blades cannot be told apart

/// Directions over half a turn know no way: FeatureMaker.
double turnOf(int directions) { return directions <= 4 ? std::numbers::pi : 2 * std::numbers::pi; }

int directionsOf(const InputSteps& steps) { return steps.isPicture() ? 1 : steps.directions; }

} // namespace

FeatureLayout::FeatureLayout(const InputSteps& steps, int side)
    : m_steps(steps)
{
    if (isPicture())
        placeSquares();
    else
        placeFans(side);
}

int FeatureLayout::cells() const { return m_steps.features == InputSteps::Features::Pixels ? kSide : m_steps.grid; }

void FeatureLayout::placeSquares()
{
    m_side = cells();
    m_owner.resize(static_cast<std::size_t>(m_side * m_side));
    std::iota(m_owner.begin(), m_owner.end(), std::int16_t{0});
}

void FeatureLayout::placeFans(int side)
{
    const int fan = std::max(kLeastFan, side / cells());
    const double turn = turnOf(m_steps.directions), radius = fan / 2.0;
    m_side = fan * cells();
    m_owner.assign(static_cast<std::size_t>(m_side * m_side), -1);
    for (int y = 0; y < m_side; ++y)
        for (int x = 0; x < m_side; ++x) {
            const double dy = y % fan + 0.5 - radius, dx = x % fan + 0.5 - radius;
            if (dy * dy + dx * dx > radius * radius)
                continue;
            const auto direction = static_cast<int>(std::lround(std::atan2(dy, dx) / turn * m_steps.directions));
            const int count = m_steps.directions;
            m_owner[static_cast<std::size_t>(y * m_side + x)] =
                static_cast<std::int16_t>(index({y / fan, x / fan, (direction % count + count) % count}));
        }
}

int FeatureLayout::index(const Place& place) const { return (place.direction * cells() + place.y) * cells() + place.x; }

FeatureLayout::Place FeatureLayout::place(int index) const
{
    return {index / cells() % cells(), index % cells(), index / (cells() * cells())};
}

std::optional<FeatureLayout::Place> FeatureLayout::placeAt(const QPointF& share) const
{
    const auto pixel = [this](double part) { return std::clamp(static_cast<int>(part * m_side), 0, m_side - 1); };
    const int owner = ownerOf(pixel(share.y()), pixel(share.x()));
    return owner >= 0 ? std::optional(place(owner)) : std::nullopt;
}

QRectF FeatureLayout::cellOf(const Place& place) const
{
    const double side = 1.0 / cells();
    return {place.x * side, place.y * side, side, side};
}

FeatureLayout::Place FeatureLayout::moved(const Place& from, int right, int down) const
{
    return {std::clamp(from.y + down, 0, cells() - 1), std::clamp(from.x + right, 0, cells() - 1), from.direction};
}

FeatureLayout::Place FeatureLayout::turned(const Place& from, int turn) const
{
    const int count = directionsOf(m_steps);
    return {from.y, from.x, (from.direction + turn + count) % count};
}

QString FeatureLayout::text(const Place& place) const
{
    const QString cell = Words::tr("row %1, column %2").arg(place.y).arg(place.x);
    if (isPicture())
        return cell;
    const double degrees = turnOf(m_steps.directions) / m_steps.directions * place.direction * 180 / std::numbers::pi;
    return Words::tr("%1, direction %2°")
        .arg(cell, QLocale().toString(degrees, 'f', degrees == std::floor(degrees) ? 0 : 1));
}

} // namespace qlab::app
