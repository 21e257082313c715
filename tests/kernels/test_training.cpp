// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/reference.h"
#include "engine/kernels/training.h"

#include "tests/kernels/samples.h"

#include <numeric>

using namespace qlab;
using namespace qlab::kernels;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// Ten blurred templates with noise and a margin without ink: something that can be learned, but not perfectly. Now and
/// then an image is blank.
struct Digits {
    std::vector<std::uint8_t> pixels; ///< nothing readable after the last image
    std::vector<std::uint8_t> labels;
};

Digits someDigits(std::size_t count, Random& random)
{
    std::vector<float> templates = test::randomFloats(std::size_t{kClasses} * kPixels, -400, 250, random);
    Digits digits{std::vector<std::uint8_t>(count * kPixels), std::vector<std::uint8_t>(count)};
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t label = random.below(kClasses);
        digits.labels[i] = static_cast<std::uint8_t>(label);
        const std::size_t begin = i % 13 == 12 ? kPixels : random.below(200);
        const std::size_t end = kPixels - random.below(200);
        for (std::size_t j = begin; j < end; ++j) {
            const double ink = static_cast<double>(templates[label * kPixels + j]) + random.uniform(-900, 900);
            digits.pixels[i * kPixels + j] = static_cast<std::uint8_t>(std::clamp(ink, 0.0, 255.0));
        }
    }
    return digits;
}

std::unique_ptr<TrainingState> randomState(Random& random)
{
    auto state = std::make_unique<TrainingState>();
    for (auto& row : state->weights)
        for (float& w : row)
            w = static_cast<float>(random.uniform(-1.0 / 28, 1.0 / 28));
    for (float& b : state->bias)
        b = static_cast<float>(random.uniform(-1.0 / 28, 1.0 / 28));
    return state;
}

std::vector<std::uint32_t> everyIndex(std::size_t count)
{
    std::vector<std::uint32_t> indices(count);
    std::iota(indices.begin(), indices.end(), 0U);
    return indices;
}

struct Difference {
    double weights = 0;
    double velocity = 0;
};

/// Largest differences; infinite where a value is not a number.
Difference differenceOf(const TrainingState& a, const TrainingState& b)
{
    const auto add = [](double& worst, float x, float y) {
        const double difference = std::abs(static_cast<double>(x) - static_cast<double>(y));
        if (!(difference <= worst))
            worst = std::isfinite(difference) ? difference : std::numeric_limits<double>::infinity();
    };
    Difference worst;
    for (int k = 0; k < kClasses; ++k) {
        add(worst.weights, a.bias[k], b.bias[k]);
        add(worst.velocity, a.biasVelocity[k], b.biasVelocity[k]);
        for (int j = 0; j < kPixels; ++j) {
            add(worst.weights, a.weights[k][j], b.weights[k][j]);
            add(worst.velocity, a.velocity[k][j], b.velocity[k][j]);
        }
    }
    return worst;
}

using TrainBatch = decltype(&trainBatch);

struct EpochResult {
    double firstLoss = 0; ///< mean of epoch 1
    double lastLoss = 0;  ///< mean of epoch 10
};

EpochResult tenEpochs(TrainBatch train, const Digits& digits, const SgdStep& step, TrainingState& state)
{
    Random order(7);
    std::vector<std::uint32_t> indices = everyIndex(digits.labels.size());
    EpochResult result;
    for (int epoch = 1; epoch <= 10; ++epoch) {
        shuffle(indices, order);
        double loss = 0;
        const std::span<const std::uint32_t> all(indices);
        for (std::size_t first = 0; first < all.size(); first += 64) {
            const std::size_t end = std::min(first + 64, all.size());
            const TrainingBatch batch{digits.pixels.data(), digits.labels.data(), all.subspan(first, end - first),
                all.subspan(end, std::min<std::size_t>(64, all.size() - end))};
            loss += train(batch, step, state).loss;
        }
        (epoch == 1 ? result.firstLoss : result.lastLoss) = loss / static_cast<double>(all.size());
    }
    return result;
}

} // namespace

TEST_CASE("a training step of any size agrees with the reference", "[kernels][simd]")
{
    Random random(41);
    const Digits digits = someDigits(300, random);
    const auto start = randomState(random);
    std::vector<std::uint32_t> indices = everyIndex(300);
    shuffle(indices, random);
    const SgdStep plain{0.01F, 0, 0, 0.1307F, 0.3081F};
    const SgdStep heavy{0.02F, 0.9F, 0.001F, 0.5F, 0.5F};
    const SgdStep decayed{0.1F, 0, 0.01F, 0, 1};
    for (const SgdStep& step : {plain, heavy, decayed})
        for (const std::size_t size : {1, 2, 3, 5, 9, 16, 17, 63, 64, 65, 127, 128, 129, 300}) {
            INFO("batch of " << size << ", momentum " << step.momentum);
            const TrainingBatch batch{digits.pixels.data(), digits.labels.data(), {indices.data(), size}, {}};
            const auto wanted = std::make_unique<TrainingState>(*start);
            const BatchResult expected = reference::trainBatch(batch, step, *wanted);
            reference::trainBatch(batch, step, *wanted);
            test::onEveryTarget([&] {
                const auto state = std::make_unique<TrainingState>(*start);
                const BatchResult result = trainBatch(batch, step, *state);
                trainBatch(batch, step, *state);
                CHECK_THAT(result.loss, WithinRel(expected.loss, 1e-5));
                CHECK(result.correct == expected.correct);
                const Difference difference = differenceOf(*state, *wanted);
                CHECK(difference.weights <= 2e-6);
                CHECK(difference.velocity <= 2e-6);
            });
        }
}

