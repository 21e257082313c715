// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/ink_layer.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace qlab::app {
namespace {

/// Lines that stand for a curve are at most this long, in sheet units: below what the eye tells from the curve.
constexpr double kLineLength = 1.5;

struct Disc {
    float x, y, radius; ///< pixels
};

StrokePoint between(const StrokePoint& a, const StrokePoint& b, double share)
{
    return {a.at + (b.at - a.at) * share, a.width + (b.width - a.width) * share};
}

StrokePoint middle(const StrokePoint& a, const StrokePoint& b) { return between(a, b, 0.5); }

GreyPicture blank(int side)
{
    return {side, side, std::vector<std::uint8_t>(static_cast<std::size_t>(side) * static_cast<std::size_t>(side))};
}

struct PixelRange {
    int from, to; ///< to is not part of it
};

PixelRange pixelRange(float low, float high, int limit)
{
    const auto bound = [limit](float v) { return static_cast<int>(std::clamp(v, 0.0F, static_cast<float>(limit))); };
    return {bound(std::floor(low)), bound(std::ceil(high))};
}

/// Two discs and everything between them. A pixel's ink falls from 1 to 0 over one pixel at the edge.
void drawCapsule(GreyPicture& picture, const Disc& a, const Disc& b, Tool tool)
{
    const float dx = b.x - a.x;
    const float dy = b.y - a.y;
    const float squared = dx * dx + dy * dy;
    const float perLength = squared > 0 ? 1 / squared : 0;
    const float reach = std::max(a.radius, b.radius) + 1;
    const PixelRange columns = pixelRange(std::min(a.x, b.x) - reach, std::max(a.x, b.x) + reach, picture.width);
    const PixelRange rows = pixelRange(std::min(a.y, b.y) - reach, std::max(a.y, b.y) + reach, picture.height);
    for (int row = rows.from; row < rows.to; ++row) {
        std::uint8_t* line = picture.pixels.data() + static_cast<std::ptrdiff_t>(row) * picture.width;
        const float y = static_cast<float>(row) + 0.5F - a.y;
        for (int column = columns.from; column < columns.to; ++column) {
            const float x = static_cast<float>(column) + 0.5F - a.x;
            const float along = std::clamp((x * dx + y * dy) * perLength, 0.0F, 1.0F);
            const float aside = x - along * dx;
            const float below = y - along * dy;
            const float distance = std::sqrt(aside * aside + below * below);
            const float radius = a.radius + along * (b.radius - a.radius);
            const float share = std::clamp(radius + 0.5F - distance, 0.0F, 1.0F);
            const auto ink = static_cast<std::uint8_t>(share * 255 + 0.5F);
            line[column] = tool == Tool::Pen ? std::max(line[column], ink)
                                             : std::min(line[column], static_cast<std::uint8_t>(255 - ink));
        }
    }
}

/// Draws one stroke's pieces on a picture of any size.
class StrokePainter {
public:
    StrokePainter(GreyPicture& picture, Tool tool)
        : m_picture(picture)
        , m_tool(tool)
        , m_scale(static_cast<double>(picture.width) / kSheetSide)
    {
    }

    void line(const StrokePoint& from, const StrokePoint& to) { drawCapsule(m_picture, disc(from), disc(to), m_tool); }

    /// Quadratic curve that leaves from and reaches to in the direction of bend.
    void curve(const StrokePoint& from, const StrokePoint& bend, const StrokePoint& to)
    {
        const double length = QLineF(from.at, bend.at).length() + QLineF(bend.at, to.at).length();
        const int lines = std::clamp(static_cast<int>(std::ceil(length / kLineLength)), 1, 256);
        StrokePoint last = from;
        for (int i = 1; i <= lines; ++i) {
            const double t = static_cast<double>(i) / lines;
            const StrokePoint next = between(between(from, bend, t), between(bend, to, t), t);
            line(last, next);
            last = next;
        }
    }

private:
    Disc disc(const StrokePoint& point) const
    {
        return {static_cast<float>(point.at.x() * m_scale), static_cast<float>(point.at.y() * m_scale),
            static_cast<float>(point.width * m_scale / 2)};
    }

    GreyPicture& m_picture;
    Tool m_tool;
    double m_scale;
};

/// The curve ends half way to the last point until it is known where the pen goes from there.
void drawEnd(GreyPicture& picture, const Stroke& stroke)
{
    const auto& points = stroke.points;
    if (points.size() > 1)
        StrokePainter(picture, stroke.tool).line(middle(points[points.size() - 2], points.back()), points.back());
}

void drawImage(GreyPicture& picture, const QImage& ink)
{
    // Whole multiples keep the pixels of a 28 x 28 digit exactly as they are.
    const bool whole = picture.width % ink.width() == 0;
    const QImage scaled = ink.scaled(picture.width, picture.height, Qt::IgnoreAspectRatio,
                                 whole ? Qt::FastTransformation : Qt::SmoothTransformation)
                              .convertToFormat(QImage::Format_Grayscale8);
    for (int row = 0; row < picture.height; ++row)
        std::memcpy(picture.pixels.data() + static_cast<std::ptrdiff_t>(row) * picture.width, scaled.constScanLine(row),
            static_cast<std::size_t>(picture.width));
}

} // namespace

InkLayer::InkLayer(int side)
    : m_settled(blank(side))
    , m_picture(m_settled)
{
}

void InkLayer::resize(int side)
{
    if (side != this->side())
        *this = InkLayer(side);
}

const GreyPicture& InkLayer::follow(const StrokeHistory& history)
{
    if (history.generation() != m_generation)
        startOver(history);
    const std::span<const CanvasStep> steps = history.steps();
    const std::size_t closed = steps.size() - (history.isOpen() ? 1 : 0);
    if (m_steps == 0)
        m_steps = firstVisibleStep(steps.first(closed));
    for (; m_steps < closed; ++m_steps, m_points = 0)
        drawStep(steps[m_steps]);
    if (history.isOpen())
        drawNewPoints(std::get<Stroke>(steps.back()));
    m_picture.pixels = m_settled.pixels;
    if (history.isOpen())
        drawEnd(m_picture, std::get<Stroke>(steps.back()));
    return m_picture;
}

void InkLayer::startOver(const StrokeHistory& history)
{
    std::fill(m_settled.pixels.begin(), m_settled.pixels.end(), std::uint8_t{0});
    m_generation = history.generation();
    m_steps = 0;
    m_points = 0;
}

void InkLayer::drawStep(const CanvasStep& step)
{
    if (const auto* stroke = std::get_if<Stroke>(&step)) {
        drawNewPoints(*stroke);
        drawEnd(m_settled, *stroke);
    } else if (const auto* image = std::get_if<ImageStep>(&step)) {
        drawImage(m_settled, image->ink);
    } else {
        const bool invert = std::holds_alternative<InvertStep>(step);
        for (std::uint8_t& pixel : m_settled.pixels)
            pixel = invert ? static_cast<std::uint8_t>(255 - pixel) : std::uint8_t{0};
    }
}

void InkLayer::drawNewPoints(const Stroke& stroke)
{
    StrokePainter painter(m_settled, stroke.tool);
    const auto& points = stroke.points;
    for (; m_points < points.size(); ++m_points) {
        const std::size_t i = m_points;
        if (i == 0)
            painter.line(points[0], points[0]);
        else if (i == 1)
            painter.line(points[0], middle(points[0], points[1]));
        else
            painter.curve(middle(points[i - 2], points[i - 1]), points[i - 1], middle(points[i - 1], points[i]));
    }
}

} // namespace qlab::app
