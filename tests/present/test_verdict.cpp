// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/figure_text.h"
#include "app/present/verdict.h"
#include "tests/support.h"

using namespace qlab;
using namespace qlab::app;

namespace {

/// 10,000 images of which the models get different ones right; 31,560 bytes against 8,116.
Comparison comparison(std::size_t toWrong, std::size_t toRight, MedianInterval ratio)
{
    Comparison result;
    result.images = 10'000;
    result.original.correct = 9'219;
    result.quantized.correct = 9'219 + toRight - toWrong;
    result.original.bytes = 31'560;
    result.quantized.bytes = 8'116;
    result.batchRatio = ratio;
    result.accuracy.images = result.images;
    result.accuracy.onlyFirst = toWrong;
    result.accuracy.onlySecond = toRight;
    result.accuracy.changed = toWrong + toRight;
    result.accuracy.pValue = mcnemarExact(toWrong, toRight);
    return result;
}

constexpr MedianInterval kFaster{3.2, {3.1, 3.3}}, kSame{1.02, {0.97, 1.06}}, kSlower{0.8, {0.75, 0.85}}, kUntimed{};

} // namespace

TEST_CASE("the headline says what changed and what did not", "[verdict]")
{
    struct Case {
        std::size_t toWrong, toRight;
        MedianInterval ratio;
        Tone tone;
        const char* headline;
    };
    const Case cases[] = {
        {3, 6, kFaster, Tone::Good, "Smaller, faster, as accurate"},
        {0, 0, kFaster, Tone::Good, "Smaller, faster, as accurate"},
        {3, 6, kSame, Tone::Good, "Smaller, as fast, as accurate"},
        {3, 6, kUntimed, Tone::Good, "Smaller, as accurate"},
        {3, 6, kSlower, Tone::Mixed, "Smaller, but slower"},
        {250, 100, kFaster, Tone::Mixed, "Smaller, faster, less accurate (p < 0.001)"},
        {250, 100, kSame, Tone::Mixed, "Smaller, as fast, less accurate (p < 0.001)"},
        {250, 100, kSlower, Tone::Bad, "Smaller, but slower and less accurate (p < 0.001)"},
        {120, 60, kFaster, Tone::Mixed, "Smaller, faster, slightly less accurate (p < 0.001)"},
        {900, 100, kFaster, Tone::Bad, "Smaller, faster, much less accurate (p < 0.001)"},
        {2600, 100, kFaster, Tone::Bad, "Smaller, faster, but no longer usable (p < 0.001)"},
        {2600, 100, kSlower, Tone::Bad, "Smaller, but slower and no longer usable (p < 0.001)"},
        {2, 12, kFaster, Tone::Good, "Smaller, faster, more accurate (p = 0.01)"},
        {2, 12, kSlower, Tone::Mixed, "Smaller and more accurate (p = 0.01), but slower"},
    };
    for (const Case& sample : cases) {
        INFO(sample.headline);
        const Verdict words = verdict(comparison(sample.toWrong, sample.toRight, sample.ratio));
        CHECK(words.headline == sample.headline);
        CHECK(words.tone == sample.tone);
    }
}

TEST_CASE("the sentence carries the figures", "[verdict]")
{
    CHECK(verdict(comparison(3, 6, kFaster)).sentence
        == "The quantized model is 3.9× smaller and 3.2× faster on raw pixels; 9 of 10,000 predictions changed, "
           "3 to wrong and 6 to right: no real change (p = 0.51).");
    CHECK(verdict(comparison(0, 0, kUntimed)).sentence
        == "The quantized model is 3.9× smaller; all 10,000 predictions are the same.");
    CHECK(verdict(comparison(250, 100, kSlower)).sentence
        == "The quantized model is 3.9× smaller but 1.2× slower on raw pixels; its accuracy falls by 1.50 pp "
           "(p < 0.001): 350 of 10,000 predictions changed, 250 to wrong and 100 to right.");
    const Verdict better = verdict(comparison(2, 12, kSame));
    CHECK(better.sentence
        == "The quantized model is 3.9× smaller and as fast on raw pixels; its accuracy rises by 0.10 pp (p = 0.01): "
           "14 of 10,000 predictions changed, 2 to wrong and 12 to right.");
    CHECK(better.figures == std::vector<std::string>{"3.9× smaller", "as fast", "0.10 pp", "14 of 10,000"});
}

