// SPDX-License-Identifier: GPL-3.0-or-later
// Input steps on every target: the bits of the plain loops, which tests/features compares with the definition.
#include "engine/kernels/image_steps.h"
#include "engine/kernels/reference.h"
#include "tests/kernels/samples.h"

#include <algorithm>
#include <bit>
#include <numbers>

using namespace qlab;
using namespace qlab::kernels;

namespace {

/// Noise of any density, a dot, a row, a column, all white, all black; nothing readable behind the last one.
std::vector<test::Block<std::uint8_t>> images()
{
    Random random(8);
    std::vector<test::Block<std::uint8_t>> all;
    for (const std::uint64_t inked : {1U, 40U, 400U, 784U}) {
        std::vector<std::uint8_t> image(test::kImageSize);
        for (std::uint8_t& pixel : image)
            pixel = random.below(784) < inked ? static_cast<std::uint8_t>(random.below(256)) : std::uint8_t{0};
        all.emplace_back(image);
    }
    std::vector<std::uint8_t> dot(test::kImageSize), row = dot, column = dot;
    dot.back() = 255;
    std::fill_n(row.end() - kSide, kSide, std::uint8_t{200});
    for (std::size_t y = 0; y < kSide; ++y)
        column[y * kSide + 27] = static_cast<std::uint8_t>(y + 1);
    for (const auto& image : {dot, row, column, std::vector<std::uint8_t>(test::kImageSize, 255),
             std::vector<std::uint8_t>(test::kImageSize, 0)})
        all.emplace_back(image);
    return all;
}

bool sameBits(const FramedPlane& a, const FramedPlane& b) { return std::memcmp(&a, &b, sizeof(a)) == 0; }

bool sameBits(const FeatureValues& a, const FeatureValues& b)
{
    return std::memcmp(a.values, b.values, kPixels * sizeof(float)) == 0;
}

FramedPlane planeOf(const test::Block<std::uint8_t>& image)
{
    FramedPlane plane;
    reference::framePlane(image.data(), plane);
    return plane;
}

/// Pixels between the grey levels, as after an alignment.
FramedPlane tiltedPlane(const test::Block<std::uint8_t>& image)
{
    FramedPlane tilted;
    reference::resample(planeOf(image), {13.3F, 14.9F, 1.1F, 0.83F, 0.31F}, tilted);
    return tilted;
}

const std::vector<Cells> kCells = {{1, 20}, {2, 28}, {3, 22}, {5, 22}, {7, 24}, {16, 24}, {17, 28}, {20, 24}, {28, 28}};

/// One step of grey levels everywhere: the same gradient at each pixel.
FramedPlane slope(double angle)
{
    FramedPlane plane;
    for (int y = 0; y < kFramedSide; ++y)
        for (int x = 0; x < kFramedSide; ++x)
            plane.rows[y][x] = static_cast<float>(1000 + 4 * (std::cos(angle) * x + std::sin(angle) * y));
    return plane;
}

/// What a slope of 8 grey levels over two pixels gives to direction \p direction.
double shareOfSlope(double angle, int direction, int directions)
{
    const double turn = directions <= 4 ? std::numbers::pi : 2 * std::numbers::pi;
    const double apart = std::abs(std::remainder(angle - direction * turn / directions, turn));
    return 8.0 / 510 * (directions == 1 ? 1 : std::max(0.0, 1 - apart * directions / turn));
}

} // namespace

TEST_CASE("sums of ink are exact on every target, and nothing beyond the image is read", "[kernels][steps]")
{
    const auto all = images();
    for (std::size_t i = 0; i < all.size(); ++i) {
        INFO("image " << i);
        InkSums expected;
        for (std::int32_t j = 0; j < kPixels; ++j) {
            const std::int32_t u = all[i].data()[j], y = j / kSide, x = j % kSide;
            expected.u += u;
            expected.y += u * y;
            expected.x += u * x;
            expected.yy += u * y * y;
            expected.xx += u * x * x;
            expected.xy += u * x * y;
        }
        test::onEveryTarget([&] { CHECK((inkSums(all[i].data()) == expected)); });
    }
}

TEST_CASE("planes have the same bits on every target, and a black frame", "[kernels][steps]")
{
    const std::vector<Sampling> samplings = {{}, {14, 14.25F, 1, 1, 0}, {11.5F, 17.3F, 1, 1, -0.4F},
        {13.7F, 12.9F, 0.7F, 0.5F, 0.9F}, {0, 27, 1.4F, 1.6F, 30}, {27, 0, 1, 1, -1000}};
    for (const auto& image : images()) {
        const FramedPlane expected = planeOf(image);
        CHECK(expected.rows[2][2] == image.data()[0]);
        CHECK(expected.rows[29][29] == image.data()[kPixels - 1]);
        test::onEveryTarget([&] {
            FramedPlane plane;
            framePlane(image.data(), plane);
            CHECK(sameBits(plane, expected));
            FeatureValues values;
            planeValues(plane, values);
            CHECK(std::equal(values.values, values.values + kPixels, image.data()));
        });
        for (const Sampling& sampling : samplings) {
            INFO("shear " << sampling.shear << ", kx " << sampling.kx);
            FramedPlane sampled;
            reference::resample(expected, sampling, sampled);
            for (int i = 0; i < kFramedSide; ++i)
                for (const int edge : {0, 1, 30, 31})
                    CHECK((sampled.rows[edge][i] == 0 && sampled.rows[i][edge] == 0));
            test::onEveryTarget([&] {
                FramedPlane plane;
                resample(expected, sampling, plane);
                CHECK(sameBits(plane, sampled));
            });
        }
    }
}

