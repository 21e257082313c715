// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/loss_curve.h"
#include "tests/support.h"

using namespace qlab;
using Catch::Matchers::WithinAbs;

TEST_CASE("a short training has a point a batch", "[train]")
{
    LossCurve curve;
    curve.add(64 * 2.5, 64, 0.25);
    curve.add(32 * 1.5, 32, 0.375);
    REQUIRE(curve.points().size() == 2);
    CHECK(curve.points()[0].epoch == 0.25);
    CHECK(curve.points()[0].loss == 2.5f);
    CHECK(curve.points()[1].epoch == 0.375);
    CHECK(curve.points()[1].loss == 1.5f);
}

TEST_CASE("a long training keeps its curve bounded and its mean", "[train]")
{
    // 100,000 batches in epochs of 96 images: one of 64 and a short one of 32; the loss falls with time.
    LossCurve curve;
    double lossOfAll = 0;
    double images = 0;
    for (int batch = 0; batch < 100'000; ++batch) {
        const std::size_t size = batch % 2 == 0 ? 64 : 32;
        const double loss = 2.0 - 1e-5 * batch;
        images += static_cast<double>(size);
        lossOfAll += loss * static_cast<double>(size);
        curve.add(loss * static_cast<double>(size), size, images / 96);
        REQUIRE(curve.points().size() < LossCurve::kLimit);
    }
    const auto& points = curve.points();
    REQUIRE(points.size() > LossCurve::kLimit / 2);

    double start = 0;
    double sum = 0;
    for (const BatchLoss& point : points) {
        REQUIRE(point.epoch > start);
        const double middle = (start + point.epoch) / 2; // in batches: two an epoch
        CHECK_THAT(point.loss, WithinAbs(2.0 - 1e-5 * (2 * middle - 0.5), 2e-5));
        sum += point.loss * (point.epoch - start);
        start = point.epoch;
    }
    // Merging loses nothing but the batches of the point not yet complete.
    CHECK(images / 96 - start < 64);
    CHECK_THAT(sum / start, WithinAbs(lossOfAll / images, 1e-3));
}