TEST_CASE("ten epochs end where the reference ends", "[kernels][simd]")
{
    Random random(42);
    const Digits digits = someDigits(1000, random);
    const auto start = randomState(random);
    for (const SgdStep step :
        {SgdStep{0.01F, 0, 0, 0.1307F, 0.3081F}, SgdStep{0.005F, 0.9F, 0.0005F, 0.1307F, 0.3081F}}) {
        const auto wanted = std::make_unique<TrainingState>(*start);
        const EpochResult expected = tenEpochs(reference::trainBatch, digits, step, *wanted);
        CHECK(expected.lastLoss < 0.8 * expected.firstLoss);
        test::onEveryTarget([&] {
            const auto state = std::make_unique<TrainingState>(*start);
            const EpochResult result = tenEpochs(trainBatch, digits, step, *state);
            CHECK_THAT(result.firstLoss, WithinRel(expected.firstLoss, 1e-5));
            CHECK_THAT(result.lastLoss, WithinRel(expected.lastLoss, 1e-5));
            CHECK(differenceOf(*state, *wanted).weights <= 1e-4);
        });
    }
}

TEST_CASE("training repeats itself to the last bit, whatever is prefetched", "[kernels][simd]")
{
    Random random(43);
    const Digits digits = someDigits(200, random);
    const auto start = randomState(random);
    const std::vector<std::uint32_t> indices = everyIndex(200);
    const SgdStep step{0.01F, 0.9F, 0.001F, 0.1307F, 0.3081F};
    test::onEveryTarget([&] {
        const auto one = std::make_unique<TrainingState>(*start);
        const auto two = std::make_unique<TrainingState>(*start);
        const std::span<const std::uint32_t> all(indices);
        const BatchResult first =
            trainBatch({digits.pixels.data(), digits.labels.data(), all.first(100), all.last(100)}, step, *one);
        const BatchResult second =
            trainBatch({digits.pixels.data(), digits.labels.data(), all.first(100), all.last(7)}, step, *two);
        CHECK(first.loss == second.loss);
        CHECK(first.correct == second.correct);
        CHECK(test::sameBits(&one->weights[0][0], &two->weights[0][0], std::size_t{kClasses} * kPixels));
        CHECK(test::sameBits(&one->velocity[0][0], &two->velocity[0][0], std::size_t{kClasses} * kPixels));
        CHECK(test::sameBits(one->bias, two->bias, kClasses));
    });
}

TEST_CASE("a step in parts is the step in one", "[kernels][simd]")
{
    Random random(45);
    const Digits digits = someDigits(300, random);
    const auto start = randomState(random);
    const std::vector<std::uint32_t> indices = everyIndex(300);
    const SgdStep step{0.01F, 0.9F, 0.001F, 0.1307F, 0.3081F};
    const TrainingBatch batch{digits.pixels.data(), digits.labels.data(), indices, {}};
    test::onEveryTarget([&] {
        const auto whole = std::make_unique<TrainingState>(*start);
        const BatchResult expected = trainBatch(batch, step, *whole);
        for (const std::size_t images : {0, 1, 64, 100, 299, 300, 1000}) {
            INFO(images << " images at a time");
            const auto state = std::make_unique<TrainingState>(*start);
            BatchProgress progress;
            std::size_t before = 0;
            while (!trainPart(batch, step, images, progress, *state)) {
                REQUIRE(progress.done > before);
                before = progress.done;
                CHECK(test::sameBits(state->bias, start->bias, kClasses));
                CHECK(test::sameBits(&state->weights[0][0], &start->weights[0][0], std::size_t{kClasses} * kPixels));
            }
            CHECK(progress.done == 300);
            CHECK_THAT(progress.result.loss, WithinRel(expected.loss, 1e-12));
            CHECK(progress.result.correct == expected.correct);
            CHECK(differenceOf(*state, *whole).weights < 1e-6);
        }
    });
}

