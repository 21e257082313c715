// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/evaluation.h"
#include "tests/model/reference_files.h"

#include <limits>
#include <numeric>

using namespace qlab;
using Catch::Matchers::WithinAbs;

namespace {

/// Two images: logits that favour class 2 and class 0.
Evaluation twoAnswers()
{
    Evaluation evaluation;
    evaluation.predictions = {2, 0};
    evaluation.logits.assign(2 * kClasses, 0.0f);
    evaluation.logits[2] = 3.0f;
    evaluation.logits[kClasses] = 1000.0f;
    return evaluation;
}

} // namespace

TEST_CASE("score counts", "[model]")
{
    Evaluation evaluation = twoAnswers();
    const std::vector<std::uint8_t> labels = {2, 4};
    score(evaluation, labels);
    CHECK(evaluation.correct == 1);
    CHECK(evaluation.accuracy() == 0.5);
    CHECK(evaluation.confusion[2][2] == 1);
    CHECK(evaluation.confusion[4][0] == 1);
    CHECK(std::accumulate(evaluation.confusion[4].begin(), evaluation.confusion[4].end(), 0u) == 1);

    score(evaluation, labels); // scoring again does not add up
    CHECK(evaluation.correct == 1);
    CHECK(evaluation.confusion[4][0] == 1);
}

TEST_CASE("the mean cross-entropy follows its formula", "[model]")
{
    const Evaluation evaluation = twoAnswers();
    // log(e^3 + 9) - 3 for the first; the second is 1000 - 0, far beyond what exp can hold.
    CHECK_THAT(meanCrossEntropy(evaluation.logits, std::vector<std::uint8_t>{2, 4}),
        WithinAbs((std::log(std::exp(3.0) + 9) - 3 + 1000) / 2, 1e-12));
    CHECK(meanCrossEntropy({}, {}) == 0);
}

TEST_CASE("an evaluation of nothing is empty", "[model]")
{
    const Evaluation evaluation = evaluate(LinearModel{}, ImageSet(0));
    CHECK(evaluation.images() == 0);
    CHECK(evaluation.accuracy() == 0);
}

TEST_CASE("softmax adds up to one whatever the logits", "[model]")
{
    std::array<float, kClasses> logits{};
    for (const double p : softmax(logits))
        CHECK_THAT(p, WithinAbs(0.1, 1e-15));
    logits = {1e30f, 1e30f, -1e30f, 0, 0, 0, 0, 0, 0, 0};
    CHECK(softmax(logits)[0] == 0.5);
    CHECK(softmax(logits)[2] == 0);
    logits = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    const auto probabilities = softmax(logits);
    CHECK_THAT(std::accumulate(probabilities.begin(), probabilities.end(), 0.0), WithinAbs(1, 1e-15));
    // (1 - 1/e) / (1 - e^-10), the sum of the geometric series
    CHECK_THAT(probabilities[9], WithinAbs((1 - std::exp(-1.0)) / (1 - std::exp(-10.0)), 1e-15));
}

TEST_CASE("margin is the lead of the best over the second best", "[model]")
{
    CHECK(margin(std::array<float, kClasses>{0, 5, 2, -9, 4.5f, 0, 0, 0, 0, 0}) == 0.5f);
    CHECK(margin(std::array<float, kClasses>{-3, -3, -4, -5, -6, -7, -8, -9, -10, -11}) == 0.0f);
    CHECK(margin(std::array<float, kClasses>{-8, -7, -6, -5, -4, -3.5f, -11, -9, -10, -1}) == 2.5f);
}

TEST_CASE("the float model answers as sums in double over normalised pixels do", "[model]")
{
    Random random(5);
    const LinearModel model = initialModel({0.3f, 0.7f}, random);
    const ImagesPtr images = test::randomImages(67, 6);
    const Evaluation evaluation = evaluate(model, *images);
    REQUIRE(evaluation.images() == 67);
    REQUIRE(evaluation.logits.size() == 670);
    std::size_t correct = 0;
    for (std::size_t i = 0; i < images->size(); ++i) {
        Eigen::Matrix<double, kPixels, 1> x;
        for (int j = 0; j < kPixels; ++j)
            x(j) = model.normalization.apply(images->image(i)[static_cast<std::size_t>(j)]);
        const Eigen::Matrix<double, kClasses, 1> logits = model.weights.cast<double>() * x + model.bias.cast<double>();
        int best = 0;
        logits.maxCoeff(&best);
        CHECK(evaluation.predictions[i] == best);
        for (int k = 0; k < kClasses; ++k)
            CHECK_THAT(evaluation.logits[i * kClasses + static_cast<std::size_t>(k)], WithinAbs(logits(k), 1e-5));
        correct += evaluation.predictions[i] == images->labels()[i];
    }
    CHECK(evaluation.correct == correct);
}

TEST_CASE("a model with ten equal rows answers the lowest class", "[model]")
{
    const ImagesPtr images = test::randomImages(9, 1);
    const Evaluation evaluation = evaluate(LinearModel{}, *images);
    for (const std::uint8_t prediction : evaluation.predictions)
        CHECK(prediction == 0);
    CHECK_THAT(meanCrossEntropy(evaluation.logits, images->labels()), WithinAbs(std::log(10.0), 1e-12));
}

TEST_CASE("a diverged model still answers classes", "[model]")
{
    LinearModel model;
    for (const float poison : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        model.weights.setConstant(poison);
        const ImagesPtr images = test::randomImages(19, 1);
        const Evaluation evaluation = evaluate(model, *images);
        for (const std::uint8_t prediction : evaluation.predictions)
            CHECK(prediction < kClasses);
        CHECK(std::isnan(meanCrossEntropy(evaluation.logits, images->labels())));
    }
}

TEST_CASE("the reference model gives the reference answers on MNIST", "[model][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    const Evaluation evaluation = evaluate(test::referenceModel("float"), *files->test);
    CHECK(test::largestDifference(evaluation.logits, test::readReference<float>("float.logits256.f32")) <= 1e-3);
    CHECK(test::differences(evaluation.predictions, test::readReference<std::uint8_t>("float.pred10000.u8")) <= 1);
    CHECK(evaluation.correct >= 9220);
    CHECK(evaluation.correct <= 9222);
}