TEST_CASE("another story from floats is told too", "[verdict]")
{
    Comparison both = comparison(3, 6, kFaster);
    both.floatInputRatio = {0.63, {0.6, 0.66}};
    CHECK(verdict(both).sentence.find("From normalised floats, which must be quantized first, it is 1.6× slower.")
        != std::string::npos);
    both.floatInputRatio = {1.5, {1.4, 1.6}};
    CHECK(verdict(both).sentence.find("floats") == std::string::npos);
    both.floatInputRatio = kSlower;
    CHECK(verdict(both).headline == "Smaller, faster, as accurate, but slower from floats");

    Comparison floats = comparison(3, 6, kSlower);
    floats.fromFloats = true;
    CHECK(verdict(floats).headline == "Smaller, but slower from floats");
    CHECK(verdict(floats).sentence.find("1.2× slower from normalised floats;") != std::string::npos);
}

TEST_CASE("input steps are told beside the times that leave them out", "[verdict]")
{
    Comparison steps = comparison(3, 6, kFaster);
    steps.original.single.medianMs = 0.0002;
    steps.quantized.single.medianMs = 0.0001;
    CHECK(verdict(steps).sentence.find("input steps") == std::string::npos);
    steps.steps.medianMs = 0.0099;
    steps.steps.repetitions = 100;
    const std::string sentence = verdict(steps).sentence;
    CHECK(sentence.find("the input steps take 9.90 µs an image; with them one image is 1.01× as fast.")
        != std::string::npos);
}

TEST_CASE("the verdict reads every row of times", "[verdict]")
{
    Comparison all = comparison(3, 6, kFaster);
    all.singleRatio = {0.67, {0.65, 0.69}};
    CHECK(verdict(all).headline == "Smaller, faster, as accurate, but slower one at a time");
    CHECK(verdict(all).tone == Tone::Mixed);
    CHECK(verdict(all).sentence.find("One image at a time it is 1.5× slower.") != std::string::npos);
    all.floatInputRatio = kSlower;
    all.streamedRatio = kSlower;
    CHECK(verdict(all).headline
        == "Smaller, faster, as accurate, but slower one at a time, streamed from memory and from floats");
    all.singleRatio = all.streamedRatio = all.floatInputRatio = kFaster;
    CHECK(verdict(all).headline == "Smaller, faster, as accurate");
    CHECK(verdict(all).tone == Tone::Good);

    Comparison slow = comparison(3, 6, kSlower);
    slow.singleRatio = kFaster;
    CHECK(verdict(slow).headline == "Smaller, but slower");
    CHECK(verdict(slow).sentence.find("One image at a time it is 3.2× faster.") != std::string::npos);
}

TEST_CASE("words follow the size of the loss", "[verdict]")
{
    const auto change = [](double original, double quantized, double p) {
        McNemar test;
        test.pValue = p;
        return accuracyChange(test, original, quantized);
    };
    CHECK(change(0.92, 0.91, 0.06) == AccuracyChange::None);
    CHECK(change(0.92, 0.93, 0.04) == AccuracyChange::Better);
    CHECK(change(0.92, 0.9105, 0.04) == AccuracyChange::Slight);
    CHECK(change(0.92, 0.9095, 0.04) == AccuracyChange::Worse);
    CHECK(change(0.92, 0.8705, 0.04) == AccuracyChange::Worse);
    CHECK(change(0.92, 0.8695, 0.04) == AccuracyChange::Large);
    CHECK(change(0.92, 0.757, 0.04) == AccuracyChange::Large); // a fifth of 82 points are 16.4
    CHECK(change(0.92, 0.755, 0.04) == AccuracyChange::Useless);
    CHECK(change(0.30, 0.255, 0.04) == AccuracyChange::Useless); // most of what was left beyond guessing
    CHECK(change(0.10, 0.05, 0.04) == AccuracyChange::Worse);    // no better than guessing before
    const Verdict useless = verdict(comparison(2600, 100, kFaster));
    CHECK(useless.sentence.find("its accuracy falls by 25.00 pp to 67.2 % (p < 0.001)") != std::string::npos);
}

