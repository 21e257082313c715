// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes that a model sees: those of the exact values, and the same ones on every processor.
#include "engine/features/feature_maker.h"

#include "engine/data/data_source.h"
#include "tests/features/slow_features.h"
#include "tests/kernels/samples.h"

#include <algorithm>
#include <cmath>

using namespace qlab;

namespace {

/// Of the unit of a byte. Exact values that lie this near to the middle between two bytes may round either way: places
/// are floats of up to 32 pixels, 2e-6 of one apart, and two neighbours differ by up to 255.
constexpr double kNear = 0.002;

using Bytes = std::vector<std::uint8_t>;

Bytes bytesOf(const ImageSet& images, const InputSteps& steps)
{
    const FeatureMaker maker(steps);
    Bytes bytes(images.size() * kPixels);
    for (std::size_t i = 0; i < images.size(); ++i)
        maker.make(images.image(i), std::span<std::uint8_t, kPixels>(bytes.data() + i * kPixels, kPixels));
    return bytes;
}

/// Their gradients with a strength that makes them great: some bytes are at the top.
std::vector<InputSteps> strong(std::vector<InputSteps> all)
{
    for (InputSteps& steps : all)
        steps.strength = 0.25F;
    return all;
}

void checkSameOnEveryTarget(const ImageSet& images, const std::vector<InputSteps>& all)
{
    for (const InputSteps& steps : all) {
        INFO(stepsText(steps));
        const test::ForcedTarget plain("SCALAR");
        const Bytes expected = bytesOf(images, steps);
        test::onEveryTarget([&] { CHECK((bytesOf(images, steps) == expected)); });
    }
}

struct Comparison {
    std::size_t bytes = 0, near = 0, wrong = 0;
};

/// Every \p stride-th image.
Comparison compareWithExact(const ImageSet& images, const InputSteps& steps, std::size_t stride)
{
    const Bytes made = bytesOf(images, steps);
    const double factor =
        steps.features == InputSteps::Features::Gradients ? 255 / static_cast<double>(steps.strength) : 1;
    Comparison result;
    for (std::size_t i = 0; i < images.size(); i += stride) {
        const std::vector<double> exact = test::slowFeatures(images.image(i), steps);
        for (std::size_t j = 0; j < exact.size(); ++j) {
            const double value = std::min(255.0, exact[j] * factor);
            const bool isNear = std::abs(value - std::floor(value) - 0.5) < kNear;
            result.bytes += 1;
            result.near += isNear ? 1 : 0;
            result.wrong += !isNear && made[i * kPixels + j] != std::lround(value) ? 1 : 0;
        }
    }
    return result;
}

void checkExact(const ImageSet& images, const std::vector<InputSteps>& all, std::size_t stride)
{
    for (const InputSteps& steps : all) {
        INFO(stepsText(steps));
        const Comparison comparison = compareWithExact(images, steps, stride);
        CHECK(comparison.bytes > 0);
        CHECK(comparison.wrong == 0);
        // 0.004 of them by chance; where nothing is aligned, sums of whole numbers lie in the middle more often.
        CHECK(static_cast<double>(comparison.near) < 0.05 * static_cast<double>(comparison.bytes));
    }
}

} // namespace

TEST_CASE("Bytes of features are the exact values rounded, but at the border between two", "[features]")
{
    checkExact(test::peculiarImages(), strong(test::kindsOfSteps()), 1);
}

TEST_CASE("Bytes of features are the same on every target", "[features]")
{
    checkSameOnEveryTarget(test::peculiarImages(), strong(test::kindsOfSteps()));
}

TEST_CASE("Bytes of features of MNIST are the exact values rounded, and the same on every target", "[features][mnist]")
{
    const auto folder = test::mnistFolder();
    if (!folder)
        return;
    const auto data = loadData({DataSource::Kind::Folder, *folder});
    REQUIRE(data.ok());
    using Align = InputSteps::Align;
    std::vector<InputSteps> all;
    for (const Align align : {Align::Centre, Align::Deskew, Align::Moments}) {
        all.emplace_back().align = align;
        all.push_back(pooledSteps(align, 20));
        all.push_back(gradientSteps(align, 16, 7));
        all.push_back(gradientSteps(align, 4, 3));
    }
    all = strong(all);
    checkExact(*data->files.test, all, 50);
    checkSameOnEveryTarget(*data->files.test, all);
}
