// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/digit_generator.h"

#include "engine/core/random.h"
#include "engine/data/digit_painter.h"
#include "engine/data/digit_styles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace qlab {
namespace {

// How handwriting varies, tuned on training images of MNIST. What a model loses on MNIST's test set if it learns from
// digits without: any variation 13 points, varying pens 4.6, jitter and waves 4.5, width, lean and turn 2.3.
constexpr double kJointJitter = 0.05; // of the unit box, standard deviation
constexpr int kPiecesPerSpan = 10;    // of a curve, between two control points
constexpr int kPiecesPerLine = 8;     // straight strokes are bent by the waves too
constexpr int kWaves = 3;
constexpr double kWaveVector = 2.5;   // radians per unit box, standard deviation
constexpr double kWaveHeight = 0.055; // of the unit box, standard deviation
constexpr double kNarrowest = 0.65;   // width factor, log-uniform
constexpr double kWidest = 1.3;
constexpr double kLean = 0.12; // mean shear to the right
constexpr double kLeanSpread = 0.22;
constexpr double kLeanOfOne = 0.22; // a 1 leans more
constexpr double kLeanSpreadOfOne = 0.3;
constexpr double kTurn = 6.0 * std::numbers::pi / 180.0;  // radians to either side
constexpr double kThinnestPen = 1.8, kThickestPen = 3.7;  // pixels
constexpr double kSharpestEdge = 0.9, kSoftestEdge = 1.5; // pixels
constexpr double kBox = 20.0;                             // pixels, larger side of the ink

const DigitStyle& pickStyle(int digit, Random& random)
{
    const auto styles = digitStyles(digit);
    std::uint64_t total = 0;
    for (const DigitStyle& style : styles)
        total += style.weight;
    std::uint64_t at = random.below(total);
    std::size_t index = 0;
    while (at >= styles[index].weight)
        at -= styles[index++].weight;
    return styles[index];
}

/// The control points of all strokes, one after the other, each joint moved at random.
std::vector<PathPoint> moveJoints(const DigitStyle& style, Random& random)
{
    std::vector<StylePoint> joints;
    std::vector<PathPoint> moved;
    for (const StyleStroke& stroke : style.strokes()) {
        for (const StylePoint point : stroke.points()) {
            const auto same = std::find(joints.begin(), joints.end(), point) - joints.begin();
            joints.push_back(point);
            if (same < static_cast<std::ptrdiff_t>(moved.size())) {
                moved.push_back(moved[static_cast<std::size_t>(same)]);
                continue;
            }
            const double dx = random.normal(0.0, kJointJitter);
            const double dy = random.normal(0.0, kJointJitter);
            moved.push_back({point.x / 100.0 + dx, point.y / 100.0 + dy});
        }
    }
    return moved;
}

PathPoint reflected(const PathPoint& point, const PathPoint& mirror)
{
    return {2.0 * mirror.x - point.x, 2.0 * mirror.y - point.y};
}

/// The uniform Catmull-Rom spline between b (t = 0) and c (t = 1), in one coordinate.
double catmullRom(double a, double b, double c, double d, double t)
{
    return b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)));
}

/// Appends the curve through \p points, without its last point.
void traceCurve(std::span<const PathPoint> points, bool closed, std::vector<PathPoint>& path)
{
    const std::size_t count = points.size();
    const std::size_t spans = closed ? count : count - 1;
    for (std::size_t i = 0; i < spans; ++i) {
        const PathPoint& b = points[i];
        const PathPoint& c = points[(i + 1) % count];
        const PathPoint a = closed || i > 0 ? points[(i + count - 1) % count] : reflected(c, b);
        const PathPoint d = closed || i + 2 < count ? points[(i + 2) % count] : reflected(b, c);
        for (int piece = 0; piece < kPiecesPerSpan; ++piece) {
            const double t = static_cast<double>(piece) / kPiecesPerSpan;
            path.push_back({catmullRom(a.x, b.x, c.x, d.x, t), catmullRom(a.y, b.y, c.y, d.y, t)});
        }
    }
}

/// Appends the straight pieces from point to point, without the last point.
void traceLine(std::span<const PathPoint> points, std::vector<PathPoint>& path)
{
    for (std::size_t i = 1; i < points.size(); ++i) {
        for (int piece = 0; piece < kPiecesPerLine; ++piece) {
            const double t = static_cast<double>(piece) / kPiecesPerLine;
            path.push_back({std::lerp(points[i - 1].x, points[i].x, t), std::lerp(points[i - 1].y, points[i].y, t)});
        }
    }
}