TEST_CASE("a disturbed or unsteady measurement says so and gets no green tick", "[verdict]")
{
    Comparison measured = comparison(3, 6, kFaster);
    measured.quality.slices = 800;
    measured.quality.cpuMs = measured.quality.wallMs = 200;
    CHECK(qualityWord(measured.quality).empty());
    CHECK(verdict(measured).tone == Tone::Good);
    measured.quality.wallMs = 400;
    CHECK(qualityWord(measured.quality) == "disturbed");
    CHECK(verdict(measured).tone == Tone::Mixed);
    CHECK(verdict(measured).headline == "Smaller, faster, as accurate");
    CHECK(verdict(measured).sentence.find("Another program was using this core") != std::string::npos);
    measured.quality.wallMs = 200;
    measured.quality.unsteady = true;
    CHECK(qualityWord(measured.quality) == "unsteady");
    CHECK(verdict(measured).tone == Tone::Mixed);
    CHECK(verdict(measured).sentence.find("drifted") != std::string::npos);
}

TEST_CASE("a model that did not get smaller is not called smaller", "[verdict]")
{
    Comparison larger = comparison(3, 6, kFaster);
    larger.quantized.bytes = 40'000;
    CHECK(verdict(larger).headline == "Not smaller, faster, as accurate");
    CHECK(verdict(larger).tone == Tone::Mixed);
    CHECK(verdict(larger).sentence.find("1.3× larger") != std::string::npos);
}

TEST_CASE("the figures of a verdict are parts of its sentence, in order", "[verdict]")
{
    for (const MedianInterval& ratio : {kFaster, kSame, kSlower, kUntimed}) {
        const Verdict words = verdict(comparison(250, 100, ratio));
        std::size_t at = 0;
        for (const std::string& figure : words.figures) {
            INFO(figure);
            at = words.sentence.find(figure, at);
            REQUIRE(at != std::string::npos);
            at += figure.size();
        }
    }
}

TEST_CASE("figures read as people write them", "[verdict]")
{
    CHECK(percentText(0.9219) == "92.19 %");
    CHECK(percentText(0.9219, 1) == "92.2 %");
    CHECK(pointsText(-0.0018) == "−0.18 pp");
    CHECK(pointsText(0.0003) == "+0.03 pp");
    CHECK(pointsText(0.00001) == "0.00 pp");
    CHECK(pointsText(-0.00001) == "0.00 pp");
    CHECK(sizeText(31'560) == "31.6 KB");
    CHECK(sizeText(999) == "999 B");
    CHECK(bytesText(31'560) == "31,560 B");
    CHECK(millisecondsText(0.66) == "0.66 ms");
    CHECK(millisecondsText(0.0213) == "0.021 ms");
    CHECK(millisecondsText(12.86) == "12.9 ms");
    CHECK(millisecondsText(1234) == "1,234 ms");
    CHECK(countText(10'000) == "10,000");
    CHECK(sizeChangeText(3.89) == "3.9× smaller");
    CHECK(sizeChangeText(0.5) == "2.0× larger");
    CHECK(microsecondsText(0.0003) == "0.30 µs");
    CHECK(intervalText({-0.5, 1}, 1) == "−0.5 … 1.0");
}

TEST_CASE("a p-value keeps the side of the threshold it is on", "[verdict]")
{
    CHECK(pValueText(0.0004) == "p < 0.001");
    CHECK(pValueText(0.004) == "p = 0.004");
    CHECK(pValueText(0.048) == "p = 0.048");
    CHECK(pValueText(0.052) == "p = 0.052");
    CHECK(pValueText(0.08) == "p = 0.08");
    CHECK(pValueText(1) == "p = 1.00");
}

TEST_CASE("a ratio of times is told with the side of 1 it is on", "[verdict]")
{
    CHECK(speedText(kFaster) == "3.2× faster");
    CHECK(speedIntervalText(kFaster) == "3.1 … 3.3");
    CHECK(speedText(kSame) == "as fast");
    CHECK(speedIntervalText(kSame) == "0.97 … 1.06");
    CHECK(speedText({0.5, {0.4, 0.625}}) == "2.0× slower");
    CHECK(speedIntervalText({0.5, {0.4, 0.625}}) == "1.6 … 2.5");
    CHECK(speedText({1.05, {1.02, 1.08}}) == "1.05× faster");
    CHECK(speedText({1.002, {1.001, 1.003}}) == "as fast");
    CHECK(speedText(kUntimed) == "not timed");
    CHECK(speedIntervalText(kUntimed).empty());
}