TEST_CASE("a step behind a grid has the reference's bits on every target", "[kernels][simd]")
{
    const std::size_t count = GENERATE(std::size_t{784}, std::size_t{36}, std::size_t{7}, std::size_t{0});
    Random random(5);
    const auto values = [&](float reach) {
        std::vector<float> made(784);
        for (float& value : made)
            value = static_cast<float>(random.uniform() * 2 - 1) * reach;
        return made;
    };
    const auto level = values(4), sums = values(300);
    auto latent = values(0.5F), velocity = values(0.1F);
    latent[3] = 0;
    auto wantedLatent = latent, wantedVelocity = velocity;
    std::vector<float> scale(784, 0.25F), wantedScale = scale;
    const LatentStep step{0.0125F, -0.25F, 10, -3, 3, GENERATE(0.0F, 1.0F), 0.9F, 0.01F, GENERATE(0.0F, 1e-4F)};
    reference::stepLatent(
        {wantedLatent.data(), wantedVelocity.data(), level.data(), sums.data(), wantedScale.data(), count}, step);
    stepLatent({latent.data(), velocity.data(), level.data(), sums.data(), scale.data(), count}, step);
    CHECK(latent == wantedLatent);
    CHECK(velocity == wantedVelocity);
    CHECK(scale == wantedScale);
    if (count == 784)
        CHECK(std::ranges::count(scale, 0.25F) < 20);
}

TEST_CASE("an image's ink is where its pixels are not 0", "[kernels]")
{
    std::vector<std::uint8_t> image(kPixels, 0);
    CHECK((inkOf(image.data()) == InkMask{}));
    for (const std::size_t pixel : {0, 7, 8, 300, 511, 512, 519, 783}) {
        INFO("pixel " << pixel);
        std::fill(image.begin(), image.end(), std::uint8_t{0});
        image[pixel] = 1;
        InkMask expected;
        expected.words[pixel / 512] = std::uint64_t{1} << pixel / 8 % 64;
        CHECK((inkOf(image.data()) == expected));
    }
    std::fill(image.begin(), image.end(), std::uint8_t{255});
    CHECK((inkOf(image.data()) == InkMask{{~std::uint64_t{0}, (std::uint64_t{1} << 34) - 1}}));
}

TEST_CASE("ink that is known beforehand changes nothing", "[kernels][simd]")
{
    Random random(46);
    const Digits digits = someDigits(150, random);
    const auto start = randomState(random);
    const std::vector<std::uint32_t> indices = everyIndex(150);
    std::vector<InkMask> ink;
    for (std::size_t i = 0; i < 150; ++i)
        ink.push_back(inkOf(digits.pixels.data() + i * kPixels));
    const SgdStep step{0.01F, 0, 0, 0.1307F, 0.3081F};
    test::onEveryTarget([&] {
        const auto one = std::make_unique<TrainingState>(*start);
        const auto two = std::make_unique<TrainingState>(*start);
        trainBatch({digits.pixels.data(), digits.labels.data(), indices, {}}, step, *one);
        trainBatch({digits.pixels.data(), digits.labels.data(), indices, {}, ink.data()}, step, *two);
        CHECK(test::sameBits(&one->weights[0][0], &two->weights[0][0], std::size_t{kClasses} * kPixels));
        CHECK(test::sameBits(one->bias, two->bias, kClasses));
    });
}

TEST_CASE("an empty batch changes nothing", "[kernels][simd]")
{
    Random random(44);
    const Digits digits = someDigits(1, random);
    const auto start = randomState(random);
    test::onEveryTarget([&] {
        const auto state = std::make_unique<TrainingState>(*start);
        const SgdStep step{0.1F, 0.9F, 0.1F, 0.1307F, 0.3081F};
        const BatchResult result = trainBatch({digits.pixels.data(), digits.labels.data(), {}, {}}, step, *state);
        CHECK(result.loss == 0);
        CHECK(result.correct == 0);
        CHECK(test::sameBits(state.get(), start.get(), 1));
    });
}

TEST_CASE("the loss and the hits are those before the step", "[kernels][simd]")
{
    // All weights 0: every class is as probable, the loss is log 10, and class 0 wins the tie.
    const std::vector<std::uint8_t> pixels(20 * test::kImageSize, 99);
    std::vector<std::uint8_t> labels(20, 0);
    std::fill(labels.begin() + 13, labels.end(), std::uint8_t{4});
    const std::vector<std::uint32_t> indices = everyIndex(20);
    test::onEveryTarget([&] {
        const auto state = std::make_unique<TrainingState>();
        const BatchResult result = trainBatch({pixels.data(), labels.data(), indices, {}}, {}, *state);
        CHECK_THAT(result.loss, WithinAbs(20 * std::log(10.0), 1e-4));
        CHECK(result.correct == 13);
        CHECK(state->bias[0] > 0);
        CHECK(state->bias[1] < 0);
        CHECK(test::sameBits(state->biasVelocity, std::vector<float>(kClasses, 0.0F).data(), kClasses));
    });
}