PenPath trace(const DigitStyle& style, std::span<const PathPoint> joints)
{
    PenPath path;
    for (const StyleStroke& stroke : style.strokes()) {
        const auto points = joints.first(stroke.points().size());
        joints = joints.subspan(points.size());
        const bool closed = stroke.kind == StrokeKind::Loop;
        if (stroke.kind == StrokeKind::Line)
            traceLine(points, path.points);
        else
            traceCurve(points, closed, path.points);
        path.points.push_back(closed ? points.front() : points.back());
        path.strokeEnds.push_back(path.points.size());
    }
    return path;
}

/// Bends the plane around the middle of the unit box, which becomes the origin, by sine waves of random direction.
void bend(std::vector<PathPoint>& points, Random& random)
{
    for (PathPoint& point : points)
        point = {point.x - 0.5, point.y - 0.5};
    for (int wave = 0; wave < kWaves; ++wave) {
        const double kx = random.normal(0.0, kWaveVector), ky = random.normal(0.0, kWaveVector);
        const double heightX = random.normal(0.0, kWaveHeight), heightY = random.normal(0.0, kWaveHeight);
        const double phaseX = random.uniform(0.0, 2.0 * std::numbers::pi);
        const double phaseY = random.uniform(0.0, 2.0 * std::numbers::pi);
        for (PathPoint& point : points) {
            const double angle = kx * point.x + ky * point.y;
            point.x += heightX * std::sin(angle + phaseX);
            point.y += heightY * std::sin(angle + phaseY);
        }
    }
}

/// Width, lean and a slight turn, as hands differ.
void lean(std::vector<PathPoint>& points, int digit, Random& random)
{
    const double widthFactor = std::exp(random.uniform(std::log(kNarrowest), std::log(kWidest)));
    const double shear = digit == 1 ? random.normal(kLeanOfOne, kLeanSpreadOfOne) : random.normal(kLean, kLeanSpread);
    const double turn = random.uniform(-kTurn, kTurn);
    const double cosine = std::cos(turn), sine = std::sin(turn);
    for (PathPoint& point : points) {
        const double x = widthFactor * point.x - shear * point.y;
        point = {cosine * x - sine * point.y, sine * x + cosine * point.y};
    }
}

/// Scales the path so that the larger side of its box, with the pen's width, is \c kBox, and puts the box in the
/// middle of the field.
void fitToBox(std::vector<PathPoint>& points, double penWidth)
{
    const auto byX = [](const PathPoint& a, const PathPoint& b) { return a.x < b.x; };
    const auto byY = [](const PathPoint& a, const PathPoint& b) { return a.y < b.y; };
    const auto [left, right] = std::minmax_element(points.begin(), points.end(), byX);
    const auto [top, bottom] = std::minmax_element(points.begin(), points.end(), byY);
    const double middleX = (left->x + right->x) / 2.0, middleY = (top->y + bottom->y) / 2.0;
    const double scale = (kBox - penWidth) / std::max(right->x - left->x, bottom->y - top->y);
    for (PathPoint& point : points)
        point = {kSide / 2.0 + scale * (point.x - middleX), kSide / 2.0 + scale * (point.y - middleY)};
}

void drawDigit(int digit, Random& random, std::span<std::uint8_t, kPixels> image)
{
    const DigitStyle& style = pickStyle(digit, random);
    PenPath path = trace(style, moveJoints(style, random));
    bend(path.points, random);
    lean(path.points, digit, random);
    const double width = random.uniform(kThinnestPen, kThickestPen);
    const double softness = random.uniform(kSharpestEdge, kSoftestEdge);
    fitToBox(path.points, width);
    paintPath(path, {width, softness}, image);
    centreByWholePixels(image);
}

/// A stream of its own for each number, so that one image does not depend on how many are drawn.
Random stream(std::uint64_t seed, std::uint64_t number) { return Random(seed ^ Random(number).next()); }

} // namespace

DigitGenerator::DigitGenerator(std::size_t count, std::uint64_t seed)
    : m_images(std::make_shared<ImageSet>(count))
    , m_seed(seed)
    , m_labelSeed(Random(seed).next())
{
}

void DigitGenerator::drawTen()
{
    std::array<std::uint8_t, kClasses> ten;
    std::iota(ten.begin(), ten.end(), std::uint8_t{0});
    Random order = stream(m_labelSeed, m_next);
    shuffle(ten, order);
    for (std::size_t j = 0; j < kClasses && !finished(); ++j, ++m_next) {
        m_images->mutableLabels()[m_next] = ten[j];
        Random random = stream(m_seed, m_next);
        drawDigit(ten[j], random, m_images->mutableImage(m_next));
    }
}

ImagesPtr generateDigits(std::size_t count, std::uint64_t seed, const std::stop_token& stop)
{
    DigitGenerator generator(count, seed);
    while (!generator.finished()) {
        if (stop.stop_requested())
            return nullptr;
        generator.drawTen();
    }
    return generator.take();
}

} // namespace qlab