TEST_CASE("the identity takes every pixel as it is", "[kernels][steps]")
{
    for (const auto& image : images()) {
        const FramedPlane plane = planeOf(image);
        test::onEveryTarget([&] {
            FramedPlane same;
            resample(plane, {}, same);
            CHECK(sameBits(same, plane));
        });
    }
}

TEST_CASE("cells and directions have the same bits on every target, and zeros behind them", "[kernels][steps]")
{
    for (const auto& image : images())
        for (const FramedPlane& plane : {planeOf(image), tiltedPlane(image)})
            for (const Cells& cells : kCells) {
                INFO(cells.grid << " cells a side");
                const PoolPlan pool(cells);
                FeatureValues pooled;
                reference::poolPlane(plane, pool, pooled);
                test::onEveryTarget([&] {
                    FeatureValues values;
                    poolPlane(plane, pool, values);
                    CHECK(sameBits(values, pooled));
                });
                for (const int directions : {1, 3, 4, 5, 16}) {
                    if (directions * cells.grid * cells.grid > kPixels)
                        continue;
                    INFO(directions << " directions");
                    const GradientPlan plan(cells, directions);
                    FeatureValues expected;
                    reference::poolGradients(plane, plan, expected);
                    CHECK(std::all_of(expected.values + directions * cells.grid * cells.grid, expected.values + kPixels,
                        [](float v) { return v == 0; }));
                    test::onEveryTarget([&] {
                        FeatureValues values;
                        poolGradients(plane, plan, values);
                        CHECK(sameBits(values, expected));
                    });
                }
            }
}

TEST_CASE("a gradient is shared between its two directions by its angle", "[kernels][steps]")
{
    const Cells middle{1, 20};
    for (const int directions : {1, 2, 4, 5, 8, 16}) {
        const GradientPlan plan(middle, directions);
        for (int step = 0; step < 720; ++step) { // half degrees: the directions themselves, too
            const double angle = step * std::numbers::pi / 360;
            INFO(directions << " directions, " << step / 2.0 << " degrees");
            const FramedPlane plane = slope(angle);
            FeatureValues values;
            poolGradients(plane, plan, values);
            for (int k = 0; k < directions; ++k)
                if (std::abs(values.values[k] - shareOfSlope(angle, k, directions)) > 2e-6)
                    FAIL_CHECK("direction " << k << ": " << values.values[k]);
        }
    }
}

TEST_CASE("features are rounded to bytes, halves to even, and stop at 255", "[kernels][steps]")
{
    FeatureValues values{};
    for (int i = 0; i < kPixels; ++i)
        values.values[i] = static_cast<float>(i) * 0.5F;
    values.values[783] = 1e30F;
    test::onEveryTarget([&] {
        std::vector<std::uint8_t> bytes(kPixels + 64, 77);
        featureBytes(values, 1, bytes.data());
        for (std::size_t i = 0; i < kPixels; ++i) {
            const std::size_t even = i % 2 == 0 ? i / 2 : i / 2 + (i / 2) % 2;
            if (bytes[i] != std::min<std::size_t>(even, 255))
                FAIL_CHECK(i << ": " << int{bytes[i]});
        }
        CHECK(std::all_of(bytes.begin() + kPixels, bytes.end(), [](int v) { return v == 77; }));
        featureBytes(values, 3, bytes.data());
        CHECK(bytes[1] == 2); // 1.5
        CHECK(bytes[3] == 4); // 4.5
        CHECK(bytes[5] == 8); // 7.5
    });
}

TEST_CASE("a pixel's shares of cells are the overlaps, and full cells add up to one", "[kernels][steps]")
{
    for (const Cells& cells : kCells) {
        INFO(cells.grid << " cells of " << cells.crop << " pixels");
        const double side = double(cells.crop) / cells.grid, edge = 14.5 - cells.crop / 2.0;
        std::vector<double> covered(static_cast<std::size_t>(cells.grid));
        for (int pixel = 0; pixel < kSide; ++pixel) {
            const Overlap both = overlapOf(cells, pixel);
            for (int cell = 0; cell < cells.grid; ++cell) {
                const double low = edge + cell * side;
                const double expected =
                    std::max(0.0, std::min(low + side, pixel + 1.0) - std::max(low, pixel + 0.0)) / side;
                const int i = cell - both.first;
                const double share = i == 0 || i == 1 ? both.shares[i] : 0;
                CHECK(std::abs(share - expected) < 1e-12);
                covered[static_cast<std::size_t>(cell)] += share;
            }
        }
        for (std::size_t cell = 0; cell < covered.size(); ++cell) { // the last ones of 28 pixels reach out of the image
            const double beyond = std::clamp(edge + static_cast<double>(cell + 1) * side - kSide, 0.0, side);
            CHECK(std::abs(covered[cell] - (1 - beyond / side)) < 1e-12);
        }
    }
}
