// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/comparison.h"

namespace qlab {

/// What a comparison comes to, without words. Window, command line, report and scoreboard decide nothing themselves:
/// they say what is decided here.

/// Whether a ratio of times, slow / fast, is more than noise.
enum class Speed {
    Unmeasured,
    Faster, ///< the 95 % interval lies above 1
    Same,   ///< the interval contains 1, or the ratio is 1.00
    Slower,
};
Speed speedOf(const MedianInterval& ratio);

/// A difference whose p-value is not below this counts as chance.
inline constexpr double kSignificance = 0.05;
/// Points of accuracy (as proportions) below which a real loss is slight, and beyond which it is large: of a model that
/// is right 92 times in 100, one point is an eighth more errors, five points are more than half as many again.
inline constexpr double kSlightLoss = 0.01, kLargeLoss = 0.05;
/// Share of what a model gets right beyond guessing (one in ten) whose loss leaves no use of it: a fifth. Of 92 % right
/// that is 16 points; a model near chance has lost nearly all of it.
inline constexpr double kUselessShare = 0.2;

enum class AccuracyChange {
    None,    ///< p >= 0.05
    Better,  ///< significant, as all below
    Slight,  ///< worse by less than a point
    Worse,   ///< by 1 to 5 points
    Large,   ///< by more than 5 points
    Useless, ///< by more than a fifth of what was right beyond chance
};
/// \p original and \p quantized are accuracies, 0 ... 1.
AccuracyChange accuracyChange(const McNemar& test, double original, double quantized);
/// Slight and everything after it.
bool isLoss(AccuracyChange change);

enum class Tone { Good, Mixed, Bad };

/// Every row of the comparison, judged.
struct Judgement {
    AccuracyChange accuracy = AccuracyChange::None;
    double accuracyDifference = 0; ///< quantized - original, a proportion
    bool smaller = true;
    bool fromFloats = false; ///< where batch, single and streamed start
    Speed batch = Speed::Unmeasured, single = Speed::Unmeasured, streamed = Speed::Unmeasured;
    Speed floats = Speed::Unmeasured; ///< from normalised floats; Unmeasured if fromFloats, where batch says it
    bool disturbed = false, unsteady = false;
    /// Good: nothing got worse, and the times can be trusted. Bad: useless, a large loss, or two of larger, slower in
    /// batch and less accurate. Mixed: the rest.
    Tone tone = Tone::Good;
};
Judgement judge(const Comparison& comparison);

} // namespace qlab
