// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/judgement.h"

#include <cmath>

namespace qlab {
namespace {

constexpr double kChance = 1.0 / kClasses;

Tone toneOf(const Judgement& judged)
{
    const int faults = !judged.smaller + (judged.batch == Speed::Slower) + isLoss(judged.accuracy);
    if (faults > 1 || judged.accuracy == AccuracyChange::Large || judged.accuracy == AccuracyChange::Useless)
        return Tone::Bad;
    const bool slowerSomewhere =
        judged.single == Speed::Slower || judged.streamed == Speed::Slower || judged.floats == Speed::Slower;
    return faults == 1 || slowerSomewhere || judged.disturbed || judged.unsteady ? Tone::Mixed : Tone::Good;
}

} // namespace

Speed speedOf(const MedianInterval& ratio)
{
    if (!(ratio.median > 0))
        return Speed::Unmeasured;
    const bool containsOne = ratio.interval.low <= 1 && ratio.interval.high >= 1;
    constexpr double kNothingToTell = 0.005; // 1.00 with two decimals
    if (containsOne || std::abs(ratio.median - 1) < kNothingToTell)
        return Speed::Same;
    return ratio.median > 1 ? Speed::Faster : Speed::Slower;
}

AccuracyChange accuracyChange(const McNemar& test, double original, double quantized)
{
    if (test.pValue >= kSignificance)
        return AccuracyChange::None;
    const double loss = original - quantized;
    if (loss < 0)
        return AccuracyChange::Better;
    if (original > kChance && loss > kUselessShare * (original - kChance))
        return AccuracyChange::Useless;
    if (loss > kLargeLoss)
        return AccuracyChange::Large;
    return loss < kSlightLoss ? AccuracyChange::Slight : AccuracyChange::Worse;
}

bool isLoss(AccuracyChange change) { return change >= AccuracyChange::Slight; }

Judgement judge(const Comparison& comparison)
{
    Judgement judged;
    const double original = comparison.originalAccuracy(), quantized = comparison.quantizedAccuracy();
    judged.accuracy = accuracyChange(comparison.accuracy, original, quantized);
    judged.accuracyDifference = quantized - original;
    judged.smaller = comparison.sizeRatio() > 1;
    judged.fromFloats = comparison.fromFloats;
    judged.batch = speedOf(comparison.batchRatio);
    judged.single = speedOf(comparison.singleRatio);
    judged.streamed = speedOf(comparison.streamedRatio);
    if (!comparison.fromFloats)
        judged.floats = speedOf(comparison.floatInputRatio);
    judged.disturbed = comparison.quality.disturbed();
    judged.unsteady = comparison.quality.unsteady;
    judged.tone = toneOf(judged);
    return judged;
}

} // namespace qlab
